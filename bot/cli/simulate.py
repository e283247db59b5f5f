"""`./koersvast simulate`: months of the real rhythm with made-up people, and a report that can be made again."""

from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from simulation import report
from simulation import run as simulation
from simulation.run import Asked
from simulation.watch import Breach


def run(*, people: int, weeks: int, seed: int, flows: Path | None, out: Path | None) -> int:
    """Play it and print what came of it; 1 when a rule was broken or a file cannot be used."""
    console, beside = Console(highlight=False, soft_wrap=True), Console(stderr=True, highlight=False, soft_wrap=True)
    if flows is not None and not flows.is_dir():
        beside.print(f"koersvast: there is no folder {flows}.", markup=False)
        return 1
    asked = Asked(people, weeks, seed, flows)
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeElapsedColumn(),
        console=beside,
        transient=True,
    )
    try:
        with bar:
            task = bar.add_task(f"{weeks} weeks of {people} people …", total=1.0)
            result = simulation.run(asked, lambda share: bar.update(task, completed=share))
        if out is not None:
            out.write_text(report.everything(asked, result))
    except Breach as breach:
        beside.print(f"koersvast: with seed {seed}, a rule was broken. {breach}", markup=False)
        return 1
    except OSError as error:
        beside.print(f"koersvast: {out} cannot be written: {error.strerror}.", markup=False)
        return 1
    for line in (*report.summary(asked, result), "", *report.persons(result)):
        console.print(line, markup=False)
    return 0
