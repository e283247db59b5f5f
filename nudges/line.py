"""A lead's line of steering: one question for one colleague, from choosing it to what came of it.

A line is the list of the moves that were made in it; its state follows from them by one table. A move that does not fit
where a line stands changes nothing: it comes from a conversation that is older than another.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

OWN_QUESTION = "own"
"""the key of a question that a lead worded themselves"""


class LineState(StrEnum):
    """Where a line stands."""

    CHOSEN = "chosen"  # the question is there, and was not asked yet
    ASKED = "asked"  # it was asked; what it leads to is open
    PROMISED = "promised"  # it led to something the lead will do
    CLOSED = "closed"
    DROPPED = "dropped"  # nobody needs it any more: neither done nor failed


class LineMove(StrEnum):
    """What can be done in a line; stored by value, and the word of a flow."""

    CHOOSE = "choose"
    ASK = "ask"
    HEAR = "hear"
    NOT_YET = "not_yet"
    HINDER = "hinder"
    PROMISE = "promise"
    CLOSE = "close"
    DROP = "drop"


_LEADS_TO: Mapping[LineState, Mapping[LineMove, LineState]] = {
    LineState.CHOSEN: {
        LineMove.ASK: LineState.ASKED,
        LineMove.NOT_YET: LineState.CHOSEN,
        LineMove.HINDER: LineState.CHOSEN,
        LineMove.DROP: LineState.DROPPED,
    },
    LineState.ASKED: {
        LineMove.HEAR: LineState.ASKED,
        LineMove.PROMISE: LineState.PROMISED,
        LineMove.CLOSE: LineState.CLOSED,
        LineMove.DROP: LineState.DROPPED,
    },
    LineState.PROMISED: {LineMove.DROP: LineState.DROPPED},  # it closes with the promise
}
OPEN = frozenset(_LEADS_TO)
"""states in which a line goes on"""


@dataclass(frozen=True, slots=True)
class NotedMove:
    """One move: `value` is what was heard, what stands in the way or which promise, `day` when the bot asks again."""

    move: LineMove
    on: date
    value: str | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a line stands: when it is asked about, how often in a row it was not yet, what was heard and what
    hinders."""

    state: LineState
    began_on: date
    day: date | None = None
    misses: int = 0
    heard: str | None = None
    hindrance: str | None = None
    promise: str | None = None


def standing(moves: Iterable[NotedMove]) -> Standing | None:
    """Play the moves, oldest first; None where no question was ever chosen."""
    stands: Standing | None = None
    for moved in moves:
        if stands is None:
            stands = Standing(LineState.CHOSEN, moved.on, moved.day) if moved.move is LineMove.CHOOSE else None
        elif (leads_to := _LEADS_TO.get(stands.state, {}).get(moved.move)) is not None:
            stands = _after(stands, leads_to, moved)
    return stands


def _after(stands: Standing, state: LineState, moved: NotedMove) -> Standing:
    return Standing(
        state,
        stands.began_on,
        moved.day or (stands.day if state is stands.state else None),
        stands.misses + 1 if moved.move is LineMove.NOT_YET else stands.misses if state is stands.state else 0,
        moved.value if moved.move is LineMove.HEAR else stands.heard,
        moved.value if moved.move is LineMove.HINDER else stands.hindrance,
        moved.value if moved.move is LineMove.PROMISE else stands.promise,
    )
