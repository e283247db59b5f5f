"""Taking part as one table: which step leads somebody from which state into which.

    JOINING ──begin──▶ ACTIVE ──stop──▶ STOPPED ──come back──▶ ACTIVE, or ──come back joining──▶ JOINING
       │                  │
       └────── lose ──────┴──▶ UNREACHABLE ──find──▶ ACTIVE, or ──find joining──▶ JOINING

Whoever never began joins when they come back or are found: what they did not choose yet, they still choose. Whoever
stopped or was ended stays so until they come back themselves, whatever Telegram says of their chat. Ending is
possible from everywhere; back from it leads a new invitation only, which `bot` looks at.

Every step leads to one state, so it is one conditional UPDATE, as with a nudge (lifecycle.py).
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from nudges.person import Status


class Step(StrEnum):
    """What can happen to somebody's taking part."""

    BEGIN = "begin"
    COME_BACK = "come_back"
    COME_BACK_JOINING = "come_back_joining"
    STOP = "stop"
    END = "end"
    LOSE = "lose"  # they blocked the bot, or their account is gone
    FIND = "find"
    FIND_JOINING = "find_joining"


TRANSITIONS: Mapping[tuple[Status, Step], Status] = MappingProxyType(
    {
        (Status.JOINING, Step.BEGIN): Status.ACTIVE,
        (Status.ACTIVE, Step.COME_BACK): Status.ACTIVE,  # from a pause
        (Status.STOPPED, Step.COME_BACK): Status.ACTIVE,
        (Status.ENDED, Step.COME_BACK): Status.ACTIVE,
        (Status.STOPPED, Step.COME_BACK_JOINING): Status.JOINING,
        (Status.ENDED, Step.COME_BACK_JOINING): Status.JOINING,
        (Status.JOINING, Step.STOP): Status.STOPPED,
        (Status.ACTIVE, Step.STOP): Status.STOPPED,
        (Status.UNREACHABLE, Step.STOP): Status.STOPPED,
        **{(status, Step.END): Status.ENDED for status in Status},
        (Status.JOINING, Step.LOSE): Status.UNREACHABLE,
        (Status.ACTIVE, Step.LOSE): Status.UNREACHABLE,
        (Status.UNREACHABLE, Step.FIND): Status.ACTIVE,
        (Status.UNREACHABLE, Step.FIND_JOINING): Status.JOINING,
    }
)


def target(step: Step) -> Status:
    """Give the one state that this step leads to."""
    return next(after for (_, taken), after in TRANSITIONS.items() if taken is step)


def sources(step: Step) -> frozenset[Status]:
    """Give the states from which this step can be taken."""
    return frozenset(before for before, taken in TRANSITIONS if taken is step)
