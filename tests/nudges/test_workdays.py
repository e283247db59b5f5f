"""Which days somebody works."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nudges import recurrence, schedule, workdays


class Always:
    """Somebody who is off for ever."""

    def __contains__(self, day: object) -> bool:
        return True


def test_the_next_working_day_passes_over_weekend_and_days_off() -> None:
    """After Thursday 2 April 2026, with Easter Monday off, comes Friday; after Friday comes Tuesday."""
    calendar = workdays.Workdays(off=frozenset({date(2026, 4, 6)}))
    assert date(2026, 4, 3) == calendar.after(date(2026, 4, 2))
    assert date(2026, 4, 7) == calendar.after(date(2026, 4, 3))


def test_a_part_time_pattern_counts_its_own_days_only() -> None:
    """Somebody of Monday and Wednesday works eight or nine days in November 2026."""
    november = workdays.Workdays(frozenset({1, 3})).in_month(2026, 11)
    assert [date(2026, 11, day) for day in (2, 4, 9, 11, 16, 18, 23, 25, 30)] == november


patterns = st.frozensets(st.integers(1, 7), min_size=1)


@given(patterns, patterns, st.dates(date(2020, 1, 1), date(2035, 1, 1)))
def test_even_weeks_are_those_of_the_calendar_on_the_wall(odd: frozenset[int], even: frozenset[int], day: date) -> None:
    """By the week number that the C library prints, also over years of 53 weeks; the next working day is the first."""
    calendar = workdays.Workdays(odd, even=even)
    ahead = [day + timedelta(days=step) for step in range(1, 22)]
    expected = [one for one in ahead if one.isoweekday() in (odd if int(one.strftime("%V")) % 2 else even)]
    assert expected == list(calendar.between(ahead[0], ahead[-1] + timedelta(days=1)))
    assert expected[0] == calendar.after(day)


@settings(max_examples=25)
@given(patterns, patterns, st.sampled_from(["Europe/Amsterdam", "Pacific/Apia", "Australia/Lord_Howe"]))
def test_a_week_begins_on_the_first_day_of_its_own_pattern(
    odd: frozenset[int], even: frozenset[int], name: str
) -> None:
    """Four years of weeks, one of them with 53, each once, odd and even ones by their own days."""
    since, until = datetime(2020, 1, 5, 12, tzinfo=UTC), datetime(2024, 1, 7, 12, tzinfo=UTC)
    returns = recurrence.WeekBegins(recurrence.At(time(12)))
    moments = schedule.occurrences(returns, ZoneInfo(name), since, until, b"", workdays.Workdays(odd, even=even))
    dates = [at.astimezone(ZoneInfo(name)).date() for at in moments]
    mondays = [date(2020, 1, 6) + timedelta(weeks=step) for step in range(209)]
    expected = [monday + timedelta(days=min(odd if int(monday.strftime("%V")) % 2 else even) - 1) for monday in mondays]
    assert expected == dates


def test_december_ends_with_the_year() -> None:
    """The month after December is January of the next year."""
    assert date(2026, 12, 31) == workdays.Workdays().in_month(2026, 12)[-1]


def test_who_is_away_for_ever_falls_back_on_the_pattern() -> None:
    """There is always a next working day, and on it availability says no."""
    assert date(2026, 11, 30) == workdays.Workdays(off=Always()).on_or_after(date(2026, 11, 28))


@pytest.mark.parametrize("days", [frozenset[int](), frozenset({0}), frozenset({8})])
def test_a_pattern_without_days_or_with_others_is_refused(days: frozenset[int]) -> None:
    """ISO weekdays run from 1 to 7."""
    with pytest.raises(ValueError, match="ISO weekdays"):
        workdays.Workdays(days)


def test_the_monday_of_every_day_of_a_week_is_the_same() -> None:
    """A week begins on Monday."""
    monday = date(2026, 11, 23)
    assert {monday} == {workdays.monday_of(monday + timedelta(days=step)) for step in range(7)}
