"""The question whether somebody wants to ask their buddy something."""

from datetime import datetime, timedelta
from typing import ClassVar

from bot.dialogue.nudge_kinds.kind import NudgeKind, Opening
from bot.rhythm import buddy_rhythm
from bot.turns.turn import Turn
from nudges.availability import Reason
from store import buddies, people
from store.agenda import Nudge
from store.database import Transaction

_ALONE = "no_buddy"  # it ended since this was planned
_SILENT = timedelta(days=7)  # until it is tried again with somebody who answers nothing at all


class BuddyNudge(NudgeKind):
    """Every four weeks for whoever has a buddy; what does not fit is tried on the next working day."""

    word: ClassVar[str] = buddy_rhythm.KIND
    words: ClassVar[str] = "buddy"

    def settle(self, turn: Turn) -> None:
        buddy_rhythm.settle(turn.db, turn.person, turn.now)

    def opening(self, turn: Turn, nudge: Nudge) -> Opening:
        has_one = buddies.of(turn.db, turn.person.id) is not None
        return Opening(nudge.flow or "", reason=None if has_one else _ALONE)

    def begun(self, turn: Turn) -> None:
        buddy_rhythm.settle(turn.db, turn.person, turn.now)

    def expired(self, db: Transaction, nudge: Nudge, now: datetime) -> None:
        super().expired(db, nudge, now)
        buddy_rhythm.settle(db, people.by_id(db, nudge.person_id), now)

    def skipped(self, turn: Turn, _nudge: Nudge, reason: str) -> None:
        rest = _SILENT if reason == Reason.BACKED_OFF else timedelta(0)
        buddy_rhythm.settle(turn.db, turn.person, turn.now, rest)
