"""Puts the parts together, opens the doors, and closes them again in order."""

import asyncio
import contextlib
import gc
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import structlog
import uvicorn
from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.authoring import reviewing
from bot.base import clock, egress, opening, texts
from bot.base.last_contact import Contact
from bot.base.outgoing import Makers
from bot.base.settings import Settings
from bot.channels.telegram import introduction
from bot.channels.telegram.courier import Courier
from bot.channels.telegram.pace import Limits
from bot.channels.telegram.polling import POLL_SECONDS
from bot.channels.telegram.reception import Reception
from bot.channels.telegram.transport import LightBot, LightRequest
from bot.clockwork import scheduler
from bot.clockwork.database_guard import DatabaseGuard
from bot.clockwork.stopping import Stopping, end, first_error
from bot.clockwork.ticks import Ticks
from bot.demo.clock_control import ClockControl
from bot.dialogue import dossier, programme
from bot.dialogue.caller import Caller
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

HOST = "127.0.0.1"
_PAGE = 0.5  # seconds for pages that are under way
_TICK = 1.0  # seconds for the tick that is under way
_LONGEST = {"reception": 2.0, "courier": 2.5}  # seconds to finish what they have begun


class StartError(Exception):
    """The bot cannot start; the message says what to do."""


class WrongToken(StartError):
    """Telegram does not know this token: copy KOERSVAST_BOT_TOKEN once more from @BotFather."""


@dataclass(slots=True)
class Bell:
    """Lets use cases wake a courier and a caller that are built after them."""

    ring: Callable[[], None] = field(default=lambda: None)
    ask: Callable[[], None] = field(default=lambda: None)


@dataclass(slots=True)
class App:
    """The running parts."""

    runtime: Runtime
    bot: LightBot
    reception: Reception
    courier: Courier
    caller: Caller
    ticks: Ticks
    guard: DatabaseGuard


def build_runtime(settings: Settings, database: Database, calendar: clock.Clock, bell: Bell, page: str) -> Runtime:
    """The parts that every use case needs."""
    words = texts.load()
    library = database.call(live.open_library, folders(settings), calendar.now())
    database.call(programme.refresh, library.programme.version, calendar.now())
    makers = Makers(
        picture=pictures.png,
        dossier=lambda db, person, now: dossier.make(db, words, library, person, now),
        findings=lambda body, content, now: reviewing.make(library, words, body, content, now.date()),
    )
    return Runtime(
        settings,
        calendar,
        database,
        library,
        words,
        makers,
        lambda: bell.ring(),
        lambda: page,
        lambda: bell.ask(),
        Leavings(settings.data_dir / leavings.NAME),
    )


def folders(settings: Settings) -> Sequence[Path]:
    """Where flows are: ours, then the organisation's own, which may replace ours by name."""
    return [live.OURS, *([settings.flows_dir] if settings.flows_dir else [])]


async def serve(
    settings: Settings,
    *,
    calendar: clock.Clock | None = None,
    limits: Limits | None = None,
    ready: Callable[[str], None] | None = None,
    meanwhile: Callable[[], Awaitable[None]] | None = None,
    request: type[LightRequest] = LightRequest,
) -> None:
    """Run until asked to stop; `ready` gets the address, `meanwhile` is what others do after a tick of a rehearsal.

    `request` carries what goes to Telegram; a benchmark puts another one in its place.

    Raises StartError, CannotPoll, or what `opening` raises.
    """
    listener = _listen(settings.web_port)
    page = settings.public_url or f"http://{HOST}:{listener.getsockname()[1]}"
    calendar = calendar or clock.Clock(settings.clock_start, settings.clock_speed)
    with opening.served(settings, calendar.now()) as memory:
        database, bell = memory.database, Bell()
        runtime = build_runtime(settings, database, calendar, bell, page)
        ticks = Ticks(runtime)
        control = ClockControl(runtime, ticks, meanwhile) if calendar.rehearsing else None
        # The page listens before Telegram answers: who watches the machine must hear what it waits for.
        async with _page(runtime, control, listener) as web, _bot(settings, runtime.contact, request) as (bot, polls):
            if not database.call(installation.is_of_bot, str(bot.id)):
                raise AnotherBot
            courier = Courier(runtime, bot, limits)
            caller = Caller(runtime, Outside(CallRules(settings.calls, settings.networks), egress.of(settings)))
            bell.ring, bell.ask = courier.wake, caller.wake
            reception, guard = Reception(runtime, bot, polls), DatabaseGuard(memory, settings, calendar)
            app = App(runtime, bot, reception, courier, caller, ticks, guard)
            await introduction.introduce(bot, runtime.texts, settings.language)
            settle_in()
            if ready is not None:
                ready(page)
            await _run(app, web)


def settle_in() -> None:
    """Let the collector of garbage pass over all that was loaded: it stays, and each look stopped every conversation.

    Measured with our own flows: 180,000 objects, 115 to 400 ms a look, one in every thousand turns.
    """
    gc.collect()
    gc.freeze()


@contextlib.asynccontextmanager
async def _bot(
    settings: Settings, contact: Contact, request: type[LightRequest]
) -> AsyncIterator[tuple[LightBot, LightRequest]]:
    root = settings.bot_api_url
    way_out = egress.of(settings)
    polls = request(connections=2, read_timeout=POLL_SECONDS + 10, egress=way_out, contact=contact)
    bot = LightBot(
        settings.bot_token,
        base_url=f"{root}/bot",
        base_file_url=f"{root}/file/bot",
        request=request(egress=way_out, contact=contact),
        get_updates_request=polls,
    )
    try:
        await _greet(bot)
        yield bot, polls
    finally:
        await bot.shutdown()


async def _greet(bot: Bot) -> None:
    """Ask Telegram who we are; patient with the network, not with a wrong token."""
    patience = 1.0
    while True:
        try:
            await bot.initialize()
        except InvalidToken:
            raise WrongToken(str(WrongToken.__doc__)) from None
        except TelegramError as error:
            _log.warning("Telegram does not answer yet", action="wait", error=type(error).__name__)
            await asyncio.sleep(patience)
            patience = min(60.0, patience * 2)
        else:
            return


@contextlib.asynccontextmanager
async def _page(
    runtime: Runtime, control: ClockControl | None, listener: socket.socket
) -> AsyncIterator[asyncio.Task[None]]:
    """The page, served until the end of the block."""
    web = _Web(doorway.config(create_app(runtime, control)))
    served = asyncio.create_task(web.serve([listener]), name="web")
    try:
        yield served
    finally:
        web.should_exit = True
        await end(served, _PAGE)


async def _run(app: App, web: asyncio.Task[None]) -> None:
    stopping = Stopping()
    # Loading the holidays takes a tenth of a second; in the first tick that needs them, replies would wait for it.
    await asyncio.to_thread(calendar_nl.public_holidays, app.runtime.clock.now().year)
    ticker = scheduler.start(app.ticks)
    doors = [
        asyncio.create_task(app.reception.run(), name="reception"),
        asyncio.create_task(app.caller.run(), name="caller"),
        asyncio.create_task(app.courier.run(), name="courier"),
        web,
        asyncio.create_task(app.guard.run(), name="guard"),
        asyncio.create_task(stopping.asked.wait(), name="stop"),
    ]
    try:
        await asyncio.wait(doors, return_when=asyncio.FIRST_COMPLETED)
        error = first_error(doors)
        if error is not None:
            raise error
    finally:
        await scheduler.stop(ticker, app.ticks, _TICK)
        # First whoever takes updates in, last whoever sends: what was heard is still answered.
        for door in (door for door in doors if door is not web):
            await end(door, _LONGEST.get(door.get_name(), 0.5))


class _Web(uvicorn.Server):
    """A web server that leaves the signals to us."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Do not."""
        yield


def _listen(port: int) -> socket.socket:
    try:
        return socket.create_server((HOST, port))
    except OSError:
        raise StartError(
            f"Port {port} is in use: give another one as KOERSVAST_WEB_PORT (0 takes any free port)."
        ) from None
