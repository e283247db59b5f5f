"""When somebody is asked about their buddy: on their own weekday, four weeks apart, less often unanswered."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nudges import buddy
from nudges.workdays import Workdays

MONDAY = date(2026, 9, 7)
WEEK = timedelta(weeks=1)


def test_the_two_take_turns() -> None:
    """One is asked from a week after they chose each other, the other a fortnight later."""
    assert 2 * WEEK == buddy.first_from(MONDAY, goes_first=False) - buddy.first_from(MONDAY, goes_first=True)


@pytest.mark.parametrize(("unanswered", "weeks"), [(0, 4), (1, 4), (2, 8), (40, 8)])
def test_what_nobody_answers_comes_less_often(unanswered: int, weeks: int) -> None:
    """On the same weekday so many weeks later."""
    begins = buddy.next_from(MONDAY, unanswered)
    assert MONDAY + weeks * WEEK == buddy.day(begins, 1, MONDAY, Workdays())


def test_what_came_late_pushes_the_next_no_further() -> None:
    """Asked on a Wednesday for want of room on Monday, the next comes on the Monday of the fourth week after."""
    assert MONDAY + 4 * WEEK == buddy.day(buddy.next_from(MONDAY + timedelta(days=2), 0), 1, MONDAY, Workdays())


def test_a_day_off_moves_it_to_the_next_working_day() -> None:
    """Who never works on that weekday is asked on the next one that they work on."""
    assert MONDAY + timedelta(days=1) == buddy.day(MONDAY, 1, MONDAY, Workdays(frozenset({2, 4})))


@given(st.dates(date(2026, 1, 1), date(2028, 1, 1)), st.integers(1, 7), st.integers(-30, 60), st.integers(0, 9))
def test_it_never_comes_too_soon(asked_on: date, weekday: int, later: int, unanswered: int) -> None:
    """At least 25 days after the last one, not before today, and on a working day."""
    today = asked_on + timedelta(days=later)
    day = buddy.day(buddy.next_from(asked_on, unanswered), weekday, today, Workdays())
    assert day is not None
    assert day >= max(asked_on + timedelta(days=25), today)
    assert Workdays().works(day)
