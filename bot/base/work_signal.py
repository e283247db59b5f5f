"""Tells a task that waits for work that there may be some, from whatever thread brings it."""

import asyncio
import contextlib
import threading


class WorkSignal:
    """Stands between whoever makes work and the one task that does it, so that neither has to know the other;
    where several tasks do such work, each waits for a follower of its own."""

    def __init__(self) -> None:
        self._event = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None  # of the task that waits
        self._thread = 0
        self._followers: list[WorkSignal] = []

    def give(self) -> None:
        """Say that there may be work; a task that begins to wait later looks for it by itself."""
        for follower in self._followers:
            follower.give()
        if self._loop is None or self._thread == threading.get_ident():
            self._event.set()
            return
        with contextlib.suppress(RuntimeError):  # the loop was closed, so nobody waits any more
            self._loop.call_soon_threadsafe(self._event.set)

    def followed(self) -> "WorkSignal":
        """Make a signal for one more task: whatever is given here is given there as well."""
        follower = WorkSignal()
        self._followers.append(follower)
        return follower

    def take(self) -> None:
        """Forget what was given so far: the task that waits is about to look."""
        loop = asyncio.get_running_loop()
        if loop is not self._loop:
            self._event, self._loop, self._thread = asyncio.Event(), loop, threading.get_ident()
        self._event.clear()

    async def wait(self, longest: float) -> None:
        """Wait until it is given, at most so many seconds."""
        # Not wait_for: on Python 3.11 it loses a cancellation that comes together with a wake-up.
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(longest):
                await self._event.wait()
