"""One simulation from seed to result, in one part or, for many people, in two that run side by side."""

import asyncio
import gc
import logging
import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from queue import Empty
from typing import Any

import structlog

from bot.channels.telegram.pace import Limits
from bot.clockwork import ticks
from bot.clockwork.ticks import Round
from sandbox.pace import ServerPace
from simulation import people, stage
from simulation.people import Manner
from simulation.play import Simulation
from simulation.stage import OwnFiles
from simulation.watch import Watch, WatchedEvent

BEGINS = datetime(2026, 9, 7, 6, 30, tzinfo=UTC)  # Monday 08:30 in the Netherlands
ALONE_AT_MOST = 200  # people; more are played in two halves, each at half of Telegram's pace
PARTS = 2

Tell = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Scenario:
    """What is simulated; whatever the machine, the same gives the same."""

    people: int
    weeks: int
    seed: int
    flows: Path | None = None  # a folder of flows
    programme: Path | None = None  # a file, in place of the programme of twelve weeks

    @property
    def parts(self) -> int:
        """In how many parts it is played."""
        return PARTS if self.people > ALONE_AT_MOST else 1


@dataclass(frozen=True, slots=True)
class Result:
    """What came of it; `late` in seconds, `doses` the most prompts that anybody got in so many hours."""

    people: Sequence[tuple[str, Manner]]
    events: Sequence[WatchedEvent]
    late: Sequence[float]
    doses: dict[int, int]
    looked_at: int  # messages that the bot began
    calls: int  # of Telegram's methods
    refused: int  # by Telegram, for going too fast


async def play(asked: Scenario, part: int = 0, tell: Tell = lambda _: None, rounds: Sequence[Round] = ()) -> Result:
    """Play one part here and now; `tell` gets the share that is done. Raises Breach."""
    ends = BEGINS + timedelta(weeks=asked.weeks)
    limits = Limits(over_all=Limits().over_all // asked.parts)
    own = OwnFiles(asked.flows, asked.programme)
    async with stage.opened(BEGINS, asked.seed, ServerPace(overall=float(limits.over_all)), limits, own) as parts:
        mine = people.cast(asked.people, asked.seed)[part :: asked.parts]
        cast = [people.actor(who, parts.telegram.join(who.name).id) for who in mine]
        watch = Watch(parts.runtime.database)
        simulation = Simulation(parts, cast, watch, rounds or ticks.EVERY_SECOND)
        simulation.plan(BEGINS, asked.weeks)
        with _long_lived():
            await simulation.play(ends, lambda now: tell((now - BEGINS) / (ends - BEGINS)))
        refused = parts.telegram.pace.refused if parts.telegram.pace else 0
        who = [(one.name, one.manner) for one in cast]
        return Result(who, watch.events, watch.late, watch.doses, watch.looked_at, parts.transport.calls, refused)


def run(asked: Scenario, tell: Tell = lambda _: None) -> Result:
    """Play all of it; `tell` gets the share that is done, from 0 to 1. Raises Breach."""
    if asked.parts == 1:
        with _quiet():
            return asyncio.run(play(asked, tell=tell))
    spawning = multiprocessing.get_context("spawn")  # no half-copied threads
    progress: Any = spawning.Queue()
    with ProcessPoolExecutor(asked.parts, spawning, _prepare, (progress,)) as pool:
        running = [pool.submit(_in_a_process, asked, part) for part in range(asked.parts)]
        left, done = set(running), [0.0] * asked.parts
        while left:
            ended, left = wait(left, timeout=0.5, return_when=FIRST_COMPLETED)
            if any(one.exception() for one in ended):
                pool.shutdown(wait=False, cancel_futures=True)
                _stop(pool)
                break
            _drain(progress, done)
            tell(sum(done) / asked.parts)
        return _together([one.result() for one in running if one.done()])


_progress: Any = None


def _prepare(progress: Any) -> None:
    global _progress
    _progress = progress


def _in_a_process(asked: Scenario, part: int) -> Result:
    reported = -1.0

    def tell(share: float) -> None:
        nonlocal reported
        if share - reported >= 0.005:
            reported = share
            _progress.put((part, share))

    with _quiet():
        return asyncio.run(play(asked, part, tell))


def _drain(progress: Any, done: list[float]) -> None:
    try:
        while True:
            part, share = progress.get_nowait()
            done[part] = share
    except Empty:
        return


def _stop(pool: ProcessPoolExecutor) -> None:
    """A breach was found: what the other part would still do no longer matters."""
    for process in list((pool._processes or {}).values()):
        process.terminate()


def _together(parts: Sequence[Result]) -> Result:
    events = sorted((event for part in parts for event in part.events), key=lambda event: (event.at, event.who))
    doses = {hours: max(part.doses[hours] for part in parts) for hours in parts[0].doses}
    return Result(
        sorted(one for part in parts for one in part.people),
        events,
        [one for part in parts for one in part.late],
        doses,
        sum(part.looked_at for part in parts),
        sum(part.calls for part in parts),
        sum(part.refused for part in parts),
    )


@contextmanager
def _long_lived() -> Iterator[None]:
    """What was loaded stays, so that it need not be looked through for garbage again and again: a tenth of the time."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


@contextmanager
def _quiet() -> Iterator[None]:
    """What the bot would log is of no use here: a breach is told, and the rest is in the report."""
    before = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    try:
        yield
    finally:
        structlog.configure(**before)
