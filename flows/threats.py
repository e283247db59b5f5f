"""The phrases by which somebody announces to steer by threat: docs/threats.md publishes this list.

It errs to the side of not hearing one: to be told of a threat where there was none is worse than to be told nothing.
Words that belong to the work itself, such as a warning to a café or consequences for a street, are none.
"""

from flows.wordlist import Wordlist

FILLERS = "echt gewoon maar alleen nu wel zo even toch ook dan nog meteen direct onmiddellijk really just then now"
PHRASES = (
    "ontsla/ontslaan/ontslaat/ontslagen",
    "op staande voet",
    "er uit/eruit vliegen/vliegt/vlieg/gooien/gooi/trappen/trap/schoppen/schop/zetten",
    "vliegt/vliegen/vlieg hij/zij/ze/die er/eruit",
    "gooi/gooien/trap/trappen/schop hem/haar/ze/hen/iemand/die er/eruit",
    "kan/kunnen/mag/mogen hij/zij/ze/die vertrekken/gaan/inpakken.",
    "zet ik hem/haar/ze/hen/iemand op straat",
    "hij/zij/ze/die vliegt/vliegen er/eruit",
    "zet hem/haar/ze/hen/iemand op straat",
    "sta je/jij op straat",
    "vlieg je/jij er/eruit",
    "staat/staan hij/zij/ze/die op straat",
    "biezen pakken",
    "zijn/haar/hun biezen/spullen/koffers kan/kunnen/mag/mogen pakken",
    "spullen/koffers pakken",
    "kost hem/haar/ze/hun de/zijn/haar/hun kop/baan/functie",
    "zijn/haar/hun/de baan kwijt",
    "zijn/haar/hun contract niet verlengen/verleng/verlengd/verlengt",
    "verleng ik het/zijn/haar/hun contract niet",
    "geen nieuw/vast contract",
    "op het matje",
    "zwaait er wat",
    "zal/zullen het/ze weten/voelen/merken/bezuren",
    "van mij te horen",
    "een toontje lager",
    "de wacht aanzeggen",
    "zal/zullen er van lusten",
    "het is slikken of stikken",
    "maak ik het hem/haar/ze/hun moeilijk/lastig",
    "zet ik hem/haar/ze/hen onder druk",
    "hem/haar/ze/hen onder druk zetten",
    "in zijn/haar/hun beoordeling/functioneringsgesprek",
    "slechte beoordeling",
    "dossier tegen/over hem/haar/ze/hen",
    "fire/firing/fired/sack/sacked/sacking him/her/them/somebody/someone",
    "be/get/gets/is fired/sacked",
    "or else.",
    "or you are out",
    "can pack his/her/their",
    "lose/loses his/her/their job",
    "his/her/their contract will not be renewed",
    "not renew his/her/their",
    "will regret",
    "in his/her/their appraisal",
    "put pressure on him/her/them",
)
_LIST = Wordlist(PHRASES, FILLERS)


def is_in(typed: object) -> bool:
    """Say whether it announces to steer by threat."""
    return isinstance(typed, str) and _LIST.holds(typed)
