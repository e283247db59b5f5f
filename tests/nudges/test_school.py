"""Asking about a school holiday: once, beforehand, on a working day, and only where there is work in it."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from nudges import calendar_nl, school
from nudges.calendar_nl import Region, SchoolHoliday
from nudges.person import Away
from nudges.workdays import Workdays
from tests.nudges.cast import anna

AUTUMN = SchoolHoliday("Herfstvakantie", date(2026, 10, 17), date(2026, 10, 25))
CHRISTMAS = SchoolHoliday("Kerstvakantie", date(2026, 12, 19), date(2027, 1, 3))
BOTH = [AUTUMN, CHRISTMAS]
TEN_BEFORE = date(2026, 10, 7)  # a Wednesday


def test_it_is_asked_ten_days_before_and_once() -> None:
    """Then comes the next holiday."""
    assert school.HolidayQuestion(AUTUMN, TEN_BEFORE) == school.question(BOTH, Workdays(), date(2026, 9, 1), None)
    question = school.question(BOTH, Workdays(), TEN_BEFORE + timedelta(days=1), TEN_BEFORE)
    assert school.HolidayQuestion(CHRISTMAS, date(2026, 12, 9)) == question


def test_what_could_not_go_is_asked_on_another_working_day() -> None:
    """Up to the last one before the holiday; then it is too late, and nothing is asked about it."""
    assert school.HolidayQuestion(AUTUMN, date(2026, 10, 12)) == school.question(
        BOTH, Workdays(), date(2026, 10, 10), None
    )
    assert school.HolidayQuestion(AUTUMN, date(2026, 10, 16)) == school.question(
        BOTH, Workdays(), date(2026, 10, 16), None
    )
    late = school.question(BOTH, Workdays(), date(2026, 10, 17), None)
    assert late is not None
    assert CHRISTMAS == late.holiday


def test_who_said_that_they_are_away_is_not_asked() -> None:
    """Nor somebody without a working day in it; a single day of work left is reason enough."""
    away = anna(away=(Away(date(2026, 10, 15), date(2026, 10, 23)),)).calendar
    question = school.question(BOTH, away, date(2026, 9, 1), None)
    assert question is not None
    assert CHRISTMAS == question.holiday
    short = anna(away=(Away(date(2026, 10, 15), date(2026, 10, 22)),)).calendar
    assert school.HolidayQuestion(AUTUMN, TEN_BEFORE) == school.question(BOTH, short, date(2026, 9, 1), None)
    assert school.question([AUTUMN], anna(away=(Away(date(2026, 9, 1)),)).calendar, date(2026, 9, 1), None) is None


@settings(max_examples=40)
@given(
    st.sampled_from(Region),
    st.dates(date(2026, 1, 1), date(2029, 6, 1)),
    st.frozensets(st.integers(1, 7), min_size=1),
)
def test_each_holiday_of_a_year_is_asked_about_once(region: Region, since: date, days: frozenset[int]) -> None:
    """On a working day before it begins, never twice about one, whatever days somebody works."""
    calendar, asked = Workdays(days), list[school.HolidayQuestion]()
    day, asked_on = since, None
    while day < since + timedelta(days=365):
        question = school.question(calendar_nl.school_holidays(region, day), calendar, day, asked_on)
        if question is None:
            break
        assert calendar.works(question.day)
        assert day <= question.day < question.holiday.first <= question.day + school.AHEAD
        asked.append(question)
        day, asked_on = question.day + timedelta(days=1), question.day
    holidays = [question.holiday for question in asked]
    assert holidays == sorted(set(holidays), key=lambda holiday: holiday.first)
    assert len(holidays) >= 4
