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
    here when none is named. Returns 1 when it cannot be drawn."""
    out = console or Console(highlight=False)
    try:
        script = flows_shelf.find(name, folders).flow
    except flows_shelf.NotFound as error:
        return flows_shelf.refuse(out, error)
    if language and language not in script.languages:
        return flows_shelf.refuse(out, f"{script.name} has no {language!r}: choose from {', '.join(script.languages)}.")
    file = to or Path(f"{script.name}.{_ENDING[form]}")
    try:
        file.write_text(_DRAW[form](diagram.of(script, language or script.language)), "utf-8")
    except OSError as error:
        return flows_shelf.refuse(out, f"{file} cannot be written ({error.strerror}): name another file with --to.")
    out.print(f"{script.name} is drawn in {file}.", soft_wrap=True)
    return 0
