"""Which days somebody works: a weekly pattern without the days that are off."""

from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

_DAY = timedelta(days=1)
_HORIZON = 366  # days; who is away longer than a year has no next working day


@dataclass(frozen=True, slots=True)
class Workdays:
    """A pattern of ISO weekdays (Monday is 1), and the days off that break it: holidays, leave.

    `even` are the weekdays of even ISO weeks where those differ. A year of 53 weeks has two odd weeks in a row, as
    it has in every roster that goes by week numbers.
    """

    days: frozenset[int] = frozenset({1, 2, 3, 4, 5})
    off: Container[date] = field(default=frozenset())
    even: frozenset[int] | None = None

    def __post_init__(self) -> None:
        for days in (self.days, self.even):
            if days is not None and not (days and days <= set(range(1, 8))):
                raise ValueError("working days are ISO weekdays, Monday 1 to Sunday 7, and at least one")

    def works(self, day: date) -> bool:
        """Say whether this is a day of work."""
        return day.isoweekday() in self._days_of_week(day) and day not in self.off

    def _days_of_week(self, day: date) -> frozenset[int]:
        return self.days if self.even is None or day.isocalendar().week % 2 else self.even

    def between(self, first: date, until: date) -> Iterator[date]:
        """List the working days from `first` up to, not including, `until`."""
        day = first
        while day < until:
            if self.works(day):
                yield day
            day += _DAY

    def on_or_after(self, day: date) -> date:
        """Find the first working day from this day on.

        Somebody who is away for more than a year has none; then the pattern alone answers, so that a reminder
        or an expiry always has a moment, and availability says no when it comes.
        """
        nearest = next(self.between(day, day + timedelta(days=_HORIZON)), None)
        return nearest or Workdays(self.days, even=self.even).on_or_after(day)

    def after(self, day: date) -> date:
        """Find the next working day after this day."""
        return self.on_or_after(day + _DAY)

    def in_month(self, year: int, month: int) -> list[date]:
        """List the working days of a calendar month, in order."""
        first = date(year, month, 1)
        return list(self.between(first, date(year + month // 12, month % 12 + 1, 1)))

    def in_week(self, monday: date) -> list[date]:
        """List the working days of the week that begins on this Monday, in order."""
        return list(self.between(monday, monday + timedelta(days=7)))


def monday_of(day: date) -> date:
    """Find the Monday of the ISO week that holds this day."""
    return day - timedelta(days=day.weekday())
