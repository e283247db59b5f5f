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


class Transition(StrEnum):
    """What can happen to somebody's taking part."""

    BEGIN = "begin"
    COME_BACK = "come_back"
    COME_BACK_JOINING = "come_back_joining"
    STOP = "stop"
    END = "end"
    LOSE = "lose"  # they blocked the bot, or their account is gone
    FIND = "find"
    FIND_JOINING = "find_joining"


TRANSITIONS: Mapping[tuple[Status, Transition], Status] = MappingProxyType(
    {
        (Status.JOINING, Transition.BEGIN): Status.ACTIVE,
        (Status.ACTIVE, Transition.COME_BACK): Status.ACTIVE,  # from a pause
        (Status.STOPPED, Transition.COME_BACK): Status.ACTIVE,
        (Status.ENDED, Transition.COME_BACK): Status.ACTIVE,
        (Status.STOPPED, Transition.COME_BACK_JOINING): Status.JOINING,
        (Status.ENDED, Transition.COME_BACK_JOINING): Status.JOINING,
        (Status.JOINING, Transition.STOP): Status.STOPPED,
        (Status.ACTIVE, Transition.STOP): Status.STOPPED,
        (Status.UNREACHABLE, Transition.STOP): Status.STOPPED,
        **{(status, Transition.END): Status.ENDED for status in Status},
        (Status.JOINING, Transition.LOSE): Status.UNREACHABLE,
        (Status.ACTIVE, Transition.LOSE): Status.UNREACHABLE,
        (Status.UNREACHABLE, Transition.FIND): Status.ACTIVE,
        (Status.UNREACHABLE, Transition.FIND_JOINING): Status.JOINING,
    }
)


def target(step: Transition) -> Status:
    """Give the one state that this step leads to."""
    return next(after for (_, taken), after in TRANSITIONS.items() if taken is step)


def sources(step: Transition) -> frozenset[Status]:
    """Give the states from which this step can be taken."""
    return frozenset(before for before, taken in TRANSITIONS if taken is step)
