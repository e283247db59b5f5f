"""`invite`: links by which people come in, one for each person; a handle is all that is left of them."""

import re
import sys
from collections.abc import Sequence

import typer

from bot.cli import address
from bot.cli.desk import Desk, OperatorMistake, open_desk
from store import invitations, seats, teams
from store.database import Transaction
from store.people import Role

_BY_YOURSELF = (
    "Give every person their own link yourself, and not by way of their lead: whoever hands out links can keep some, "
    "take part more than once, and work out what others answered."
)
_HANDLE = re.compile(r"V-\d{4,}")


def issue(team: str, role: str, count: int) -> None:
    """Print handle and link of `count` new invitations, one a line; the code in a link is kept nowhere."""
    with open_desk(f"invite {role}") as desk:
        desk.do(teams.open_team, team)  # before a channel is asked anything
        desk.do(_check_head_count, desk, team, Role(role), count)
        links = address.links(desk)
        for handle, code in desk.do(_issue, desk, team, Role(role), count):
            typer.echo(" ".join((handle, *links(code))))
        if Role(role) == Role.EMPLOYEE:
            typer.echo(_BY_YOURSELF, err=True)
        if sys.stdout.isatty():
            until = (desk.now + invitations.VALID_FOR).astimezone()
            typer.echo(f"Each link lets one person in, until {until:%Y-%m-%d %H:%M}. It is shown only now.", err=True)


def revoke(handle: str) -> None:
    """Make an invitation useless; the answer is the same whether it was used or not."""
    with open_desk("invite revoke") as desk:
        handle_text = the_handle(handle)
        desk.do(_revoke, desk, handle_text)
        typer.echo(f"{handle_text} lets nobody in any more.")


def the_handle(typed: str) -> str:
    """Read a handle as it is written. Raises OperatorMistake: what else was typed may be a name, and goes nowhere."""
    handle = typed.strip().upper()
    if _HANDLE.fullmatch(handle) is None:
        raise OperatorMistake(
            "That is not a handle: it looks like V-0147 and stands before the link of each invitation."
        )
    return handle


def _check_head_count(db: Transaction, desk: Desk, name: str, role: Role, count: int) -> None:
    """Refuse more links than people: one person with several would be counted as several. Raises OperatorMistake."""
    team = teams.open_team(db, name)
    if role != Role.EMPLOYEE:
        return
    remedy = f'./koersvast team count "{team.name}" NUMBER'
    if team.head_count is None:
        raise OperatorMistake(
            f"Say first how many people work in {team.name}, without who leads or coaches it: {remedy}"
        )
    room = max(0, team.head_count - seats.number(db, team.id) - invitations.unused(db, team.id, role, desk.now))
    if count > room:
        raise OperatorMistake(
            f"{team.name} has {team.head_count} people, and links for {room} more fit. Withdraw a link that nobody "
            f"needs: ./koersvast invite revoke HANDLE. If the team has grown, say so: {remedy}"
        )


def _issue(db: Transaction, desk: Desk, name: str, role: Role, count: int) -> Sequence[tuple[str, str]]:
    team = teams.open_team(db, name)
    issued = [invitations.issue(db, team.id, role, desk.now) for _ in range(count)]
    for handle, _ in issued:
        desk.note(db, handle)
    return issued


def _revoke(db: Transaction, desk: Desk, handle: str) -> None:
    invitations.revoke(db, handle, desk.now)
    desk.note(db, handle)
