"""The question whether a lead asked what they wanted to ask, on the day that they chose."""

from typing import ClassVar

from bot.dialogue.nudge_kinds.kind import NudgeKind, Opening
from bot.rhythm import own_rhythm
from bot.turns.turn import Turn
from nudges.line import LineState
from store import lines
from store.agenda import Nudge

SETTLED = "line_settled"  # it went on already, or is no more
_WAITS = (LineState.CHOSEN, LineState.ASKED)


class LineNudge(NudgeKind):
    """What a lead asked for; its subject is the line of steering."""

    word: ClassVar[str] = own_rhythm.LINE
    words: ClassVar[str] = "requested"
    subject_table: ClassVar[str] = "act"

    def opening(self, turn: Turn, nudge: Nudge) -> Opening:
        still_open = lines.open_line(turn.db, turn.person.id)
        waits = still_open is not None and still_open.standing.state in _WAITS
        is_this = still_open is not None and str(still_open.id) == nudge.subject_id
        return Opening(nudge.flow or "", reason=None if waits and is_this else SETTLED)
