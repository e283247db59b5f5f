"""A tick runs its rounds in order, each until it has no more work; what goes wrong in one stays there."""

import sqlite3
from collections.abc import Callable
from datetime import datetime

import pytest
from structlog.testing import capture_logs

from bot.clockwork.ticks import Round, Ticks
from bot.turns.runtime import Runtime
from store import tally
from store.database import Transaction


def _round(name: str, outcomes: list[object]) -> Round:
    """A round that counts itself and then gives these, one a run: whether there was work, or an error."""

    def run(db: Transaction, _: Runtime, now: datetime) -> bool:
        tally.count(db, name)
        outcome = outcomes.pop(0) if outcomes else False
        if isinstance(outcome, Exception):
            raise outcome
        return bool(outcome)

    run.__name__ = name
    return run


async def _never_rests(_: float) -> None:
    """Nobody waits."""


@pytest.fixture
def ticks_of(runtime: Runtime) -> Callable[..., Ticks]:
    """Ticks with these rounds in place of all others."""
    return lambda *rounds: Ticks(runtime, rounds, _never_rests)


async def test_each_round_runs_until_it_has_no_more_work(runtime: Runtime, ticks_of: Callable[..., Ticks]) -> None:
    """And those before it are not run again because of it."""
    await ticks_of(_round("first", [True]), _round("second", [True, True, True]), _round("third", [])).tick()
    assert {"first": 2, "second": 4, "third": 1} == _counted(runtime)


async def test_a_round_that_fails_undoes_itself_alone(runtime: Runtime, ticks_of: Callable[..., Ticks]) -> None:
    """What the others wrote in the same tick stays, before it and after it; the log says which round and no word of
    the error."""
    fails = _round("fails", [LookupError("Anna wrote this")])
    with capture_logs() as lines:
        await ticks_of(_round("before", []), fails, _round("after", [])).tick()
    assert {"before": 1, "after": 1} == _counted(runtime)
    said = {"event": "a round went wrong", "action": "wait", "round": "fails", "error": "LookupError"}
    assert [said | {"log_level": "error"}] == lines


async def test_a_round_that_failed_is_run_at_the_next_tick(runtime: Runtime, ticks_of: Callable[..., Ticks]) -> None:
    """Once is no reason to leave it for good."""
    ticks = ticks_of(_round("round", [LookupError(), True]))
    await ticks.tick()
    await ticks.tick()
    assert {"round": 2} == _counted(runtime)


async def test_after_trouble_with_the_database_the_next_round_is_tried(
    runtime: Runtime, ticks_of: Callable[..., Ticks]
) -> None:
    """Whatever one round ran into may be all right for another."""
    gone = sqlite3.OperationalError("no such table: anything")
    await ticks_of(_round("gone", [gone]), _round("after", [])).tick()
    assert {"after": 1} == _counted(runtime)


def _counted(runtime: Runtime) -> dict[str, int]:
    names = ("first", "second", "third", "before", "fails", "after", "round", "gone")
    return {name: number for name, number in runtime.database.call(tally.counts).items() if name in names}
