"""`./koersvast bench turns`: whole durable turns, in process and over HTTP, beside a dialogue written by hand."""

import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks import handwritten, in_process, installation, over_http
from benchmarks.crowd import Manner
from benchmarks.over_http import Crowded, Measured
from bot import clock

PEOPLE, DIALOGUES, AT_ONCE = 1000, 2, 32


def run(people: int, dialogues: int) -> int:
    """Measure on this machine and print what came of it; nothing is judged. The exit code."""
    console = Console(highlight=False)
    with tempfile.TemporaryDirectory() as folder:
        inside = in_process.run(installation.make_settings(Path(folder)), PEOPLE, DIALOGUES, AT_ONCE)
    console.print(
        f"In process, {PEOPLE} people, {AT_ONCE} at once: {inside.rate:.0f} turns/s, {inside.cpu_ms:.2f} ms CPU."
    )
    table = Table(
        "over HTTP", "typing", "turns/s", "p50 s", "p99 s", "spoiled", "not stored", "CPU ms a turn", box=None
    )
    for manner in Manner:
        crowded = Crowded(people=people, dialogues=dialogues, manner=manner)
        with tempfile.TemporaryDirectory() as folder:
            _add(table, "Koersvast", manner, over_http.ours(Path(folder), crowded, clock.Clock().now()))
        for written in handwritten.MANNERS:
            with tempfile.TemporaryDirectory() as folder:
                _add(table, f"by hand, {written}", manner, over_http.handwritten(Path(folder), crowded, written))
    console.print(f"{people} people, {dialogues} dialogues each, Telegram answers after 40 ms:", table)
    return 0


def _add(table: Table, what: str, manner: Manner, found: Measured) -> None:
    table.add_row(
        what,
        manner,
        f"{found.rate:.0f}",
        f"{found.p50:.2f}",
        f"{found.p99:.2f}",
        f"{found.wrong} of {found.dialogues}",
        str(found.missing),
        f"{found.cpu_ms:.2f}",
    )
