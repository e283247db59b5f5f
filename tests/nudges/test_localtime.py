"""The wall clock and the moment it means."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from nudges import localtime
from tests.nudges.cast import AMSTERDAM

ODD = ["Europe/Amsterdam", "Australia/Lord_Howe", "Antarctica/Troll", "America/Sao_Paulo", "Pacific/Apia", "UTC"]


def test_a_skipped_local_time_becomes_the_first_moment_that_exists() -> None:
    """On 29 March 2026 half past two does not exist; 03:00 summer time does."""
    assert datetime(2026, 3, 29, 1, tzinfo=UTC) == localtime.moment(date(2026, 3, 29), time(2, 30), AMSTERDAM)


def test_a_local_time_that_happens_twice_means_its_first_time() -> None:
    """On 25 October 2026 half past two comes in summer time first."""
    assert datetime(2026, 10, 25, 0, 30, tzinfo=UTC) == localtime.moment(date(2026, 10, 25), time(2, 30), AMSTERDAM)


def test_a_whole_skipped_day_becomes_the_day_after() -> None:
    """Samoa had no 30 December 2011: its noon is the midnight that ended the 29th."""
    apia = ZoneInfo("Pacific/Apia")
    assert datetime(2011, 12, 30, 10, tzinfo=UTC) == localtime.moment(date(2011, 12, 30), time(12), apia)
    assert date(2011, 12, 31) == localtime.day_of(localtime.moment(date(2011, 12, 30), time(12), apia), apia)


@settings(max_examples=150)
@given(
    day=st.dates(date(2010, 1, 1), date(2036, 12, 31)),
    wall=st.times().map(lambda wall: wall.replace(microsecond=0)),
    name=st.sampled_from(ODD),
)
def test_it_is_the_first_second_that_shows_at_least_this(day: date, wall: time, name: str) -> None:
    """The moment shows the wanted time or later, and the second before shows less."""
    zone = ZoneInfo(name)
    at = localtime.moment(day, wall, zone)
    wanted = datetime.combine(day, wall)
    assert at.astimezone(zone).replace(tzinfo=None) >= wanted
    assert (at - timedelta(seconds=1)).astimezone(zone).replace(tzinfo=None) < wanted


@settings(max_examples=100)
@given(
    day=st.sampled_from([date(2026, 3, 29), date(2026, 10, 25), date(2011, 12, 30), date(2018, 11, 4)]),
    walls=st.tuples(st.times(), st.times()).map(sorted),
    name=st.sampled_from(ODD),
)
def test_moments_keep_the_order_of_the_wall_clock(day: date, walls: list[time], name: str) -> None:
    """Also in the nights in which the clock jumps."""
    early, late = (localtime.moment(day, wall.replace(microsecond=0), ZoneInfo(name)) for wall in walls)
    assert early <= late
