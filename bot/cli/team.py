"""`team`: the teams that people are invited into."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from zoneinfo import ZoneInfo

import typer

from bot import app
from bot.cli.desk import Desk, OperatorMistake, open_desk
from bot.dialogue import onlookers
from bot.turns.runtime import Runtime
from nudges import calendar_nl, head_counts, workdays
from store import invitations, seats, teams
from store.database import Transaction
from store.teams import Team

_CALENDAR = workdays.Workdays(off=calendar_nl.cao_gemeenten())


def add(name: str, parent: str | None, people: int | None) -> None:
    """Add a team, below another if that is named, with so many people."""
    with open_desk("team add") as desk:
        team = desk.do(_add, desk, name, parent, people)
        typer.echo(f"Team {team.name} is there; invite people with: ./koersvast invite {_quoted(team.name)} --role …")


def show() -> None:
    """Print every team, below the one that it belongs to."""
    with open_desk("team list") as desk:
        teams_listed = desk.do(_list, desk)
        names = {team.id: team.name for team in teams_listed}
        for depth, team in in_tree(teams_listed):
            closed = f" (closed since {team.closed_at:%Y-%m-%d})" if team.closed_at else ""
            people = f" ({team.head_count} people, counted {team.counted_on})" if team.head_count is not None else ""
            joined = f" (published with {names[team.joined_to]})" if team.joined_to is not None else ""
            typer.echo(f"{'  ' * depth}{team.name}{people}{joined}{closed}")
        if not teams_listed:
            typer.echo('There are no teams yet; add one with: ./koersvast team add "NAME"')


def count(name: str, people: int) -> None:
    """Say how many people work in a team; from the windows that open next on it has no more seats than that."""
    with open_desk("team count") as desk:
        team = desk.do(_count, desk, name, people)
        typer.echo(f"Team {team.name} has {people} people. It counts from the next windows on.")
        typer.echo(f"You are asked again on {head_counts.next_term(_today(desk), _CALENDAR)}.")


def rename(name: str, new: str) -> None:
    """Give the same team another name."""
    with open_desk("team rename") as desk:
        team = desk.do(_rename, desk, name, new)
        typer.echo(f"The team is called {team.name} from now on.")


def close(name: str) -> None:
    """Close a team: no invitations and no new windows from now on; who takes part goes on alone."""
    with open_desk("team close") as desk:
        team = desk.do(_close, desk, _runtime(desk), name)
        typer.echo(f"Team {team.name} is closed: nobody can come in any more, and no new results are published.")


def join(name: str, sibling: str) -> None:
    """Publish a small team with a sibling, from the next windows on."""
    with open_desk("team join") as desk:
        team, other = desk.do(_join, desk, _runtime(desk), name, sibling)
        typer.echo(
            f"From the next windows on, what is published of {team.name} is of {team.name} and {other} together."
        )


def part(name: str) -> None:
    """Publish a team by itself again, from the next windows on."""
    with open_desk("team part") as desk:
        team = desk.do(_part, desk, _runtime(desk), name)
        typer.echo(f"From the next windows on, {team.name} is published by itself.")


def in_tree(all_teams: Sequence[Team]) -> Iterator[tuple[int, Team]]:
    """List (depth, team) with every team right below its parent."""
    below: dict[int | None, list[Team]] = {}
    for team in all_teams:
        below.setdefault(team.parent_id, []).append(team)
    yield from _walk(below, None, 0)


def _walk(below: Mapping[int | None, Sequence[Team]], parent: int | None, depth: int) -> Iterator[tuple[int, Team]]:
    for team in below.get(parent, ()):
        yield depth, team
        yield from _walk(below, team.id, depth + 1)


def _today(desk: Desk) -> date:
    return desk.now.astimezone(ZoneInfo(desk.settings.timezone)).date()


def _count(db: Transaction, desk: Desk, name: str, people: int) -> Team:
    team, today = teams.open_team(db, name), _today(desk)
    if head_counts.is_term(today, _CALENDAR):
        seats.clear(db, team.id, people)
    elif people < (least := max(team.head_count or 0, seats.number(db, team.id))):
        raise OperatorMistake(
            f"Until {head_counts.next_term(today, _CALENDAR)} a head count can only go up, to {least} or more: "
            "one that goes down in between would show that somebody left."
        )
    seats.note_head_count(db, team.id, people, today)
    desk.note(db, f"team {team.id}")
    return team


def _add(db: Transaction, desk: Desk, name: str, parent: str | None, people: int | None) -> Team:
    team = teams.add(db, name, desk.now, parent)
    if people is not None:
        seats.note_head_count(db, team.id, people, _today(desk))
    desk.note(db, f"team {team.id}")
    return team


def _list(db: Transaction, desk: Desk) -> Sequence[Team]:
    desk.note(db, "teams")
    return teams.every(db)


def _rename(db: Transaction, desk: Desk, name: str, new: str) -> Team:
    team = teams.rename(db, name, new)
    desk.note(db, f"team {team.id}")
    return team


def _close(db: Transaction, desk: Desk, runtime: Runtime, name: str) -> Team:
    before = teams.published_as(db)
    team = teams.close(db, name, desk.now)
    invitations.revoke_open(db, team.id, desk.now)
    onlookers.regrouped(db, runtime, before, desk.now)
    desk.note(db, f"team {team.id}")
    return team


def _join(db: Transaction, desk: Desk, runtime: Runtime, name: str, sibling: str) -> tuple[Team, str]:
    before = teams.published_as(db)
    team = teams.join(db, name, sibling, desk.now)
    onlookers.regrouped(db, runtime, before, desk.now)
    desk.note(db, f"team {team.id}")
    return team, teams.named(db, sibling).name


def _part(db: Transaction, desk: Desk, runtime: Runtime, name: str) -> Team:
    before = teams.published_as(db)
    team = teams.part(db, name)
    onlookers.regrouped(db, runtime, before, desk.now)
    desk.note(db, f"team {team.id}")
    return team


def _runtime(desk: Desk) -> Runtime:
    """Build what members are told with; not inside a transaction, for it reads the database itself."""
    return app.build(desk.settings, desk.database, desk.calendar)


def _quoted(name: str) -> str:
    return f'"{name}"' if " " in name else name
