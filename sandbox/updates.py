"""The queue of updates for the bot, with Telegram's offsets: asking from N on confirms all before N."""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from sandbox import refusals

Update = dict[str, Any]
KEPT_SECONDS = 24 * 3600
_UNASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
FIRST_ID = 500_000_001


@dataclass(slots=True)
class HeldUpdate:
    update: Update
    at: float


class Queue:
    """Updates in order of their ids, kept until confirmed, at most 24 hours; `at` is in steady seconds."""

    def __init__(self) -> None:
        self.next_id = FIRST_ID
        self.allowed: list[str] | None = None
        self.held: OrderedDict[int, HeldUpdate] = OrderedDict()
        self.closed = False
        self.stirred = asyncio.Event()
        self._waiting: asyncio.Future[None] | None = None
        self._ticket = 0
        self._reason = ""
        self.repeats: list[Update] = []
        self.reverse = False

    def push(self, kind: str, content: object, at: float) -> int | None:
        """Add an update of a kind ("message" …) and say its id; None when the bot did not ask for this kind."""
        if not self.wants(kind):
            return None
        update_id, self.next_id = self.next_id, self.next_id + 1
        self.held[update_id] = HeldUpdate({"update_id": update_id, kind: content}, at)
        self.wake()
        return update_id

    def wants(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed else kind not in _UNASKED

    def wake(self) -> None:
        """Let the poller or postman that waits, look again."""
        self.stirred.set()
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)

    def confirm(self, offset: int) -> list[int]:
        """Forget what `offset` confirms: all ids before it, or all but the last -offset; says which ids went."""
        if offset < 0:
            gone = list(self.held)[: max(len(self.held) + offset, 0)]
        elif offset > 0:
            gone = []
            for update_id in self.held:
                if update_id >= offset:
                    break
                gone.append(update_id)
        else:
            return []
        for update_id in gone:
            del self.held[update_id]
        return gone

    def expire(self, now: float) -> list[int]:
        """Forget what was kept for 24 hours; says which ids went."""
        gone = []
        while self.held:
            first = next(iter(self.held))
            if now - self.held[first].at <= KEPT_SECONDS:
                break
            gone.append(first)
            del self.held[first]
        return gone

    def take(self, limit: int) -> list[Update]:
        """Take the first `limit` updates that are held, with the faults that were asked for applied to this batch."""
        batch = [held.update for _, held in zip(range(limit), self.held.values(), strict=False)]
        if self.repeats:
            batch, self.repeats = [*self.repeats, *batch], []
        if self.reverse and len(batch) > 1:
            batch, self.reverse = batch[::-1], False
        return batch

    def interrupt(self, reason: str) -> int:
        """Send away the poller that waits, because of `reason`; says the ticket of the next one."""
        self._ticket += 1
        self._reason = reason
        self.wake()
        return self._ticket

    def close(self) -> None:
        """Let the poller that waits go with nothing: the server stops."""
        self.closed = True
        self.wake()

    def check(self, ticket: int) -> None:
        """Conflict when the poller with this ticket was sent away."""
        if ticket != self._ticket:
            raise refusals.Conflict(self._reason)

    async def arrival(self, seconds: float) -> None:
        """Return when something arrives, or after `seconds`."""
        waiting = self._waiting = asyncio.get_running_loop().create_future()
        await asyncio.wait([waiting], timeout=seconds)
