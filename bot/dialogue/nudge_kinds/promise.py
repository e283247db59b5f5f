"""The question that comes back on a promise, on the day that it was given."""

from typing import ClassVar

from bot.dialogue.nudge_kinds.kind import NudgeKind, Opening
from bot.rhythm import own_rhythm
from bot.turns.turn import Turn
from store import steering
from store.agenda import Nudge

CLOSED = "promise_closed"  # what it was to come back on is settled already


class PromiseNudge(NudgeKind):
    """What somebody asked for; its subject is the promise."""

    word: ClassVar[str] = own_rhythm.PROMISE
    words: ClassVar[str] = "requested"
    subject_table: ClassVar[str] = "act"

    def opening(self, turn: Turn, nudge: Nudge) -> Opening:
        number = int(nudge.subject_id)
        is_open = steering.promise(turn.db, turn.person.id, number) is not None
        return Opening(nudge.flow or "", reason=None if is_open else CLOSED, promise_id=number)
