"""How much is enough, and who goes first."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nudges import dose
from nudges.dose import Occasion, Sending
from tests.nudges.cast import local

NOON = local("2026-11-26T12:00")


def _sent(*hours_ago: float, kind: Occasion = Occasion.REFLECTION) -> list[Sending]:
    return [Sending(kind, NOON - timedelta(hours=hours)) for hours in hours_ago]


@pytest.mark.parametrize(
    ("hours_ago", "broken"),
    [
        ((), None),
        ((0.5,), dose.GAP),
        ((23.9,), dose.Cap(1, 24)),
        ((24,), None),
        ((30, 95), dose.Cap(2, 96)),
        ((30, 96), None),
        ((30, 100, 170, 239), dose.Cap(4, 240)),
        ((30, 100, 170, 240), None),
    ],
)
def test_the_caps_count_back_from_now(hours_ago: tuple[float, ...], broken: object) -> None:
    """1 in 24 hours, 2 in 96, 4 in 240, an hour between two; exactly one stretch ago no longer counts."""
    assert dose.breach(_sent(*hours_ago), NOON) == broken


def test_reminders_and_digests_take_no_place_but_keep_their_distance() -> None:
    """They are counted apart, yet nothing follows them within the hour."""
    for kind in dose.EXEMPT:
        assert dose.breach(_sent(2, kind=kind), NOON) is None
        assert dose.breach(_sent(0.5, kind=kind), NOON) == dose.GAP


def test_what_left_after_the_due_moment_counts_too() -> None:
    """A late look at a due prompt sees what was sent since."""
    assert dose.breach(_sent(-3), NOON) == dose.Cap(1, 24)


def test_exempt_is_what_was_asked_for_and_what_is_counted_apart() -> None:
    """Reflection, follow-up, team item, buddy and cue have a place in the order; the others have none."""
    assert {Occasion.REMINDER, Occasion.REQUESTED, Occasion.DIGEST} == dose.EXEMPT
    assert (
        Occasion.REFLECTION,
        Occasion.FOLLOW_UP,
        Occasion.TEAM_ITEM,
        Occasion.BUDDY,
        Occasion.CUE,
        Occasion.EXTRA,
    ) == dose.PRECEDENCE


def test_a_cue_yields_to_the_reflection_it_would_block() -> None:
    """Half a day before the reflection it stays away; two days before it may go."""
    tomorrow = [Sending(Occasion.REFLECTION, NOON + timedelta(hours=20))]
    later = [Sending(Occasion.REFLECTION, NOON + timedelta(hours=48))]
    assert dose.yields(Occasion.CUE, NOON, [], tomorrow)
    assert not dose.yields(Occasion.CUE, NOON, [], later)


def test_an_extra_yields_where_it_leaves_room_for_each_of_two_and_not_for_both() -> None:
    """A step in a day and a reflection in three: both may go, but not after an extra now."""
    step, reflection = (
        Sending(Occasion.CUE, NOON + timedelta(days=1)),
        Sending(Occasion.REFLECTION, NOON + timedelta(days=3)),
    )
    assert not dose.yields(Occasion.EXTRA, NOON, [], [step])
    assert not dose.yields(Occasion.EXTRA, NOON, [], [reflection])
    assert dose.yields(Occasion.EXTRA, NOON, [], [reflection, step])


def test_a_cue_yields_to_a_reflection_that_is_due_and_not_yet_sent() -> None:
    """Of two that are due in the same minute the reflection goes."""
    assert dose.yields(Occasion.CUE, NOON, [], [Sending(Occasion.REFLECTION, NOON - timedelta(seconds=30))])


def test_a_cue_yields_to_nothing_that_comes_ten_days_later() -> None:
    """The longest stretch is 240 hours: three on the way and this one fill it, and no more than that."""
    ahead = [
        [Sending(Occasion.REFLECTION, NOON + timedelta(hours=at)) for at in (50, 110, 170, last)] for last in (239, 240)
    ]
    assert [True, False] == [dose.yields(Occasion.CUE, NOON, [], each) for each in ahead]


def test_nothing_yields_to_what_comes_after_it_in_order() -> None:
    """The reflection goes before a cue, and a cue does not yield to another cue."""
    tomorrow = [Sending(Occasion.CUE, NOON + timedelta(hours=20))]
    assert not dose.yields(Occasion.REFLECTION, NOON, [], tomorrow)
    assert not dose.yields(Occasion.CUE, NOON, [], tomorrow)


def test_what_is_blocked_anyway_is_no_reason_to_yield() -> None:
    """Where earlier sendings already block the reflection, a cue changes nothing."""
    recent = _sent(-10)
    assert not dose.yields(Occasion.CUE, NOON, recent, [Sending(Occasion.REFLECTION, NOON + timedelta(hours=20))])


def test_a_promise_yields_to_nothing() -> None:
    """What somebody asked for comes when they asked for it."""
    assert not dose.yields(Occasion.REQUESTED, NOON, [], [Sending(Occasion.REFLECTION, NOON + timedelta(hours=2))])


hours = st.lists(st.floats(0, 300, allow_nan=False), max_size=8)


@given(hours)
def test_free_from_is_free_and_the_moment_before_is_not(hours_ago: list[float]) -> None:
    """The first free moment breaks nothing; a second earlier something does, or it is now."""
    recent = _sent(*hours_ago)
    free = dose.free_from(recent, NOON)
    assert dose.breach(recent, free) is None
    assert free == NOON or dose.breach(recent, free - timedelta(seconds=1)) is not None


@given(st.lists(st.integers(0, 2000), max_size=60))
def test_whoever_asks_first_no_cap_is_ever_broken(minutes: list[int]) -> None:
    """Sending whenever the rule allows it never puts 2 in 24 hours, 3 in 96 or 5 in 240."""
    sent: list[Sending] = []
    at: datetime = NOON
    for step in minutes:
        at += timedelta(minutes=step)
        if dose.breach(sent, at) is None:
            sent.append(Sending(Occasion.CUE, at))
    for cap in dose.CAPS:
        for first in sent:
            inside = [each for each in sent if first.at <= each.at < first.at + cap.length]
            assert len(inside) <= cap.count
