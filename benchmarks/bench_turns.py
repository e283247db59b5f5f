"""`./koersvast bench turns`: whole durable turns, in process and over HTTP, beside a dialogue written by hand."""

import statistics
import tempfile
from collections.abc import Iterable
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks import handwritten, in_process, installation, over_http, transports
from benchmarks.crowd import TypingManner
from benchmarks.over_http import HttpTimes, TalkingCrowd
from bot.base import clock

PEOPLE, DIALOGUES = 1000, 1
AT_ONCE = (32, 100)  # Telegram hands out 100 updates at most
# Written by hand it takes minutes where ours takes seconds, so each has one dialogue; where updates are handled one
# after the other, 20 a second or so, fewer people say as much.
MOST_BY_HAND = {"ordinary": 50, "ordered": 200}

TALKING_AT_ONCE = (1, 8, 64, 100)
TURNS_A_RUN = 2400


def run(people: int, dialogues: int, aiogram: str) -> int:
    """Measure on this machine and print what came of it; nothing is judged. `aiogram` is a Python that has it. The exit
    code."""
    console = Console(highlight=False, soft_wrap=True)
    for at_once in AT_ONCE:
        with tempfile.TemporaryDirectory() as folder:
            ours = in_process.run(installation.make_settings(Path(folder)), PEOPLE, DIALOGUES, at_once)
        with tempfile.TemporaryDirectory() as folder:
            by_hand = in_process.by_hand(Path(folder) / "hand.sqlite3", PEOPLE, 1, at_once)
        console.print(
            f"In process, {PEOPLE:,} people, {at_once} at once: {ours.rate:,.0f} turns/s, {ours.cpu_ms:.2f} ms CPU; "
            f"by hand {by_hand.rate:,.0f} turns/s, {by_hand.cpu_ms:.2f} ms CPU."
        )
    table = Table(
        "over HTTP",
        "typing",
        "turns/s",
        "p50 s",
        "p99 s",
        "spoiled",
        "not stored",
        "CPU ms a turn",
        "crowd's",
        box=None,
    )
    for manner in TypingManner:
        crowded = TalkingCrowd(people=people, dialogues=dialogues, manner=manner)
        with tempfile.TemporaryDirectory() as folder:
            _add(table, "Koersvast", manner, over_http.ours(Path(folder), crowded, clock.Clock().now()))
        if aiogram:
            _add(table, "aiogram, in memory", manner, over_http.with_aiogram(crowded, aiogram))
        for written in handwritten.MANNERS:
            crowded = TalkingCrowd(people=min(people, MOST_BY_HAND[written]), dialogues=1, manner=manner)
            with tempfile.TemporaryDirectory() as folder:
                _add(table, f"by hand, {written}", manner, over_http.handwritten(Path(folder), crowded, written))
    fewer = min(people, MOST_BY_HAND["ordinary"])
    console.print(
        f"{people} people, {dialogues} dialogues each, one by hand; ordinary by hand {fewer} people. "
        "Telegram answers after 40 ms:",
        table,
    )
    return 0


def run_transports(pairs: int) -> int:
    """Measure our own lines beside httpx's transport, in so many pairs of runs, and print both. The exit code."""
    console = Console(highlight=False, soft_wrap=True)
    table = Table(
        "at once", "turns/s: lines", "httpx", "httpx / lines", "CPU ms a turn: lines", "httpx", "ratio", box=None
    )
    for at_once in TALKING_AT_ONCE:
        measured = transports.pairs(at_once, TURNS_A_RUN, pairs, clock.Clock().now())
        table.add_row(
            str(at_once),
            _spread((pair.lines.rate for pair in measured), 0),
            _spread((pair.httpx.rate for pair in measured), 0),
            _spread((pair.rate for pair in measured), 2),
            _spread((pair.lines.cpu_ms for pair in measured), 2),
            _spread((pair.httpx.cpu_ms for pair in measured), 2),
            _spread((pair.cpu for pair in measured), 2),
        )
    console.print(f"Over HTTP, Telegram answers at once, {pairs} pairs: the median, the least and the most.", table)
    return 0


def _spread(values: Iterable[float], digits: int) -> str:
    ordered = sorted(values)
    return f"{statistics.median(ordered):.{digits}f} ({ordered[0]:.{digits}f} to {ordered[-1]:.{digits}f})"


def _add(table: Table, what: str, manner: TypingManner, times: HttpTimes) -> None:
    table.add_row(
        what,
        manner,
        f"{times.rate:.0f}",
        f"{times.p50:.2f}",
        f"{times.p99:.2f}",
        f"{times.wrong} of {times.dialogues}",
        str(times.missing),
        f"{times.cpu_ms:.2f}",
        f"{times.crowd_ms:.2f}",
    )
