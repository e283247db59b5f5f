"""The question whether somebody is away in a school holiday."""

from typing import ClassVar

from bot.dialogue.nudge_kinds.message import MessageNudge
from bot.rhythm import school_holidays
from bot.turns.turn import Turn
from nudges.person import Status
from store.agenda import Nudge


class SchoolHolidayNudge(MessageNudge):
    """Asked once before each holiday of somebody's region; whatever becomes of it, another day is looked for."""

    word: ClassVar[str] = school_holidays.KIND
    words: ClassVar[str] = "school"
    needless: ClassVar[str] = "no_school_holiday"

    def settle(self, turn: Turn) -> None:
        if turn.person.status == Status.ACTIVE:
            school_holidays.settle(turn.db, turn.person, turn.now)

    def send(self, turn: Turn, nudge: Nudge) -> bool:
        return school_holidays.ask(turn, nudge.id)

    def begun(self, turn: Turn) -> None:
        school_holidays.settle(turn.db, turn.person, turn.now)

    def waits(self, turn: Turn) -> None:
        school_holidays.settle(turn.db, turn.person, turn.now)

    def skipped(self, turn: Turn, _nudge: Nudge, _reason: str) -> None:
        school_holidays.settle(turn.db, turn.person, turn.now)
