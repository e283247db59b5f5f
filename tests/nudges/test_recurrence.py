"""Values that say how something returns, and their JSON."""

from datetime import date, time
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nudges import recurrence, workdays
from nudges.recurrence import At, Monthly, Once, ProgrammeDay, TimeWindow, WeekBegins, Weekly

AT = At(time(15, 30))
PLAIN = workdays.Workdays()

walls = st.times().map(lambda wall: wall.replace(microsecond=0))
whens = st.one_of(
    st.builds(At, walls),
    st.tuples(walls, walls).filter(lambda pair: pair[0] != pair[1]).map(lambda pair: TimeWindow(*sorted(pair))),
)
days = st.dates(date(2020, 1, 1), date(2035, 12, 31))
weekdays = st.frozensets(st.integers(1, 7), min_size=1)
recurrences = st.one_of(
    st.builds(Weekly, weekdays, whens, st.integers(1, 8), days),
    st.builds(Monthly, st.integers(1, 23) | st.integers(-23, -1), whens),
    st.builds(Once, days, st.integers(-400, 400), whens),
    st.builds(ProgrammeDay, days, st.integers(1, 20), st.integers(1, 7), whens),
    st.builds(WeekBegins, whens, st.integers(1, 8), days),
)


@given(recurrences)
def test_json_brings_back_the_same_value(returns: recurrence.Recurrence) -> None:
    """To JSON and back, whatever it is."""
    assert returns == recurrence.from_json(recurrence.to_json(returns))


def test_json_is_one_stable_line() -> None:
    """Equal recurrences give equal text, so a row can be compared without reading it."""
    text = '{"anchor":"1970-01-05","at":"15:30:00","days":[2,4],"every":1,"kind":"weekly"}'
    assert text == recurrence.to_json(Weekly(frozenset({4, 2}), AT))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"kind":"yearly","at":"09:00"}',
        '{"kind":"weekly","days":[4]}',
        '{"kind":"weekly","days":[8],"at":"09:00"}',
        '{"kind":"weekly","days":["4"],"at":"09:00"}',
        '{"kind":"weekly","days":[4],"at":"quarter past nine"}',
        '{"kind":"weekly","days":[4],"every":0,"at":"09:00"}',
        '{"kind":"weekly","days":[4],"every":true,"at":"09:00"}',
        '{"kind":"weekly","days":[4],"at":"09:00","colour":"blue"}',
        '{"kind":"monthly","nth":0,"at":"09:00"}',
        '{"kind":"once","start":"2026-02-30","days":1,"at":"09:00"}',
        '{"kind":"programme_day","start":"2026-11-23","week":0,"day":1,"at":"09:00"}',
        '{"kind":"monthly","nth":1,"window":["12:00","09:00"]}',
        '{"kind":"monthly","nth":1,"window":["12:00"]}',
    ],
)
def test_what_is_no_recurrence_is_refused_with_a_reason(text: str) -> None:
    """Never a half-read value, never another error than this one."""
    with pytest.raises(recurrence.RecurrenceError, match=r"not a recurrence: \S"):
        recurrence.from_json(text)


def test_every_second_week_counts_from_the_week_of_its_anchor() -> None:
    """Anchored in the week of 25 November 2026, Mondays and Thursdays of every second week."""
    fortnightly = Weekly(frozenset({1, 4}), AT, every=2, anchor=date(2026, 11, 25))
    days = list(islice(fortnightly.days_from(date(2026, 11, 24), PLAIN), 3))
    assert [date(2026, 11, 26), date(2026, 12, 7), date(2026, 12, 10)] == days


def test_an_anchor_in_the_future_counts_backwards_too() -> None:
    """The weeks before the anchor keep the same step."""
    fortnightly = Weekly(frozenset({1}), AT, every=2, anchor=date(2027, 1, 4))
    assert date(2026, 11, 23) == next(fortnightly.days_from(date(2026, 11, 17), PLAIN))


def test_the_first_and_the_last_working_day_of_the_month() -> None:
    """January 2027 begins on a Friday that is a holiday, and ends on a Sunday."""
    calendar = workdays.Workdays(off=frozenset({date(2027, 1, 1)}))
    assert date(2027, 1, 4) == next(Monthly(1, AT).days_from(date(2027, 1, 1), calendar))
    assert date(2027, 1, 29) == next(Monthly(-1, AT).days_from(date(2027, 1, 1), calendar))


def test_a_month_with_too_few_working_days_is_passed_over() -> None:
    """Somebody of Mondays only has a fifth working day in a month of five Mondays."""
    mondays = workdays.Workdays(frozenset({1}))
    days = list(islice(Monthly(5, AT).days_from(date(2026, 11, 1), mondays), 2))
    assert [date(2026, 11, 30), date(2027, 3, 29)] == days


def test_a_monthly_day_that_never_comes_ends_the_search() -> None:
    """Nobody of one day a week has a twentieth working day."""
    assert [] == list(Monthly(20, AT).days_from(date(2026, 11, 1), workdays.Workdays(frozenset({1}))))


def test_once_is_a_number_of_days_from_a_date() -> None:
    """Ten days after 23 November 2026, or three before; not any more once it has passed."""
    assert [date(2026, 12, 3)] == list(Once(date(2026, 11, 23), 10, AT).days_from(date(2026, 11, 23), PLAIN))
    assert [date(2026, 11, 20)] == list(Once(date(2026, 11, 23), -3, AT).days_from(date(2026, 11, 1), PLAIN))
    assert [] == list(Once(date(2026, 11, 23), 10, AT).days_from(date(2026, 12, 4), PLAIN))


def _programme_day(week: int, day: int, calendar: workdays.Workdays, start: date = date(2026, 11, 23)) -> date:
    return next(ProgrammeDay(start, week, day, AT).days_from(date(2026, 1, 1), calendar))


def test_a_programme_counts_its_weeks_from_its_start() -> None:
    """Day 3 of week 2 of a programme that starts on Monday 23 November is Wednesday 2 December."""
    assert date(2026, 12, 2) == _programme_day(2, 3, PLAIN)


def test_leave_moves_a_programme_instead_of_eating_it() -> None:
    """A week of leave does not count, and everything after it is a week later."""
    leave = frozenset(date(2026, 11, day) for day in range(23, 31)) | {date(2026, 12, day) for day in range(1, 7)}
    calendar = workdays.Workdays(off=leave)
    assert date(2026, 12, 7) == _programme_day(1, 1, calendar)
    assert date(2026, 12, 16) == _programme_day(2, 3, calendar)


def test_a_programme_takes_the_last_day_of_who_works_fewer() -> None:
    """The fourth working day of somebody of Monday and Tuesday is the Tuesday."""
    assert date(2026, 11, 24) == _programme_day(1, 4, workdays.Workdays(frozenset({1, 2})))


def test_a_programme_that_starts_midweek_has_a_short_first_week() -> None:
    """From Thursday on, day 1 is that Thursday, and day 5 the Friday; week 2 is whole again."""
    thursday = date(2026, 11, 26)
    assert thursday == _programme_day(1, 1, PLAIN, thursday)
    assert date(2026, 11, 27) == _programme_day(1, 5, PLAIN, thursday)
    assert date(2026, 11, 30) == _programme_day(2, 1, PLAIN, thursday)
