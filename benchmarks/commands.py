"""The commands that measure: names, options and help; found by an entry point."""

import signal
import sys
from typing import Annotated

import typer

from bot.cli.help import SentenceHelp

commands = typer.Typer()
app = typer.Typer(cls=SentenceHelp, no_args_is_help=True, context_settings={"help_option_names": ["-h", "--help"]})
commands.add_typer(app, name="bench", help="Measure this machine.")


@app.callback()
def bench() -> None:
    """Measure on this machine."""
    # Otherwise the programs that a measurement started, and its folder, would outlive it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))


@app.command("attack")
def attack(
    teams: Annotated[int, typer.Option(min=1, help="How many made-up teams of each size.")] = 400,
    seed: Annotated[int, typer.Option(help="Which made-up teams.")] = 1,
) -> None:
    """Play the best possible guess at one person's answers from half a year of published words."""
    from benchmarks import bench_attack as body

    raise typer.Exit(body.run(teams, seed))


@app.command("flows")
def flows(
    people: Annotated[int, typer.Option(min=1, help="How many people answer five questions.")] = 1000,
) -> None:
    """Measure the engine alone and twelve weeks of one person, beside a dialogue written by hand."""
    from benchmarks import bench_flows as body

    raise typer.Exit(body.run(people))


@app.command("nudges")
def nudges(
    messages: Annotated[int, typer.Option(min=1, help="How many nudges are due in the same second.")] = 10_000,
    people: Annotated[int, typer.Option(min=1, help="How many people are on the long agenda.")] = 1_000_000,
    lifted: Annotated[
        bool, typer.Option("--lifted", help="Only at 1,000 a second, and what a prompt costs beside a turn.")
    ] = False,
) -> None:
    """Measure nudges that are due at once, at Telegram's pace, and what a long agenda costs. Takes ten minutes."""
    from benchmarks import bench_nudges as body

    raise typer.Exit(body.run_lifted(messages) if lifted else body.run(messages, people))


@app.command("progress")
def progress(
    teams: Annotated[int, typer.Option(min=1, help="How many teams of twelve people and a lead.")] = 1000,
    weeks: Annotated[int, typer.Option(min=13, help="How many weeks of reflections.")] = 104,
    database_url: Annotated[str, typer.Option(help="An empty PostgreSQL database; otherwise a file of its own.")] = "",
    postgres: Annotated[bool, typer.Option("--postgres", help="On the PostgreSQL server of the tests.")] = False,
) -> None:
    """Measure publishing and a lead's page as history grows: by default to ten million answers."""
    from benchmarks import bench_progress as body

    raise typer.Exit(body.run_on_postgres(teams, weeks) if postgres else body.run(teams, weeks, database_url))


@app.command("turns")
def turns(
    people: Annotated[int, typer.Option(min=1, help="How many people talk at once over HTTP.")] = 200,
    dialogues: Annotated[int, typer.Option(min=1, help="How many dialogues each of them has.")] = 5,
    transports: Annotated[
        int, typer.Option(min=0, metavar="PAIRS", help="Instead: our own lines beside httpx, in so many pairs.")
    ] = 0,
    aiogram: Annotated[
        str, typer.Option(metavar="PYTHON", help="Also a bot by aiogram: a Python with benchmarks/aiogram.lock in it.")
    ] = "",
) -> None:
    """Measure whole durable turns, in process and over HTTP, beside a dialogue written by hand. Takes two minutes."""
    from benchmarks import bench_turns as body

    raise typer.Exit(body.run_transports(transports) if transports else body.run(people, dialogues, aiogram))
