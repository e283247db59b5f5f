"""The engine alone: a session out of JSON, one turn, and back into JSON, as it happens with every turn of the bot."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.dialogue import TURNS, TypedDialogue
from flows import engine, loader, session
from flows.resumes import Typed
from flows.shelves import Shelf
from flows.world import Trigger, World

FLOWS = Path(__file__).parent / "flows"
NOW = datetime(2026, 11, 26, 14, 30, tzinfo=UTC)
DEPTH = 200
_LOOKED_AT = 20  # turns around a depth that are averaged


@dataclass(frozen=True, slots=True)
class EngineTimes:
    """Seconds each turn took, of CPU and on the wall, and the bytes of the largest session."""

    cpu: Sequence[float]
    wall: Sequence[float]
    largest: int

    @property
    def rate(self) -> float:
        """Turns a second of CPU."""
        return len(self.cpu) / sum(self.cpu)


@dataclass(frozen=True, slots=True)
class Deep:
    """Milliseconds of CPU a turn at the beginning of one long session and at its end, and its bytes there."""

    first: float
    last: float
    size: int


def p99_ms(seconds: Sequence[float]) -> float:
    """Milliseconds within which 99 of 100 were over."""
    return 1000 * statistics.quantiles(seconds, n=100)[98]


def shelf() -> Shelf:
    """The flows that are there for measuring only."""
    return loader.shelf([FLOWS])


def five_questions(people: int) -> EngineTimes:
    """Everybody answers five typed questions, one turn of each person after another."""
    library = shelf()
    bodies: dict[int, bytes] = {}
    took = _Took()
    for turn in range(TURNS):
        for person in range(people):
            said = TypedDialogue(person, 0).typed[turn]
            bodies[person] = took.measure(_turn(library, "vijf", bodies.get(person), said, f"{turn}"))
    return EngineTimes(took.cpu, took.wall, took.largest)


def at_depth() -> Deep:
    """One session that goes on and on, 200 answers deep."""
    library, body, took = shelf(), None, _Took()
    for turn in range(DEPTH + _LOOKED_AT):
        body = took.measure(_turn(library, "rondje", body, "/rondje" if body is None else f"{turn}", f"{turn}"))
    # The median, for the machine may do something else meanwhile.
    first, last = took.cpu[1 : 1 + _LOOKED_AT], took.cpu[-_LOOKED_AT:]
    return Deep(1000 * statistics.median(first), 1000 * statistics.median(last), took.largest)


class _Took:
    """Collects what turns took."""

    def __init__(self) -> None:
        self.cpu: list[float] = []
        self.wall: list[float] = []
        self.largest = 0

    def measure(self, turn: Callable[[], bytes]) -> bytes:
        wall, cpu = time.perf_counter(), time.thread_time()
        body = turn()
        self.cpu.append(time.thread_time() - cpu)
        self.wall.append(time.perf_counter() - wall)
        self.largest = max(self.largest, len(body))
        return body


def _turn(library: Shelf, name: str, body: bytes | None, said: str, ref: str) -> Callable[[], bytes]:
    world = World(NOW, chance=lambda _: 0.5, moment=lambda _, at: at, library=library)

    def start() -> bytes:
        trigger = Trigger("command", "nl", "je", person="Anna")
        return session.to_json(engine.start(library.flow(name), trigger, world).session)

    def go_on(before: bytes) -> bytes:
        return session.to_json(engine.resume(session.from_json(before), Typed(said, ref), world).session)

    return start if body is None else lambda: go_on(body)
