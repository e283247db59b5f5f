"""The ticker: wakes the rounds each real second and holds no data; whatever must happen when is rows."""

import asyncio
import contextlib
from datetime import timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.base import clock
from bot.clockwork.ticks import Ticks

EACH_SECOND = 1
TICK = "tick"
_TOO_FAR = timedelta(seconds=5)  # no tick is planned so far ahead, unless the calendar was set back


def start(rounds: Ticks) -> AsyncIOScheduler:
    """Begin to tick. A late tick is not dropped, and several missed ones become one."""
    scheduler = AsyncIOScheduler(timezone="UTC")
    scheduler.add_job(
        rounds.tick, "interval", id=TICK, seconds=EACH_SECOND, coalesce=True, max_instances=1, misfire_grace_time=None
    )
    scheduler.start()
    _mind_the_calendar(scheduler)
    return scheduler


def _mind_the_calendar(scheduler: AsyncIOScheduler) -> None:
    """Set the next tick anew when the calendar is set back an hour: the library would not tick for an hour."""
    if not scheduler.running:
        return
    job, now = scheduler.get_job(TICK), clock.Clock().now()
    if job is not None and job.next_run_time is not None and job.next_run_time > now + _TOO_FAR:
        job.modify(next_run_time=now)
    asyncio.get_running_loop().call_later(EACH_SECOND, _mind_the_calendar, scheduler)


async def stop(scheduler: AsyncIOScheduler, rounds: Ticks, longest: float = 5.0) -> None:
    """Stop the ticker; what a tick has begun is waited for, for so many seconds, where the library would break it off
    with a traceback."""
    scheduler.pause()
    await asyncio.sleep(0)  # one that was just begun has not come to its first line yet
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(longest):
            await rounds.end()
    scheduler.shutdown(wait=False)
