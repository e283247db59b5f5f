"""The operators' commands about the rhythm: names, options and help; main.py adds them to the others."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.help import SentenceHelp

_HELP = {"help_option_names": ["-h", "--help"]}
days_app = typer.Typer(cls=SentenceHelp, no_args_is_help=True, context_settings=_HELP)
decisions_app = typer.Typer(cls=SentenceHelp, no_args_is_help=True, context_settings=_HELP)

Day = Annotated[datetime, typer.Argument(metavar="DAY", formats=["%Y-%m-%d"], help="A day, such as 2026-12-24.")]
Team = Annotated[str | None, typer.Option(metavar="NAME", help="The team; left out: the whole organisation.")]


@days_app.command("import")
def import_days(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A calendar file (.ics or .vcs), never a person's own.")],
    team: Team = None,
) -> None:
    """Add the days of every event in a calendar file; day and title are kept, nothing else."""
    from bot.cli import days as body

    body.import_days(file, team)


@days_app.command("list")
def list_days() -> None:
    """List all days off from today on."""
    from bot.cli import days as body

    body.show()


@days_app.command("remove")
def remove_days(
    first: Day,
    last: Annotated[
        datetime | None, typer.Argument(metavar="[LAST]", formats=["%Y-%m-%d"], help="The last of several days.")
    ] = None,
    team: Team = None,
) -> None:
    """Take days back, one or a stretch."""
    from bot.cli import days as body

    body.remove(first, last, team)


@decisions_app.command("verify")
def verify() -> None:
    """Make every draw by chance again, and say which do not come out as they were written down."""
    from bot.cli import decisions as body

    body.verify()
