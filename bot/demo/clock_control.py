"""The clock of a rehearsal, as the demo's page may read and move it: never past a moment at which something is due."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.base.texts import LANGUAGES
from bot.clockwork import ticks
from bot.clockwork.ticks import Ticks
from bot.demo import played_rounds
from bot.demo.clock_driver import ClockDriver
from bot.turns.runtime import Runtime
from store import invitations, outbox, teams
from store.database import Transaction
from store.people import Role

_DELIVERY_PATIENCE = 5.0  # seconds; whoever turns the clock also waits when Telegram does not answer


class ClockControl:
    """Reads and moves the calendar of a rehearsal."""

    def __init__(self, runtime: Runtime, rounds: Ticks, meanwhile: Callable[[], Awaitable[None]] | None = None) -> None:
        self._runtime = runtime
        self._rounds = rounds
        self._meanwhile = meanwhile  # what others do once they were told something

    async def status(self) -> Mapping[str, Any]:
        """Say what time it is and what is due next: ISO 8601 moments, and a word for it by language."""
        due = await self._runtime.database.run(ticks.next_due)
        moment, what = due or (None, None)
        return {
            "now": self._runtime.clock.now().isoformat(),
            "next_due": moment.isoformat() if moment else None,
            "next_what": {code: self._runtime.texts.plain(f"due.{what}", code) for code in LANGUAGES} if what else None,
        }

    async def move(self, to: str) -> Mapping[str, Any]:
        """Move to `next` (what is due next) or to an ISO 8601 moment, stopping at everything due on the way.

        What that made the bot say has been delivered by then, or waits for Telegram. Raises ValueError for a moment in
        the past or one that is none.
        """
        driver = ClockDriver(self._runtime.clock, await self._target(to))
        while driver.goes_on(await self._runtime.database.run(played_rounds.next_due)):
            await self._tick()
        await self._delivered()
        return await self.status()

    async def invite(self, role: Role) -> str:
        """Issue an invitation into the first team and give its code. Raises ValueError where there is none."""
        return await self._runtime.database.run(_invite, role, self._runtime.clock.now())

    async def _tick(self) -> None:
        await self._rounds.tick()
        if self._meanwhile is not None:
            await self._delivered()
            await self._meanwhile()

    async def _delivered(self) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_DELIVERY_PATIENCE):
                while await self._runtime.database.run(outbox.under_way, self._runtime.clock.now()):  # noqa: ASYNC110 - a rehearsal may look again
                    await asyncio.sleep(0.02)

    async def _target(self, to: str) -> datetime:
        if to == "next":
            due = await self._runtime.database.run(played_rounds.next_due)
            return max(due, self._runtime.clock.now()) if due else self._runtime.clock.now() + timedelta(days=1)
        target = datetime.fromisoformat(to)
        if target.tzinfo is None:
            raise ValueError("a moment needs its zone")
        if target < self._runtime.clock.now():
            raise ValueError("the clock only goes forward")
        return target


def _invite(db: Transaction, role: Role, now: datetime) -> str:
    first = next((team for team in teams.every(db) if team.closed_at is None), None)
    if first is None:
        raise ValueError("there is no team yet")
    return invitations.issue(db, first.id, role, now)[1]
