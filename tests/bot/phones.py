"""Phones without a network: people say things to a runtime, the rounds turn, and what was sent lies on a screen."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any

from bot.base.incoming import Heard, HeardKind
from bot.channels.telegram.address import address_of, chat_id_of
from bot.demo import played_rounds
from bot.demo.clock_driver import ClockDriver
from bot.demo.played_rounds import PlayedRounds
from bot.dialogue import conversation
from bot.dialogue.conversation import Aftermath
from bot.rhythm import own_rhythm
from bot.turns.runtime import Runtime
from store import agenda, people
from store.agenda import Nudge
from store.database import Transaction
from store.outbox import Outgoing
from store.people import Role
from tests import addresses
from tests.bot import building


@dataclass(slots=True)
class Street:
    """Everybody's phone; `deliveries` holds (chat, kind, body, message) of all that was delivered."""

    runtime: Runtime
    deliveries: list[tuple[int, str, dict[str, Any], str]] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))
    _rounds: PlayedRounds = field(init=False)

    def __post_init__(self) -> None:
        self._rounds = PlayedRounds(self.runtime, self._show, self._numbers)

    def hears(self, chat: int, kind: HeardKind, **said: Any) -> Aftermath:
        """One update of this chat, taken from the inbox in a turn of its own, and delivered."""
        row = self.keeps(chat)
        ended = self.turn(row, Heard(kind, address_of(chat), **said))
        self.deliver()
        return ended

    def keeps(self, chat: int) -> int:
        """Store an update; its row in the inbox."""
        raw = {"update_id": next(self._numbers)}
        (waiting,) = self.runtime.database.call(addresses.keep, [(chat, raw)], self.runtime.clock.now())
        return waiting.id

    def turn(self, row: int, heard: Heard) -> Aftermath:
        """Take a stored update."""
        return self.runtime.database.call(conversation.hear, self.runtime, row, heard, self.runtime.clock.now())

    def says(self, chat: int, text: str) -> Aftermath:
        """A command or a text."""
        if text.startswith("/"):
            name, _, rest = text[1:].partition(" ")
            return self.hears(chat, HeardKind.COMMAND, name=name, text=rest, language="nl")
        return self.hears(chat, HeardKind.TEXT, text=text, ref=str(next(self._numbers)), language="nl")

    def presses(self, chat: int, label: str) -> Aftermath:
        """The newest button with this label."""
        message, data = self.button(chat, label)
        return self.hears(chat, HeardKind.PRESS, data=data, ref=message, callback_id="1")

    def button(self, chat: int, label: str) -> tuple[str, str]:
        """Message and data of the newest button with this label."""
        for to, _, body, message in reversed(self.deliveries):
            for row in body.get("buttons", ()) if to == chat else ():
                for shown, data in row:
                    if shown == label:
                        return message, data
        raise AssertionError(f"no button {label!r}: {self.labels(chat)}")

    def labels(self, chat: int) -> list[str]:
        """The buttons of the newest thing that has some."""
        for to, _, body, _ in reversed(self.deliveries):
            if to == chat and body.get("buttons"):
                return [label for row in body["buttons"] for label, _ in row]
        return []

    def texts(self, chat: int) -> list[str]:
        """All that was said in this chat."""
        return [body["text"] for to, _, body, _ in self.deliveries if to == chat and "text" in body]

    def at(self, moment: datetime) -> None:
        """Let everything happen that happens up to this moment, as the rounds would find it."""
        driver = ClockDriver(self.runtime.clock, moment)
        while driver.goes_on(self.runtime.database.call(played_rounds.next_due)):
            self.tick()

    def wakes_at(self, moment: datetime) -> None:
        """Start again at this moment, with nothing done on the way."""
        self.runtime.clock.move_to(moment)
        self.tick()

    def tick(self) -> None:
        """Every round until there is no more work."""
        self.runtime.database.call(self._rounds.tick)

    def deliver(self) -> None:
        """Everything in the outbox arrives."""
        self.runtime.database.call(self._rounds.deliver)

    def _show(self, row: Outgoing, ref: str) -> None:
        self.deliveries.append((chat_id_of(row.address), row.kind, dict(row.body), ref))


def moves_in(db: Transaction, /, team: int, role: Role, now: datetime, **settings: Any) -> tuple[int, int]:
    """Somebody who takes part with a rhythm of their own: (person, chat)."""
    person = building.add(db, team, role, now)
    people.change(db, person, **({"prompt_day": 4, "prompt_time": "15:30", "extras": False} | settings))
    own_rhythm.settle(db, people.by_id(db, person), now)
    chat = addresses.chat_of(db, person)
    assert chat is not None
    return person, chat


def nudges(runtime: Runtime, person: int) -> list[Nudge]:
    """Everything ever planned for this person."""
    return list(runtime.database.call(agenda.of_person, person, datetime.min.replace(tzinfo=building.START.tzinfo)))
