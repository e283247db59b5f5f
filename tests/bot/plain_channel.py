"""A channel of the tests' own, which shows no marks, three buttons at most, and hardly anything in one: people type."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from bot.base.incoming import Heard, HeardKind
from bot.base.outgoing import Paper
from bot.base.texts import Texts
from bot.channels import fitting
from flows import marked_text
from store.outbox import Outgoing
from tests.bot.building import SMALL


class Unhurried:
    """A pace that lets everything go at once."""

    def free(self, now: float) -> int:
        return 1000

    def nudges_free(self, now: float) -> int:
        return 1000

    def resting(self, now: float) -> set[int]:
        return set()

    def held(self, now: float) -> set[int]:
        return set()

    def all_held(self, now: float) -> bool:
        return False

    def sent(self, chat: int, now: float, *, nudge: bool) -> None:
        """Count nothing."""

    def hold(self, chat: int, seconds: float, now: float) -> None:
        """Hold nobody."""

    def next_change(self, now: float) -> float:
        return 1.0

    async def farewell(self) -> None:
        """Let it be said at once."""


@dataclass(slots=True)
class PlainChannel:
    """`screen` is what one person sees, a message a text with the buttons below it, in order."""

    chat: int
    abilities: Any = SMALL
    pace: Any = field(default_factory=Unhurried)
    identity: str = "plain"
    screen: list[tuple[str, list[tuple[str, str]]]] = field(default_factory=list)
    _updates: asyncio.Queue[Mapping[str, Any]] = field(default_factory=asyncio.Queue)
    _numbers: Any = field(default_factory=lambda: count(1))

    def types(self, words: str) -> None:
        """Let the person type something."""
        self._updates.put_nowait({"update_id": next(self._numbers), "words": words})

    async def introduce(self, texts: Texts, language: str) -> None:
        """There is nowhere to say it."""

    async def receive(self) -> Sequence[Mapping[str, Any]]:
        return [await self._updates.get()]

    def confirm(self, updates: Sequence[Mapping[str, Any]]) -> None:
        """Nothing is sent twice."""

    def chat_of(self, raw: Mapping[str, Any]) -> int | None:
        return self.chat

    def translate(self, raw: Mapping[str, Any]) -> Heard | None:
        words, number = str(raw["words"]), int(raw["update_id"])
        if words.startswith("/"):
            return Heard(HeardKind.COMMAND, self.chat, name=words[1:], message_id=number, language="nl")
        return Heard(HeardKind.TEXT, self.chat, text=words, message_id=number, language="nl")

    def what_can_be_read(self, raw: Mapping[str, Any]) -> Heard | None:
        return None

    async def send(self, row: Outgoing, paper: Paper | None, png: bytes | None) -> int | None:
        if "text" not in row.body:
            return None
        text, rows = fitting.fit(row.body["text"], row.body["buttons"], self.abilities)
        *first, last = marked_text.divide(text, self.abilities.room.fits)
        self.screen += [(marked_text.plain(part), []) for part in first]
        self.screen.append((marked_text.plain(last), [button for buttons in rows for button in buttons]))
        return len(self.screen)

    async def fetch(self, file: str) -> bytes | None:
        return None

    async def show_typing(self, chat: int) -> None:
        """Nobody sees that."""

    async def acknowledge(self, heard: Heard, toast: str | None) -> None:
        """No button turns."""

    async def take_buttons(self, heard: Heard) -> None:
        """Buttons stay."""

    async def say(self, chat: int, text: str) -> None:
        self.screen.append((marked_text.plain(text), []))
