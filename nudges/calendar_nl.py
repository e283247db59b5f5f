"""The Dutch days off: public holidays as the municipal agreement counts them, and school holidays as advice.

The preset `cao_gemeenten` is the public holidays without Good Friday and with 5 May every year: the collective
agreement gives Liberation Day each year, where the law's list of public holidays has it in lustrum years only.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

_DAY = timedelta(days=1)
_A_KNOWN_YEAR = 2026
_SUMMER = "Zomervakantie"


class Region(StrEnum):
    """The three regions over which Dutch school holidays are spread; the package's subdivision names."""

    NORTH = "Noord"
    MIDDLE = "Midden"
    SOUTH = "Zuid"


@dataclass(frozen=True, slots=True)
class SchoolHoliday:
    """A stretch of days, the last one included, with its Dutch name."""

    name: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class DaysOff:
    """A container of dates: `day in days_off`. `own` are the organisation's own days."""

    own: frozenset[date] = field(default=frozenset())

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and (day in self.own or day in _cao_gemeenten(day.year))


def cao_gemeenten(own: Iterable[date] = ()) -> DaysOff:
    """Take the preset for Dutch municipalities, with days that the organisation adds."""
    return DaysOff(frozenset(own))


def public_holidays(year: int) -> dict[date, str]:
    """List the preset's days of one year with their Dutch names, in order."""
    return dict(_cao_gemeenten(year))


def school_holidays(region: Region, since: date) -> list[SchoolHoliday]:
    """List the region's school holidays that end on this day or later, up to the end of the next year, in order.

    They are a reason to ask, never to refuse. None after school_holidays_known_until().
    """
    holidays: list[SchoolHoliday] = []
    for year in range(since.year - 1, since.year + 3):
        for day, name in _school(year, region):
            if day > school_holidays_known_until():
                break
            if holidays and holidays[-1].name == name and holidays[-1].last + _DAY == day:
                holidays[-1] = replace(holidays[-1], last=day)  # Christmas goes on in the new year
            else:
                holidays.append(SchoolHoliday(name, day, day))
    return [holiday for holiday in holidays if holiday.last >= since and holiday.first.year <= since.year + 1]


@lru_cache(maxsize=1)
def school_holidays_known_until() -> date:
    """Find the last day of the last summer that the package holds for every region; after it nobody is asked.

    The ministry sets whole school years, from autumn to summer. What the package holds of a year after that is not all
    of it: Christmas up to New Year's Eve, without the autumn before it.
    """
    year = min(_last_summer(region).year for region in Region)
    return max(_summer(year, region)[-1] for region in Region)


def _last_summer(region: Region) -> date:
    year = _A_KNOWN_YEAR
    while _summer(year + 1, region):
        year += 1
    return _summer(year, region)[-1]


def _summer(year: int, region: Region) -> list[date]:
    return [day for day, name in _school(year, region) if name == _SUMMER]


@lru_cache(maxsize=64)
def _cao_gemeenten(year: int) -> dict[date, str]:
    import holidays  # 70 ms that only a planner needs

    public = holidays.country_holidays("NL", years=year, language="nl")
    named = {day: name for day, name in public.items() if name.casefold() != "goede vrijdag"}
    # Ascension Day may fall on 5 May (2016); then it keeps its own name.
    named.setdefault(date(year, 5, 5), "Bevrijdingsdag")
    return dict(sorted(named.items()))


@lru_cache(maxsize=64)
def _school(year: int, region: Region) -> tuple[tuple[date, str], ...]:
    import holidays  # as above

    days = holidays.country_holidays("NL", subdiv=region.value, years=year, categories="school", language="nl")
    return tuple(sorted(days.items()))
