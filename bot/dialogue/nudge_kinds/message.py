"""A nudge that is one message and waits for no answer."""

from abc import abstractmethod
from datetime import datetime
from typing import ClassVar

from bot.base.voice import Voice
from bot.dialogue.nudge_kinds.kind import NudgeKind, StartFlow
from bot.library.live import LiveLibrary
from bot.turns.turn import Turn
from nudges.lifecycle import NudgeAct
from store import agenda
from store.agenda import Nudge
from store.database import Transaction
from store.people import Person


class MessageNudge(NudgeKind):
    """A kind without a flow: it waits for an open conversation to end, and its life ends when it was sent."""

    needless: ClassVar[str]
    """the reason with which it is skipped where there is nothing to say any more"""

    @abstractmethod
    def send(self, turn: Turn, nudge: Nudge) -> bool:
        """Queue the message as this nudge; False, and nothing, where there is nothing to say any more."""

    def policy(self, _turn: Turn, _nudge: Nudge) -> str:
        return "wait"

    def begin(self, turn: Turn, nudge: Nudge, _start: StartFlow) -> None:
        if agenda.move(turn.db, nudge.id, NudgeAct.QUEUE):
            if not self.send(turn, nudge):
                agenda.move(turn.db, nudge.id, NudgeAct.SKIP, reason=self.needless, settled_at=turn.now)
            self.begun(turn)

    def sent(self, db: Transaction, nudge: Nudge, now: datetime) -> None:
        agenda.move(db, nudge.id, NudgeAct.SEND, sent_at=now, settled_at=now)

    def title(self, voice: Voice, _library: LiveLibrary, _person: Person, _nudge: Nudge) -> str:
        return voice.plain(f"became.{self.word}")
