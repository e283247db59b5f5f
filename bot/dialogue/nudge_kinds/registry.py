"""All kinds of nudge, by the word that is stored."""

from bot.dialogue.nudge_kinds.buddy import BuddyNudge
from bot.dialogue.nudge_kinds.cue import CueNudge
from bot.dialogue.nudge_kinds.digest import DigestNudge
from bot.dialogue.nudge_kinds.kind import NudgeKind
from bot.dialogue.nudge_kinds.line import LineNudge
from bot.dialogue.nudge_kinds.promise import PromiseNudge
from bot.dialogue.nudge_kinds.reflection import ReflectionNudge
from bot.dialogue.nudge_kinds.school_holiday import SchoolHolidayNudge
from bot.dialogue.nudge_kinds.step import ProgrammeLook, StepNudge

_ALL: list[NudgeKind] = [
    ReflectionNudge(),  # in this order they are settled
    CueNudge(),
    PromiseNudge(),
    LineNudge(),
    DigestNudge(),
    SchoolHolidayNudge(),
    BuddyNudge(),
    StepNudge(),
    ProgrammeLook(),
]
KINDS: dict[str, NudgeKind] = {kind.word: kind for kind in _ALL}
_OF_NO_KIND = NudgeKind()


def of(word: str) -> NudgeKind:
    """Find the kind that is stored by this word; one that is registered no more begins its flow, nothing besides."""
    return KINDS.get(word, _OF_NO_KIND)
