"""The ticker: wakes the rounds each real second and holds no data; whatever must happen when is rows."""

import asyncio
import contextlib

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.ticks import Ticks

EACH_SECOND = 1


def start(rounds: Ticks) -> AsyncIOScheduler:
    """Begin to tick. A late tick is not dropped, and several missed ones become one."""
    scheduler = AsyncIOScheduler(timezone="UTC")
    scheduler.add_job(
        rounds.tick, "interval", seconds=EACH_SECOND, coalesce=True, max_instances=1, misfire_grace_time=None
    )
    scheduler.start()
    return scheduler


async def stop(scheduler: AsyncIOScheduler, rounds: Ticks, longest: float = 5.0) -> None:
    """Tick no more; what a tick has begun is waited for, for so many seconds, where the library would break it off with
    a traceback."""
    scheduler.pause()
    await asyncio.sleep(0)  # one that was just begun has not come to its first line yet
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(longest):
            await rounds.end()
    scheduler.shutdown(wait=False)
