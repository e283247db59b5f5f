"""The cue halfway between two reflections, about which chance decides."""

from collections.abc import Sequence
from typing import ClassVar

from bot.dialogue.nudge_kinds.kind import NudgeKind, Opening
from bot.rhythm import extras, own_rhythm
from bot.turns.turn import Turn
from store.agenda import Nudge


class CueNudge(NudgeKind):
    """An extra about somebody's plan; it is planned with the reflection, and each decision about it is written down."""

    word: ClassVar[str] = own_rhythm.CUE
    words: ClassVar[str] = "cue"
    foretold: ClassVar[bool] = False

    def opening(self, turn: Turn, nudge: Nudge) -> Opening:
        decision = extras.decide(turn, nudge)
        return Opening(nudge.flow or "", reason=decision.reason, wording=decision.wording)

    def skipped(self, turn: Turn, nudge: Nudge, reason: str) -> None:
        extras.decide(turn, nudge, reason)

    def explain(self, turn: Turn, nudge: Nudge) -> Sequence[str]:
        return [*super().explain(turn, nudge), turn.text("why.free")]
