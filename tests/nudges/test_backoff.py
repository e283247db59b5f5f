"""Growing quiet when nobody answers."""

from datetime import timedelta

import pytest

from nudges import backoff
from nudges.backoff import Cadence
from tests.nudges.cast import local

THURSDAY = local("2026-11-26T15:30")


def test_silence_goes_weekly_fortnightly_monthly_ask_stop() -> None:
    """After three, two more, two more, and one honest question."""
    steps = [backoff.cadence(unanswered) for unanswered in range(10)]
    expected = [*[Cadence.WEEKLY] * 3, *[Cadence.FORTNIGHTLY] * 2, *[Cadence.MONTHLY] * 2, Cadence.ASK]
    assert [*expected, Cadence.STOP, Cadence.STOP] == steps


@pytest.mark.parametrize(
    ("unanswered", "weeks", "rests"),
    [
        (0, 1, False),
        (2, 1, False),
        (3, 1, True),
        (3, 2, False),
        (5, 3, True),
        (5, 4, False),
        (7, 4, False),
        (8, 52, True),
    ],
)
def test_the_prompt_of_this_week_stays_away_until_its_turn(unanswered: int, weeks: int, rests: bool) -> None:
    """Counted from the last one that was sent."""
    assert backoff.rests(unanswered, THURSDAY - timedelta(weeks=weeks), THURSDAY) is rests


def test_a_late_sending_does_not_push_the_next_one_a_week_on() -> None:
    """The last one left a day late; two weeks later it is still its turn."""
    assert not backoff.rests(3, THURSDAY - timedelta(days=13), THURSDAY)


def test_the_first_prompt_never_rests() -> None:
    """Whoever was sent nothing yet is not held to be silent."""
    assert not backoff.rests(0, None, THURSDAY)
