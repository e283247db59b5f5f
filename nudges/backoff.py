"""Growing quiet when nobody answers: weekly, fortnightly, monthly, one honest question, then nothing."""

from datetime import datetime, timedelta
from enum import StrEnum


class Cadence(StrEnum):
    """How often somebody who has been silent still hears from us; stored by value."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"
    ASK = "ask"  # one "stoppen of doorgaan?"
    STOP = "stop"


# (unanswered prompts in a row from which it holds, cadence)
_STEPS = ((8, Cadence.STOP), (7, Cadence.ASK), (5, Cadence.MONTHLY), (3, Cadence.FORTNIGHTLY), (0, Cadence.WEEKLY))
_WEEKS = {Cadence.WEEKLY: 1, Cadence.FORTNIGHTLY: 2, Cadence.MONTHLY: 4, Cadence.ASK: 4}
# A prompt that left a little late must not push the next one of its rhythm a whole week further.
_SLACK = timedelta(days=3)


def cadence(unanswered: int) -> Cadence:
    """Choose the cadence after this many prompts in a row without an answer."""
    return next(step for least, step in _STEPS if unanswered >= least)


def rests(unanswered: int, last_sent: datetime | None, at: datetime) -> bool:
    """Say whether the weekly prompt that is due at `at` stays away because of the silence before it."""
    step = cadence(unanswered)
    if step is Cadence.STOP:
        return True
    return last_sent is not None and at < last_sent + timedelta(weeks=_WEEKS[step]) - _SLACK
