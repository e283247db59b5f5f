"""Weeks that pass: people reflect, leads steer, and the rounds of publishing do their work each day."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from bot.leads import publishing
from bot.turns.runtime import Runtime
from store.database import Transaction
from tests.bot import building
from tests.bot.building import Town

LEVELS = ("low", "mid", "high")
PRINCIPLES = ("why", "result", "ahead", "together")


def pass_days(runtime: Runtime, days: int) -> None:
    """Let the calendar go on, with the rounds of publishing each day."""
    for _ in range(days):
        runtime.clock.move_to(runtime.clock.now() + timedelta(days=1))
        publish(runtime)


def publish(runtime: Runtime) -> int:
    """Open and close what is due now; returns how often there was work."""
    work = 0
    for use_case in (publishing.open_windows, publishing.close_windows):
        while runtime.database.call(use_case, runtime, runtime.clock.now()):
            work += 1
    return work


def answer(runtime: Runtime, people: Sequence[int], **levels: str | None) -> None:
    """Each of these people answers the same, now."""
    runtime.database.call(_reflect, people, runtime.clock.now(), levels)


def _reflect(db: Transaction, people: Sequence[int], at: datetime, levels: Mapping[str, str | None]) -> None:
    for person in people:
        building.reflect(db, person, at, **levels)


def play(runtime: Runtime, town: Town, weeks: int = 11) -> datetime:
    """Weeks in both teams as they may go; Bram steers in most of them. Returns the moment at the end."""
    for week in range(weeks):
        pass_days(runtime, 3)
        mid, high = LEVELS[min(2, week // 4)], LEVELS[max(0, 2 - week // 5)]
        answer(runtime, town.colleagues[: 6 + week % 3], waarom=mid, resultaat="high", vooruit=high)
        answer(runtime, town.colleagues[:4], samen="low")
        answer(runtime, town.others[:3], waarom="high")
        if week not in (3, 7):
            principle = PRINCIPLES[week % 3]
            runtime.database.call(building.steer, town.bram, runtime.clock.now(), principle)
        pass_days(runtime, 4)
    runtime.database.call(building.promise, town.bram, runtime.clock.now(), "Uitzoeken hoe het met de wachttijd zit")
    return runtime.clock.now()
