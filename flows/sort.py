"""What a value may be, as far as that is known before anybody answers."""

from dataclasses import dataclass

TEXT, NUMBER, TRUTH, LIST, MAPPING = "text", "number", "yes or no", "list", "value with parts"


@dataclass(frozen=True, slots=True)
class Sort:
    """`word` is '' where anything may come. `missing`: it may be nothing, or an empty text."""

    word: str = ""
    keys: frozenset[str] | None = None
    """all the texts that it may be, or that the list may hold"""
    low: float = float("-inf")
    high: float = float("inf")
    whole: bool = False
    missing: bool = False
    longest: int = 200
    """characters that it may take in a text"""
    asked: str = ""
    """the question whose labels its keys have"""
    told_by: str = ""
    """the filter that turns it into words"""
    mixed: bool = False
    """one of several words, so that nothing goes with all of it"""

    def or_(self, other: "Sort") -> "Sort":
        """Give the sort of a value that is of one sort or of the other."""
        missing, longest = self.missing or other.missing, max(self.longest, other.longest)
        if self.word != other.word:
            mixed = self.mixed or other.mixed or ("" not in (self.word, other.word))
            return Sort(missing=missing, longest=longest, mixed=mixed and {self.word, other.word} != {NUMBER, TRUTH})
        keys = None if self.keys is None or other.keys is None else self.keys | other.keys
        low, high = min(self.low, other.low), max(self.high, other.high)
        asked, told_by = self.asked or other.asked, self.told_by or other.told_by
        return Sort(self.word, keys, low, high, self.whole and other.whole, missing, longest, asked, told_by)


ANY = Sort(missing=True)
