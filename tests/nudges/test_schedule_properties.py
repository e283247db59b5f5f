"""Ten years in zones with odd jumps: never twice, never zero, always local, as dateutil calculates it too."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

import pytest
from dateutil import rrule, tz
from hypothesis import given, settings
from hypothesis import strategies as st

from nudges import schedule
from nudges.recurrence import At, Monthly, Once, ProgrammeDay, Weekly
from nudges.workdays import Workdays

# Summer time at one, two or three in the night and at midnight, of half an hour and of two; moved clocks; a lost day.
ZONES = [
    "Europe/Amsterdam",
    "Europe/Lisbon",
    "Australia/Lord_Howe",
    "Antarctica/Troll",
    "America/Sao_Paulo",
    "America/Santiago",
    "America/Caracas",
    "Africa/Cairo",
    "Asia/Pyongyang",
    "Asia/Kathmandu",
    "Pacific/Apia",
    "Pacific/Chatham",
    "UTC",
]
SINCE, UNTIL = date(2010, 1, 4), date(2020, 1, 6)
SEED = b"seed"

walls = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 59]))
nightly = st.builds(time, st.integers(0, 3), st.sampled_from([0, 30]))


def _independent(naive: datetime, name: str) -> datetime:
    """The moment by dateutil; in a gap, the first minute whose local clock has passed the wanted time."""
    zone = tz.gettz(name)
    assert zone is not None
    if tz.datetime_exists(naive, zone):
        return naive.replace(tzinfo=zone, fold=0).astimezone(UTC)
    at = naive.replace(tzinfo=UTC) - timedelta(hours=15)
    while at.astimezone(zone).replace(tzinfo=None) < naive:
        at += timedelta(minutes=1)
    return at


def _agrees(returns: schedule.Recurrence, name: str, rule: rrule.rrule) -> None:
    since = datetime.combine(SINCE, time(0), tzinfo=UTC) - timedelta(days=1)
    until = datetime.combine(UNTIL, time(0), tzinfo=UTC) - timedelta(days=2)
    moments = list(schedule.occurrences(returns, ZoneInfo(name), since, until, SEED))
    expected = sorted({_independent(naive, name) for naive in rule})
    assert [at for at in expected if since < at <= until] == moments


def _weekly(name: str, days: frozenset[int], wall: time, every: int) -> None:
    anchor = SINCE - timedelta(weeks=every)
    rule = rrule.rrule(
        rrule.WEEKLY,
        dtstart=datetime.combine(anchor, wall),
        until=datetime.combine(UNTIL, wall),
        interval=every,
        byweekday=[day - 1 for day in sorted(days)],
    )
    _agrees(Weekly(days, At(wall), every, anchor), name, rule)


@settings(max_examples=50)
@given(
    name=st.sampled_from(ZONES),
    days=st.frozensets(st.integers(1, 7), min_size=1),
    wall=walls | nightly,
    every=st.integers(1, 5),
)
def test_weeks_agree_with_rrule(name: str, days: frozenset[int], wall: time, every: int) -> None:
    """Every n weeks on any days, at any time of day or night."""
    _weekly(name, days, wall, every)


@settings(max_examples=50)
@given(name=st.sampled_from(ZONES), nth=st.integers(1, 20) | st.integers(-20, -1), wall=walls | nightly)
def test_months_agree_with_rrule(name: str, nth: int, wall: time) -> None:
    """The nth working day of every month, from either end."""
    rule = rrule.rrule(
        rrule.MONTHLY,
        dtstart=datetime.combine(SINCE.replace(day=1), wall),
        until=datetime.combine(UNTIL, wall),
        byweekday=range(5),
        bysetpos=nth,
    )
    _agrees(Monthly(nth, At(wall)), name, rule)


@settings(max_examples=200)
@given(
    name=st.sampled_from(ZONES),
    start=st.dates(SINCE + timedelta(days=100), UNTIL - timedelta(days=100)),
    days=st.integers(-60, 60),
    wall=walls | nightly,
)
def test_once_agrees_with_rrule(name: str, start: date, days: int, wall: time) -> None:
    """So many days after a date, or before it, at any time of day or night; exactly once."""
    rule = rrule.rrule(rrule.DAILY, dtstart=datetime.combine(start, wall) + timedelta(days=days), count=1)
    _agrees(Once(start, days, At(wall)), name, rule)


@settings(max_examples=60)
@given(
    name=st.sampled_from(ZONES),
    start=st.dates(SINCE, UNTIL - timedelta(days=800)),
    week=st.integers(1, 52),
    day=st.integers(1, 7),
    pattern=st.frozensets(st.integers(1, 7), min_size=1),
    wall=walls | nightly,
)
def test_a_day_of_a_programme_agrees_with_rrule(
    name: str, start: date, week: int, day: int, pattern: frozenset[int], wall: time
) -> None:
    """The weeks are those of somebody's own days from the start on; who works fewer days gets the last one."""
    every = rrule.rrule(
        rrule.DAILY,
        dtstart=datetime.combine(start, wall),
        count=7 * 60,
        byweekday=[each - 1 for each in sorted(pattern)],
    )
    weeks = [list(days) for _, days in groupby(every, key=lambda naive: naive.isocalendar()[:2])]
    expected = weeks[week - 1][min(day, len(weeks[week - 1])) - 1]
    moments = schedule.occurrences(
        ProgrammeDay(start, week, day, At(wall)),
        ZoneInfo(name),
        datetime.combine(start, time(0), tzinfo=UTC) - timedelta(days=2),
        datetime.combine(start, time(0), tzinfo=UTC) + timedelta(days=800),
        SEED,
        Workdays(pattern),
    )
    assert [_independent(expected, name)] == list(moments)


@pytest.mark.parametrize("name", ZONES)
def test_a_nightly_prompt_comes_once_a_local_day(name: str) -> None:
    """Never twice, never zero, always at its local time where that exists: half past two over ten years."""
    zone = ZoneInfo(name)
    nightly = Weekly(frozenset(range(1, 8)), At(time(2, 30)))
    since, until = (datetime.combine(day, time(0), tzinfo=zone) for day in (SINCE, UNTIL))
    moments = [at.astimezone(zone) for at in schedule.occurrences(nightly, zone, since, until, SEED)]
    days = [at.date() for at in moments]
    everyday = [SINCE + timedelta(days=step) for step in range((UNTIL - SINCE).days)]
    lost = [date(2011, 12, 30)] if name == "Pacific/Apia" else []
    # Samoa's lost Friday comes in the first moment of Saturday, which then has its own as well.
    assert sorted({*everyday} - {*lost}) == sorted(set(days))
    assert len(days) == len(everyday)
    elsewhere = [at for at in moments if at.time() != time(2, 30)]
    assert len(elsewhere) <= 11
    assert all(at.date() in lost or _skips(at, zone) for at in elsewhere)


def _skips(at: datetime, zone: ZoneInfo) -> bool:
    """Whether the clock jumped forward in the second before this moment."""
    before = (at.astimezone(UTC) - timedelta(seconds=1)).astimezone(zone)
    return at.replace(tzinfo=None) - before.replace(tzinfo=None) > timedelta(seconds=1)


@pytest.mark.long
@settings(max_examples=1500)
@given(
    name=st.sampled_from(ZONES),
    days=st.frozensets(st.integers(1, 7), min_size=1),
    wall=walls | nightly,
    every=st.integers(1, 9),
)
def test_weeks_agree_with_rrule_at_length(name: str, days: frozenset[int], wall: time, every: int) -> None:
    """The same, with many more rhythms."""
    _weekly(name, days, wall, every)
