"""Which days somebody works."""

from datetime import date, timedelta

import pytest

from nudges import workdays


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
