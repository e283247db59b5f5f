"""Stopping the ticker: the tick that is under way is finished, and nothing is logged about it."""

import asyncio
import logging
import threading
from datetime import timedelta

import pytest

from bot.base import clock
from bot.clockwork import scheduler
from bot.clockwork.ticks import Ticks
from bot.turns.runtime import Runtime


async def test_a_tick_is_not_broken_off(runtime: Runtime, caplog: pytest.LogCaptureFixture) -> None:
    """Whoever stops the bot in the middle of a round waits for its end, and reads no traceback of the ticker."""
    begun, may_end = threading.Event(), threading.Event()
    ended: list[str] = []

    def slow(*_: object) -> bool:
        begun.set()
        may_end.wait(5)
        ended.append("the round")
        return False

    rounds = Ticks(runtime, [slow])
    with caplog.at_level(logging.ERROR):
        ticker = scheduler.start(rounds)
        assert await asyncio.to_thread(begun.wait, 5)
        stopping = asyncio.create_task(scheduler.stop(ticker, rounds))
        await asyncio.sleep(0.01)
        assert not stopping.done()
        may_end.set()
        await stopping
        await asyncio.sleep(0.01)
    assert ["the round"] == ended
    assert [] == [record.getMessage() for record in caplog.records]


async def test_however_much_is_due_a_stop_waits_for_one_transaction_only(runtime: Runtime) -> None:
    """A round of ten thousand prompts takes minutes; a service that is asked to stop has seconds."""
    begun = threading.Event()

    def endless(*_: object) -> bool:
        begun.set()
        return True

    rounds = Ticks(runtime, [endless])
    ticker = scheduler.start(rounds)
    assert await asyncio.to_thread(begun.wait, 5)
    async with asyncio.timeout(5):
        await scheduler.stop(ticker, rounds)


async def test_a_calendar_that_is_set_back_does_not_stop_the_ticks(runtime: Runtime) -> None:
    """As after setting it back, the next tick is planned an hour from now; it comes in a second or two."""
    ticked: list[int] = []

    def counts(*_: object) -> bool:
        ticked.append(1)
        return False

    rounds = Ticks(runtime, [counts])
    ticker = scheduler.start(rounds)
    ticker.get_job(scheduler.TICK).modify(next_run_time=clock.Clock().now() + timedelta(hours=1))
    async with asyncio.timeout(10):
        while len(ticked) < 2:  # noqa: ASYNC110 - the library has no event for it
            await asyncio.sleep(0.05)
    await scheduler.stop(ticker, rounds)
