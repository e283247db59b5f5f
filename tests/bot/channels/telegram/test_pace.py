"""Telegram's limits, seen from a steady clock that the test moves."""

import random

import pytest

from bot.channels.telegram.pace import Limits, Pace

STEP = 0.005
ANNA, BRAM = 1, 2


def _most_in_a_second(moments: list[float]) -> int:
    return max(sum(start <= moment < start + 1.0 for moment in moments) for start in moments)


def test_never_more_than_thirty_in_any_second() -> None:
    """Somebody who sends whatever may go, to ever other chats, stays within the limit and close to it."""
    pace = Pace(Limits())
    sent: list[float] = []
    for tick in range(2000):
        now = tick * STEP
        for _ in range(pace.free(now)):
            pace.sent(len(sent) + 10, now, nudge=False)
            sent.append(now)
    assert 30 == _most_in_a_second(sent)
    assert len(sent) >= 28 * 10


def test_a_chat_gets_three_at_once_and_then_one_a_second() -> None:
    """A burst of three is allowed, the average is one a second."""
    pace = Pace(Limits())
    sent: list[float] = []
    for tick in range(2000):
        now = tick * STEP
        if ANNA not in pace.resting(now):
            pace.sent(ANNA, now, nudge=False)
            sent.append(now)
    assert [0.0, STEP, 2 * STEP] == sent[:3]
    assert 3 + 9 <= len(sent) <= 3 + 10


def test_one_chat_s_rest_is_not_another_s() -> None:
    """Only who had much must wait."""
    pace = Pace(Limits())
    for _ in range(3):
        pace.sent(ANNA, 0.0, nudge=False)
    pace.sent(BRAM, 0.0, nudge=False)
    assert {ANNA} == pace.resting(0.1)


def test_asked_for_patience_in_one_chat_only_that_chat_waits() -> None:
    """A 429 holds its chat until its time has passed, a shorter one does not shorten it, and others go on."""
    pace = Pace(Limits())
    pace.hold(ANNA, 5.0, 100.0)
    pace.hold(ANNA, 1.0, 100.0)
    assert [{ANNA}, {ANNA}, set()] == [pace.held(now) for now in (100.0, 104.9, 105.0)]
    assert 30 == pace.free(100.0)


@pytest.mark.parametrize(
    ("moments", "held"), [((100.0, 100.5, 101.0), True), ((100.0, 103.0, 106.0), False), ((100.0, 100.1), False)]
)
def test_asked_for_patience_in_several_chats_everybody_waits(moments: tuple[float, ...], held: bool) -> None:
    """Three chats within five seconds mean the whole bot: held as briefly as any of the three was."""
    pace = Pace(Limits())
    for chat, now in enumerate(moments):
        pace.hold(chat, 9.0 + chat, now)
    assert held is pace.all_held(moments[-1])
    assert [0 if held else 30, 30] == [pace.free(now) for now in (108.9, 109.0)]


def test_one_chat_that_asks_again_and_again_holds_nobody_else() -> None:
    """It is chats that count, not refusals."""
    pace = Pace(Limits())
    for now in range(10):
        pace.hold(ANNA, 3.0, float(now))
    assert not pace.all_held(9.0)


def test_nudges_keep_an_even_distance() -> None:
    """Not thirty at the beginning of each second, but one each 34 ms."""
    pace = Pace(Limits())
    assert 3 == pace.nudges_free(0.0)
    for _ in range(3):
        pace.sent(ANNA, 0.0, nudge=True)
    assert [0, 0, 1] == [pace.nudges_free(now) for now in (0.0, 0.03, 0.035)]
    assert 3 == pace.nudges_free(60.0), "a rest saves no more than these up"


def test_a_late_look_costs_no_time() -> None:
    """A courier that looks each 50 ms instead of each 34 still sends nearly thirty a second."""
    pace = Pace(Limits())
    sent = 0
    for look in range(400):
        now = look * 0.05
        for _ in range(min(pace.free(now), pace.nudges_free(now))):
            pace.sent(sent, now, nudge=True)
            sent += 1
    assert sent >= 0.95 * 30 * 20


def test_a_reply_finds_a_gap_between_nudges() -> None:
    """While nudges take all they may, a reply waits less than a tenth of a second, and the limit holds."""
    pace = Pace(Limits())
    sent: list[float] = []
    waited: list[float] = []
    chance = random.Random(1)  # noqa: S311 - a test that can be repeated
    wants = sorted(chance.uniform(2, 18) for _ in range(40))
    for tick in range(4000):
        now = tick * STEP
        while wants and wants[0] <= now and pace.free(now) > 0:
            waited.append(now - wants.pop(0))
            pace.sent(5000 + len(sent), now, nudge=False)
            sent.append(now)
        if pace.free(now) > 0 and pace.nudges_free(now) > 0:
            pace.sent(len(sent), now, nudge=True)
            sent.append(now)
    assert not wants
    assert max(waited) < 0.1
    assert _most_in_a_second(sent) <= 30


@pytest.mark.parametrize("seed", range(5))
def test_the_next_change_is_worth_waiting_for(seed: int) -> None:
    """Waiting is never for nothing longer than a second and never for no time at all."""
    pace, now = Pace(Limits()), 0.0
    chance = random.Random(seed)  # noqa: S311 - a test that can be repeated
    for _ in range(300):
        rest = pace.next_change(now)
        assert 0.001 <= rest <= 1.0
        now += rest
        if pace.free(now) > 0:
            pace.sent(chance.randrange(5), now, nudge=chance.random() < 0.5)
        if chance.random() < 0.02:
            pace.hold(chance.randrange(5), chance.uniform(0, 3), now)


def test_after_the_next_change_a_held_message_may_go() -> None:
    """The courier sleeps through a 429 and wakes when it is over."""
    pace = Pace(Limits())
    for chat in range(3):
        pace.hold(chat, 0.4, 10.0)
    rest = pace.next_change(10.0)
    assert pytest.approx(0.4) == rest
    assert pace.free(10.0 + rest + 1e-9) > 0
    assert set() == pace.held(10.0 + rest + 1e-9)


def test_chats_that_were_held_are_forgotten() -> None:
    """Seconds after Telegram's patience is over nothing tells whose chat it was, though nobody is held again."""
    pace = Pace(Limits())
    pace.hold(ANNA, 2.0, 10.0)
    pace.hold(BRAM, 30.0, 11.0)
    remembered = []
    for now in (12.0, 20.0, 41.1):
        pace.held(now)
        remembered.append(set(pace.remembered()))
    assert [{ANNA, BRAM}, {BRAM}, set()] == remembered


def test_chats_that_rested_are_forgotten() -> None:
    """What is remembered depends on who was written to lately, not on everybody who ever was."""
    pace = Pace(Limits(over_all=1_000_000))
    for chat in range(1000):
        pace.sent(chat, 0.0, nudge=False)
    assert set() == pace.resting(10.0)
    assert set() == set(pace.remembered())
