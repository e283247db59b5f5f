"""The commands that try a rhythm out and learn from it: names, options and help; main.py adds them to the others."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

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
    from bot.cli import simulate as body
    from simulation.run import Asked

    asked = Asked(people, weeks, seed, flows, programme)
    raise typer.Exit(body.run(asked, out, month, of))


learn_app = typer.Typer(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
app.add_typer(learn_app, name="learn")


@learn_app.callback()
def learn(
    ctx: typer.Context,
    language: Annotated[
        Literal["nl", "en"] | None,
        typer.Option(help="In which language; that of the settings if not given.", show_default=False),
    ] = None,
) -> None:
    """Say what the decisions by chance show, and first what they can show at all; never about one person."""
    if ctx.invoked_subcommand is None:
        from bot.cli import learn as body

        body.show(language)


@learn_app.command("register")
def register(
    until: Annotated[
        datetime,
        typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="Until when decisions count.", show_default=False),
    ],
    by_week: Annotated[bool, typer.Option("--by-week", help="Also ask whether the effect changes over weeks.")] = False,
) -> None:
    """Write down what is looked for, before the first decision is made; later it is refused."""
    from bot.cli import learn as body

    body.register(until.date(), ("week",) if by_week else ())
