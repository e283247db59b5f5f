"""The life of a nudge as one table, to be checked with a finger.

    PLANNED ──queue──▶ QUEUED ──send──▶ SENT ──answer──▶ ANSWERED
       │                 │  │            │ └──expire──▶ EXPIRED ──answer──▶ ANSWERED (late)
       └──skip──▶ SKIPPED◀──┘ fail──▶ FAILED             (a delivery thought lost can still be answered)

Every act leads to one state, so a change of state is one conditional UPDATE:
SET state = target(act) WHERE state IN sources(act). The loser of a race changes no row.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class NudgeState(StrEnum):
    """Where a nudge is in its life; stored by value."""

    PLANNED = "planned"
    QUEUED = "queued"
    SENT = "sent"
    ANSWERED = "answered"
    SKIPPED = "skipped"
    EXPIRED = "expired"
    FAILED = "failed"


class NudgeAct(StrEnum):
    """What can happen to a nudge."""

    QUEUE = "queue"
    SEND = "send"
    ANSWER = "answer"
    SKIP = "skip"
    EXPIRE = "expire"
    FAIL = "fail"


class ImpossibleAct(ValueError):
    """This act cannot happen to a nudge in this state; look at lifecycle.TRANSITIONS."""


TRANSITIONS: Mapping[tuple[NudgeState, NudgeAct], NudgeState] = MappingProxyType(
    {
        (NudgeState.PLANNED, NudgeAct.QUEUE): NudgeState.QUEUED,
        (NudgeState.PLANNED, NudgeAct.SKIP): NudgeState.SKIPPED,
        (NudgeState.QUEUED, NudgeAct.SEND): NudgeState.SENT,
        (NudgeState.QUEUED, NudgeAct.SKIP): NudgeState.SKIPPED,
        (NudgeState.QUEUED, NudgeAct.FAIL): NudgeState.FAILED,
        # The answer may overtake the news that the message was delivered.
        (NudgeState.QUEUED, NudgeAct.ANSWER): NudgeState.ANSWERED,
        (NudgeState.SENT, NudgeAct.ANSWER): NudgeState.ANSWERED,
        (NudgeState.SENT, NudgeAct.SKIP): NudgeState.SKIPPED,
        (NudgeState.SENT, NudgeAct.EXPIRE): NudgeState.EXPIRED,
        (NudgeState.EXPIRED, NudgeAct.ANSWER): NudgeState.ANSWERED,
        (NudgeState.FAILED, NudgeAct.ANSWER): NudgeState.ANSWERED,
    }
)

_TARGETS: Mapping[NudgeAct, NudgeState] = MappingProxyType({act: state for (_, act), state in TRANSITIONS.items()})
_SOURCES: Mapping[NudgeAct, frozenset[NudgeState]] = MappingProxyType(
    {act: frozenset(state for state, done in TRANSITIONS if done is act) for act in NudgeAct}
)


def after(state: NudgeState, act: NudgeAct) -> NudgeState:
    """Look up the state that follows; raises ImpossibleAct where the table has no row."""
    following = TRANSITIONS.get((state, act))
    if following is None:
        raise ImpossibleAct(f"a nudge that is {state} cannot {act}")
    return following


def target(act: NudgeAct) -> NudgeState:
    """Name the one state this act leads to."""
    return _TARGETS[act]


def sources(act: NudgeAct) -> frozenset[NudgeState]:
    """List the states in which this act can happen."""
    return _SOURCES[act]
