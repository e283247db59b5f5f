"""Quiet hours: where a moment goes that falls into them, and that nothing ever goes within them."""

from datetime import datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from nudges import availability, localtime, quiet
from nudges.availability import Kind, Reason
from nudges.person import TimeSpan
from tests.nudges.cast import anna, local, moments

DAY = TimeSpan(time(8), time(18))
LUNCH = TimeSpan(time(12), time(13))
EVERY_MINUTE = [time(minute // 60, minute % 60) for minute in range(24 * 60)]

halves = st.integers(0, 47).map(lambda half: time(half // 2, half % 2 * 30))
spans = st.tuples(halves, halves).filter(lambda two: two[0] != two[1]).map(lambda two: TimeSpan(*two))
days = st.tuples(halves, halves).filter(lambda two: two[0] < two[1]).map(lambda two: TimeSpan(*two))
walls = st.sampled_from(EVERY_MINUTE)


def _open(hours: TimeSpan, spans_: list[TimeSpan]) -> list[time]:
    """Every minute that is open, found by looking at each."""
    return [wall for wall in EVERY_MINUTE if wall in hours and not any(wall in span for span in spans_)]


def test_a_moment_in_the_lunch_comes_after_it() -> None:
    """Later rather than earlier; after the last quiet hour of the day half an hour before it."""
    assert [time(13), time(11, 59), time(13)] == [
        quiet.fitting(wall, DAY, [LUNCH]) for wall in (time(12, 10), time(11, 59), time(13))
    ]
    assert time(15, 30) == quiet.fitting(time(17), DAY, [TimeSpan(time(16), time(18))])
    assert time(8) == quiet.fitting(time(7), DAY, [])


def test_a_stretch_keeps_its_longest_part() -> None:
    """The morning before the lunch, the afternoon after it; nothing of a stretch that is all quiet."""
    assert (time(13), time(18)) == quiet.longest(time(11), time(18), [LUNCH])
    assert (time(9), time(12)) == quiet.longest(time(9), time(13), [LUNCH])
    assert (time(9), time(12)) == quiet.longest(time(9), time(12), [LUNCH])
    assert quiet.longest(time(12), time(12, 30), [LUNCH]) is None
    assert quiet.longest(time(12), time(9), []) is None


@given(walls, days, st.lists(spans, max_size=2))
def test_a_moment_fits_wherever_one_does(wall: time, hours: TimeSpan, quiets: list[TimeSpan]) -> None:
    """It is the first open minute from there on; without one, some earlier open one; without any, itself."""
    moment, every = quiet.fitting(wall, hours, quiets), _open(hours, quiets)
    later = [one for one in every if one >= wall]
    if later:
        assert later[0] == moment
    elif every:
        assert moment in every
    else:
        assert wall == moment


@given(days, st.lists(spans, max_size=2))
def test_nothing_of_a_stretch_is_quiet_and_no_part_is_longer(stretch: TimeSpan, quiets: list[TimeSpan]) -> None:
    """Held against every minute of the day."""
    runs, run, every = [0], 0, frozenset(_open(stretch, quiets))
    for wall in EVERY_MINUTE:
        run = run + 1 if wall in every else 0
        runs.append(run)
    part = quiet.longest(stretch.starts, stretch.ends, quiets)
    if part is None:
        assert 0 == max(runs)
    else:
        assert not any(wall in span for span in quiets for wall in EVERY_MINUTE if part[0] <= wall < part[1])
        minutes = [wall.hour * 60 + wall.minute for wall in part]
        assert max(runs) == minutes[1] - minutes[0]


@given(
    spans,
    moments,
    st.sampled_from(list(Kind)),
)
def test_nothing_goes_within_quiet_hours(span: TimeSpan, at: datetime, kind: Kind) -> None:
    """Neither a prompt of any kind, nor the next opening, nor what is put off, nor a reminder."""
    who = anna(quiet=(span,))
    if availability.may_nudge(who, at, [], kind, dialogue_open=False).allowed:
        assert localtime.local(at, who.zone).time() not in span
    opening = availability.next_opening(who, at, kind=kind)
    if opening is None:
        assert [] == _open(who.hours, [span])
        return
    put_off = [availability.moment(who, name, at) for name in ("later_today", "tomorrow", "friday", "in_two_weeks")]
    for moment in (opening, availability.remind_at(who, at), *put_off):
        assert localtime.local(moment, who.zone).time() not in span


def test_the_no_has_its_reason() -> None:
    """Asked on a working day within their hours, it is the quiet hour alone that forbids."""
    noon = local("2026-11-26T12:15")
    verdict = availability.may_nudge(anna(quiet=(LUNCH,)), noon, [], Kind.REFLECTION, dialogue_open=False)
    assert Reason.QUIET_HOURS == verdict.reason
    assert availability.may_nudge(
        anna(quiet=(LUNCH,)), noon + timedelta(minutes=45), [], Kind.REFLECTION, dialogue_open=False
    ).allowed
