"""What the rhythm knows of somebody: where they are in taking part, and when they work."""

from collections.abc import Container
from dataclasses import dataclass, field
from datetime import date, datetime, time, tzinfo
from enum import StrEnum

from nudges import workdays


class Status(StrEnum):
    """Where somebody is in taking part; stored by value."""

    JOINING = "joining"
    ACTIVE = "active"
    STOPPED = "stopped"
    UNREACHABLE = "unreachable"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """Local times of day from `starts` up to, not including, `ends`; past midnight where it ends earlier."""

    starts: time
    ends: time

    def __contains__(self, wall: time) -> bool:
        if self.starts <= self.ends:
            return self.starts <= wall < self.ends
        return wall >= self.starts or wall < self.ends


@dataclass(frozen=True, slots=True)
class Away:
    """Even weg: from the first day up to and including the last; without a last day until further notice."""

    first: date
    last: date | None = None

    def __contains__(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class _DaysOff:
    """Public holidays and own leave together, as one container of dates."""

    holidays: Container[date]
    away: tuple[Away, ...]

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and (day in self.holidays or any(day in away for away in self.away))


@dataclass(frozen=True, slots=True)
class PersonRhythm:
    """What the rhythm knows of somebody: times are local, days are ISO weekdays, `holidays` holds dates.

    `even_days` are the working days of even ISO weeks, where they differ from the others. `quiet_until` is for the rest
    of a day on which nothing more is begun, and takes no working day from them; a pause does, as being away does.
    """

    zone: tzinfo
    status: Status = Status.ACTIVE
    working_days: frozenset[int] = frozenset({1, 2, 3, 4, 5})
    even_days: frozenset[int] | None = None
    hours: TimeSpan = TimeSpan(time(8), time(18))
    quiet: tuple[TimeSpan, ...] = ()
    prompt_time: time = time(15, 30)
    quiet_until: datetime | None = None
    pauses: tuple[Away, ...] = ()
    away: tuple[Away, ...] = ()
    holidays: Container[date] = field(default=frozenset())

    calendar: workdays.Workdays = field(init=False, repr=False, compare=False)
    """their working days without holidays, leave and pauses"""
    pattern: workdays.Workdays = field(init=False, repr=False, compare=False)
    """their working days by the weekly pattern alone"""

    def __post_init__(self) -> None:
        if self.hours.starts >= self.hours.ends:
            raise ValueError("own hours start before they end, on one day")
        # Worked out once: rules ask for them again and again.
        days_off = _DaysOff(self.holidays, self.away + self.pauses)
        object.__setattr__(self, "calendar", workdays.Workdays(self.working_days, days_off, self.even_days))
        object.__setattr__(self, "pattern", workdays.Workdays(self.working_days, even=self.even_days))
