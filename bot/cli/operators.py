"""The operators' commands: names, options and help; main.py adds them to the others."""

from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from bot.cli.help import SentenceHelp

app = typer.Typer()


class _OrJustAName(SentenceHelp):
    """`invite "NAME"` is short for `invite to "NAME"`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the command in where only a name or its options were given."""
        if args and args[0] not in self.commands and args[0] not in ctx.help_option_names:
            args = ["to", *args]
        return super().parse_args(ctx, args)


_HELP = {"help_option_names": ["-h", "--help"]}
team_app = typer.Typer(cls=SentenceHelp, no_args_is_help=True, context_settings=_HELP)
invite_app = typer.Typer(no_args_is_help=True, cls=_OrJustAName, context_settings=_HELP)
audit_app = typer.Typer(cls=SentenceHelp, no_args_is_help=True, context_settings=_HELP)
person_app = typer.Typer(cls=SentenceHelp, no_args_is_help=True, context_settings=_HELP)
app.add_typer(team_app, name="team", help="Add, list, rename and close the teams that people are invited into.")
app.add_typer(
    invite_app,
    name="invite",
    help='Invite people, by a link for each: ./koersvast invite "NAME" --role employee, where NAME is a team.',
)
app.add_typer(audit_app, name="audit", help="Check what was written down about looks, changes and figures.")
app.add_typer(person_app, name="person", help="End a participation by the handle of its invitation.")

TeamName = Annotated[str, typer.Argument(metavar="NAME", help="The team's name; capitals do not matter.")]
Handle = Annotated[str, typer.Argument(metavar="HANDLE", help="What stands before the link of an invitation: V-0147.")]


@audit_app.callback()
def audit() -> None:
    """Check what was written down about looks, changes and figures."""


@app.command("run")
def run_bot() -> None:
    """Run the real bot, with the token in .env, until Ctrl-C."""
    from bot.cli import run as body

    body.run()


@app.command("migrate")
def migrate(
    backup_made: Annotated[
        bool, typer.Option("--backup-made", help="Make no copy first, because you have made a backup.")
    ] = False,
    as_it_is: Annotated[
        bool,
        typer.Option(
            "--as-it-is", help="Take the database that is there for the one that is meant; an empty one begins anew."
        ),
    ] = False,
) -> None:
    """Make the database, or bring an older one to this version after making a copy; every start does this as well."""
    from bot.cli import migrate as body

    body.run(backup_made=backup_made, as_it_is=as_it_is)


@app.command("backup")
def backup(
    to: Annotated[
        Path | None, typer.Option("--to", metavar="FOLDER", help="Where to; by default `copies` in the data folder.")
    ] = None,
) -> None:
    """Copy the database while the bot goes on, and read the copy back."""
    from bot.cli import backup as body

    body.make(to)


@app.command("restore")
def restore(copy: Annotated[Path, typer.Argument(metavar="FILE", help="A copy that `backup` made.")]) -> None:
    """Put a copy back while the bot is stopped: who left since stays away, and nothing of before is sent."""
    from bot.cli import backup as body

    body.restore(copy)


@app.command("status")
def status(as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Count seats in steps of five, and say what waits, what went wrong and what is kept too long."""
    from bot.cli import status as body

    body.run(as_json=as_json)


@app.command("page")
def page() -> None:
    """Print a link that lets an operator in to the page once: counts, failures and retention, and no result."""
    from bot.cli import page as body

    body.link()


@app.command("rotate")
def rotate() -> None:
    """Seal everything once more under the first key of KOERSVAST_SECRET_KEY, so that the others can go."""
    from bot.cli import rotate as body

    body.run()


@team_app.command("add")
def add_team(
    name: TeamName,
    parent: Annotated[str | None, typer.Option(metavar="NAME", help="The team that this one belongs to.")] = None,
    people: Annotated[
        int | None, typer.Option(metavar="NUMBER", min=1, max=9999, help="How many people work in it, without leads.")
    ] = None,
) -> None:
    """Add a team."""
    from bot.cli import team as body

    body.add(name, parent, people)


@team_app.command("list")
def list_teams() -> None:
    """List all teams, each below the one that it belongs to."""
    from bot.cli import team as body

    body.show()


@team_app.command("count")
def count_team(
    name: TeamName,
    people: Annotated[int, typer.Argument(metavar="NUMBER", min=1, max=9999, help="Without leads and coaches.")],
) -> None:
    """Say how many people work in a team: up at any time, down in the first ten working days of a quarter."""
    from bot.cli import team as body

    body.count(name, people)


@team_app.command("rename")
def rename_team(name: TeamName, new: Annotated[str, typer.Argument(metavar="NEW", help="The new name.")]) -> None:
    """Give a team another name."""
    from bot.cli import team as body

    body.rename(name, new)


@team_app.command("close")
def close_team(name: TeamName) -> None:
    """Close a team: its invitations stop working, and no new results are published."""
    from bot.cli import team as body

    body.close(name)


@team_app.command("join")
def join_team(
    name: TeamName,
    sibling: Annotated[str, typer.Option("--with", metavar="NAME", help="A team below the same one.")],
) -> None:
    """Publish a small team's figures together with a sibling's, from the next windows on."""
    from bot.cli import team as body

    body.join(name, sibling)


@team_app.command("part")
def part_team(name: TeamName) -> None:
    """Publish a team's figures by itself again, from the next windows on."""
    from bot.cli import team as body

    body.part(name)


Anchor = Annotated[
    list[str] | None, typer.Option("--anchor", metavar="LINE", help="A line that an earlier check printed; repeatable.")
]


@audit_app.command("verify")
def verify(anchor: Anchor = None) -> None:
    """Check that nothing of the audit trail, the published figures and the decisions was changed or removed.

    It prints a line to keep elsewhere: with --anchor it shows that nothing was cut off at the end either.
    """
    from bot.cli import audit as body

    body.verify(anchor or ())


@invite_app.command("to")
def invite(
    name: TeamName,
    role: Annotated[
        Literal["employee", "lead", "coach"],
        typer.Option(help="What somebody becomes in the team.", show_default=False),
    ],
    count: Annotated[int, typer.Option(min=1, max=500, help="How many people to invite.")] = 1,
) -> None:
    """Print a handle and a link for each person, one a line; a link works once, for 7 days, and is shown only now."""
    from bot.cli import invite as body

    body.issue(name, role, count)


@invite_app.command("revoke")
def revoke(handle: Handle) -> None:
    """Make an invitation useless; the answer is the same whether it was used or not."""
    from bot.cli import invite as body

    body.revoke(handle)


@person_app.command("end")
def end(handle: Handle) -> None:
    """End the participation that began with this invitation; the answer is the same whether it was used or not."""
    from bot.cli import person as body

    body.end(handle)
