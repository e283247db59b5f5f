"""When to ask about a school holiday: once, some days before, on a working day, and only where there is work in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from nudges.calendar_nl import SchoolHoliday
from nudges.dose import Occasion
from nudges.workdays import Workdays

AHEAD = timedelta(days=10)  # so that a full week still leaves a day on which the question fits the dose
LAST_DAYS = timedelta(days=5)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class HolidayQuestion:
    """About which holiday, and on which day it is asked."""

    holiday: SchoolHoliday
    day: date

    @property
    def occasion(self) -> Occasion:
        """It gives way to everything while there is time, and in the last days to the reflection alone."""
        return Occasion.FOLLOW_UP if self.day >= self.holiday.first - LAST_DAYS else Occasion.EXTRA


def question(
    holidays: Iterable[SchoolHoliday], calendar: Workdays, earliest: date, asked_on: date | None
) -> HolidayQuestion | None:
    """Find the next question that can be asked from `earliest` on; `asked_on` is the day of the last one.

    A holiday in which somebody has no working day left, by their pattern or because they said that they are away,
    needs no question; and once it has begun it is too late for one.
    """
    for holiday in holidays:
        opens = holiday.first - AHEAD
        if asked_on is not None and asked_on >= opens:
            continue
        day = next(calendar.between(max(opens, earliest), holiday.first), None)
        if day is not None and any(calendar.between(holiday.first, holiday.last + _DAY)):
            return HolidayQuestion(holiday, day)
    return None
