"""Empties the outbox within Telegram's limits: replies first, each chat in order, each row settled by its answer."""

import asyncio
import contextlib
from collections.abc import Callable
from datetime import timedelta

import structlog
from telegram.error import BadRequest, RetryAfter, TelegramError

from bot import clock, delivery, outgoing, patience
from bot.fate import Fate, fate
from bot.outgoing import Kind, Paper
from bot.pace import Limits, Pace
from bot.runtime import Runtime
from bot.wire import LightBot, asked_patience
from store import outbox
from store.outbox import Allowance, Outgoing, Priority

_log = structlog.get_logger()

AT_ONCE = 64
PATIENCE = timedelta(seconds=2)  # before the second try; doubled each time
LONGEST_PATIENCE = timedelta(minutes=5)


class Courier:
    """Sends what the outbox holds; `wake` says that there may be something new."""

    def __init__(
        self, runtime: Runtime, bot: LightBot, limits: Limits | None = None, steady: Callable[[], float] = clock.steady
    ) -> None:
        self._steady = steady
        self._runtime = runtime
        self._bot = bot
        self._pace = Pace(limits or Limits())
        self._awake = asyncio.Event()
        self._under_way: dict[int, asyncio.Task[None]] = {}  # person -> the one thing that is being sent

    def wake(self) -> None:
        """There may be something to send."""
        self._awake.set()

    async def run(self) -> None:
        """Until cancelled; what is under way is finished first."""
        await patience.run(self._runtime.database, delivery.recover, self._runtime.clock.now())
        try:
            while True:
                self._awake.clear()
                if not await self._send_what_may_go():
                    await self._rest()
        finally:
            await asyncio.gather(*self._under_way.values(), return_exceptions=True)

    async def drain(self) -> None:
        """Send until nothing is left that may go now."""
        while await self._send_what_may_go() or self._under_way:
            if self._under_way:
                await asyncio.wait(self._under_way.values(), return_when=asyncio.FIRST_COMPLETED)

    def next_look(self) -> float:
        """Seconds until something may go that may not go now: at most one second."""
        return self._pace.next_change(self._steady())

    async def _send_what_may_go(self) -> bool:
        now = self._steady()
        allowance = Allowance(
            paced=self._pace.free(now),
            nudges=self._pace.nudges_free(now),
            busy=self._under_way.keys(),
            resting=self._pace.resting(now),
        )
        rows = await patience.run(self._runtime.database, outbox.claim, self._runtime.clock.now(), AT_ONCE, allowance)
        for row in rows:
            self._begin(row)
        return bool(rows)

    def _begin(self, row: Outgoing) -> None:
        if row.priority != Priority.AT_ONCE:
            self._pace.sent(row.person_id, self._steady(), nudge=row.priority == Priority.NUDGE)
        task = asyncio.create_task(self._deliver(row))
        self._under_way[row.person_id] = task
        task.add_done_callback(lambda done: self._finished(row, done))

    def _finished(self, row: Outgoing, done: asyncio.Task[None]) -> None:
        del self._under_way[row.person_id]
        if not done.cancelled() and (error := done.exception()) is not None:
            _log.error("a message could not be settled", action="none", row=row.id, error=type(error).__name__)
        self._awake.set()

    async def _rest(self) -> None:
        # Not wait_for: on Python 3.11 it loses a cancellation that comes together with a wake-up.
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self._pace.next_change(self._steady())):
                await self._awake.wait()

    async def _deliver(self, row: Outgoing) -> None:
        database, now = self._runtime.database, self._runtime.clock.now
        try:
            paper, png = await self._make(row)
            shown = await outgoing.send(self._bot, row.chat_id, row.kind, row.body, paper, png)
        except TelegramError as error:
            await patience.run(database, delivery.settle, row, self._fate(row, error), now(), _patience(row, error))
        except Exception as error:
            # A picture that cannot be drawn must not stop everybody's messages.
            _log.error("could not make what was to be sent", action="failed", row=row.id, error=type(error).__name__)
            await patience.run(database, delivery.settle, row, Fate.FAILED, now())
        else:
            await patience.run(database, delivery.arrived, row, shown, now())

    async def _make(self, row: Outgoing) -> tuple[Paper | None, bytes | None]:
        makers = self._runtime.makers
        if row.kind == Kind.DOSSIER:
            now = self._runtime.clock.now()
            return await patience.run(self._runtime.database, makers.dossier, row.person_id, now), None
        if row.kind == Kind.PICTURE:
            return None, await asyncio.to_thread(makers.picture, row.body["drawing"])
        if row.kind == Kind.FINDINGS:
            content = await self._fetch(row.body["file"])
            return await asyncio.to_thread(makers.findings, row.body, content, self._runtime.clock.now()), None
        return None, None

    async def _fetch(self, file: str) -> bytes | None:
        try:
            found = await self._bot.get_file(file)
            return bytes(await found.download_as_bytearray())
        except BadRequest:
            return None

    def _fate(self, row: Outgoing, error: TelegramError) -> Fate:
        if isinstance(error, RetryAfter):
            self._pace.hold(_patience(row, error).total_seconds(), self._steady())
        decided = fate(row, error)
        _log.info("a message did not go straight through", action=decided, row=row.id, error=type(error).__name__)
        return decided


def _patience(row: Outgoing, error: TelegramError) -> timedelta:
    if isinstance(error, RetryAfter):
        return asked_patience(error)
    return min(LONGEST_PATIENCE, PATIENCE * (1 << min(row.attempts - 1, 16)))
