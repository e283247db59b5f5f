"""Words for moments, the reminder and the expiry, by one person's own days."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nudges import availability
from nudges.availability import Away
from nudges.person import TimeSpan
from tests.nudges.cast import anna, local, moments

THURSDAY = local("2026-11-26T15:30")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("later_today", "2026-11-26T16:45"),  # half of what is left until six
        ("tomorrow", "2026-11-27T15:30"),
        ("friday", "2026-11-27T15:30"),
        ("thursday", "2026-12-03T15:30"),  # never today
        ("saturday", "2026-11-30T15:30"),  # no working day, so the next one
        ("monday", "2026-11-30T15:30"),
        ("next_week", "2026-11-30T15:30"),
        ("in_one_week", "2026-12-03T15:30"),
        ("in_two_weeks", "2026-12-10T15:30"),
        ("in_four_weeks", "2026-12-24T15:30"),
        ("2026-12-25", "2026-12-28T15:30"),  # Christmas, so the Monday after it
        ("2026-11-01", "2026-11-27T15:30"),  # past, so tomorrow
    ],
)
def test_what_a_word_means_on_thursday_afternoon(name: str, expected: str) -> None:
    """Always a working day, at the person's prompt time, but for later today."""
    assert availability.moment(anna(), name, THURSDAY) == local(expected)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-26T09:00", "2026-11-26T11:00"),
        ("2026-11-26T05:00", "2026-11-26T08:00"),
        ("2026-11-26T17:00", "2026-11-26T17:30"),
        ("2026-11-26T17:01", "2026-11-27T15:30"),
        ("2026-11-26T21:00", "2026-11-27T15:30"),
        ("2026-11-28T10:00", "2026-11-30T15:30"),
    ],
)
def test_later_today_stays_within_the_day(now: str, expected: str) -> None:
    """Two hours on, or half of the rest; with less than an hour left, or on a free day, the next working day."""
    assert availability.moment(anna(), "later_today", local(now)) == local(expected)


def test_later_today_waits_for_quiet_hours() -> None:
    """Quiet from eleven to one: two hours after ten is one o'clock."""
    assert availability.moment(
        anna(quiet=(TimeSpan(time(11), time(13)),)), "later_today", local("2026-11-26T10:00")
    ) == local("2026-11-26T13:00")


def test_a_prompt_time_in_quiet_hours_waits_until_they_are_over() -> None:
    """Quiet from three to four: tomorrow's prompt and the reminder come at four."""
    person = anna(quiet=(TimeSpan(time(15), time(16)),))
    assert availability.moment(person, "tomorrow", THURSDAY) == local("2026-11-27T16:00")
    assert availability.remind_at(person, THURSDAY) == local("2026-11-27T16:00")


def test_a_part_time_person_is_asked_on_the_next_own_day() -> None:
    """Tomorrow of Monday and Thursday, on a Thursday, is Monday."""
    assert availability.moment(anna(working_days=frozenset({1, 4})), "tomorrow", THURSDAY) == local("2026-11-30T15:30")


@pytest.mark.parametrize("name", ["", "soon", "yesterday", "2026-13-01"])
def test_another_word_is_refused(name: str) -> None:
    """The message says what could have been written."""
    with pytest.raises(availability.UnknownMoment, match="later_today, tomorrow"):
        availability.moment(anna(), name, THURSDAY)


def test_a_reminder_comes_on_the_next_working_day_at_the_same_hour() -> None:
    """Thursday's on Friday, Friday's on Monday, also over summer time and Easter."""
    assert availability.remind_at(anna(), THURSDAY) == local("2026-11-27T15:30")
    assert availability.remind_at(anna(), local("2026-11-27T15:30")) == local("2026-11-30T15:30")
    assert availability.remind_at(anna(), local("2026-03-27T15:30")) == local("2026-03-30T15:30")
    assert availability.remind_at(anna(), local("2026-04-03T15:30")) == local("2026-04-07T15:30")


def test_a_reminder_keeps_the_hour_of_the_prompt_and_rests_twenty_hours() -> None:
    """Due at nine but sent at two: the day after at ten, when twenty hours have gone."""
    assert availability.remind_at(anna(), local("2026-11-26T14:00"), time(9)) == local("2026-11-27T10:00")
    assert availability.remind_at(anna(), local("2026-11-26T11:00"), time(9)) == local("2026-11-27T09:00")


def test_a_reminder_that_would_rest_past_the_day_waits_for_the_next() -> None:
    """Hours from eight to noon, sent at half past eleven at night: not the next morning, the one after."""
    mornings = anna(hours=TimeSpan(time(8), time(12)))
    assert availability.remind_at(mornings, local("2026-11-24T23:30"), time(9)) == local("2026-11-26T09:00")


def test_leave_postpones_the_reminder() -> None:
    """Away on Friday and Monday: reminded on Tuesday."""
    away = anna(away=(Away(date(2026, 11, 27), date(2026, 11, 30)),))
    assert availability.remind_at(away, THURSDAY) == local("2026-12-01T15:30")


def test_a_prompt_expires_at_the_end_of_the_working_day_after_the_reminder() -> None:
    """Sent on Thursday, reminded on Friday, expired on Monday at six."""
    assert availability.expires_at(anna(), THURSDAY) == local("2026-11-30T18:00")
    assert availability.expires_at(anna(), local("2026-12-23T15:30")) == local("2026-12-28T18:00")


@given(
    sent_at=moments,
    working_days=st.frozensets(st.integers(1, 7), min_size=1),
    hour=st.none() | st.times(time(8), time(17, 59)),
)
def test_reminders_and_expiries_keep_their_promises(
    sent_at: datetime, working_days: frozenset[int], hour: time | None
) -> None:
    """At least twenty hours later, in own hours of a later working day, expiring after it."""
    person = anna(working_days=working_days)
    remind_at = availability.remind_at(person, sent_at, hour)
    assert remind_at - sent_at >= timedelta(hours=20)
    assert availability.is_open(person, remind_at)
    assert availability.expires_at(person, sent_at, hour) > remind_at


@given(
    now=moments,
    name=st.sampled_from(["later_today", "tomorrow", "next_week", "sunday", "in_two_weeks", "2027-01-01"]),
    working_days=st.frozensets(st.integers(1, 7), min_size=1),
)
def test_a_moment_is_open_and_ahead(now: datetime, name: str, working_days: frozenset[int]) -> None:
    """Whatever the word, whenever it is said."""
    person = anna(working_days=working_days)
    at = availability.moment(person, name, now)
    assert at > now
    assert availability.is_open(person, at)
