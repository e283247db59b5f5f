"""The commands that try a rhythm out and learn from it: names, options and help; main.py adds them to the others."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer()


@app.command("simulate")
def simulate(
    people: Annotated[int, typer.Option(min=1, max=100_000, help="How many made-up people.")] = 30,
    weeks: Annotated[int, typer.Option(min=1, max=520, help="How many weeks.")] = 12,
    seed: Annotated[int, typer.Option(help="The same seed gives the same report, to the byte.")] = 1,
    flows: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Also use the flows in this folder.", show_default=False)
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write everybody and every event to this file.", show_default=False),
    ] = None,
) -> None:
    """Let weeks pass in minutes: the real rhythm with made-up people, and what each of them gets when.

    Nothing is configured or kept, and nothing leaves this machine. It stops where a rule is broken, and says which.
    """
    from bot.cli import simulate as body

    raise typer.Exit(body.run(people=people, weeks=weeks, seed=seed, flows=flows, out=out))
