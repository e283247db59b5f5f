"""Checks flow files and prints what was found, for coaches and for continuous integration."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.text import Text

from bot.base import clock
from bot.cli.flows_shelf import OURS
from bot.library import case_check, case_file, programme_file
from flows import check as advice
from flows import complaints, findings, folder, loader, telling
from flows.flow import Flow
from flows.message_room import UNBOUNDED, MessageRoom
from flows.remark import Remark

_OTHERS = (programme_file.PLACE, case_file.PLACE)
_COLOURS = {findings.Severity.ERROR: "red", findings.Severity.ADVICE: "yellow"}


def check(
    paths: Sequence[Path] = (),
    *,
    today: date | None = None,
    language: str = "en",
    console: Console | None = None,
    addresses: frozenset[str] | None = None,
    room: MessageRoom = UNBOUNDED,
) -> int:
    """Check flow files, and all flows in folders; without any, the library. Returns 1 when one must not go live.
    ``addresses`` are those that flows may call, ``room`` is what a message of the channels holds."""
    out = console or Console(highlight=False)
    day = today or clock.Clock().now().date()
    files = list(_files(paths or [OURS]))
    if not files:
        out.print("There is no flow there: name a .yaml file, or a folder with some.")
        return 1
    shelf = loader.shelf(list(dict.fromkeys([OURS, *map(shelf_of, files)]))).flows
    everything: list[findings.Finding] = []
    for file in files:
        of_this_file = of_file(file, day, shelf, addresses, room)
        _print(out, file, of_this_file, language)
        everything += of_this_file
    errors = sum(one.level is findings.Severity.ERROR for one in everything)
    if everything:
        advised = len(everything) - errors
        summary = Remark(
            "{errors} to put right before it goes live, {advised} to weigh. docs/findings.md explains each.",
            errors=errors,
            advised=advised,
        )
        out.print(telling.translated(summary, language), soft_wrap=True)
    return int(errors > 0)


def of_file(
    file: Path,
    today: date,
    shelf: Mapping[str, Flow],
    addresses: frozenset[str] | None = None,
    room: MessageRoom = UNBOUNDED,
) -> list[findings.Finding]:
    """List what is found in a flow file, a programme or cases; what cannot be loaded has its complaints as findings."""
    if file in folder.strays(file.parent):
        return advice.of_complaints([folder.stray(file)])
    try:
        text = folder.text(file)
        if programme_file.is_one(text):
            return programme_file.check(file, today, shelf)
        if case_file.is_one(text):
            return case_check.check(file, today)
        flow = loader.read(file)
    except complaints.CannotLoad as error:
        return advice.of_complaints(error.complaints)
    return advice.check(flow, today, {**shelf, flow.name: flow}, addresses, room)


def shelf_of(file: Path) -> Path:
    """Give the folder of flows that a flow file or a programme lies on."""
    return file.parent.parent if any(file.match(str(place)) for place in _OTHERS) else file.parent


def _files(paths: Iterable[Path]) -> Iterable[Path]:
    for path in paths:
        if path.is_dir():
            yield from folder.flows(path)
            yield from folder.strays(path)
            yield from (path / place for place in _OTHERS if (path / place).is_file())
        else:
            yield path


def _print(out: Console, file: Path, of_file: Sequence[findings.Finding], language: str) -> None:
    if not of_file:
        out.print(Text.assemble(("✓ ", "green"), file.stem))
        return
    out.print(Text(file.stem, style="bold"))
    for finding in of_file:
        line = Text(f"  {telling.line(finding, language)}")
        line.highlight_words([finding.number], _COLOURS[finding.level])
        out.print(line, soft_wrap=True)
