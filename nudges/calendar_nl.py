"""The Dutch days off: public holidays as the municipal agreement counts them, and school holidays as advice.

The preset `cao_gemeenten` is the public holidays without Good Friday and with 5 May every year: the collective
agreement gives Liberation Day each year, where the law's list of public holidays has it in lustrum years only.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache


class Region(StrEnum):
    """The three regions over which Dutch school holidays are spread; the package's subdivision names."""

    NORTH = "Noord"
    MIDDLE = "Midden"
    SOUTH = "Zuid"


@dataclass(frozen=True, slots=True)
class DaysOff:
    """A container of dates: `day in days_off`. `own` are the organisation's own days."""

    own: frozenset[date] = field(default=frozenset())

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and (day in self.own or day in _cao_gemeenten(day.year))


def cao_gemeenten(own: Iterable[date] = ()) -> DaysOff:
    """The preset for Dutch municipalities, with days that the organisation adds."""
    return DaysOff(frozenset(own))


def public_holidays(year: int) -> dict[date, str]:
    """The preset's days of one year with their Dutch names, in order."""
    return dict(_cao_gemeenten(year))


def is_school_holiday(day: date, region: Region) -> bool:
    """Whether schools in the region are closed for a holiday: a reason to ask, never to refuse."""
    return day in _school(day.year, region)


@lru_cache(maxsize=64)
def _cao_gemeenten(year: int) -> dict[date, str]:
    import holidays  # 70 ms that only a planner needs

    public = holidays.country_holidays("NL", years=year, language="nl")
    named = {day: name for day, name in public.items() if name.casefold() != "goede vrijdag"}
    # Ascension Day may fall on 5 May (2016); then it keeps its own name.
    named.setdefault(date(year, 5, 5), "Bevrijdingsdag")
    return dict(sorted(named.items()))


@lru_cache(maxsize=64)
def _school(year: int, region: Region) -> frozenset[date]:
    import holidays  # as above

    return frozenset(holidays.country_holidays("NL", subdiv=region.value, years=year, categories="school"))
