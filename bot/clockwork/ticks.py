"""One tick of the clock: every round until it has no more work; and the next moment at which there will be some."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import structlog

from bot.base import clock, database_wait
from bot.clockwork import rounds, shelving
from bot.leads import publishing, shared, threshold_news
from bot.turns.runtime import Runtime
from store import agenda, outbox, schedules, sessions, trouble
from store.database import Transaction

_log = structlog.get_logger()

Round = Callable[[Transaction, Runtime, datetime], bool]
EVERY_SECOND: Sequence[Round] = (
    rounds.plan,
    rounds.send,
    rounds.expire,
    rounds.wake,
    shared.named,
    shared.unnamed,
    threshold_news.tell,
    publishing.open_windows,
    publishing.close_windows,
    shelving.look_again,
)
_NIGHT = timedelta(days=1)


class Ticks:
    """Runs the rounds, one after the other; two ticks never run at once."""

    def __init__(
        self,
        runtime: Runtime,
        rounds: Sequence[Round] = EVERY_SECOND,
        rest: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._runtime = runtime
        self._rounds = rounds
        self._rest = rest
        self._one_at_a_time = asyncio.Lock()
        self._ending = False
        self._purged_at: datetime | None = None

    async def tick(self) -> None:
        """Do what is due now; a round that fails holds up no other, and is tried again at the next tick."""
        try:
            async with self._one_at_a_time:
                await self._do(self._rounds)
                await self._purge_nightly()
        except asyncio.CancelledError:
            if not self._ending:  # at the end it is broken off when it takes too long, and nobody need read of it
                raise

    async def end(self) -> None:
        """Begin no transaction any more, however much is due, and wait for the one that is under way."""
        self._ending = True
        async with self._one_at_a_time:
            return

    async def _purge_nightly(self) -> None:
        now = self._runtime.clock.now()
        if self._purged_at is None or now - self._purged_at >= _NIGHT or now < self._purged_at:
            self._purged_at = now
            await self._do([rounds.purge])

    async def _do(self, rounds: Sequence[Round]) -> None:
        """Run these rounds, each until it has no more work; as long as none has any, all of them in one transaction."""
        place = 0
        while place < len(rounds) and not self._ending:
            began, lap = clock.steady(), _Lap(rounds, place)
            now = self._runtime.clock.now()
            try:
                await self._runtime.database.run(_up_to_work, lap, place, self._runtime, now)
            except Exception as error:
                _put_off(rounds[min(lap.place, len(rounds) - 1)], error)
                place = lap.place + 1
                continue
            place = lap.place
            if place < len(rounds):
                self._runtime.to_send.give()
                # A third of the time belongs to replies and the courier alone, however much there is to begin.
                await self._rest((clock.steady() - began) / 2)


@dataclass(slots=True)
class _Lap:
    """One pass over the rounds, and which of them is being run; past the last when none has work."""

    rounds: Sequence[Round]
    place: int


def _up_to_work(db: Transaction, lap: _Lap, first: int, runtime: Runtime, now: datetime) -> None:
    """Run the rounds from the first on, up to one that had work: that one is to be run again."""
    for place in range(first, len(lap.rounds)):
        lap.place, clock_round = place, lap.rounds[place]
        try:
            if db.apart(partial(clock_round, db, runtime, now)):
                return
        except Exception as error:
            if trouble.of(error) is not None:
                raise  # the database fails, not this round
            _tell(clock_round, error)
    lap.place = len(lap.rounds)


def _put_off(clock_round: Round, error: Exception) -> None:
    """Tell why a round was not done; the next tick tries again."""
    sentence = trouble.of(error)
    if sentence is not None:
        database_wait.tell(sentence)
    else:
        _tell(clock_round, error)


def _tell(clock_round: Round, error: Exception) -> None:
    # Its words may repeat what somebody wrote, so not even the ticker may log them.
    _log.error("a round went wrong", action="wait", round=clock_round.__name__, error=type(error).__name__)


def next_due(db: Transaction) -> tuple[datetime, str] | None:
    """Find the next moment at which the clock has something to do, and what: nudge, reminder, wake-up, window …"""
    named = (
        (schedules.next_due(db), "nudge"),
        (sessions.next_wakeup(db), "wakeup"),
        (shared.next_due(db), "shared"),
        (threshold_news.next_due(db), "thresholds"),
        (outbox.next_retry(db), "retry"),
    )
    dues = [agenda.next_due(db), publishing.next_due(db), *((at, what) for at, what in named if at is not None)]
    return min((due for due in dues if due is not None), default=None)
