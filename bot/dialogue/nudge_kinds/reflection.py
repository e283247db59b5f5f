"""The weekly reflection, on the person's own day and hour."""

from collections.abc import Sequence
from datetime import datetime
from itertools import islice
from typing import ClassVar

from bot.dialogue import programme, welcoming
from bot.dialogue.nudge_kinds.kind import NudgeKind, Opening
from bot.rhythm import coming, own_rhythm
from bot.rhythm.coming import Moment
from bot.turns.turn import Turn
from nudges import schedule
from nudges.backoff import Cadence
from nudges.person import Status
from nudges.recurrence import TimeWindow, Weekly
from store import people
from store.agenda import Nudge
from store.people import Role

ASK_FLOW = "doorgaan"
"""The one honest question after a long silence."""
_LOOKED_AT = 60  # moments ahead; who has none among so many has none in sight


def next_moment(turn: Turn, playing: str = "") -> datetime | None:
    """Find when the next comes, as far as is known now, while this flow is played; None: nowhere in sight."""
    just_now = playing == own_rhythm.REFLECTION_FLOW
    for moment in islice(coming.ahead(turn.db, turn.person, turn.now), _LOOKED_AT):
        comes = moment.kind == ReflectionNudge.word and moment.reason is None
        if comes and not programme.held_back(turn, moment.at, just_now=just_now):
            return moment.at
    return None


class ReflectionNudge(NudgeKind):
    """The weekly prompt; whether it comes, and with which flow, is up to the programme and to the silence before it."""

    word: ClassVar[str] = own_rhythm.REFLECTION
    words: ClassVar[str] = "reflection"

    def settle(self, turn: Turn) -> None:
        """Put the rhythm of employees on the agenda; one that is being chosen waits."""
        is_active = turn.person.status == Status.ACTIVE
        if is_active and Role.EMPLOYEE in people.roles(turn.db, turn.person.id) and not welcoming.stands_open(turn):
            own_rhythm.settle(turn.db, turn.person, turn.now)

    def why_not(self, turn: Turn, _nudge: Nudge) -> str | None:
        return programme.held_back(turn, turn.now)

    def opening(self, turn: Turn, nudge: Nudge) -> Opening:
        if own_rhythm.cadence(turn.db, turn.person) is Cadence.ASK:
            return Opening(ASK_FLOW)
        return Opening(programme.weekly_flow(turn) or nudge.flow or "")

    def passes_over(self, turn: Turn, moment: Moment) -> str | None:
        return programme.held_back(turn, moment.at)

    def foretell(self, turn: Turn, moment: Moment) -> Sequence[str]:
        own_moment = turn.voice.moment_of(*own_rhythm.in_words(own_rhythm.recurrence(turn.person)))
        return [*super().foretell(turn, moment), turn.text("next.why", moment=own_moment)]

    def unforeseen(self, turn: Turn) -> str:
        return turn.text("next.chance") if turn.person.extras else ""

    def explain(self, turn: Turn, nudge: Nudge) -> Sequence[str]:
        why_then = [line for line in (_moment_then(turn, nudge), turn.text("why.free")) if line]
        return [*super().explain(turn, nudge), " ".join(why_then)]


def _moment_then(turn: Turn, nudge: Nudge) -> str:
    """Tell the moment that they had chosen when this prompt was planned, whatever they chose since."""
    returns = None if nudge.recurrence is None else schedule.from_json(nudge.recurrence)
    if not isinstance(returns, Weekly):
        return ""
    key = "why.drawn" if isinstance(returns.when, TimeWindow) else "why.own_moment"
    return turn.text(key, moment=turn.voice.moment_of(*own_rhythm.in_words(returns)))
