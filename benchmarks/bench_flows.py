"""`./koersvast bench flows`: the engine alone, at depth, and over twelve weeks, beside a dialogue written by hand."""

import tempfile
from pathlib import Path

from rich.console import Console

from benchmarks import engine, in_process, installation, twelve_weeks

DIALOGUES, AT_ONCE = 1, 32
_IN_MEMORY = Path("/dev/shm")  # noqa: S108 - Linux's own file system in memory


def run(people: int) -> int:
    """Measure on this machine and print what came of it; nothing is judged. The exit code."""
    console = Console(highlight=False, soft_wrap=True)
    times = engine.five_questions(people)
    console.print(f"Five questions, {people} people; a session comes out of JSON and goes back with every turn.")
    console.print(
        f"The engine: {times.rate:,.0f} turns a second of CPU, p99 {engine.p99_ms(times.cpu):.2f} ms of CPU and "
        f"{engine.p99_ms(times.wall):.2f} ms on the wall; the largest session {times.largest} bytes."
    )
    deep = engine.at_depth()
    console.print(
        f"A turn at the beginning {deep.first:.3f} ms of CPU, {engine.DEPTH} answers deep {deep.last:.3f} ms and "
        f"{deep.size} bytes."
    )
    with tempfile.TemporaryDirectory() as folder:
        by_hand = in_process.by_hand(Path(folder) / "hand.sqlite3", people, DIALOGUES, AT_ONCE)
    console.print(
        f"By hand, with python-telegram-bot and sqlite3: {1000 / by_hand.cpu_ms:,.0f} turns a second of CPU, "
        f"{by_hand.rate:,.0f} on the wall; it parses, stores and commits each turn as well."
    )
    weeks, committed = _weeks(_IN_MEMORY if _IN_MEMORY.is_dir() else None), _weeks(None)
    console.print(
        f"Twelve weeks of one person with rounds and store: {weeks.seconds:.2f} s on the wall in memory, "
        f"{committed.seconds:.2f} s with each step committed to the disk; {weeks.cpu:.2f} and {committed.cpu:.2f} s of "
        f"CPU, {weeks.prompts} prompts, {weeks.answers} answers, the largest session {weeks.largest} bytes."
    )
    return 0


def _weeks(place: Path | None) -> twelve_weeks.WeekTimes:
    with tempfile.TemporaryDirectory(dir=place) as folder:
        return twelve_weeks.run(installation.make_settings(Path(folder)))
