"""The command that tries a rhythm out on made-up people: its name, options and help; found by an entry point."""

from pathlib import Path
from typing import Annotated

import typer

commands = typer.Typer()


@commands.command("simulate")
def simulate(
    people: Annotated[int, typer.Option(min=1, max=100_000, help="How many made-up people.")] = 30,
    weeks: Annotated[int, typer.Option(min=1, max=520, help="How many weeks.")] = 12,
    seed: Annotated[int, typer.Option(help="The same seed gives the same report, to the byte.")] = 1,
    flows: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Also use the flows in this folder.", show_default=False)
    ] = None,
    programme: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Use this programme instead of ours.", show_default=False)
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write everybody and every event to this file.", show_default=False),
    ] = None,
    month: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Draw the first five weeks of one person as SVG.", show_default=False),
    ] = None,
    of: Annotated[
        str | None, typer.Option(metavar="NAME", help="Of whom, such as P003; the first if not given.")
    ] = None,
) -> None:
    """Let weeks pass in minutes: the real rhythm with made-up people, and what each of them gets when.

    Nothing is configured or kept, and nothing leaves this machine. It stops where a rule is broken, and says which.
    """
    from simulation import command as body
    from simulation.run import Scenario

    asked = Scenario(people, weeks, seed, flows, programme)
    raise typer.Exit(body.run(asked, out, month, of))
