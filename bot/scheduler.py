"""The ticker: wakes the rounds each real second and holds no data; whatever must happen when is rows."""

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
