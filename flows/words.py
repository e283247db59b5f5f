"""Takes a typed answer apart into words, and says which words change nothing in it."""

import re
import unicodedata
from collections.abc import Iterable, Sequence


def every(row: str) -> frozenset[str]:
    """Make the words of a row a set."""
    return frozenset(row.split())


POLITE = every(
    "graag alsjeblieft alstublieft aub svp bedankt dank dankje dankjewel dankuwel hoor joh duh nou tja ach oh o eh uh "
    "uhm ehm um hm hmm mm hoi hallo hey goedemorgen goedemiddag goedenavond groet groetjes sorry helaas gelukkig "
    "jammer eigenlijk gewoon liever liefst vooral eindelijk doe haha pf pff meneer "
    "mijnheer mevrouw please pls plz thanks thank thx well hi hello "
    "unfortunately sadly honestly mostly mainly finally tbh thumbup"
)
"""Words of courtesy and breath: they may stand round every answer."""

FUNCTION = every(
    "ik wij we jij je u het dat dit die de een der t er mij me mijn ons onze was is ben bent zijn heb hebt heeft "
    "hebben had gehad waren geweest werd ging "
    "daar lijkt al ook wel even ff dus dan toch denk vind geloof kies neem wil ga "
    "i you it that this the a an my us am are be been have has did id im ive its ill think choose pick take want would "
    "like prefer say just then guess ever"
)
"""Small words of a sentence round an answer: articles, pronouns, helping verbs. A label means the same without them."""

PREPOSITIONS = every("in aan bij op at on")
PLACING = PREPOSITIONS | every("na voor tot tijdens vanaf after before during until with met")
"""Words that say where or when: one does not stand for another."""

EMPHATIC = every(
    "echt zeker absoluut helemaal volledig totaal beslist natuurlijk uiteraard inderdaad idd zelf weer alweer "
    "really definitely absolutely completely totally certainly surely again"
)
"""Words that only add weight, or say that it is so once more; unless a negation stands before them:
"niet echt" is no "niet"."""

PHRASES = tuple(
    tuple(phrase.split("_"))
    for phrase in every("""
        doe_maar ga_maar doe_mij_maar dan_maar geef_maar kies_maar neem_maar zet_maar toch_maar zeg_maar zou_zeggen
        laten_we_zeggen volgens_mij ga_voor kies_voor gaan_voor eerlijk_gezegd om_eerlijk_te_zijn is_goed is_prima
        is_beter past_beter past_goed komt_beter_uit komt_goed_uit komt_me_beter_uit kan_ik bij_ons bij_mij
        in_mijn_geval go_with go_for to_be_honest is_fine is_better is_best suits_me works_for_me id_say in_my_case
        of_course would_rather id_rather klopt_zo kan_wel denk_ik_zo zeker_weten wel_eens al_lang all_done nu_meteen
        nu_gelijk nu_direct right_now die_van die_met die_over the_one_about the_one_with
    """)
)
"""Several words that together change nothing; alone each of them might."""
_BY_FIRST_WORD = {first: [phrase for phrase in PHRASES if phrase[0] == first] for first, *_ in PHRASES}

INTERJECTIONS = every("nee neen neuh nope no nah n thumbdown")
NEGATORS = every(
    "niet not geen dont doesnt didnt isnt arent wasnt werent havent hasnt hadnt cant cannot couldnt wont wouldnt "
    "shouldnt"
)
NEGATIONS = (
    INTERJECTIONS
    | NEGATORS
    | every(
        "nooit niets niks niemand nergens zonder behalve uitgezonderd noch never none nothing nobody nowhere without "
        "except nor neither"
    )
)
NEARLY = every("bijna nauwelijks amper haast minder almost hardly barely nearly less fewer")
AGREEMENTS = every(
    "ja joa jao jaha jahoor j jawel jazeker jep jup yes y yep yup yeah zeker klopt oke ok okay okee akkoord absoluut "
    "natuurlijk uiteraard inderdaad idd tuurlijk sure definitely absolutely certainly thumbup"
)
AMOUNTS = every(
    "altijd vaak soms meestal elke iedere helemaal volledig allemaal alles iedereen veel heel zeer echt zeker erg goed "
    "always often sometimes usually mostly each every all fully completely everything everyone much very really well"
)
"""Words of how much or how often: somebody who says one says more than a yes or a part of a label."""
FILLED_PAUSES = every("oke ok okay okee")
"""An agreement alone; before an answer no more than a breath: 'oké, nee'."""
WISHES = every("liever liefst graag wil hoop would like prefer want hope wish")
"""Words of who says what should be, and not what was."""
REQUESTS = every("graag please alsjeblieft alstublieft aub svp")

HARMLESS = POLITE | FUNCTION | PREPOSITIONS | EMPHATIC
MEANINGFUL = NEGATIONS | NEARLY | AGREEMENTS
"""Words that change an answer: no label is shortened by them, and none of them is a slip of the finger for another."""

_SIGNS = str.maketrans(
    {
        **dict.fromkeys("👍👌✅✔", " thumbup "),
        **dict.fromkeys("👎❌✖🚫⛔", " thumbdown "),
        **dict.fromkeys("🙃🙄", " ? "),
        **dict.fromkeys("+&", " en "),
    }
)
_APOSTROPHES = str.maketrans(dict.fromkeys("'’‘`´", ""))
_COMPARING = every("later eerder vroeger meer minder vaker beter anders")
_INITIALS = re.compile(r"(?<![^\W_])([^\W\d_])[./](?=[^\W\d_](?![^\W_]))")
_SYNONYMS = {
    ("niet", "van", "toepassing"): ("nvt",),
    ("not", "applicable"): ("na",),
    ("jaa",): ("ja",),
    ("yess",): ("yes",),
    ("nie",): ("niet",),
    ("nou", "ja"): ("tja", "misschien"),
    ("nu", "ja"): ("tja", "misschien"),
    ("ja", "vast"): ("tja", "misschien"),
    ("yeah", "right"): ("tja", "misschien"),
    ("voordat",): ("voor",),
    ("nadat",): ("na",),
    ("straks",): ("later",),
    ("hoeft", "niet", "meer"): ("niet", "meer", "nodig"),
    ("hoeft", "niet"): ("niet", "nodig"),
}
_SHORTEST_NOUN = 3
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
_DANGLING = re.compile(r"(?:[-–—/~]|\b(?:en|and|or|t/m))\s*$|^\s*[-–—~]\s*[^\W\d_]")


_NOT_SIMPLE = re.compile(r"[^a-z0-9]+")


def simple(text: str) -> str:
    """Reduce to small letters, digits and single spaces: 'Één, Brief!' is 'een brief', 'n.v.t.' 'nvt'."""
    if "." in text or "/" in text:
        text = _INITIALS.sub(r"\1", text)
    if text.isascii():
        return _NOT_SIMPLE.sub(" ", text.lower().translate(_APOSTROPHES)).strip()
    bare = unicodedata.normalize("NFKD", text.casefold()).translate(_APOSTROPHES)
    letters = "".join(" " if not letter.isalnum() else letter for letter in bare if not unicodedata.combining(letter))
    return " ".join(letters.split())


def split(text: str) -> list[str]:
    """Split a text into words in simple letters; a thumb is a yes or a no."""
    parts = _STRETCHED.sub(r"\1\1", simple(text.translate(_SIGNS))).split()
    for phrase, synonym in _SYNONYMS.items():
        at = place(parts, phrase) if phrase[0] in parts else None
        if at is not None:
            parts[at : at + len(phrase)] = synonym
    return parts


def doubts(text: str) -> bool:
    """Say whether it asks, or is not finished: a question mark, a face that means the opposite, a dash at its end."""
    return "?" in text.translate(_SIGNS) or _DANGLING.search(text) is not None


def place(parts: Sequence[str], phrase: Sequence[str]) -> int | None:
    """Find the place at which these words stand in a row."""
    size = len(phrase)
    return next((at for at in range(len(parts) - size + 1) if tuple(parts[at : at + size]) == tuple(phrase)), None)


def harmless(parts: Sequence[str]) -> list[bool]:
    """Say of each word whether it changes nothing where it stands."""
    free = [_is_free(word, parts[at - 1] if at else "", parts[at + 1 : at + 2]) for at, word in enumerate(parts)]
    for phrase in (phrase for word in set(parts) for phrase in _BY_FIRST_WORD.get(word, ())):
        at = place(parts, phrase)
        if at is not None:
            free[at : at + len(phrase)] = [True] * len(phrase)
    if parts and parts[-1] == "maar":
        free[-1] = True  # at the end it softens: 'morgen maar'; before something else it turns
    return free


def _is_free(word: str, before: str, after: Sequence[str]) -> bool:
    if word == "nog":
        return not any(follower in NEGATORS for follower in after)
    if word == "dan" and before in _COMPARING and after:
        return False  # 'later dan vandaag' is not today
    if word in ("pas", "only"):
        return not PLACING.isdisjoint(after)  # 'pas na een klacht'
    if word == "meer":
        return before == "niet"  # 'niet meer' is a niet; 'nooit meer' is more than a nooit
    if word in FILLED_PAUSES:
        return not before and bool(after)
    return word in HARMLESS and not (word in EMPHATIC and before in NEGATIONS - INTERJECTIONS)


def rest(parts: Sequence[str]) -> list[str]:
    """Leave out the words that change nothing."""
    return [word for word, free in zip(parts, harmless(parts), strict=True) if not free]


def diminutive(said: str, word: str) -> bool:
    """Say whether one is the other made small: 'mailtje', 'gesprekje', 'zesje'."""
    return len(word) >= _SHORTEST_NOUN and said in {f"{word}{ending}" for ending in ("je", "tje", "pje", "etje")}


def slip(said: str, word: str) -> bool:
    """Say whether one is the other with a slip of the finger: a letter too many, too few, wrong or swapped.

    The first letter is as it should be: 'ongelukt' and 'mislukt' are no slips for 'gelukt'.
    """
    shorter, longer = sorted((len(said), len(word)))
    if shorter < 4 or longer - shorter > 1 or said[0] != word[0] or said in MEANINGFUL or not said.isalpha():
        return False
    at = next((at for at, (one, other) in enumerate(zip(said, word, strict=False)) if one != other), shorter)
    if len(said) == len(word):
        swapped = said[at : at + 2] == word[at : at + 2][::-1] and said[at + 2 :] == word[at + 2 :]
        return swapped or (shorter >= 6 and said[at + 1 :] == word[at + 1 :])
    extra, bare = (said, word) if len(said) > len(word) else (word, said)
    return extra[at + 1 :] == bare[at:]


def any_slip(said: str, among: Iterable[str]) -> str | None:
    """Find the only one among these words that it may be a slip for, or a small one of."""
    close = [word for word in among if slip(said, word) or diminutive(said, word)]
    return close[0] if len(close) == 1 else None
