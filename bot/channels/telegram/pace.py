"""Telegram's limits on sending: so many a second over all, so many a second in one chat; replies are not spaced."""

import asyncio
from collections import deque
from collections.abc import Collection
from dataclasses import dataclass

from bot.base import clock


@dataclass(frozen=True, slots=True)
class Limits:
    """Holds what Telegram allows; a rehearsal against another server may allow more."""

    over_all: int = 30  # in any second
    in_chat: float = 1.0  # a second, averaged
    chat_burst: int = 3


_SECOND = 1.02  # a little more than one, for what two requests may drift towards each other on their way
_LUMP = 0.07  # seconds' worth of nudges that may go together: what a busy machine comes too late for is made up
_SEVERAL = 3  # chats in which patience was asked for: now it is meant for all
_SHORTLY = 5.0  # seconds within which that happened


FAREWELLS_APART = 0.2  # seconds; Telegram allows thirty messages a second over all, and the courier's go first


class Farewells:
    """Spaces what is said past the outbox, where no pace counts it: many strangers may come at once."""

    def __init__(self, apart: float = FAREWELLS_APART) -> None:
        self._apart = apart
        self._next = 0.0  # when the next one may go, on the steady clock

    async def turn(self) -> None:
        """Wait for a turn; the first one goes at once."""
        now = clock.steady()
        begins = max(now, self._next)
        self._next = begins + self._apart
        await asyncio.sleep(begins - now)


class Pace:
    """Says what may go now; all times are seconds of the steady clock."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._farewells = Farewells()
        self._sent: deque[float] = deque()
        self._chats: dict[int, tuple[float, float]] = {}  # chat -> (tokens, when they were counted)
        self._spent: set[int] = set()  # chats that had less than one left after their last message
        self._held: dict[int, float] = {}  # chat -> until when Telegram asked for patience there
        self._asked: dict[int, float] = {}  # chat -> when it did so lately
        self._held_until = 0.0
        self._last_nudge = float("-inf")  # when it was due, not when it went: otherwise each delay would add up

    def free(self, now: float) -> int:
        """Count the messages that may go at this moment."""
        if self.all_held(now):
            return 0
        while self._sent and self._sent[0] <= now - _SECOND:
            self._sent.popleft()
        return self._limits.over_all - len(self._sent)

    def nudges_free(self, now: float) -> int:
        """Count the nudges that may go: they keep an even distance, so that a reply always finds a gap."""
        spaced = (now - self._last_nudge) * self._limits.over_all / _SECOND
        return max(0, int(min(spaced, 1 + self._limits.over_all * _LUMP)))

    def resting(self, now: float) -> set[int]:
        """List the chats that must wait before their next message."""
        self._forget_rested(now)
        return set(self._spent)

    def remembered(self) -> Collection[int]:
        """List the chats that were written to, or held back, so lately that it still counts."""
        return self._chats.keys() | self._held.keys() | self._asked.keys()

    def sent(self, person_id: int, now: float, *, nudge: bool) -> None:
        """Count one message."""
        self._sent.append(now)
        left = self._tokens(person_id, now) - 1
        self._chats.pop(person_id, None)  # in the order of their last message, so that those who rested come first
        self._chats[person_id] = (left, now)
        if left < 1:
            self._spent.add(person_id)
        if nudge:
            self._last_nudge = max(self._last_nudge + _SECOND / self._limits.over_all, now - _SECOND * _LUMP)

    def hold(self, person_id: int, seconds: float, now: float) -> None:
        """Wait as long as Telegram asked in this chat; asked in several shortly after each other it means everybody.

        Everybody is held as briefly as any of those asked for: the others among them are held by themselves.
        """
        self._held[person_id] = max(self._held.get(person_id, 0.0), now + seconds)
        self._forget_asked(now)
        self._asked[person_id] = now
        if len(self._asked) >= _SEVERAL:
            self._held_until = max(self._held_until, min(self._held[each] for each in self._asked))

    def held(self, now: float) -> set[int]:
        """List the chats in which nothing may go, not even what no pace counts."""
        self._forget_asked(now)
        self._held = {chat: until for chat, until in self._held.items() if until > now or chat in self._asked}
        return {chat for chat, until in self._held.items() if until > now}

    def all_held(self, now: float) -> bool:
        """Say whether nothing may go to anybody."""
        return now < self._held_until

    def next_change(self, now: float) -> float:
        """Count the seconds until waiting may be over: at most one second."""
        moments = [1.0]
        if self._held_until > now:
            moments.append(self._held_until - now)
        elif self.free(now) <= 0:
            moments.append(self._sent[0] + _SECOND - now)
        else:
            moments.append(self._last_nudge + _SECOND / self._limits.over_all - now)
        moments += [until - now for until in self._held.values()]
        moments += [(1 - self._tokens(chat, now)) / self._limits.in_chat for chat in self.resting(now)]
        return max(0.001, min(moment for moment in moments if moment > 0))

    async def farewell(self) -> None:
        """Wait until something may be said past the outbox."""
        await self._farewells.turn()

    def _forget_rested(self, now: float) -> None:
        """Forget the chats that rested since the last look; a look costs by how many those are, not by all."""
        rested_before = now - self._limits.chat_burst / self._limits.in_chat
        while self._chats:
            chat, (_, counted) = next(iter(self._chats.items()))
            if counted > rested_before:
                break
            del self._chats[chat]
            self._spent.discard(chat)
        self._spent = {chat for chat in self._spent if self._tokens(chat, now) < 1}

    def _forget_asked(self, now: float) -> None:
        """Keep only the chats that Telegram asked patience for a moment ago: nobody stays in memory for it."""
        self._asked = {chat: asked for chat, asked in self._asked.items() if asked > now - _SHORTLY}

    def _tokens(self, person_id: int, now: float) -> float:
        tokens, counted = self._chats.get(person_id, (float(self._limits.chat_burst), now))
        return min(self._limits.chat_burst, tokens + (now - counted) * self._limits.in_chat)
