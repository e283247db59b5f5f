"""One turn of one person: what every use case of the conversation works with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.base import outgoing
from bot.base.button_data import ButtonData
from bot.base.incoming import Heard
from bot.base.outgoing import OutgoingKind, Row
from bot.base.voice import Voice
from bot.turns.runtime import Runtime
from flows.resumes import Resume
from flows.world import Sprint
from store import outbox
from store.database import Transaction
from store.outbox import Priority
from store.people import Person


@dataclass(slots=True)
class Turn:
    """Holds what one turn is about: who, in which transaction, at which moment, and what was heard; None when the clock
    began it."""

    db: Transaction
    runtime: Runtime
    person: Person
    now: datetime
    heard: Heard | None = None
    toast: str | None = None
    farewell: str | None = None  # to a chat that is not kept any more
    tried: tuple[int, Resume, Sprint] | None = None  # what words would lead to in the session that bears this stamp
    may_wait: bool = False  # whether this turn may be taken later, when what is on its way has arrived

    @property
    def local_now(self) -> datetime:
        """Give the moment on the person's own clock."""
        return self.now.astimezone(ZoneInfo(self.person.zone))

    @property
    def voice(self) -> Voice:
        """Give the bot's own sentences in the person's language and tone."""
        return Voice(self.runtime.texts, self.person.language, self.person.tone)

    def text(self, key: str, /, **values: Any) -> str:
        """Word one of the bot's own sentences, as marked text, in the person's language and tone."""
        return self.runtime.texts.say(key, self.person.language, self.person.tone, **values)

    def plain(self, key: str, /, **values: Any) -> str:
        """Word one of the bot's own sentences without marks."""
        return self.runtime.texts.plain(key, self.person.language, self.person.tone, **values)

    def say(self, key: str, /, buttons: Sequence[Row] = (), **values: Any) -> None:
        """Queue one of the bot's own sentences as a reply."""
        self.put(OutgoingKind.MESSAGE, outgoing.message(self.text(key, **values), buttons))

    def say_marked(self, text: str, buttons: Sequence[Row] = ()) -> None:
        """Queue a reply that was put together from sentences."""
        self.put(OutgoingKind.MESSAGE, outgoing.message(text, buttons))

    def settle_press(self, key: str, /, buttons: Sequence[Row] = (), **values: Any) -> None:
        """Let the message that was pressed show this from now on; a new message if nothing was pressed."""
        self.show(self.text(key, **values), buttons)

    def show(self, text: str, buttons: Sequence[Row] = ()) -> None:
        """Let the message that was pressed show a text that is made already; a new message if nothing was pressed."""
        if self.heard is None or self.heard.callback_id is None or self.heard.ref is None:
            self.put(OutgoingKind.MESSAGE, outgoing.message(text, buttons))
        else:
            self.put(OutgoingKind.EDIT, outgoing.edit(self.heard.ref, text, buttons))

    def clear(self, ref: str | None) -> None:
        """Take the buttons from a message whose question is over; None: it was never shown."""
        if ref is not None:
            self.put(OutgoingKind.CLEAR, outgoing.clear(ref))

    def put(self, kind: OutgoingKind, body: dict[str, Any]) -> None:
        """Queue anything as a reply."""
        priority = Priority.AT_ONCE if kind in outgoing.REPEATABLE else Priority.REPLY
        outbox.put(self.db, self.person.id, kind, body, self.now, priority=priority)

    def button(self, key: str, name: str, /, *parts: object, **values: Any) -> tuple[str, str]:
        """Make a button of the bot's own: its label, and what leads back to the `OwnButton` of this name."""
        return self.plain(key, **values), str(ButtonData.of(name, *parts))
