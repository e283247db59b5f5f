"""Says whether a rule of repeating (RRULE) fits any day: one that never does would be sought until the year 9999."""

import itertools
import re
from datetime import MAXYEAR, date, datetime, time

_YEARS = 40
"""that are looked through at the least; the days of a year and of its week come round in 28"""
_ALIKE = 28
_ENDING = re.compile(r"(?:^|;)(?:UNTIL|COUNT)=[^;]*", re.IGNORECASE)


def fits_some_day(rule: str, start: date) -> bool:
    """Say whether a rule of repeating fits some day within forty years from its start. What nobody can read fits:
    whoever reads it will say so.

    The library counts on to the last year that there is, so it is asked about the same days close to that year: it
    then takes sixty-odd steps of a year at most, and nobody has to time it.
    """
    from dateutil.rrule import rrulestr

    moved = start.replace(year=_same_year_near_the_end(start.year))
    try:
        occurrences = rrulestr(_ENDING.sub("", rule).strip(";"), dtstart=datetime.combine(moved, time()))
        return next(iter(occurrences), None) is not None
    except (ArithmeticError, LookupError, TypeError, ValueError):
        return True


def _same_year_near_the_end(year: int) -> int:
    """Find a late year with the same days of the week, as many years after a leap year, or else the next best."""
    last = MAXYEAR + 1 - _YEARS
    return max(range(last - _ALIKE, last), key=lambda later: _agree(later, year))


def _agree(year: int, other: int) -> int:
    """Count how many years from these on begin on the same day of the week."""
    begins = (date(year + on, 1, 1).weekday() == date(other + on, 1, 1).weekday() for on in range(6))
    return sum(itertools.takewhile(bool, begins))
