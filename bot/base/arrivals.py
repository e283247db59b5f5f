"""Lets a turn wait, without asking the database, until what is on its way to somebody has come to its end."""

import asyncio
import contextlib


class Arrivals:
    """Wakes whoever waits for the messages on their way to a person; the courier tells of each that arrived, failed or
    was put off."""

    def __init__(self) -> None:
        self._waiting: dict[int, asyncio.Event] = {}

    def tell(self, person_id: int) -> None:
        """Say that something which was on its way to this person has come to its end."""
        event = self._waiting.pop(person_id, None)
        if event is not None:
            event.set()

    async def next(self, person_id: int, longest: float) -> None:
        """Wait until something on its way to this person has come to its end, at most so many seconds."""
        event = self._waiting.setdefault(person_id, asyncio.Event())
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(longest):
                await event.wait()
        if self._waiting.get(person_id) is event:  # nobody told: whoever waits no longer is not remembered for it
            del self._waiting[person_id]
