"""The engine's own sentences, and how one is said; what belongs to one kind of answer stands with that kind."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A sentence in Dutch and in English; `u` is the Dutch one where it speaks to somebody formally."""

    nl: str
    en: str
    u: str = ""


AT = Phrase(nl="om", en="at")
AND = Phrase(nl="en", en="and")
SKIP = Phrase(nl="Overslaan", en="Skip")
BACK = Phrase(nl="‹ Terug", en="‹ Back")
SKIPPED = Phrase(nl="Overgeslagen", en="Skipped")
CHANGE = Phrase(nl="Anders", en="Change it")
PLAN_SENTENCE = Phrase(nl="Als {cue}, dan {response}.", en="If {cue}, then {response}.")
RETRY_CHOICE = Phrase(
    nl="Dat herken ik niet. Kies een van de knoppen, of typ wat erop staat.",
    en="I don't recognise that. Choose a button, or type its words.",
)
TYPE_LABEL = Phrase(
    nl="Typ precies wat je kiest, zoals het hieronder staat.",
    u="Typ precies wat u kiest, zoals het hieronder staat.",
    en="Type exactly what you choose, as it stands below.",
)
RETRY_AGAIN = Phrase(
    nl="Lukt het niet? Met /overslaan ga je verder zonder antwoord, met /stop stop je dit gesprek.",
    u="Lukt het niet? Met /overslaan gaat u verder zonder antwoord, met /stop stopt u dit gesprek.",
    en="No luck? With /skip you go on without an answer, with /stop you end this conversation.",
)
RETRY_AGAIN_STOP = Phrase(
    nl="Lukt het niet? Met /stop stop je dit gesprek.",
    u="Lukt het niet? Met /stop stopt u dit gesprek.",
    en="No luck? With /stop you end this conversation.",
)
RETRY_ENOUGH = Phrase(
    nl="Ik kom er niet uit. Dat ligt aan mij, niet aan jou. Met /help lees je hoe je verder kunt.",
    u="Ik kom er niet uit. Dat ligt aan mij, niet aan u. Met /help leest u hoe u verder kunt.",
    en="I can't work it out. That is my fault, not yours. With /help you read how to go on.",
)
FAILED = Phrase(
    nl="Sorry, dit gesprek loopt vast. Dat ligt niet aan jou. Ik stop hier; wat je al zei, is bewaard.",
    u="Sorry, dit gesprek loopt vast. Dat ligt niet aan u. Ik stop hier; wat u al zei, is bewaard.",
    en="Sorry, this conversation got stuck. That is not your fault. I stop here; what you said is kept.",
)
FAILED_BARE = Phrase(
    nl="Sorry, dit gesprek loopt vast. Dat ligt niet aan jou. Ik stop hier.",
    u="Sorry, dit gesprek loopt vast. Dat ligt niet aan u. Ik stop hier.",
    en="Sorry, this conversation got stuck. That is not your fault. I stop here.",
)
EMPTY = Phrase(
    nl="Sorry, hier hoort een vraag te staan, maar die is leeg. Dat ligt niet aan jou. Verder kan met "
    "/overslaan, stoppen met /stop.",
    u="Sorry, hier hoort een vraag te staan, maar die is leeg. Dat ligt niet aan u. Verder kan met /overslaan, "
    "stoppen met /stop.",
    en="Sorry, a question belongs here, but it is empty. That is not your fault. Go on with /skip, or stop with /stop.",
)
EMPTY_FIXED = Phrase(
    nl="Sorry, hier hoort een vraag te staan, maar die is leeg. Dat ligt niet aan jou. Stoppen kan met /stop.",
    u="Sorry, hier hoort een vraag te staan, maar die is leeg. Dat ligt niet aan u. Stoppen kan met /stop.",
    en="Sorry, a question belongs here, but it is empty. That is not your fault. You can stop with /stop.",
)
RETIRED = Phrase(
    nl="Dit gesprek is intussen vernieuwd, dus ik rond het hier af. Wat ik bewaarde, zie je met /mijngegevens.",
    u="Dit gesprek is intussen vernieuwd, dus ik rond het hier af. Wat ik bewaarde, ziet u met /mijngegevens.",
    en="This conversation has been renewed meanwhile, so I close it here. /mydata shows you what I kept.",
)


def say(phrase: Phrase, language: str, tone: str, /, **values: object) -> str:
    """Give the sentence in a language and tone; in English for a language that the engine does not speak."""
    dutch = (phrase.u if tone == "u" else "") or phrase.nl
    return (dutch if language == "nl" else phrase.en).format(**values)


def if_then(plan: Mapping[str, object], language: str, tone: str) -> str:
    """Say a plan as one sentence; no full stop comes behind the question mark of 'dan vraag ik: wat speelt er?'."""
    halves = {name: str(plan.get(name, "")) for name in ("cue", "response")}
    said = say(PLAN_SENTENCE, language, tone, **halves)
    return said[:-1] if halves["response"].endswith(("?", "!")) else said
