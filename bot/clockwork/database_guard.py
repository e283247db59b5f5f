"""Looks each second whether the database is still ours, and counts a number on in it, by which a lost end shows."""

import asyncio

import structlog

from bot.base import clock, database_wait, opening
from bot.base.opening import ServedMemory
from bot.base.settings import Settings
from store import copies, installation, sqlite_file, trouble

_log = structlog.get_logger()

EACH = 1.0  # second
BEAT_AFTER = 60.0  # seconds
LONG_LOG = 4 * 1024 * 1024  # bytes


class DatabaseGuard:
    """Watches the database while it is served: whether it is still ours, and whether its file is there."""

    def __init__(self, memory: ServedMemory, settings: Settings, calendar: clock.Clock) -> None:
        self._memory = memory
        self._copies = settings.data_dir / opening.COPIES
        self._calendar = calendar
        self._beaten_at: float | None = None

    async def run(self) -> None:
        """Watch until cancelled.

        Raises AlreadyRunning when another process took over, DatabaseGone when the file went away.
        """
        while True:
            await self._look()
            if self._is_due():
                await self._beat()
            await asyncio.sleep(EACH)

    async def _look(self) -> None:
        try:
            await asyncio.to_thread(self._memory.hold.look)
        except trouble.DatabaseGone:
            raise trouble.DatabaseGone(await self._rescue()) from None
        except trouble.DatabaseError as error:
            if not error.passes:
                raise
            database_wait.tell(error)

    def _is_due(self) -> bool:
        if self._beaten_at is None or clock.steady() - self._beaten_at >= BEAT_AFTER:
            return True
        return self._memory.file is not None and sqlite_file.log_size(self._memory.file) > LONG_LOG

    async def _beat(self) -> None:
        """Bring the log into the file, then write the next pulse into the log, and only then into the trace."""
        self._beaten_at = clock.steady()
        if self._memory.file is None:
            return  # a server sees to that itself
        try:
            await asyncio.to_thread(sqlite_file.checkpoint, self._memory.file)
            self._memory.traces.beat(await database_wait.run(self._memory.database, installation.beat))
        except Exception as error:  # the next one comes in a minute, and nothing waits for it
            _log.warning("the pulse was left out", action="none", error=type(error).__name__)

    async def _rescue(self) -> str:
        """Copy what a file held that went away while we hold it open, and give the sentence that says so."""
        said = "The database file was moved, removed or replaced while Koersvast ran"
        try:
            copy = await self._memory.database.run(copies.rescue, self._copies, self._calendar.now())
        except Exception as error:
            return f"{said}, and what it held could not be copied ({type(error).__name__}): put it back, then start."
        return f"{said}; what it held lies at {copy}: put it back with `./koersvast restore {copy}`, then start."
