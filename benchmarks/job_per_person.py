"""The other way to nudge: a job in APScheduler for every person, all due in the same second."""

import asyncio
import logging
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from apscheduler.events import EVENT_JOB_MISSED
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from benchmarks.processes import resident

SOON = timedelta(seconds=2)
IN_MEMORY, ON_DISK = timedelta(milliseconds=1), timedelta(milliseconds=40)  # to put one in, on a busy machine
_QUIET = 3.0  # seconds without a job after which no more will come


@dataclass(slots=True)
class JobTimes:
    """Seconds to put all jobs in and from the first that ran to the last; bytes the process grew by."""

    jobs: int
    added: float = 0.0
    fired: float = 0.0
    ran: int = 0
    missed: int = 0
    grown: int = 0


_ran: list[float] = []


async def _nudge(person_id: int) -> None:  # noqa: ARG001 - whom it would nudge
    _ran.append(time.perf_counter())


def in_memory(jobs: int, *, patient: bool) -> JobTimes:
    """In the memory of the process; not `patient`: with the library's own second of grace."""
    return asyncio.run(_run(MemoryJobStore(), jobs, {"misfire_grace_time": None} if patient else {}))


def in_sqlite(file: Path, jobs: int) -> JobTimes:
    """In a job store on disk, so that a restart forgets nobody; patient."""
    return asyncio.run(_run(SQLAlchemyJobStore(f"sqlite:///{file}"), jobs, {"misfire_grace_time": None}, ON_DISK))


async def _run(store: Any, jobs: int, defaults: dict[str, Any], longest: timedelta = IN_MEMORY) -> JobTimes:
    _ran.clear()
    logging.getLogger("apscheduler").setLevel(logging.CRITICAL)  # it tells of every job that it missed
    times, before = JobTimes(jobs), resident()
    scheduler = AsyncIOScheduler(jobstores={"default": store}, job_defaults=defaults, timezone="UTC")
    scheduler.add_listener(lambda _: _count_missed(times), EVENT_JOB_MISSED)
    scheduler.start(paused=True)
    began = time.perf_counter()
    # All at one moment, by when they have been put in.
    at = datetime.now(UTC) + SOON + jobs * longest  # noqa: TID251 - the scheduler reads the real calendar
    for person in range(jobs):
        scheduler.add_job(_nudge, "date", run_date=at, args=[person])
    times.added, times.grown = time.perf_counter() - began, resident() - before
    scheduler.resume()
    await _until_quiet(times)
    scheduler.shutdown()
    times.ran, times.fired = len(_ran), _ran[-1] - _ran[0] if _ran else 0.0
    return times


def _count_missed(times: JobTimes) -> None:
    times.missed += 1


async def _until_quiet(times: JobTimes) -> None:
    while not _ran and not times.missed:  # noqa: ASYNC110 - it calls nobody when it is time
        await asyncio.sleep(0.05)
    handled, quiet_since = -1, time.perf_counter()
    while len(_ran) + times.missed < times.jobs and time.perf_counter() - quiet_since < _QUIET:
        if len(_ran) + times.missed != handled:
            handled, quiet_since = len(_ran) + times.missed, time.perf_counter()
        await asyncio.sleep(0.05)
