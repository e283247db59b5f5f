"""Whole durable turns in one process: inbox, session, answer, outbox and commit; nothing is sent."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import select
from telegram import Update
from telegram.ext import ApplicationBuilder
from telegram.request import BaseRequest

from benchmarks import handwritten, installation
from benchmarks.dialogue import TURNS, TypedDialogue
from benchmarks.handwritten import Dialogue, Memory
from bot import app
from bot.base import clock
from bot.base.settings import Settings
from bot.base.work_signal import WorkSignal
from bot.channels.reception import Reception
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.transport import LightBot, LightRequest
from store import sessions, tables
from store.database import Transaction

FIRST_CHAT = 700_000_001
TOKEN = "1000:bench"  # noqa: S105 - opens nothing


@dataclass(frozen=True, slots=True)
class TurnTimes:
    """How many turns took how long; `cpu` is that of the whole process, all in seconds."""

    turns: int
    seconds: float
    cpu: float

    @property
    def rate(self) -> float:
        """Turns a second."""
        return self.turns / self.seconds

    @property
    def cpu_ms(self) -> float:
        """Milliseconds of CPU a turn."""
        return 1000 * self.cpu / self.turns


def raw_text(update_id: int, chat: int, text: str) -> Mapping[str, Any]:
    """An update as Telegram sends it."""
    person = {"id": chat, "is_bot": False, "first_name": "Anna", "language_code": "nl"}
    message: dict[str, Any] = {
        "message_id": update_id,
        "from": person,
        "chat": {"id": chat, "first_name": "Anna", "type": "private"},
        "date": 1_795_000_000,
        "text": text,
    }
    if text.startswith("/"):
        message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text)}]
    return {"update_id": update_id, "message": message}


def updates(people: int, dialogues: int) -> Iterator[Mapping[str, Any]]:
    """Everybody's dialogues, one turn of each person after another, so that people are always side by side."""
    numbers = count(1)
    for dialogue in range(dialogues):
        for turn in range(TURNS):
            for person in range(people):
                yield raw_text(next(numbers), FIRST_CHAT + person, TypedDialogue(person, dialogue).typed[turn])


@dataclass(slots=True)
class Feed(LightRequest):
    """A Telegram that has the next update ready as soon as one of `at_once` turns is over."""

    coming: Iterator[Mapping[str, Any]]
    at_once: int
    show: Callable[[], Awaitable[None]]  # is called before each batch
    under_way: int = 0
    done: int = 0
    _room: asyncio.Event = field(default_factory=asyncio.Event)
    over: asyncio.Event = field(default_factory=asyncio.Event)

    async def call(self, base_url: str, method: str, parameters: Mapping[str, object], read_timeout: float) -> Any:  # noqa: ARG002 - as the one it stands for
        """The next batch of updates."""
        while True:
            batch = [raw for _, raw in zip(range(self.at_once - self.under_way), self.coming, strict=False)]
            if batch:
                await self.show()
                self.under_way += len(batch)
                return batch
            if self.under_way == 0:
                self.over.set()
            self._room.clear()
            await self._room.wait()

    def turn_is_over(self) -> None:
        """A turn was committed."""
        self.under_way -= 1
        self.done += 1
        self._room.set()


class _TurnOver(WorkSignal):
    """Counts turns where a courier would be told that there is something to send."""

    def __init__(self, feed: Feed) -> None:
        super().__init__()
        self._feed = feed

    def give(self) -> None:
        """Take one more turn as over."""
        self._feed.turn_is_over()


def run(chosen: Settings, people: int, dialogues: int, at_once: int) -> TurnTimes:
    """Play all dialogues through the real reception and the real database."""
    calendar = clock.Clock()
    chats = range(FIRST_CHAT, FIRST_CHAT + people)
    with installation.installed(chosen, chats, calendar.now()) as database:
        feed = Feed(updates(people, dialogues), at_once, lambda: database.run(_shown))
        runtime = replace(app.build(chosen, database, calendar), to_send=_TurnOver(feed))
        bot = LightBot(TOKEN, request=_Introduced(), get_updates_request=_Introduced())
        reception = Reception(runtime, TelegramChannel(bot, feed))
        app.settle_in()
        began, cpu = time.perf_counter(), time.process_time()
        asyncio.run(_until_over(reception, feed))
        return TurnTimes(feed.done, time.perf_counter() - began, time.process_time() - cpu)


def _shown(db: Transaction) -> None:
    """Nothing is sent, so no question would ever count as shown: take them as asked before that was kept."""
    session = tables.table(tables.SessionRow)
    begun = select(session.c.person_id, session.c.id).where(session.c.message_sealed.is_(None))
    for person, number in db.execute(begun).all():
        sessions.shown(db, person, number, None, None)


async def _until_over(reception: Reception, feed: Feed) -> None:
    running = asyncio.create_task(reception.run())
    ended = asyncio.create_task(feed.over.wait())
    await asyncio.wait([running, ended], return_when=asyncio.FIRST_COMPLETED)
    if running.done():
        running.result()
    running.cancel()
    await asyncio.wait([running])


def by_hand(file: Path, people: int, dialogues: int, at_once: int) -> TurnTimes:
    """Play the same dialogues through the bot written by hand; it parses, dispatches, stores and commits each turn."""
    application = (
        ApplicationBuilder()
        .token(TOKEN)
        .request(_Introduced())
        .get_updates_request(_Introduced())
        .updater(None)
        .build()
    )
    handwritten.add_handlers(application, Dialogue(Memory(file), silent=True))
    began, cpu = time.perf_counter(), time.process_time()
    asyncio.run(_by_hand(application, updates(people, dialogues), at_once))
    spent, used = time.perf_counter() - began, time.process_time() - cpu
    return TurnTimes(people * dialogues * TURNS, spent, used)


async def _by_hand(application: handwritten.AnyApplication, coming: Iterator[Mapping[str, Any]], at_once: int) -> None:
    async def hear() -> None:
        for raw in coming:
            await application.process_update(Update.de_json(dict(raw), application.bot))

    async with application:
        await asyncio.gather(*(hear() for _ in range(at_once)))


class _Introduced(BaseRequest):
    """Answers whatever is asked with who the bot is; nothing is sent."""

    @property
    def read_timeout(self) -> float:
        """It never takes any time."""
        return 1.0

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(self, *_: Any, **__: Any) -> tuple[int, bytes]:
        """Who the bot is."""
        return 200, b'{"ok":true,"result":{"id":1000,"is_bot":true,"first_name":"K","username":"k_bot"}}'
