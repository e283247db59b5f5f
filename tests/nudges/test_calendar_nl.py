"""Dutch days off, written out for five years."""

from datetime import date, timedelta

import pytest
from dateutil import easter

from nudges import calendar_nl

# New Year, Easter and its Monday, King's Day, Liberation Day, Ascension Day, Whitsun and its Monday, both days of
# Christmas. Easter by the almanac: 5 April, 28 March, 16 April, 1 April, 21 April. No King's Day falls on a Sunday.
EXPECTED = {
    2026: "01-01 04-05 04-06 04-27 05-05 05-14 05-24 05-25 12-25 12-26",
    2027: "01-01 03-28 03-29 04-27 05-05 05-06 05-16 05-17 12-25 12-26",
    2028: "01-01 04-16 04-17 04-27 05-05 05-25 06-04 06-05 12-25 12-26",
    2029: "01-01 04-01 04-02 04-27 05-05 05-10 05-20 05-21 12-25 12-26",
    2030: "01-01 04-21 04-22 04-27 05-05 05-30 06-09 06-10 12-25 12-26",
}
GOOD_FRIDAYS = [date(2026, 4, 3), date(2027, 3, 26), date(2028, 4, 14), date(2029, 3, 30), date(2030, 4, 19)]


@pytest.mark.parametrize("year", EXPECTED)
def test_the_municipal_calendar_of_a_year(year: int) -> None:
    """Public holidays without Good Friday, with 5 May every year."""
    days = [day.strftime("%m-%d") for day in calendar_nl.public_holidays(year)]
    assert EXPECTED[year].split() == days


@pytest.mark.parametrize("day", GOOD_FRIDAYS)
def test_good_friday_is_a_working_day(day: date) -> None:
    """The agreement does not give it."""
    assert day not in calendar_nl.cao_gemeenten()


@pytest.mark.parametrize("year", range(2026, 2031))
def test_liberation_day_is_off_in_every_year(year: int) -> None:
    """Not in lustrum years only."""
    assert date(year, 5, 5) in calendar_nl.cao_gemeenten()
    assert "Bevrijdingsdag" == calendar_nl.public_holidays(year)[date(year, 5, 5)]


def test_a_holiday_on_liberation_day_keeps_its_name() -> None:
    """In 2016 both fell on one day; it is listed once."""
    assert "Hemelvaartsdag" in calendar_nl.public_holidays(2016)[date(2016, 5, 5)]


def test_the_organisation_adds_its_own_days() -> None:
    """A bridge day after Ascension Day is off for this organisation and for no other."""
    bridge = date(2026, 5, 15)
    assert bridge in calendar_nl.cao_gemeenten([bridge])
    assert bridge not in calendar_nl.cao_gemeenten()
    assert date(2026, 12, 25) in calendar_nl.cao_gemeenten([bridge])


def test_only_dates_are_days_off() -> None:
    """A text is no day."""
    assert "2026-12-25" not in calendar_nl.cao_gemeenten()


@pytest.mark.parametrize("year", range(2026, 2031))
def test_the_municipal_calendar_follows_from_easter(year: int) -> None:
    """By the date of Easter that dateutil calculates: the moving days lie 1, 39, 49 and 50 days after it."""
    easter_day = easter.easter(year)
    moving = {easter_day + timedelta(days=days) for days in (0, 1, 39, 49, 50)}
    # King's Day would move to the 26th where the 27th is a Sunday; in these years it never is.
    fixed = {date(year, month, day) for month, day in ((1, 1), (4, 27), (5, 5), (12, 25), (12, 26))}
    assert moving | fixed == set(calendar_nl.public_holidays(year))


def test_school_holidays_differ_by_region() -> None:
    """In 2026 summer begins in the north on 4 July, in the middle on 18 July, in the south on 11 July."""
    holidays = {
        region: next(one for one in calendar_nl.school_holidays(region, date(2026, 6, 1)) if one.name.startswith("Zo"))
        for region in calendar_nl.Region
    }
    firsts = {"Noord": date(2026, 7, 4), "Midden": date(2026, 7, 18), "Zuid": date(2026, 7, 11)}
    assert firsts == {region: holiday.first for region, holiday in holidays.items()}


def test_christmas_at_school_goes_on_in_the_new_year() -> None:
    """One holiday from Saturday 19 December 2026 to Sunday 3 January 2027, seen from either year."""
    for day in (date(2026, 12, 1), date(2027, 1, 2)):
        christmas = calendar_nl.school_holidays(calendar_nl.Region.SOUTH, day)[0]
        assert ("Kerstvakantie", date(2026, 12, 19), date(2027, 1, 3)) == (
            christmas.name,
            christmas.first,
            christmas.last,
        )


def test_after_the_last_that_were_fixed_there_are_none() -> None:
    """Nobody is asked about a holiday that no ministry has set: of a school year all is known, or nothing."""
    last = calendar_nl.school_holidays_known_until()
    assert date(2030, 9, 1) <= last
    for region in calendar_nl.Region:
        assert [] == calendar_nl.school_holidays(region, last + timedelta(days=1))
        summer = calendar_nl.school_holidays(region, last - timedelta(days=60))[-1]
        assert "Zomervakantie" == summer.name


@pytest.mark.parametrize("region", calendar_nl.Region)
def test_every_school_year_that_is_told_is_whole(region: calendar_nl.Region) -> None:
    """Autumn, Christmas into the new year, spring, May and summer, each once, and none that breaks off."""
    last_day, names = calendar_nl.school_holidays_known_until(), set[tuple[date, str]]()
    for year in range(2026, last_day.year + 1):
        for holiday in calendar_nl.school_holidays(region, date(year, 9, 10)):
            names.add((holiday.first, holiday.name))
            assert 8 <= (holiday.last - holiday.first).days, holiday
    ordered = [name for _, name in sorted(names)]
    whole = ["Herfstvakantie", "Kerstvakantie", "Voorjaarsvakantie", "Meivakantie", "Zomervakantie"]
    assert whole * (last_day.year - 2026) == ordered
