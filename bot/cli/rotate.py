"""`rotate`: seals everything once more under the first of the secret keys."""

import typer
from rich.console import Console
from rich.progress import Progress

from bot.cli import desk
from bot.cli.desk import Desk
from store import rotation

AT_ONCE = 200  # rows in one transaction, so that a running bot hardly waits


def run() -> None:
    """Afterwards the older keys can leave the list."""
    with desk.opened("rotate") as here:
        changed, stuck = _everything(here)
        here.do(here.note, f"{changed} values")
    typer.echo(f"{changed} values were sealed under the newest key; the older ones can leave KOERSVAST_SECRET_KEY.")
    if stuck:
        typer.echo(f"{stuck} values are opened by none of the keys and were left as they are.", err=True)


def _everything(here: Desk) -> tuple[int, int]:
    changed = stuck = 0
    with Progress(transient=True, console=Console(stderr=True)) as shown:
        for column in rotation.sealed_columns():
            task = shown.add_task(column.table.name, total=here.do(rotation.count, column))
            after: rotation.Place | None = ()
            while after is not None:
                step = here.do(rotation.reseal, column, after, AT_ONCE)
                changed, stuck, after = changed + step.changed, stuck + step.stuck, step.after
                shown.advance(task, step.seen)
    return changed, stuck
