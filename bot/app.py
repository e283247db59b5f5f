"""Puts the parts together, opens the doors, and closes them again in order."""

import asyncio
import contextlib
import gc
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path

import structlog
import uvicorn

from bot.authoring import reviewing
from bot.base import clock, egress, opening, texts
from bot.base.last_contact import Contact
from bot.base.outgoing import Makers
from bot.base.settings import Settings
from bot.channels import configured
from bot.channels.channel import Channel
from bot.channels.courier import Courier
from bot.channels.reception import Reception
from bot.clockwork import scheduler
from bot.clockwork.database_guard import DatabaseGuard
from bot.clockwork.stopping import Stopping, end, first_error
from bot.clockwork.ticks import Ticks
from bot.demo.clock_control import ClockControl
from bot.dialogue import dossier, programme
from bot.dialogue.caller import Caller
from bot.dialogue.commands import table
from bot.dialogue.outside import CallRules, Outside
from bot.leads import pictures
from bot.library import live
from bot.turns.runtime import Runtime
from bot.web import doorway
from bot.web.app import create_app
from nudges import calendar_nl
from store import installation, leavings
from store.database import Database
from store.leavings import Leavings
from store.traces import AnotherBot

_log = structlog.get_logger()

Connect = Callable[[Settings, Mapping[str, Contact]], AbstractAsyncContextManager[Sequence[Channel]]]

HOST = "127.0.0.1"
_PAGE = 0.5  # seconds for pages that are under way
_TICK = 1.0  # seconds for the tick that is under way
_LONGEST = {"reception": 2.0, "courier": 2.5}  # seconds to finish what they have begun


class StartError(Exception):
    """The bot cannot start; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Doors:
    """Holds the parts that run beside the clock: what comes in and goes out by each channel, and is asked elsewhere."""

    receptions: Sequence[Reception]
    couriers: Sequence[Courier]
    caller: Caller

    def start(self) -> list[asyncio.Task[None]]:
        """Start all of them, in the order in which they are to be ended: first whoever takes updates in, last whoever
        sends, so that what was heard is still answered."""
        return [
            *(asyncio.create_task(reception.run(), name="reception") for reception in self.receptions),
            asyncio.create_task(self.caller.run(), name="caller"),
            *(asyncio.create_task(courier.run(), name="courier") for courier in self.couriers),
        ]


def build(settings: Settings, database: Database, calendar: clock.Clock, page: str = "") -> Runtime:
    """Build what every use case, round and door works with, for the program as for whoever plays it; `page` is the
    root of the page as people reach it.

    Not inside a transaction, for it reads the database itself.
    """
    words, can = texts.load(), configured.can_show(settings)
    library = database.call(live.open_library, folders(settings), calendar.now())
    database.call(programme.refresh, library.programme.version, calendar.now())
    makers = Makers(
        picture=pictures.png,
        dossier=lambda db, person, now: dossier.make(db, words, library, person, now, can.room),
        findings=lambda body, content, now: reviewing.make(library, words, body, content, now.date(), can),
    )
    return Runtime(
        settings,
        calendar,
        database,
        library,
        words,
        makers,
        can,
        table.COMMANDS,
        configured.read_launch,
        page,
        leavings=Leavings(settings.data_dir / leavings.NAME),
        contacts=configured.contacts(settings),
    )


def build_doors(runtime: Runtime, channels: Sequence[Channel], steady: Callable[[], float] = clock.steady) -> Doors:
    """Build the doors of a runtime, two for each channel; `steady` counts the seconds of the channels' pace."""
    chosen = runtime.settings
    outside = Outside(CallRules(chosen.calls, chosen.networks), egress.of(chosen))
    receptions = [Reception(runtime, channel) for channel in channels]
    couriers = [Courier(runtime, channel, steady) for channel in channels]
    return Doors(receptions, couriers, Caller(runtime, outside))


def folders(settings: Settings) -> Sequence[Path]:
    """List the folders that flows are read from: ours, then the organisation's own, which may replace ours by name."""
    return [live.OURS, *([settings.flows_dir] if settings.flows_dir else [])]


async def serve(
    settings: Settings,
    *,
    calendar: clock.Clock | None = None,
    ready: Callable[[str], None] | None = None,
    meanwhile: Callable[[], Awaitable[None]] | None = None,
    connect: Connect = configured.connected,
) -> None:
    """Run the bot and its page until asked to stop; `ready` gets the address, `meanwhile` is what others do after a
    tick of a rehearsal.

    `connect` opens the channels; a benchmark puts quicker ones in their place.

    Raises StartError, ShutOut, or what `opening` raises.
    """
    listener = _listen(settings.web_port)
    page = settings.public_url or f"http://{HOST}:{listener.getsockname()[1]}"
    calendar = calendar or clock.Clock(settings.clock_start, settings.clock_speed)
    with opening.served(settings, calendar.now()) as memory:
        runtime = build(settings, memory.database, calendar, page)
        ticks = Ticks(runtime)
        control = ClockControl(runtime, ticks, meanwhile) if calendar.rehearsing else None
        # The page listens before a channel answers: who watches the machine must hear what it waits for.
        async with _page(runtime, control, listener) as web, connect(settings, runtime.contacts) as channels:
            for channel in channels:
                if not memory.database.call(installation.is_of_bot, channel.name, channel.identity):
                    raise AnotherBot
                await channel.introduce(runtime.texts, settings.language)
            doors = build_doors(runtime, channels)
            # Loading the holidays takes a tenth of a second; in the first tick that needs them, replies would wait.
            await asyncio.to_thread(calendar_nl.public_holidays, calendar.now().year)
            settle_in()
            if ready is not None:
                ready(page)
            await _run(doors, ticks, DatabaseGuard(memory, settings, calendar), web)


def settle_in() -> None:
    """Let the collector of garbage pass over all that was loaded: it stays, and each look stopped every conversation.

    Measured with our own flows: 180,000 objects, 115 to 400 ms a look, one in every thousand turns.
    """
    gc.collect()
    gc.freeze()


@contextlib.asynccontextmanager
async def _page(
    runtime: Runtime, control: ClockControl | None, listener: socket.socket
) -> AsyncIterator[asyncio.Task[None]]:
    """Serve the page until the end of the block."""
    web = _Web(doorway.config(create_app(runtime, control)))
    served = asyncio.create_task(web.serve([listener]), name="web")
    try:
        yield served
    finally:
        web.should_exit = True
        await end(served, _PAGE)


async def _run(doors: Doors, ticks: Ticks, guard: DatabaseGuard, web: asyncio.Task[None]) -> None:
    stopping = Stopping()
    ticker = scheduler.start(ticks)
    running = [
        *doors.start(),
        web,
        asyncio.create_task(guard.run(), name="guard"),
        asyncio.create_task(stopping.asked.wait(), name="stop"),
    ]
    try:
        await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
        error = first_error(running)
        if error is not None:
            raise error
    finally:
        await scheduler.stop(ticker, ticks, _TICK)
        for task in (task for task in running if task is not web):
            await end(task, _LONGEST.get(task.get_name(), 0.5))


class _Web(uvicorn.Server):
    """A web server that leaves the signals to us."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone: the process has its own handling of them."""
        yield


def _listen(port: int) -> socket.socket:
    try:
        return socket.create_server((HOST, port))
    except OSError:
        raise StartError(
            f"Port {port} is in use: give another one as KOERSVAST_WEB_PORT (0 takes any free port)."
        ) from None
