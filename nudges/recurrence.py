"""How something returns: frozen values that name days and a time of day, and their JSON."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import count
from typing import Any

from nudges import workdays

_EPOCH = date(1970, 1, 5)  # a Monday
_WEEK = timedelta(days=7)
_WEEKDAYS = frozenset({1, 2, 3, 4, 5})
_LONGEST_AWAY = timedelta(days=730)  # who works in none of so many weeks has no first working day
_YEARS_AHEAD = 10  # a monthly recurrence that finds no day in ten years has none


class RecurrenceError(ValueError):
    """This is not a recurrence; the message says what was expected."""


@dataclass(frozen=True, slots=True)
class At:
    """A fixed local time of day."""

    time: time


@dataclass(frozen=True, slots=True)
class TimeWindow:
    """A moment between two local times of one day, drawn by a seed; `ends` is not reached."""

    starts: time
    ends: time

    def __post_init__(self) -> None:
        if self.starts >= self.ends:
            raise RecurrenceError("a window starts before it ends, on one day")


When = At | TimeWindow


@dataclass(frozen=True, slots=True)
class Weekly:
    """On ISO weekdays (Monday is 1), every week or every n weeks counted from the week of `anchor`."""

    days: frozenset[int]
    when: When
    every: int = 1
    anchor: date = _EPOCH

    def __post_init__(self) -> None:
        if not self.days or not self.days <= set(range(1, 8)):
            raise RecurrenceError("days are ISO weekdays, Monday 1 to Sunday 7, and at least one")
        if self.every < 1:
            raise RecurrenceError("every n weeks needs n of at least 1")

    def days_from(self, first: date, _calendar: workdays.Workdays) -> Iterator[date]:
        """List the days it names from `first` on, for ever; weekdays alone count, days off do not move them."""
        monday = workdays.monday_of(first)
        behind = (monday - workdays.monday_of(self.anchor)) // _WEEK % self.every
        monday += _WEEK * (-behind % self.every)
        for step in count():
            week = monday + _WEEK * self.every * step
            for weekday in sorted(self.days):
                day = week + timedelta(days=weekday - 1)
                if day >= first:
                    yield day


@dataclass(frozen=True, slots=True)
class Monthly:
    """On the nth working day of every month; -1 is the last. A month with fewer working days has none."""

    nth: int
    when: When

    def __post_init__(self) -> None:
        if not 1 <= abs(self.nth) <= 23:
            raise RecurrenceError("the nth working day is 1 to 23, or -1 to -23 from the end")

    def days_from(self, first: date, calendar: workdays.Workdays) -> Iterator[date]:
        """List the days it names from `first` on, counted in working days of this calendar; end where none follow."""
        index = self.nth - 1 if self.nth > 0 else self.nth
        last_found = first.year
        for months in count(first.year * 12 + first.month - 1):
            year, month = divmod(months, 12)
            if year > last_found + _YEARS_AHEAD:
                return
            working = calendar.in_month(year, month + 1)
            if -len(working) <= index < len(working):
                last_found = year
                if working[index] >= first:
                    yield working[index]


@dataclass(frozen=True, slots=True)
class Once:
    """A number of calendar days after (or before) a date."""

    start: date
    days: int
    when: When

    def days_from(self, first: date, _calendar: workdays.Workdays) -> Iterator[date]:
        """Its one day, unless it lies before `first`."""
        day = self.start + timedelta(days=self.days)
        return iter([day] if day >= first else [])


@dataclass(frozen=True, slots=True)
class ProgrammeDay:
    """Day d of week w of a programme that starts at a date, counted in working weeks.

    A week counts once it holds a working day on or after the start, so leave moves the rest instead of eating
    it. Day d is the dth working day of that week; who works fewer days gets the last one.
    """

    start: date
    week: int
    day: int
    when: When

    def __post_init__(self) -> None:
        if self.week < 1 or not 1 <= self.day <= 7:
            raise RecurrenceError("a programme counts weeks from 1 and days from 1 to 7")

    def days_from(self, first: date, calendar: workdays.Workdays) -> Iterator[date]:
        """Its one day, unless it lies before `first`."""
        day = self._day(calendar)
        return iter([day] if day >= first else [])

    def _day(self, calendar: workdays.Workdays) -> date:
        reached = calendar.on_or_after(self.start)
        for _ in range(self.week - 1):
            reached = calendar.on_or_after(workdays.monday_of(reached) + _WEEK)
        working = [day for day in calendar.in_week(workdays.monday_of(reached)) if day >= self.start] or [reached]
        return working[min(self.day, len(working)) - 1]


@dataclass(frozen=True, slots=True)
class WeekBegins:
    """On the first working day of a week, every week or every n weeks counted from the week of `anchor`."""

    when: When
    every: int = 1
    anchor: date = _EPOCH

    def __post_init__(self) -> None:
        if self.every < 1:
            raise RecurrenceError("every n weeks needs n of at least 1")

    def days_from(self, first: date, calendar: workdays.Workdays) -> Iterator[date]:
        """List the days it names from `first` on; a week without a working day has none. End where none follow."""
        monday = workdays.monday_of(first)
        behind = (monday - workdays.monday_of(self.anchor)) // _WEEK % self.every
        monday += _WEEK * (-behind % self.every)
        last_found = monday
        while monday - last_found < _LONGEST_AWAY:
            working = calendar.in_week(monday)
            if working:
                last_found = monday
                if working[0] >= first:
                    yield working[0]
            monday += _WEEK * self.every


Recurrence = Weekly | Monthly | Once | ProgrammeDay | WeekBegins


def to_json(recurrence: Recurrence) -> str:
    """Write a recurrence as one line of JSON with sorted keys: equal recurrences give equal text."""
    fields: dict[str, Any] = {"kind": _KIND_OF[type(recurrence)]}
    for name in recurrence.__dataclass_fields__:
        fields.update(_write(name, getattr(recurrence, name)))
    return json.dumps(fields, sort_keys=True, separators=(",", ":"))


def from_json(text: str) -> Recurrence:
    """Read the recurrence that `to_json` wrote; raises RecurrenceError for anything else."""
    try:
        fields = json.loads(text)
        kind = _KINDS[fields.pop("kind")]
        return kind(**{"when": _read_when(fields), **{name: _READ[name](value) for name, value in fields.items()}})
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise RecurrenceError(f"not a recurrence: {error}") from error


def _write(name: str, value: object) -> dict[str, Any]:
    match value:
        case At(time=at):
            return {"at": at.isoformat()}
        case TimeWindow(starts=starts, ends=ends):
            return {"window": [starts.isoformat(), ends.isoformat()]}
        case date():
            return {name: value.isoformat()}
        case frozenset():
            return {name: sorted(value)}
        case _:
            return {name: value}


def _read_when(fields: dict[str, Any]) -> When:
    """Take the time of day out of the fields."""
    if "at" in fields:
        return At(time.fromisoformat(fields.pop("at")))
    starts, ends = fields.pop("window")
    return TimeWindow(time.fromisoformat(starts), time.fromisoformat(ends))


def _whole(value: object) -> int:
    if type(value) is not int:
        raise RecurrenceError(f"{value!r} is not a whole number")
    return value


_KINDS: Mapping[str, type[Recurrence]] = {
    "weekly": Weekly,
    "monthly": Monthly,
    "once": Once,
    "programme_day": ProgrammeDay,
    "week_begins": WeekBegins,
}
_KIND_OF: Mapping[type[Recurrence], str] = {kind: name for name, kind in _KINDS.items()}
_READ: Mapping[str, Callable[[Any], Any]] = {
    # "days" is a set of weekdays in a weekly recurrence and a number of days in a single one.
    "days": lambda value: frozenset(map(_whole, value)) if isinstance(value, list) else _whole(value),
    "every": _whole,
    "anchor": date.fromisoformat,
    "start": date.fromisoformat,
    "nth": _whole,
    "week": _whole,
    "day": _whole,
}
