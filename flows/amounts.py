"""Reads the number that somebody typed, with its unit and what changes nothing: '20 brieven', '1.250,50', 'drie'."""

import re

from flows import number_words, words

_NUMERAL = re.compile(r"(?:(?<![\w-])[-−])?\d(?:[\d.,]*\d)?")
_THOUSANDS = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*")
_STRANGE = re.compile(r"[-−<>~±≈:/*^=#]|\+|\d")
_LONGEST = 15
_COUNTED = words.every("keer keren maal x times stuks stuk mensen personen people")
_JUST = words.every("maar slechts precies exact exactly only pas samen")
_UNITS = tuple(
    frozenset(row.split())
    for row in (
        "uur uren u uurtje uurtjes hour hours h hrs",
        "minuut minuten min minute minutes mins",
        "dag dagen day days",
        "week weken weeks",
        "maand maanden month months",
        "jaar jaren year years",
        "euro euros eur",
        "procent percent pct",
    )
)
_FRACTIONS = {"½": ",5", "¼": ",25", "¾": ",75"}
_SIGNS = str.maketrans({"€": " euro ", "%": " procent "})
_SHORTEST_STEM = 4


def read(said: str, asked: str = "") -> tuple[float, ...]:
    """Read the number; give both that '1.250' may be, thousands first, and nothing for none or for more than one.

    The words of the question may stand round it; another unit may not: of hours, '90 minuten' is no answer.
    """
    if words.doubts(said):
        return ()
    if said.isascii() and said.isdigit():  # as most people answer, and nothing stands round it
        return _figures(said)
    text = _without_fractions(said.casefold()).translate(_SIGNS)
    around = _Around(asked)
    numerals = list(_NUMERAL.finditer(text))
    if not numerals:
        value = number_words.read(around.bare(words.split(text)))
        return () if value is None else (_whole(value),)
    match = numerals[0]
    before, after = text[: match.start()], text[match.end() :]
    minus = before.strip() == "minus"
    before = "" if minus else before
    if (
        before.endswith((".", ","))
        or _STRANGE.search(f"{before} {after}")
        or not all(around.is_harmless(words.split(part)) for part in (before, after))
    ):
        return ()
    return tuple(_whole(-value if minus else value) for value in _figures(match[0].replace("−", "-")))


def _without_fractions(text: str) -> str:
    for sign, decimals in _FRACTIONS.items():
        text = re.sub(rf"(\d)\s*{sign}", rf"\g<1>{decimals}", text).replace(sign, f"0{decimals}")
    return text


def _whole(value: float) -> float:
    return int(value) if value == int(value) else value


def _figures(numeral: str) -> tuple[float, ...]:
    """Read figures with a point or a comma: before three it may be thousands or decimals, unless more tells."""
    sign, digits = (-1, numeral[1:]) if numeral.startswith("-") else (1, numeral)
    if len(digits) > _LONGEST:
        return ()
    marks = [mark for mark in digits if mark in ".,"]
    if not marks:
        return (sign * int(digits),)
    if len(set(marks)) == 2:
        return tuple(sign * value for value in _with_both(digits, marks[-1]))
    thousands = _THOUSANDS.fullmatch(digits)
    together = int(re.sub(r"[.,]", "", digits))
    if len(marks) > 1:
        return (sign * together,) if thousands else ()
    decimal = sign * float(digits.replace(",", "."))
    return (sign * together, decimal) if thousands and not digits.startswith("0") else (decimal,)


def _with_both(digits: str, last: str) -> tuple[float, ...]:
    """Read figures with both marks: in '1.250,50' the last mark stands before the decimals."""
    head, _, tail = digits.rpartition(last)
    return (float(f"{re.sub('[.,]', '', head)}.{tail}"),) if _THOUSANDS.fullmatch(head) and last not in head else ()


class _Around:
    """What may stand round the number of one question."""

    def __init__(self, asked: str) -> None:
        self.asked = frozenset(words.split(asked)) - words.MEANINGFUL
        self.units = frozenset(unit for row in _UNITS if row & self.asked for unit in row)

    def is_harmless(self, parts: list[str]) -> bool:
        return all(self._is_free(word) for word in words.rest(parts))

    def bare(self, parts: list[str]) -> list[str]:
        """Drop the words that may stand before and behind a number."""
        ends = [at for at, word in enumerate(parts) if not self._may_go(word)]
        return parts[ends[0] : ends[-1] + 1] if ends else []

    def _may_go(self, word: str) -> bool:
        number = number_words.read([word])
        return number is None and (word in words.HARMLESS or self._is_free(word))

    def _is_free(self, word: str) -> bool:
        return word in _COUNTED or word in _JUST or word in self.units or self._was_asked(word)

    def _was_asked(self, word: str) -> bool:
        if any(word in row for row in _UNITS):
            return False
        return word in self.asked or any(_same_stem(word, other) for other in self.asked)


def _same_stem(word: str, other: str) -> bool:
    """Say whether one begins as the other does, but for its ending: 'gesprek' and 'gesprekken'."""
    shorter, longer = sorted((word, other), key=len)
    return len(shorter) >= _SHORTEST_STEM and longer.startswith(shorter) and len(longer) - len(shorter) <= 4
