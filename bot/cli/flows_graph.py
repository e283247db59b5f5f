"""Draws a flow: as an SVG picture for a screen, or as Mermaid for a page of text."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from rich.console import Console

from bot.cli import flows_shelf
from flows.drawing import diagram, mermaid, svg

Form = Literal["svg", "mermaid"]
_DRAW = {"svg": svg.draw, "mermaid": mermaid.draw}
_ENDING = {"svg": "svg", "mermaid": "mmd"}
_BEGINS = (b"<svg", b"flowchart")
_HEAD = 64  # bytes of a file that are looked at


def graph(
    name: str,
    *,
    folders: Sequence[Path] = (),
    form: Form = "svg",
    language: str = "",
    to: Path | None = None,
    console: Console | None = None,
) -> int:
    """Draw the flow in one of its languages (its own when none is said) and write it to a file: NAME.svg or NAME.mmd
    beside a flow file, and here for a flow that is named. Only a picture is overwritten. Returns 1 when it cannot be
    drawn."""
    out = console or Console(highlight=False)
    try:
        flow = flows_shelf.find(name, folders).flow
    except flows_shelf.FlowNotFound as error:
        return flows_shelf.refuse(out, error)
    if language and language not in flow.languages:
        return flows_shelf.refuse(out, f"{flow.name} has no {language!r}: choose from {', '.join(flow.languages)}.")
    beside = Path(name).parent if name.endswith(".yaml") else Path()
    file = to or beside / f"{flow.name}.{_ENDING[form]}"
    if file.is_dir():
        file = file / f"{flow.name}.{_ENDING[form]}"
    if file.exists() and not _is_picture(file):
        return flows_shelf.refuse(out, f"{file} is there already and is no drawing: name another file with --to.")
    try:
        file.write_text(_DRAW[form](diagram.of(flow, language or flow.language)), "utf-8")
    except OSError as error:
        return flows_shelf.refuse(out, f"{file} cannot be written ({error.strerror}): name another file with --to.")
    out.print(f"{flow.name} is drawn in {file}.", soft_wrap=True)
    return 0


def _is_picture(file: Path) -> bool:
    """Say whether a drawing of ours stands there, by what is in it and not by what it is called."""
    try:
        with file.open("rb") as opened:
            beginning = opened.read(_HEAD) if file.is_file() else b""
    except OSError:
        return False
    return beginning.lstrip().startswith(_BEGINS)
