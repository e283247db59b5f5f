"""The fixed periods over which results are published once."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nudges import calendar_nl, windows, workdays
from nudges.windows import WindowKind
from tests.nudges.cast import AMSTERDAM, local

CALENDAR = workdays.Workdays(off=calendar_nl.cao_gemeenten())
days = st.dates(date(2024, 1, 1), date(2036, 1, 1))


def test_a_content_window_is_a_block_of_four_weeks() -> None:
    """Monday 9 November to Monday 7 December 2026, published when Monday to Wednesday have gone by."""
    opens_on = windows.opened_on(WindowKind.CONTENT, date(2026, 11, 23))
    window = windows.window(WindowKind.CONTENT, opens_on, AMSTERDAM, CALENDAR)
    assert (date(2026, 11, 9), date(2026, 12, 7)) == (window.opens_on, window.closes_on)
    assert (local("2026-11-09T00:00"), local("2026-12-07T00:00")) == (window.opens_at, window.closes_at)
    assert window.publish_at == local("2026-12-10T00:00")


def test_a_participation_window_is_one_week() -> None:
    """From this Monday to the next."""
    window = windows.window(WindowKind.PARTICIPATION, date(2026, 11, 23), AMSTERDAM, CALENDAR)
    assert window.closes_on == date(2026, 11, 30)
    assert window.publish_at == local("2026-12-03T00:00")


def test_holidays_do_not_count_in_the_delay() -> None:
    """The week of Christmas 2026 closes on 28 December; New Year's Day and the weekend do not count."""
    window = windows.window(WindowKind.PARTICIPATION, date(2026, 12, 21), AMSTERDAM, CALENDAR)
    assert window.publish_at == local("2026-12-31T00:00")
    after = windows.window(WindowKind.PARTICIPATION, date(2026, 12, 28), AMSTERDAM, CALENDAR)
    assert after.publish_at == local("2027-01-07T00:00")
    easter = windows.window(WindowKind.PARTICIPATION, date(2026, 3, 30), AMSTERDAM, CALENDAR)
    assert easter.publish_at == local("2026-04-10T00:00")


def test_a_window_over_summer_time_is_still_whole_weeks_of_local_days() -> None:
    """An hour shorter in March, from midnight to midnight."""
    window = windows.window(WindowKind.PARTICIPATION, date(2026, 3, 23), AMSTERDAM, CALENDAR)
    assert window.closes_at - window.opens_at == timedelta(days=7, hours=-1)


def test_a_window_opens_on_its_monday_only() -> None:
    """Not on a Tuesday, and a block not on a Monday of another week."""
    with pytest.raises(ValueError, match="no content window opens on 2026-11-10"):
        windows.window(WindowKind.CONTENT, date(2026, 11, 10), AMSTERDAM, CALENDAR)
    with pytest.raises(ValueError, match="no content window opens on 2026-11-16"):
        windows.window(WindowKind.CONTENT, date(2026, 11, 16), AMSTERDAM, CALENDAR)


@given(days, st.sampled_from(WindowKind))
def test_windows_follow_each_other_without_a_gap(day: date, kind: WindowKind) -> None:
    """Every day is in one window of a kind, and the next one opens where it closes, on a Monday."""
    opens_on = windows.opened_on(kind, day)
    window = windows.window(kind, opens_on, AMSTERDAM, CALENDAR)
    assert window.opens_on <= day < window.closes_on
    assert windows.next_opening(kind, day) == window.closes_on
    assert window.opens_on.isoweekday() == window.closes_on.isoweekday() == 1
    assert window.publish_at - window.closes_at >= timedelta(days=3)


@given(days)
def test_a_block_is_made_of_whole_weeks(day: date) -> None:
    """A week of participation lies in one block of content."""
    week = windows.window(
        WindowKind.PARTICIPATION, windows.opened_on(WindowKind.PARTICIPATION, day), AMSTERDAM, CALENDAR
    )
    block = windows.window(WindowKind.CONTENT, windows.opened_on(WindowKind.CONTENT, day), AMSTERDAM, CALENDAR)
    assert block.opens_on <= week.opens_on < week.closes_on <= block.closes_on
