"""Head counts are asked for on fixed dates, whoever left."""

from datetime import date

import pytest

from nudges import calendar_nl, head_counts, workdays

CALENDAR = workdays.Workdays(off=calendar_nl.cao_gemeenten())


@pytest.mark.parametrize(
    ("today", "first"),
    [
        (date(2026, 11, 30), date(2026, 10, 1)),
        (date(2027, 1, 1), date(2027, 1, 4)),  # a holiday, and a weekend
        (date(2026, 4, 5), date(2026, 4, 1)),
        (date(2026, 7, 1), date(2026, 7, 1)),
    ],
)
def test_a_quarter_begins_on_its_first_working_day(today: date, first: date) -> None:
    """Of January, April, July and October."""
    assert first == head_counts.begins(today, CALENDAR)


def test_the_term_is_ten_working_days() -> None:
    """From the first to the tenth, and none before."""
    days = [date(2027, 1, day) for day in range(1, 32)]
    term = [day for day in days if head_counts.is_term(day, CALENDAR)]
    assert (date(2027, 1, 4), 10) == (term[0], sum(CALENDAR.works(day) for day in term))
    assert not head_counts.is_term(date(2027, 1, 18), CALENDAR)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 11, 30), date(2027, 1, 4)),
        (date(2027, 1, 4), date(2027, 4, 1)),
        (date(2027, 4, 30), date(2027, 7, 1)),
        (date(2027, 9, 30), date(2027, 10, 1)),
    ],
)
def test_the_next_term_is_that_of_the_next_quarter(today: date, expected: date) -> None:
    """In the last quarter of a year it is the first of the next year."""
    assert expected == head_counts.next_term(today, CALENDAR)
