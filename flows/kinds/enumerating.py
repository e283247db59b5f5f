"""Which choices somebody meant who named several: a list, a range of days, all of them, all but some."""

import re
from collections.abc import Collection, Sequence, Set

from flows import calendar_words, words
from flows.kinds import matching

_RANGE = "→"
_LONGEST = 500  # characters; twenty labels and what stands between them fit
_THROUGH = re.compile(
    r"\s*(?:\bt\s*/\s*m\b|\btm\b|\btot\s+en\s+met\b|\bthrough\b|\bthru\b|\bup\s+to\s+and\s+including\b)\s*", re.I
)
_DASH = re.compile(r"(?<=[a-z.])\s*(?:[-–—]|\bto\b)\s*(?=[a-z])", re.I)
_EXCEPT = re.compile(r"\b(?:behalve|uitgezonderd|zonder|except(?:\s+for)?|without|but\s+not|apart\s+from)\b", re.I)
_GROUPS = re.compile(r"[,;\n]|\bmaar\b|\bbut\b", re.I)
_CONTRAST = re.compile(r"\b(?:maar|but)\b", re.I)
_ITEMS = re.compile(
    r"[+&/\n,;]|\b(?:en\s+(?:dan|toen|daarna)|and\s+then|[eé]n|and|daarna|vervolgens|then)\b|(?<=\d)\s+(?=\d)", re.I
)
_BOTH = re.compile(r"\b(?:allebei|alle\s?bei|beide|beiden|alle\s?twee|both)\b", re.I)
_LEADING_NOT = re.compile(r"^\s*(?:niet|geen|not|no)\b", re.I)
_TRAILING_NOT = re.compile(r"\b(?:(?:ben\s+ik\s+|heb\s+ik\s+)?vrij|niet|off|not)\s*[.!]*\s*$", re.I)
_AS_WELL_AS = re.compile(r"\bzowel\s+(?P<one>.+?)\s+als\b(?:\s+ook\b)?", re.I)
_FILLERS = words.every("eerst first van from op on elke iedere every each de s alleen only werk werken work")
_ALL = frozenset(
    ("alle", "alles", "allemaal", "all", "allen", "alle dagen", "elke dag", "iedere dag", "every day", "all days",
     "all of them", "everything", "alle zeven")
)  # fmt: skip
_WORKING = frozenset(("doordeweeks", "werkdagen", "alle werkdagen", "weekdays", "working days", "elke werkdag"))
_WEEKEND = frozenset(("weekend", "weekenden", "weekends", "het weekend"))
_MONDAY, _FRIDAY, _SUNDAY = 0, 4, 6


def choose_several(said: str, labels: Sequence[str], marked: Collection[int] = ()) -> list[int] | None:
    """Find all that were meant, in order of the labels; None when a part is not understood.

    "Every day but Wednesday" is counted from the days that are `marked`, if any are.
    """
    if len(said) > _LONGEST or words.doubts(said) or matching.is_number_in_words(said):
        return None  # 'vier' is how many, and not which
    whole = matching.choose(said, labels)
    if whole is not None:
        return [whole]
    meant = _Labels(labels, marked).meant(_BOTH.sub(" ", said))
    return sorted(meant) if meant and (len(meant) == 2 or not _BOTH.search(said)) else None


class _Labels:
    """The labels of one question, and which of them are days of the week."""

    def __init__(self, labels: Sequence[str], marked: Collection[int]) -> None:
        self.labels, self.marked = labels, frozenset(marked)
        days = {calendar_words.weekday_of(words.simple(label)): at for at, label in enumerate(labels)}
        self.days = {day: at for day, at in days.items() if day is not None}

    def meant(self, said: str) -> set[int]:
        """Find every label that is named and not excepted; nothing in doubt."""
        said = _AS_WELL_AS.sub(r"\g<one> en", said)
        said = _THROUGH.sub(f" {_RANGE} ", said)
        if len(self.days) > 1:
            said = _DASH.sub(f" {_RANGE} ", said)
        parts = _EXCEPT.split(said)
        if len(parts) == 2:
            excepted = self.listed(parts[1])
            named = self._all_of(parts[0], excepted)
            return named - excepted if excepted and excepted < named else set()
        return self._groups(said) if len(parts) == 1 else set()

    def _all_of(self, said: str, excepted: Set[int]) -> set[int]:
        """Find what something is excepted from: of what is not marked anyway ('behalve het weekend'), all there is."""
        counts = self._is_all(said) and not self.marked.isdisjoint(excepted)
        return set(self.marked) if counts else self.listed(said)

    def _is_all(self, said: str) -> bool:
        said_words = words.split(said)
        return bool(self.days) and bool({" ".join(words.rest(said_words)), " ".join(said_words)} & _ALL)

    def _groups(self, said: str) -> set[int]:
        """Split a text into lists between commas. One at the end that says no ('woensdag vrij') must stand apart."""
        groups = [group for group in _GROUPS.split(said) if group.strip()]
        named: set[int] = set()
        for at, group in enumerate(groups):
            listed = self.listed(group)
            if listed:
                named |= listed
                continue
            closed = at == 1 and (len(named) > 1 or _CONTRAST.search(said) or _LEADING_NOT.search(group))
            excepted = self._excepted(group)
            if not closed or at != len(groups) - 1 or not excepted:
                return set()
            named -= excepted
        return named

    def _excepted(self, group: str) -> set[int]:
        for pattern in (_LEADING_NOT, _TRAILING_NOT):
            if pattern.search(group):
                return self.listed(pattern.sub("", group))
        return set()

    def listed(self, group: str) -> set[int]:
        """Read what a plain list names: labels, ranges of days, all; nothing when a part of it is not understood."""
        places: set[int] = set()
        for item in self._items(group):
            meant = self._item(item)
            if not meant:
                return set()
            places |= meant
        return places

    def _items(self, group: str) -> list[str]:
        if matching.choose(group, self.labels) is not None:
            return [group]
        parts = [part for part in _ITEMS.split(group) if part.strip()]
        return [one for part in parts for one in self._spaced(part)]

    def _spaced(self, part: str) -> list[str]:
        """Read 'ma di do' as three days."""
        names = words.simple(part).split() if self.days and _RANGE not in part else []
        days = [name for name in names if name not in _FILLERS and name not in words.HARMLESS]
        return days if len(days) > 1 and all(calendar_words.weekday_of(name) in self.days for name in days) else [part]

    def _item(self, item: str) -> set[int]:
        ends = item.split(_RANGE)
        if len(ends) == 2:
            return self._range(*ends)
        wording = " ".join(word for word in words.rest(words.split(item)) if word not in _FILLERS)
        name = " ".join(words.split(item))
        if self._is_all(item):
            return set(self.days.values())
        if self.days and (wording in _WORKING or name in _WORKING):
            return self._stretch(_MONDAY, _FRIDAY)
        if self.days and (wording in _WEEKEND or name in _WEEKEND):
            return self._stretch(_FRIDAY + 1, _SUNDAY)
        place = matching.choose(item, self.labels)
        place = matching.choose(wording, self.labels) if place is None and wording else place
        return set() if place is None else {place}

    def _range(self, first: str, last: str) -> set[int]:
        ends = [self._item(end) for end in (first, last)]
        if any(len(end) != 1 for end in ends):
            return set()
        begin, end = (next(iter(one)) for one in ends)
        by_place = {at: day for day, at in self.days.items()}
        if begin in by_place and end in by_place:
            return self._stretch(by_place[begin], by_place[end])
        figures = all(word.isdecimal() for word in words.rest(words.split(f"{first} {last}")))
        return set(range(begin, end + 1)) if figures and begin < end else set()

    def _stretch(self, first: int, last: int) -> set[int]:
        """List days in a row, over the end of the week if need be; nothing when one of them is no label."""
        days = [(first + step) % 7 for step in range((last - first) % 7 + 1)]
        return {self.days[day] for day in days} if all(day in self.days for day in days) else set()
