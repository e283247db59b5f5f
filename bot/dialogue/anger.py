"""The words at which the bot stops asking and offers rest: docs/anger.md publishes this list.

Anger is heard where a sentence or a part of one begins with a phrase of the list, unless it tells what somebody else
said. When in doubt it is heard: one question too many about what somebody wants costs less than one more cheerful one.
"""

import re

from flows.wordlist import Wordlist

FILLERS = (
    "ach jezus god nou ja zeg joh man hee he hey pff pfff toch eens even nu allemaal echt gewoon maar verdomme oh "
    "och alsjeblieft please just oke heel erg helemaal zo very so really totally"
)
PHRASES = (
    # Go away.
    "rot/flikker/sodemieter/donder/lazer/tief/tyf/tering/kanker/hoepel/pleur/mieter op",
    "oprotten/opzouten/opsodemieteren/optiefen/opdonderen/oplazeren",
    "laat me/mij met rust",
    "val dood.",
    "bekijk het.",
    "zoek het uit.",
    "stik er in",
    "krijg de",
    "ga weg.",
    "ga iemand anders lastigvallen",
    "bemoei je met je eigen zaken",
    "waar bemoei je je mee",
    "fuck/piss/sod/bugger off",
    "fuck/screw you",
    "get lost",
    "go away.",
    "leave me alone",
    "mind your own business",
    # Stop asking.
    "hou op.",
    "hou op met",
    "hou je bek/mond/kop/smoel/kwek",
    "stop met die/dat/deze/dit",
    "stop hiermee/ermee",
    "kap hiermee/ermee",
    "kap met die/dat/deze/dit",
    "kappen.",
    "niet weer jij",
    "shut up",
    "stop it.",
    "stop asking",
    "not you again",
    "enough already",
    # Being fed up.
    "ik ben het/dit/je/jou zat/beu/moe.",
    "ik ben die/deze vragen zat/beu/moe.",
    "ik word gek/gestoord/doodziek/knettergek van jou/je/die/deze/dit",
    "ik word hier gek/gestoord/doodziek/knettergek van",
    "ik word er gek/gestoord/doodziek/knettergek van",
    "ik heb hier geen zin/tijd",
    "ik heb wel wat beters te doen",
    "ik heb wel iets beters te doen",
    "geen zin/tijd in/voor die/deze onzin/vragen/flauwekul/gedoe",
    "moet dit nou.",
    "i am sick of this/these/you",
    "i am sick and tired of",
    "i am fed up",
    "i have better things to do",
    "i do not have time for",
    "i have no time for this/these",
    # What it is worth.
    "wat een onzin/flauwekul/gezeik/gezeur/geneuzel/bullshit/gelul/gedoe/tijdverspilling/kutbot/rotbot/kutvraag",
    "onzin/flauwekul/gezeik/gezeur/bullshit/gelul.",
    "dit is onzin/flauwekul/gezeik/gezeur/bullshit/gelul/belachelijk/tijdverspilling.",
    "dit slaat nergens op",
    "lekker boeiend.",
    "boeien.",
    "stomme/rot/klote/kut/irritante/achterlijke/domme vraag/vragen/bot/app/programma/chatbot/ding/robot",
    "rotbot/kutbot/klotebot/rotvraag/kutvraag/rotvragen/kutvragen/klotevragen/kutapp/rotapp/rotding/kutding",
    "godverdomme/godver/gvd/kut/klote/shit/fuck/tering/wtf.",
    "what the fuck/hell",
    "fuck s sake",
    "for fuck s sake",
    "stupid/annoying/bloody question/questions/bot/app/robot",
    "what a load of",
    "what a waste of",
    "this is a waste of/bullshit/nonsense/ridiculous/stupid",
    "bullshit.",
)
_LIST = Wordlist(PHRASES, FILLERS)
_PART = re.compile(r"(?<=[.!?;,…])\s+|\n+")
_TELLS = re.compile(
    r"\b(?:zei|zeiden|zegt|zeggen|riep|roept|riepen|schreef|schrijft|vond|vindt|said|says|shouted|wrote)\b"
)


def is_in(typed: str) -> bool:
    """Say whether somebody is fed up with being asked."""
    before = ""
    for part in _PART.split(typed):
        if _LIST.begins(part) and not _TELLS.search(before.lower()):
            return True
        before = part
    return False
