"""`rotate`: seals everything once more under the first of the secret keys."""

import typer
from rich.console import Console
from rich.progress import Progress

from bot.cli.desk import Desk, open_desk
from store import rotation

AT_ONCE = 200  # rows in one transaction, so that a running bot hardly waits


def run() -> None:
    """Seal everything once more under the first of the secret keys: afterwards the older ones can leave the list."""
    with open_desk("rotate") as desk:
        stuck = _everything(desk)
        desk.do(desk.note, "every value")
    typer.echo("Everything is sealed under the newest key; the older ones can leave KOERSVAST_SECRET_KEY.")
    if stuck:
        typer.echo("Some values are opened by none of the keys and were left as they are.", err=True)


def _everything(desk: Desk) -> bool:
    """Seal it all; say whether something is opened by none of the keys."""
    stuck = False
    with Progress(transient=True, console=Console(stderr=True)) as shown:
        for column in rotation.sealed_columns():
            task = shown.add_task(column.table.name, total=desk.do(rotation.count, column))
            after: rotation.Place | None = ()
            while after is not None:
                step = desk.do(rotation.reseal, column, after, AT_ONCE)
                stuck, after = stuck or step.stuck > 0, step.after
                shown.advance(task, step.rows)
    return stuck
