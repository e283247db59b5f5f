"""Reads numbers in words, in Dutch and English: 'drieëntwintig', 'anderhalf', 'two hundred and five'."""

import re
from collections.abc import Sequence


def _row(words: str) -> list[str]:
    return words.split()


_SMALL_NL = _row(
    "nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien "
    "achttien negentien"
)
_SMALL_EN = _row(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS_NL = _row("twintig dertig veertig vijftig zestig zeventig tachtig negentig")
_TENS_EN = _row("twenty thirty forty fifty sixty seventy eighty ninety")
_DUTCH = {word: number for number, word in enumerate(_SMALL_NL)} | {
    word: 10 * number for number, word in enumerate(_TENS_NL, 2)
}
_DUTCH["eentje"] = 1
_ENGLISH = {word: number for number, word in enumerate(_SMALL_EN)} | {
    word: 10 * number for number, word in enumerate(_TENS_EN, 2)
}
ENGLISH_HOURS = tuple(_SMALL_EN[1:13])
_ORDINALS = {"eerste": 1, "derde": 3, "first": 1, "second": 2, "third": 3, "fifth": 5, "eighth": 8, "ninth": 9} | {
    "twelfth": 12,
    "twentieth": 20,
    "thirtieth": 30,
}
_NONE = frozenset(("geen", "geen enkele", "geen een", "none", "nil"))
_HALVES = {"anderhalf": 1.5, "anderhalve": 1.5, "half": 0.5, "halve": 0.5}
_AND_A_HALF = re.compile(r"(.+?) ?(?:en ?(?:een ?)?|and ?a ?)hal(?:f|ve)")
_UNIT_AND_TEN = re.compile(rf"(een|twee|drie|vier|vijf|zes|zeven|acht|negen)en({'|'.join(_TENS_NL)})")
_BY_PARTS = (
    (re.compile(r"(.*?)duizend(?:en)?(.*)"), 1000, 999),
    (re.compile(r"(.*?)honderd(?:en)?(.*)"), 100, 99),
)


def ordinal(word: str) -> int | None:
    """Read the number of 'vijftiende', 'eenentwintigste' or 'fifteenth'."""
    if word in _ORDINALS:
        return _ORDINALS[word]
    stem = next((word.removesuffix(end) for end in ("ste", "de", "th") if word.endswith(end)), "")
    return whole([stem]) if stem else None


def read(parts: Sequence[str]) -> float | None:
    """Read the number that these words (in simple letters) are together; None when they are none, or more than one."""
    line = " ".join(parts)
    if line in _NONE:
        return 0
    half = _AND_A_HALF.fullmatch(line)
    before = whole(half[1].split()) if half else None
    if before is not None:
        return before + 0.5
    return _HALVES.get(line.removeprefix("een ").removeprefix("a "), whole(parts))


def whole(parts: Sequence[str]) -> int | None:
    """Read the whole number that these words are together; None for none, or more than one."""
    dutch = _dutch("".join(parts)) if parts else None
    return _english(parts) if dutch is None else dutch


def _dutch(word: str) -> int | None:
    if word in _DUTCH:
        return _DUTCH[word]
    for pattern, times, most in _BY_PARTS:
        match = pattern.fullmatch(word)
        if match:
            before, after = (_dutch(match[1]) if match[1] else 1), (_dutch(match[2]) if match[2] else 0)
            fits = before is not None and after is not None and 0 < before <= most and after < times
            return before * times + after if before is not None and after is not None and fits else None
    tens = _UNIT_AND_TEN.fullmatch(word)
    return _DUTCH[tens[1]] + _DUTCH[tens[2]] if tens else None


def _english(parts: Sequence[str]) -> int | None:
    """Read 'two hundred and five': each word fits behind the one before it, or it is no number."""
    numerals = [word for word in parts if word not in ("and", "a")]
    if not any(word in _ENGLISH or word in ("hundred", "thousand") for word in numerals):
        return None
    total, current = 0, 0
    for word in numerals:
        if word == "thousand" and total == 0:
            total, current = (current or 1) * 1000, 0
        elif word == "hundred" and current < 100:
            current = (current or 1) * 100
        elif word in _ENGLISH and _fits_behind(current, _ENGLISH[word]):
            current += _ENGLISH[word]
        else:
            return None
    return total + current


def _fits_behind(current: int, number: int) -> bool:
    if current % 100 == 0:
        return True
    return current % 100 >= 20 and current % 10 == 0 and 0 < number < 10
