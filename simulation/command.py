"""`./koersvast simulate`: months of the real rhythm with made-up people, and a report that can be made again."""

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from bot.library import programme_file
from bot.library.live import OURS
from flows import loader
from flows.complaints import CannotLoad
from simulation import month as drawing
from simulation import report
from simulation import run as simulation
from simulation.run import Scenario
from simulation.watch import Breach


def run(asked: Scenario, out: Path | None, month: Path | None, of: str | None) -> int:
    """Play it and print what came of it; 1 when a rule was broken or a file cannot be used.

    `out` is for everything that happened, `month` for a drawing of the person `of`.
    """
    console, beside = Console(highlight=False, soft_wrap=True), Console(stderr=True, highlight=False, soft_wrap=True)
    complaints = _complaints(asked.flows, asked.programme)
    if complaints:
        for complaint in complaints:
            beside.print(f"koersvast: {complaint}", markup=False)
        return 1
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
            task = bar.add_task(f"{asked.weeks} weeks of {asked.people} people …", total=1.0)
            result = simulation.run(asked, lambda share: bar.update(task, completed=share))
        if out is not None:
            out.write_text(report.everything(asked, result))
        if month is not None:
            month.write_text(drawing.draw(asked, result, of))
    except Breach as breach:
        beside.print(f"koersvast: with seed {asked.seed}, a rule was broken. {breach}", markup=False)
        return 1
    except drawing.NobodyOfThatName as error:
        beside.print(f"koersvast: {error}", markup=False)
        return 1
    except OSError as error:
        beside.print(f"koersvast: {error.filename} cannot be written: {error.strerror}.", markup=False)
        return 1
    for line in (*report.summary(asked, result), "", *report.persons(result)):
        console.print(line, markup=False)
    return 0


def _complaints(flows: Path | None, programme: Path | None) -> Sequence[str]:
    """What is wrong with what a coach wants to try; a broken flow would be left out in silence otherwise."""
    if flows is not None and not flows.is_dir():
        return [f"there is no folder {flows}."]
    shelf = loader.shelf([OURS, *([flows] if flows else [])])
    complaints = list(shelf.complaints)
    if programme is not None:
        try:
            programme_file.read_file(programme, shelf.flows)
        except CannotLoad as error:
            complaints += error.complaints
    return [str(complaint) for complaint in complaints]
