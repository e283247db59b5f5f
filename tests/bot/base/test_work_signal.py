"""A signal reaches the task that waits, whoever gives it: another thread, this one, or one before anybody waits."""

import asyncio
import threading
import time

from bot.base.work_signal import WorkSignal

LONG = 30.0  # seconds; nobody waits for so long unless a signal was lost


async def _seconds_waited(signal: WorkSignal, longest: float) -> float:
    began = time.monotonic()
    await signal.wait(longest)
    return time.monotonic() - began


async def test_another_thread_wakes_the_task_that_waits() -> None:
    """Work that a database thread brings is begun at once, not at the next look."""
    signal = WorkSignal()
    signal.take()
    threading.Thread(target=signal.give).start()
    assert LONG > await _seconds_waited(signal, LONG)


async def test_what_was_given_while_nobody_waited_is_heard_by_who_waits_next() -> None:
    """Between a look at the work and the wait, nothing that comes is lost."""
    signal = WorkSignal()
    signal.take()
    signal.give()
    assert LONG > await _seconds_waited(signal, LONG)


async def test_what_was_taken_wakes_nobody_again() -> None:
    """A signal is for one look: after it the task waits until the end."""
    signal = WorkSignal()
    signal.give()
    signal.take()
    assert 0.05 <= await _seconds_waited(signal, 0.05)


def test_a_signal_outlives_the_loop_of_whoever_waited() -> None:
    """Given after that loop was closed it harms nobody, and the task of a later loop is woken as the first was."""
    signal = WorkSignal()

    async def waits() -> float:
        signal.take()
        threading.Thread(target=signal.give).start()
        return await _seconds_waited(signal, LONG)

    assert LONG > asyncio.run(waits())
    giving = threading.Thread(target=signal.give)
    giving.start()
    giving.join()
    assert LONG > asyncio.run(waits())
