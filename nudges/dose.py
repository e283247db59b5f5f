"""How much is enough: caps over everything the bot begins with one person, and who goes first.

The caps are those of HeartSteps: at most 1 prompt in 24 hours, 2 in 96 and 4 in 240, and 60 minutes between two.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Occasion(StrEnum):
    """Why the bot speaks first."""

    REFLECTION = "reflection"
    FOLLOW_UP = "follow_up"
    TEAM_ITEM = "team_item"
    BUDDY = "buddy"  # whether they want to ask their buddy something: instead of what follows here
    CUE = "cue"
    EXTRA = "extra"  # what chance adds: it goes last
    REMINDER = "reminder"
    REQUESTED = "requested"  # later, tomorrow, a promise to come back on, the end of a pause
    DIGEST = "digest"


PRECEDENCE = (Occasion.REFLECTION, Occasion.FOLLOW_UP, Occasion.TEAM_ITEM, Occasion.BUDDY, Occasion.CUE, Occasion.EXTRA)
EXEMPT = frozenset(Occasion) - frozenset(PRECEDENCE)
GAP = timedelta(minutes=60)


@dataclass(frozen=True, slots=True)
class Sending:
    """A prompt that was sent, or is planned, at a moment."""

    kind: Occasion
    at: datetime


@dataclass(frozen=True, slots=True)
class Cap:
    """At most `count` prompts in any stretch of this length."""

    count: int
    hours: int

    @property
    def length(self) -> timedelta:
        """Gives the length of the stretch."""
        return timedelta(hours=self.hours)


CAPS = (Cap(1, 24), Cap(2, 96), Cap(4, 240))
_STRETCHES = tuple((cap, cap.length) for cap in CAPS)  # calculated once: everything planned is held against them
LONGEST = max(cap.length for cap in CAPS)


def breach(recent: Iterable[Sending], at: datetime) -> Cap | timedelta | None:
    """Name what a counted prompt at this moment would break: the gap, a cap (the shortest first), or nothing.

    A sending exactly one stretch ago no longer counts; one that left after `at` (a late look) does.
    """
    counted = []
    for sending in recent:
        if abs(at - sending.at) < GAP:
            return GAP
        if sending.kind not in EXEMPT:
            counted.append(sending.at)
    for cap, stretch in _STRETCHES:
        since = at - stretch
        if sum([sent > since for sent in counted]) >= cap.count:
            return cap
    return None


def yields(kind: Occasion, at: datetime, recent: Sequence[Sending], ahead: Iterable[Sending]) -> bool:
    """Say whether a prompt of this kind now would take the place of one that goes first: ahead, or due and unsent."""
    if kind in EXEMPT:
        return False
    first = PRECEDENCE[: PRECEDENCE.index(kind)]
    without, with_it = list(recent), [*recent, Sending(kind, at)]
    # Together, not one by one: a prompt may leave room for each of two that come and not for both.
    for planned in sorted((sending for sending in ahead if sending.kind in first), key=lambda sending: sending.at):
        if planned.at - at >= LONGEST:
            return False  # from here on both lists say the same
        if breach(without, planned.at) is None:
            if breach(with_it, planned.at) is not None:
                return True
            without.append(planned)
            with_it.append(planned)
    return False


def gives_way(kind: Occasion) -> bool:
    """Say whether a prompt of this kind may ever yield to another: only then what lies ahead bears on it."""
    return kind not in EXEMPT and kind != PRECEDENCE[0]


def free_from(recent: Sequence[Sending], at: datetime) -> datetime:
    """Find the first moment from `at` on at which a counted prompt breaks nothing."""
    edges = [at]
    for sending in recent:
        edges += [sending.at + stretch for stretch in (GAP, *(cap.length for cap in CAPS))]
    return next(edge for edge in sorted(edges) if edge >= at and breach(recent, edge) is None)
