"""Finds what points at one person in what somebody typed: docs/personal.md says by which rules.

It goes by form (a postcode, a telephone number, a title with a name behind it) and by a short list of first names and
surnames. It cannot find every name, and looks past what belongs to the work: laws, organisations, places, departments.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from flows import words

NAME, NUMBER = "name", "number"
"""a name or an address; a number that belongs to one person"""

FIRST_NAMES = words.every(
    "achmed ahmed aisha alexander ali amina amir anita anja anna anne annemarie annelies annie anouk ans anton "
    "arjan arie astrid ayse barbara bart bas bastiaan ben bert bianca bob bram brigitte carla carolien chantal "
    "charlotte chris christiaan claudia coen cor corrie daan danielle daniel david debbie dennis diana dick dirk "
    "edwin eefje ellen elly els emma emre eric erik esther eva evelien fatiha fatima fatma femke ferry fleur floor "
    "frank frans fred freek gerard gerda gerrit gert gijs guus hanna hanneke hans harm harry hassan hatice heleen "
    "henk herman hilde ibrahim ilse inge ingrid irene iris jaap jacqueline jamal jan janneke jantje jasmijn jasper "
    "jeannette jelle jeroen jesse jet joep johan johanna john joke joost joris jos judith julia jurgen kamal karel "
    "karim karin kees kevin khadija kim klaas koen kristel lars laura leo lia lieke lies linda lisa lisette loes "
    "lotte luuk maaike maarten marc marcel maria marian marianne marieke marijke marion mark marloes marlies "
    "martijn martin mehmet mees melissa merel michael michel miranda mirjam mohamed mohammed monique mourad mustafa "
    "nadia natasja nicole niels nienke noor olga omar patricia patrick paul paula peter petra piet pieter quinten "
    "rachid ria rick rik rob robert robin roel ron ronald roos ruben rutger ruud samira sandra sanne sara sarah "
    "saskia sem sharon silvia simone sjoerd sofie sonja stefan steven suzanne sven tamara tanja teun theo thijs "
    "thomas tim tineke tjeerd tom trudy truus ursula vera victor vincent wendy wessel willem wilma wim wouter "
    "yasmina yusuf yvonne zeynep"
)
"""as they are common in the Netherlands"""
WORDS_TOO = words.every(
    "achmed anne bas ben bob chris cor els floor fleur frank iris jan jet joost kim leo lies lia mark mees merel "
    "noor rob ria roos ron sem tim tom vera victor wim max"
)
"""first names that are words, a month or a short form too: these need a capital inside a sentence"""
SURNAMES = words.every(
    "jansen janssen vries berg bakker dijk visser smit meijer meyer boer mulder groot bos vos peters hendriks "
    "leeuwen dekker brouwer wit dijkstra smits graaf meer linden kok jacobs vermeulen schouten willems hoekstra "
    "koster prins huisman postma kuipers kuiper veenstra yilmaz kaya demir jong pietersen maas wal bosch beek "
    "martens wolters verhoeven gerritsen mohammed ali haan ruiter hassan timmermans groen"
)
"""common surnames, for who types without capitals behind a title"""
KNOWN = words.every(
    "gemeente gemeentes provincie waterschap rijk rijkswaterstaat raad state staat stichting vereniging ministerie "
    "minister kamer tweede eerste koning omgevingswet omgevingsloket omgevingsplan wet wmo woo avg awb besluit "
    "verordening participatiewet jeugdwet woningwet open overheid team teams afdeling dienst bureau cluster "
    "programma project vergunningen handhaving burgerzaken publiekszaken communicatie financiën inkoop inkomen werk "
    "sociaal sociale domein fysiek fysieke ruimte ruimtelijke ordening wonen zorg sport jeugd onderwijs cultuur "
    "economie economische zaken duurzaamheid mobiliteit verkeer veiligheid openbare orde beheer groen bestuur "
    "college wethouder burgemeester secretaris griffie wijkteam wijk buurt kern noord zuid oost west centrum dorp "
    "stad den haag bosch nieuw nieuwe oude oud grote microsoft google adobe outlook excel word telegram whatsapp "
    "koersvast digid mijn kadaster politie ggd uwv brandweer woonplan woningcorporatie europa europese unie "
    "nederland nederlandse nederlands engels engelse duits turks arabisch nationale nationaal regionaal regionale "
    "landelijke landelijk centraal centrale rechtbank huis plein park januari februari maart april mei juni juli "
    "augustus september oktober november december monday tuesday wednesday thursday friday saturday sunday january "
    "february march may june july august october kerst pasen pinksteren council department city county environment "
    "planning act permits housing social services youth finance policy public works omgevingsdienst "
    "veiligheidsregio schuldhulp schuldhulpverlening zaak bezwaar bezwaren"
)
"""words of the work that are written with a capital"""

_INFIX = (
    r"(?:(?:van|de|der|den|het|'t|’t|ter|ten|te|el|al|ben|bin|von|la|le|op|in|aan|Van|De|Der|Den|El|Al|Ter|Ten)\s+)*"
)
_CAP = r"[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]+(?:[-'’]?[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]+)*"
_TITLE = (
    r"(?:\b(?:[Mm]evrouw|[Mm]eneer|[Mm]ijnheer|[Hh]eer|[Ff]amilie|[Bb]uurman|[Bb]uurvrouw|[Cc]ollega|[Ww]ethouder"
    r"|[Bb]urgemeester|[Rr]aadslid|[Dd]okter|[Mm]iss|[Oo]om|[Tt]ante)|\b(?:[Mm]evr|[Mm]w|[Mm]vr|[Dd]hr|[Ff]am|[Mm]rs?|[Mm]s|[Dd]rs?"
    r"|[Ii]ng|[Ii]r|[Pp]rof)\b\.?)"
)
_TITLED = re.compile(rf"{_TITLE}\s+(?:(?:[A-Z]\.\s?)+)?{_INFIX}(?P<last>{_CAP})")
_TITLED_SMALL = re.compile(rf"{_TITLE}\s+{_INFIX}(?P<last>[a-zà-ÿ]{{3,}})\b")
_INITIALS = re.compile(rf"(?<![\w.])(?!N\.V\.|B\.V\.|C\.Q\.)(?:[A-Z]\.\s?){{1,4}}{_INFIX}(?P<last>{_CAP})")
_FULL = re.compile(
    rf"\b(?P<first>{_CAP})\s+(?:(?:van|de|der|den|het|'t|’t|ter|ten|te|el|al|ben|bin|von|la|le)\s+)*(?P<last>{_CAP})\b"
)
_OF_A_BODY = re.compile(
    r"\b(?:gemeente|provincie|stichting|vereniging|vve|afdeling|team|school|wijk|buurt|kern|restaurant|café|firma|bedrijf"
    r"|project|programma|bij|naar|uit)\s+(?:(?:de|het)\s+)?$",
    re.IGNORECASE,
)
"""what makes two capitals the name of a place or an organisation"""
_NO_FIRST_NAME = words.every(
    "de het een sint st the in op bij van voor met und and en of ik als dan dat die dit wij we"
)
_WORD = re.compile(r"[^\W\d_]+")
_STARTS = re.compile(r"(?:^|[.!?:;\n“\"„(]\s*)$")
"""what stands before the first word of a sentence"""

_STREET = r"(?:straat|str\.|laan|weg|plein|gracht|kade|dijk|singel|plantsoen|dreef|steeg|pad|hof)"
_COUNTED = (
    r"(?!\s*(?:keer|maal|x\b|×|uur|min|dag|we(?:ek|ken)\b|maand|jaar|m\b|meter|km|euro|€|%|procent|mensen|personen|bewoners|inwoners"
    r"|ondernemers|buren|collega|huizen|huishoudens|woningen|bomen|kramen|klachten|meldingen|aanvragen|bezwaren|brieven"
    r"|zaken|dossiers|gesprekken|vragen|punten|kinderen|gezinnen|adressen|bedrijven|winkels|plekken|of\s+\d|à\s*\d|tot\s+\d))"
)
_NUMBER_OF_HOUSE = rf"(?:nr\.?\s*|nummer\s+)?[1-9]\d{{0,3}}\s?[a-zA-Z]?\b{_COUNTED}"
_NO_STREET = words.every(
    "onderweg snelweg fietspad voetpad fietsstraat wandelpad eenrichtingsweg rijksweg doodlopendeweg"
)
_ADDRESSES = (
    re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    re.compile(r"\b[1-9]\d{3}\s?(?!SA|SD|SS)[A-Z]{2}\b|\b[1-9]\d{3}(?!sa|sd|ss)[a-z]{2}\b"),
    re.compile(rf"\b(?P<street>[^\W\d_]{{3,}}{_STREET})\s+{_NUMBER_OF_HOUSE}", re.IGNORECASE),
    re.compile(
        rf"\b(?:Laan|Plein|Weg|Straat|Singel|Hof)\s+(?:(?:van|der|de|den|het)\s+)+(?:{_CAP}\s+)+{_NUMBER_OF_HOUSE}"
    ),
    re.compile(rf"\b[1-9]\d{{0,3}}[a-z]?\s+(?:{_CAP}\s+)+(?:Street|Road|Lane|Avenue|Close|Drive)\b"),
)
_NUMBERS = (
    re.compile(r"(?<![\d+])(?:\+31|0031|0)[\s.-]?(?:\(0\))?[1-9](?:[\s.-]?\d){7,8}(?!\d)"),
    re.compile(r"(?<![\d.-])\d{9}(?![\d-])|(?<!\d)\d{4}\.\d{2}\.\d{3}(?!\d)"),
    re.compile(r"\b[A-Za-z]{2}\d{2}(?:\s?[A-Za-z]{4})(?:\s?\d{2,4}){2,4}\b"),
    re.compile(
        r"(?<![\w-])(?=[\dA-Za-z-]{8}(?![\w-]))(?=\S*\d)(?=\S*[A-Za-z])(?:[A-Za-z]{1,3}|\d{1,3})(?:-(?:[A-Za-z]{1,3}|\d{1,3})){2}"
    ),
)
_YEARS = re.compile(r"(?:19[89]|20[0-3])\d\s(?:EU|OK|AI|IT|HR|BV|NV|WO|KV|ER|DE|EN)")


@dataclass(frozen=True, slots=True)
class Personal:
    """What points at one person, as it was typed; `sort` is NAME or NUMBER."""

    sort: str
    words: str


def find(typed: str) -> Personal | None:
    """Give the first that points at one person; None: nothing does, as far as the rules reach."""
    text = typed.lower() if typed.isupper() and " " in typed else typed
    number = next(_matches(_NUMBERS, text), None)
    if number is not None:
        return Personal(NUMBER, number)
    pointing = next(_addresses(text), None) or next(_names(text), None)
    return None if pointing is None else Personal(NAME, pointing)


def _matches(rules: tuple[re.Pattern[str], ...], text: str) -> Iterator[str]:
    return (match[0] for rule in rules for match in rule.finditer(text))


def _addresses(text: str) -> Iterator[str]:
    for rule in _ADDRESSES:
        for match in rule.finditer(text):
            street = match.groupdict().get("street", "").lower()
            if street not in _NO_STREET and not _YEARS.fullmatch(match[0]):
                yield match[0].strip()


def _names(text: str) -> Iterator[str]:
    for rule in (_TITLED, _INITIALS):
        yield from (match[0] for match in rule.finditer(text) if match["last"].lower() not in KNOWN)
    yield from (
        match[0] for match in _TITLED_SMALL.finditer(text) if match["last"] in SURNAMES | FIRST_NAMES - WORDS_TOO
    )
    yield from (match[0] for match in _FULL.finditer(text) if _is_full_name(text, match))
    yield from (word[0] for word in _WORD.finditer(text) if _is_first_name(text, word))


def _is_full_name(text: str, match: re.Match[str]) -> bool:
    """Say whether two capitals stand in a row inside a sentence, neither a word of the work nor of a place."""
    halves = {match["first"].lower(), match["last"].lower()}
    inside = not _begins(text, match) and not _OF_A_BODY.search(text[: match.start()])
    return inside and not halves & KNOWN and match["first"].lower() not in _NO_FIRST_NAME


def _is_first_name(text: str, word: re.Match[str]) -> bool:
    """Say whether it is of the list of first names; one that is a word too needs a capital of its own."""
    if word[0].lower() not in FIRST_NAMES:
        return False
    return word[0].lower() not in WORDS_TOO or (word[0].istitle() and not _begins(text, word))


def _begins(text: str, match: re.Match[str]) -> bool:
    return _STARTS.search(text[: match.start()]) is not None
