"""A step of the programme, and the look at what the programme offers next."""

from typing import ClassVar

from bot.dialogue import programme
from bot.dialogue.nudge_kinds.kind import NudgeKind
from bot.rhythm.coming import Moment
from bot.turns.turn import Turn
from nudges.person import Status
from store.agenda import Nudge
from store.schedules import Schedule


class StepNudge(NudgeKind):
    """What the programme offers in a week; its subject is the step's label, and when it is over the next follows."""

    word: ClassVar[str] = programme.STEP

    def why_not(self, turn: Turn, nudge: Nudge) -> str | None:
        return programme.why_no_step(turn, nudge.subject_id)

    def begun(self, turn: Turn) -> None:
        programme.look(turn)

    def skipped(self, turn: Turn, _nudge: Nudge, _reason: str) -> None:
        programme.look(turn)

    def passes_over(self, turn: Turn, moment: Moment) -> str | None:
        return programme.DONE if programme.was_done(turn, moment.flow) else None


class ProgrammeLook(StepNudge):
    """Stands for the step after the next: when its time comes near nothing is sent, but the programme looked at."""

    word: ClassVar[str] = programme.LOOK

    def settle(self, turn: Turn) -> None:
        if turn.person.status == Status.ACTIVE:
            programme.look(turn)

    def plan(self, turn: Turn, _schedule: Schedule) -> None:
        programme.look(turn)
