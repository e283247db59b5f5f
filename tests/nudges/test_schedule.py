"""From recurrences to moments, across summer time and in windows."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from nudges import recurrence, schedule, workdays
from nudges.recurrence import At, Monthly, Once, TimeWindow, Weekly
from tests.nudges.cast import AMSTERDAM, local

THURSDAYS = Weekly(frozenset({4}), At(time(15, 30)))
EVERY_DAY = frozenset(range(1, 8))
SEED = b"a seed of Anna's weekly reflection"


def test_half_past_three_stays_half_past_three_in_spring() -> None:
    """Thursdays around 29 March 2026: the UTC hour moves, the clock on the wall does not."""
    moments = schedule.occurrences(THURSDAYS, AMSTERDAM, local("2026-03-26T00:00"), local("2026-04-03T00:00"), SEED)
    assert [datetime(2026, 3, 26, 14, 30, tzinfo=UTC), datetime(2026, 4, 2, 13, 30, tzinfo=UTC)] == list(moments)


def test_nine_stays_nine_in_autumn() -> None:
    """Mondays around 25 October 2026."""
    mondays = Weekly(frozenset({1}), At(time(9)))
    moments = schedule.occurrences(mondays, AMSTERDAM, local("2026-10-19T00:00"), local("2026-10-27T00:00"), SEED)
    assert [datetime(2026, 10, 19, 7, tzinfo=UTC), datetime(2026, 10, 26, 8, tzinfo=UTC)] == list(moments)


def test_half_past_two_comes_once_in_the_autumn_night() -> None:
    """A cron job would fire twice."""
    nightly = Weekly(EVERY_DAY, At(time(2, 30)))
    moments = list(schedule.occurrences(nightly, AMSTERDAM, local("2026-10-25T00:00"), local("2026-10-26T00:00"), SEED))
    assert [datetime(2026, 10, 25, 0, 30, tzinfo=UTC)] == moments


def test_half_past_two_comes_once_in_the_spring_night() -> None:
    """It does not exist, and comes at three."""
    nightly = Weekly(EVERY_DAY, At(time(2, 30)))
    moments = list(schedule.occurrences(nightly, AMSTERDAM, local("2026-03-29T00:00"), local("2026-03-30T00:00"), SEED))
    assert [local("2026-03-29T03:00")] == moments


def test_since_is_left_out_and_until_is_in() -> None:
    """So that the last planned moment is where the next look begins."""
    first, second = local("2026-11-26T15:30"), local("2026-12-03T15:30")
    assert [second] == list(schedule.occurrences(THURSDAYS, AMSTERDAM, first, second, SEED))
    assert second == schedule.next_after(THURSDAYS, AMSTERDAM, first, SEED)
    assert first == schedule.next_after(THURSDAYS, AMSTERDAM, first - timedelta(microseconds=1), SEED)


def test_nothing_follows_what_happens_once() -> None:
    """After its one moment there is none."""
    once = Once(date(2026, 11, 23), 3, At(time(9)))
    at = schedule.next_after(once, AMSTERDAM, local("2026-11-23T00:00"), SEED)
    assert at == local("2026-11-26T09:00")
    assert schedule.next_after(once, AMSTERDAM, at, SEED) is None


def test_a_skipped_day_shares_its_moment_and_it_counts_once() -> None:
    """Midnight of 30 December 2011, which Samoa skipped, is midnight of the 31st."""
    apia = ZoneInfo("Pacific/Apia")
    since = datetime(2011, 12, 29, 10, tzinfo=UTC)
    midnights = schedule.occurrences(
        Weekly(EVERY_DAY, At(time(0))), apia, since, since + timedelta(days=2, hours=1), SEED
    )
    assert [since + timedelta(days=1), since + timedelta(days=2)] == list(midnights)


def test_a_window_draws_the_same_moment_again() -> None:
    """After a crash, on another worker, asked from another side."""
    window = Weekly(frozenset({2}), TimeWindow(time(9), time(12)))
    since = local("2026-11-23T00:00")
    at = schedule.next_after(window, AMSTERDAM, since, SEED)
    assert at == datetime(2026, 11, 24, 8, 0, 28, tzinfo=UTC)
    assert at == next(schedule.occurrences(window, AMSTERDAM, since, since + timedelta(weeks=3), SEED))


def test_a_window_draws_evenly() -> None:
    """Over 4,000 days each quarter of the window gets about a quarter of the moments."""
    window = TimeWindow(time(9), time(13))
    hours = [0, 0, 0, 0]
    for step in range(4000):
        day = date(2020, 1, 1) + timedelta(days=step)
        hours[schedule.moment_on(day, window, AMSTERDAM, SEED).astimezone(AMSTERDAM).hour - 9] += 1
    assert all(880 < count < 1120 for count in hours)


def test_another_seed_draws_another_moment() -> None:
    """Two people of one schedule are not asked in the same second."""
    window = TimeWindow(time(9), time(12))
    drawn = {schedule.moment_on(date(2026, 11, 24), window, AMSTERDAM, bytes([seed])) for seed in range(20)}
    assert 20 == len(drawn)


def test_a_window_inside_the_skipped_hour_happens_once() -> None:
    """Between 02:15 and 02:45 of the spring night there is nothing; it comes at three."""
    at = schedule.moment_on(date(2026, 3, 29), TimeWindow(time(2, 15), time(2, 45)), AMSTERDAM, SEED)
    assert at == local("2026-03-29T03:00")


@settings(max_examples=60)
@given(
    seed=st.binary(min_size=1, max_size=8),
    start=st.integers(0, 22),
    length=st.integers(1, 23),
    step=st.integers(0, 3650),
)
def test_a_drawn_moment_is_inside_its_window(seed: bytes, start: int, length: int, step: int) -> None:
    """In Amsterdam, over ten years: on the day, from its start and before its end."""
    window = TimeWindow(time(start), time(min(start + length, 23), 59))
    day = date(2026, 1, 1) + timedelta(days=step)
    wall = schedule.moment_on(day, window, AMSTERDAM, seed).astimezone(AMSTERDAM)
    assert wall.date() == day
    assert window.starts <= wall.time() < window.ends


def test_working_days_decide_where_a_recurrence_counts_them() -> None:
    """The first working day of January 2027 is Monday the 4th where New Year's Day is off."""
    calendar = workdays.Workdays(off=frozenset({date(2027, 1, 1)}))
    first = Monthly(1, At(time(9)))
    assert schedule.next_after(first, AMSTERDAM, local("2026-12-31T12:00"), SEED, calendar) == local("2027-01-04T09:00")
    assert schedule.next_after(first, AMSTERDAM, local("2026-12-31T12:00"), SEED) == local("2027-01-01T09:00")


def test_the_schedule_reads_and_writes_json() -> None:
    """The names by which the store knows it."""
    assert schedule.from_json(schedule.to_json(THURSDAYS)) == THURSDAYS
    assert schedule.RecurrenceError is recurrence.RecurrenceError
