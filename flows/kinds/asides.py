"""What stands beside an answer and changes nothing in it: when it was ('deze week'), how much of an often it is."""

import re
from collections.abc import Sequence

from flows import calendar_words, words

_PAST = (
    "deze week", "van de week", "vorige week", "afgelopen week", "deze maand", "vorige maand", "afgelopen maand",
    "vandaag", "vanmorgen", "vanochtend", "vanmiddag", "gisteren", "gister", "eergisteren", "gisterochtend",
    "gistermiddag", "this week", "last week", "this month", "last month", "today", "this morning", "this afternoon",
    "yesterday",
)  # fmt: skip
_WHEN = re.compile(rf"(?<!\w)(?P<of>(?:van|from)\s+)?(?P<when>{'|'.join(map(re.escape, _PAST))})(?!\w)", re.IGNORECASE)
_TIMES = words.every(
    "week weken maand maanden dag dagen jaar uur vandaag vanmorgen vanochtend vanmiddag gisteren gister eergisteren "
    "morgen later straks nu today tomorrow yesterday now later day days weeks month months year hour"
)
_OFTEN = re.compile(
    r"(?<!\w)(?:(?:heel|erg|zeer|best|vrij|behoorlijk|quite|very|pretty)\s+(?P<often>vaak|often)"
    r"|(?P<enough>vaak|often)\s+(?:genoeg|zat|enough))(?!\w)",
    re.IGNORECASE,
)
_FREQUENCIES = words.every("nooit zelden soms vaak meestal altijd never rarely seldom sometimes often usually always")


def without(said: str, labels: Sequence[str], asked: str = "") -> str:
    """Take the asides out of a text; where the choices themselves say such a thing, or the question does, they stay.

    'Kwam deze week niet voor' is 'kwam niet voor', and 'heel vaak' is 'vaak'. 'Ja, vorige week' stays as it is where
    the question is about this week.
    """
    named = {word for label in labels for word in words.split(label)}
    if _OFTEN.search(said) and not any(_OFTEN.search(label) for label in labels):
        said = _OFTEN.sub(lambda often: often["often"] or often["enough"], said)
    if not _FREQUENCIES.isdisjoint(named) or any(map(_is_time, named)):
        return said
    return _WHEN.sub(lambda aside: " " if _is_beside(aside, asked) else aside[0], said)


def _is_beside(aside: re.Match[str], asked: str) -> bool:
    """Say whether a time changes nothing: it tells one thing from another ('van vorige week'), or the question names
    the same one or none."""
    return bool(aside["of"]) or aside["when"].casefold() in asked.casefold() or not _names_a_time(asked)


def _names_a_time(asked: str) -> bool:
    return any(map(_is_time, words.split(asked)))


def _is_time(word: str) -> bool:
    return word in _TIMES or calendar_words.weekday_of(word) is not None
