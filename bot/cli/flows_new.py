"""Begins a flow: a small conversation that is whole, with its translations and tests, to be changed line by line."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from rich.console import Console

from bot.base import clock
from bot.cli import flows_shelf
from bot.cli.flows_test import FOLDER
from flows import vocabulary

SKELETON = Path(__file__).parents[2] / "flows" / "skeleton"
_NAME, _REVIEW = "voorbeeld", "2027-06-01"


def begin(name: str, folder: Path, *, today: date | None = None, console: Console | None = None) -> int:
    """Write the files of a new flow into a folder. Returns 1, and writes nothing, when the name will not do or one of
    the files is there already."""
    out = console or Console(highlight=False)
    if not vocabulary.FLOW_NAME.fullmatch(name):
        return flows_shelf.refuse(out, f"{name!r} cannot be a flow: use a–z, 0–9 and -, beginning with a letter.")
    day = today or clock.Clock().now().date()
    files = dict(_files(name, folder, day.replace(year=day.year + 1, day=min(day.day, 28))))
    there = [file for file in files if file.exists()]
    if there:
        return flows_shelf.refuse(
            out, f"{there[0]} is there already: choose another name, or another folder with --to."
        )
    try:
        for file, text in files.items():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
    except OSError as error:
        return flows_shelf.refuse(out, f"{folder} cannot be written to ({error.strerror}): name another one with --to.")
    _tell(out, name, list(files))
    return 0


def _files(name: str, folder: Path, review: date) -> Iterator[tuple[Path, str]]:
    for path in [*sorted(SKELETON.glob(f"{_NAME}.*")), SKELETON / FOLDER / f"{_NAME}.yaml"]:
        beside = folder / path.relative_to(SKELETON).parent
        text = path.read_text("utf-8").replace(_NAME, name).replace(_REVIEW, review.isoformat())
        yield beside / path.name.replace(_NAME, name, 1), text


def _tell(out: Console, name: str, files: list[Path]) -> None:
    for file in files:
        out.print(str(file), soft_wrap=True, markup=False)
    if (flows_shelf.OURS / f"{name}.yaml").exists():
        out.print(f"There is a {name} of ours: this one takes its place.")
    flow = next(file for file in files if file.suffix == ".yaml" and file.parent.name != FOLDER)
    out.print(f"Play it: ./koersvast flows talk {flow}", soft_wrap=True, markup=False)
