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
from store.addresses import Address
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

    room: Address
    abilities: Any = SMALL
    name: str = "plain"
    pace: Any = field(default_factory=Unhurried)
    identity: str = "plain"
    screen: list[tuple[str, list[tuple[str, str]]]] = field(default_factory=list)
    _updates: asyncio.Queue[Mapping[str, Any]] = field(default_factory=asyncio.Queue)
    _numbers: Any = field(default_factory=lambda: count(1))

    def types(self, words: str) -> str:
        """Let the person type something; the reference of what they typed."""
        key = f"letter {next(self._numbers)}"
        self._updates.put_nowait({"key": key, "ref": key, "words": words})
        return key

    def rewrites(self, ref: str, words: str) -> None:
        """Let the person change what they typed."""
        self._updates.put_nowait({"key": f"change {next(self._numbers)}", "ref": ref, "words": words})

    async def introduce(self, texts: Texts, language: str) -> None:
        """There is nowhere to say it."""

    async def receive(self) -> Sequence[Mapping[str, Any]]:
        return [await self._updates.get()]

    def confirm(self, updates: Sequence[Mapping[str, Any]]) -> None:
        """Nothing is sent twice."""

    def key_of(self, raw: Mapping[str, Any]) -> str:
        return str(raw["key"])

    def chat_of(self, raw: Mapping[str, Any]) -> Address | None:
        return self.room

    def translate(self, raw: Mapping[str, Any]) -> Heard | None:
        words, ref = str(raw["words"]), str(raw["ref"])
        if ref != self.key_of(raw):
            return Heard(HeardKind.EDIT, self.room, text=words, ref=ref)
        if words.startswith("/"):
            name, _, rest = words[1:].partition(" ")
            return Heard(HeardKind.COMMAND, self.room, text=rest, name=name, ref=ref, language="nl")
        return Heard(HeardKind.TEXT, self.room, text=words, ref=ref, language="nl")

    def what_can_be_read(self, raw: Mapping[str, Any]) -> Heard | None:
        return None

    async def send(self, row: Outgoing, paper: Paper | None, png: bytes | None) -> str | None:
        if "text" not in row.body:
            return None
        text, rows = fitting.fit(row.body["text"], row.body["buttons"], self.abilities)
        *first, last = marked_text.divide(text, self.abilities.room.fits)
        self.screen += [(marked_text.plain(part), []) for part in first]
        self.screen.append((marked_text.plain(last), [button for buttons in rows for button in buttons]))
        return f"sheet {len(self.screen)}"

    async def fetch(self, file: str) -> bytes | None:
        return None

    async def show_typing(self, address: Address) -> None:
        """Nobody sees that."""

    async def acknowledge(self, heard: Heard, toast: str | None) -> None:
        """No button turns."""

    async def take_buttons(self, heard: Heard) -> None:
        """Buttons stay."""

    async def say(self, address: Address, text: str) -> None:
        self.screen.append((marked_text.plain(text), []))
