"""What every kind of nudge can do: come on the agenda, pass over, begin, follow what became of it, and say what it is.

The base is a kind by itself: a nudge that begins its flow and knows no reason of its own not to. A nudge of a kind that
is registered no more is such a one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

from bot.base.voice import Voice
from bot.dialogue import look_back
from bot.library.live import LiveLibrary
from bot.rhythm import own_rhythm
from bot.rhythm.coming import Moment
from bot.turns.turn import Turn
from nudges.lifecycle import NudgeAct
from store import agenda, people, schedules
from store.agenda import Nudge
from store.database import Transaction
from store.people import Person
from store.schedules import Schedule

_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Opening:
    """The flow that a nudge begins and what that flow is told, or the `reason` for which it begins none."""

    flow: str = ""
    reason: str | None = None
    promise_id: int | None = None
    wording: str = ""


StartFlow = Callable[[Turn, Nudge, Opening], object]
"""Plays the flow of an opening with the person."""


class NudgeKind:
    """A kind of nudge; its word is stored with each schedule and each nudge."""

    word: ClassVar[str] = ""
    words: ClassVar[str] = "other"
    """what it is called in the keys of sentences: next.WORDS in /volgende, why.WORDS in /waaromnu"""
    subject_table: ClassVar[str | None] = None
    """the table in which its subjects are rows"""
    foretold: ClassVar[bool] = True
    """whether /volgende names it; not where chance decides whether it comes"""

    def settle(self, turn: Turn) -> None:
        """Put the next on the agenda as settings and roles now say; nothing where something else does."""

    def plan(self, turn: Turn, schedule: Schedule) -> None:
        """Put the next occurrence on the agenda, unless days off or another pattern moved it meanwhile."""
        before = schedule.next_at - _MOMENT
        next_at = own_rhythm.next_moment(turn.db, turn.person, schedule.recurrence, before)
        if next_at is not None and next_at > schedule.next_at:
            schedules.put_off(turn.db, schedule.id, next_at)
            return
        after = own_rhythm.next_moment(turn.db, turn.person, schedule.recurrence, schedule.next_at)
        schedules.plan(turn.db, schedule, schedule.next_at, after or schedule.next_at + schedules.NEVER)

    def why_not(self, _turn: Turn, _nudge: Nudge) -> str | None:
        """Say why it passes over now, though the person may be spoken to; None: it does not."""
        return None

    def policy(self, turn: Turn, nudge: Nudge) -> str:
        """Say what it does when it meets an open conversation: wait, join or interrupt."""
        return turn.runtime.library.flow(nudge.flow or "").policy

    def opening(self, _turn: Turn, nudge: Nudge) -> Opening:
        """Decide what it begins with."""
        return Opening(nudge.flow or "")

    def begin(self, turn: Turn, nudge: Nudge, start: StartFlow) -> None:
        """Begin its flow by `start`, or skip it with the reason not to."""
        opening = self.opening(turn, nudge)
        if opening.reason is not None:
            agenda.move(turn.db, nudge.id, NudgeAct.SKIP, reason=opening.reason, settled_at=turn.now)
        elif agenda.move(turn.db, nudge.id, NudgeAct.QUEUE):
            if opening.flow != nudge.flow:
                agenda.note(turn.db, nudge.id, flow=opening.flow)
            start(turn, nudge, opening)
            self.begun(turn)

    def begun(self, turn: Turn) -> None:
        """Follow that it began."""

    def waits(self, turn: Turn) -> None:
        """Follow that it met an open conversation and waits for that."""

    def skipped(self, turn: Turn, nudge: Nudge, reason: str) -> None:
        """Follow that it was skipped for this reason."""

    def sent(self, db: Transaction, nudge: Nudge, now: datetime) -> None:
        """Write down that its channel has it, and until when an answer is in time."""
        in_time_until = own_rhythm.expires_at(db, people.by_id(db, nudge.person_id), now)
        agenda.move(db, nudge.id, NudgeAct.SEND, sent_at=now, expires_at=in_time_until)

    def expired(self, db: Transaction, nudge: Nudge, now: datetime) -> None:
        """Write down that an answer is late from now on."""
        outcome = nudge.outcome or own_rhythm.EXPIRED
        agenda.move(db, nudge.id, NudgeAct.EXPIRE, settled_at=now, outcome=outcome)

    def passes_over(self, _turn: Turn, _moment: Moment) -> str | None:
        """Say why it will pass over then, as far as that is known now."""
        return None

    def foretell(self, turn: Turn, moment: Moment) -> Sequence[str]:
        """Say in /volgende when it comes, and why then; marked text."""
        return [turn.text(f"next.{self.words}", at=self._at(turn, moment.at))]

    def unforeseen(self, _turn: Turn) -> str:
        """Say at the end of /volgende what may come besides; marked text, empty: nothing."""
        return ""

    def explain(self, turn: Turn, nudge: Nudge) -> Sequence[str]:
        """Say in /waaromnu what came, and why then; marked text."""
        return [turn.text(f"why.{self.words}", at=self._at(turn, nudge.sent_at or nudge.due_at))]

    def title(self, _voice: Voice, library: LiveLibrary, person: Person, nudge: Nudge) -> str:
        """Say what it was in a few plain words."""
        return look_back.title(library, person, nudge.flow or self.word)

    @staticmethod
    def _at(turn: Turn, at: datetime) -> str:
        return turn.voice.moment(at.astimezone(ZoneInfo(turn.person.zone)))
