"""Lets a turn wait, without asking the database, until what is on its way to somebody has come to its end."""

import asyncio
import contextlib


class Arrivals:
    """Whoever waits for somebody's messages; the courier tells of each that arrived, failed or was put off."""

    def __init__(self) -> None:
        self._waiting: dict[int, asyncio.Event] = {}

    def tell(self, person: int) -> None:
        """Something that was on its way to this person is so no more."""
        event = self._waiting.pop(person, None)
        if event is not None:
            event.set()

    async def next(self, person: int, longest: float) -> None:
        """Wait for that, at most so many seconds."""
        event = self._waiting.setdefault(person, asyncio.Event())
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(longest):
                await event.wait()
