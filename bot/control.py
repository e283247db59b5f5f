"""The clock of a rehearsal, as the demo's page may read and move it: never past a moment at which something is due."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from bot import ticks
from bot.runtime import Runtime
from bot.ticks import Ticks

_STEPS_AT_MOST = 2000


class ClockControl:
    """Reads and moves the calendar of a rehearsal."""

    def __init__(self, runtime: Runtime, rounds: Ticks) -> None:
        self._runtime = runtime
        self._rounds = rounds

    async def status(self) -> Mapping[str, str | None]:
        """Now, and what is due next: ISO 8601 moments and one word."""
        due = await self._runtime.database.run(ticks.next_due)
        moment, what = due or (None, None)
        return {
            "now": self._runtime.clock.now().isoformat(),
            "next_due": moment.isoformat() if moment else None,
            "next_what": self._runtime.texts.plain(f"due.{what}", self._runtime.settings.language) if what else None,
        }

    async def move(self, to: str) -> Mapping[str, str | None]:
        """Move to `next` (what is due next) or to an ISO 8601 moment, stopping at everything due on the way.

        Raises ValueError for a moment in the past or one that is none.
        """
        target = await self._target(to)
        for _ in range(_STEPS_AT_MOST):
            due = await self._runtime.database.run(ticks.next_due)
            now = self._runtime.clock.now()
            if due is None or due[0] > target:
                break
            if due[0] > now:
                self._runtime.clock.move_to(due[0])
            await self._rounds.tick()
            if due[0] <= now and due == await self._runtime.database.run(ticks.next_due):
                break  # what is due waits for something else than the clock
        if target > self._runtime.clock.now():
            self._runtime.clock.move_to(target)
            await self._rounds.tick()
        return await self.status()

    async def _target(self, to: str) -> datetime:
        if to == "next":
            due = await self._runtime.database.run(ticks.next_due)
            return max(due[0], self._runtime.clock.now()) if due else self._runtime.clock.now() + timedelta(days=1)
        target = datetime.fromisoformat(to)
        if target.tzinfo is None:
            raise ValueError("a moment needs its zone")
        if target < self._runtime.clock.now():
            raise ValueError("the clock only goes forward")
        return target
