"""Plays the rounds of the clock and hands out what they say, in one transaction and without a channel."""

from collections.abc import Callable, Iterator
from datetime import datetime

from bot.channels import delivery
from bot.clockwork import ticks
from bot.turns.runtime import Runtime
from store import outbox
from store.database import Transaction
from store.outbox import Allowance, Outgoing

_EVERYTHING = Allowance(paced=1000, nudges=1000)
_AT_ONCE = 64


class PlayedRounds:
    """Does in one go what ticker and courier do side by side; `show` gets each message, and its number as a ref."""

    def __init__(self, runtime: Runtime, show: Callable[[Outgoing, str], None], numbers: Iterator[int]) -> None:
        self._runtime = runtime
        self._show = show
        self._numbers = numbers

    def tick(self, db: Transaction) -> None:
        """Run every round until it has no more work; all that is said arrives."""
        now = self._runtime.clock.now()
        for clock_round in ticks.EVERY_SECOND:
            while clock_round(db, self._runtime, now):
                self.deliver(db)
        self.deliver(db)

    def deliver(self, db: Transaction) -> None:
        """Let everything in the outbox arrive, in its order."""
        now = self._runtime.clock.now()
        while rows := outbox.claim(db, now, _AT_ONCE, _EVERYTHING):
            for row in rows:
                ref = row.body.get("ref") or str(next(self._numbers))
                delivery.arrived(db, row, ref, now)
                self._show(row, ref)


def next_due(db: Transaction) -> datetime | None:
    """Find the next moment at which the clock has something to do."""
    due = ticks.next_due(db)
    return None if due is None else due[0]
