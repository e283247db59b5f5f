"""Stops when asked to: in order if a few seconds are enough for that, at once if they are not or when asked twice."""

import asyncio
import os
import signal
import sys
import threading
from collections.abc import Sequence

import structlog

_log = structlog.get_logger()

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
LONGEST = 8.0  # seconds from the first signal on, whatever is locked or hangs


class Stopping:
    """Stops the program for somebody who asks: made in the main thread, in the running loop."""

    def __init__(self) -> None:
        self.asked = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._times = 0
        # Not the loop's own handlers: at the end it waits for the database, and would hear of nothing meanwhile.
        for number in SIGNALS:
            signal.signal(number, self._hear)

    def _hear(self, _number: int, _frame: object) -> None:
        self._times += 1
        if self._times > 1:
            _leave("asked twice to stop")
        self._loop.call_soon_threadsafe(self.asked.set)
        # A thread of its own: the loop may wait for a driver that never returns, also after the last line of ours.
        late = threading.Timer(LONGEST, _leave, ["not everything could be ended in time"])
        late.daemon = True
        late.start()


def _leave(reason: str) -> None:
    _log.warning(reason, action="leave")  # what was not handled lies in the inbox, what was not sent in the outbox
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


async def end(door: asyncio.Task[object], seconds: float) -> None:
    """Let a door finish what it has begun, for so many seconds; then break it off."""
    for patience in (seconds, 0.5):
        door.cancel()
        await asyncio.wait([door], timeout=patience)
        if door.done():
            break
    if door.done() and not door.cancelled():
        door.exception()  # it was told of already, or nobody waits for it any more


def first_error(doors: Sequence[asyncio.Task[object]]) -> BaseException | None:
    """Find why a door ended by itself."""
    ended = [door.exception() for door in doors if door.done() and not door.cancelled()]
    return next((error for error in ended if error is not None), None)
