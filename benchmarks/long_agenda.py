"""An agenda with very many people on it: what one tick takes when nothing is due, and when many are at once."""

import asyncio
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Table

from benchmarks import installation
from benchmarks.processes import resident
from benchmarks.punctual import DUE
from bot import app
from bot.base import clock
from bot.base.settings import Settings
from bot.clockwork import rounds, ticks
from bot.rhythm import own_rhythm
from bot.turns.runtime import Runtime
from store import people, tables
from store.database import Database, Transaction

EVE = DUE - timedelta(minutes=5)
IDLE_TICKS = 50
_AT_ONCE = 100_000
_CHAT = 700_000_001


@dataclass(frozen=True, slots=True)
class TickTimes:
    """Seconds of CPU and on the wall; bytes by which the process grew while it ticked."""

    people: int
    idle: float  # a tick with nothing due, the median
    due: int
    busy_cpu: float  # a tick in which all that is due begins
    busy: float
    longest: float  # of its rounds: so long a reply may wait
    grown: int


def run(chosen: Settings, count: int, due: int) -> TickTimes:
    """Put `count` people on the agenda of an SQLite file, `due` of them at the same moment, and tick."""
    with installation.installed(chosen, [_CHAT], EVE) as database:
        runtime = app.build(chosen, database, clock.Clock(EVE, speed=0.0))
        database.call(_plan_the_first, runtime)
        for first in range(1, count, _AT_ONCE):
            database.call(_add, range(first, min(first + _AT_ONCE, count)), due)
        quiet = asyncio.run(_quiet_ticks(runtime))
        app.settle_in()  # as the bot does
        before, idle = resident(), statistics.median(quiet)
        cpu, began = time.process_time(), time.perf_counter()
        longest = _busy(database, runtime)
        took, used = time.perf_counter() - began, time.process_time() - cpu
        return TickTimes(count, idle, due, used, took, longest, resident() - before)


async def _quiet_ticks(runtime: Runtime) -> Sequence[float]:
    """How long ticks take in which nothing is due, each as the bot's own."""
    bots = ticks.Ticks(runtime)
    await bots.tick()  # what is loaded at the first tick, and its purge, come once
    return [await _timed(bots) for _ in range(IDLE_TICKS)]


async def _timed(bots: ticks.Ticks) -> float:
    began = time.perf_counter()
    await bots.tick()
    return time.perf_counter() - began


def _busy(database: Database, runtime: Runtime) -> float:
    longest = 0.0
    for clock_round in ticks.EVERY_SECOND:
        more = True
        while more:
            began = time.perf_counter()
            more = database.call(clock_round, runtime, DUE)
            longest = max(longest, time.perf_counter() - began)
    return longest


def _plan_the_first(db: Transaction, runtime: Runtime) -> None:
    own_rhythm.settle(db, people.by_id(db, 1), EVE)
    while rounds.plan(db, runtime, EVE):
        pass


def _add(db: Transaction, numbers: range, due: int) -> None:
    """Copies of the first person, with a rhythm and a planned nudge each; the first `due` now, the others in a week."""
    unique = {name: f"printf('%s%015x', '{name[0]}', n.i)" for name in ("pseudonym", "audit_key", "chat_hash")}
    _copy(db, tables.table(tables.PersonRow), numbers, unique)
    mine = {"person_id": "n.i + 1"}
    _copy(db, tables.table(tables.MembershipRow), numbers, mine)
    _copy(db, tables.table(tables.ScheduleRow), numbers, mine)
    later = f"CASE WHEN n.i < {due} THEN t.due_at ELSE replace(t.due_at, '-26T', '-27T') END"
    _copy(db, tables.table(tables.NudgeRow), numbers, mine | {"schedule_id": "n.i + 1", "due_at": later})


def _copy(db: Transaction, table: Table, numbers: range, changed: dict[str, str]) -> None:
    names = [column.name for column in table.c if column.name != "id"]
    values = ", ".join(changed.get(name, f"t.{name}") for name in names)
    db.connection.exec_driver_sql(
        f"WITH RECURSIVE n(i) AS (SELECT {numbers.start} UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {numbers.stop}) "  # noqa: S608 - our own names
        f"INSERT INTO {table.name} ({', '.join(names)}) SELECT {values} FROM n, {table.name} AS t WHERE t.id = 1"
    )
