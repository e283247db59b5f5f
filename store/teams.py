"""Teams in a tree, as the operator names them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import insert, select, update

from store import installation, tables
from store.database import Transaction
from store.errors import StoreError

_TEAM = tables.table(tables.TeamRow)


class TeamError(StoreError):
    """Something about teams that the operator can put right."""


class UnknownTeam(TeamError):
    """There is no team of that name; `team list` shows the names."""


class TeamExists(TeamError):
    """There is a team of that name already; choose another name."""


class BadName(TeamError):
    """A team's name is one line of 1 to 80 characters."""


class CannotJoinTeam(TeamError):
    """A team is published with another open team below the same one, which is not itself published with another."""


class TeamClosed(TeamError):
    """That team is closed; choose another or add a new one."""


@dataclass(frozen=True, slots=True)
class Team:
    """A group of colleagues with a lead."""

    id: int
    name: str
    parent_id: int | None
    created_at: datetime
    closed_at: datetime | None
    joined_to: int | None
    head_count: int | None
    counted_on: date | None


LONGEST_NAME = 80
_COLUMNS = [_TEAM.c[name] for name in Team.__dataclass_fields__]


def add(db: Transaction, name: str, now: datetime, parent: str | None = None) -> Team:
    """Add a new team, below `parent` if that is given. Raises BadName, TeamExists, UnknownTeam, TeamClosed."""
    chosen = _checked(name)
    if _find(db, chosen) is not None:
        raise TeamExists(str(TeamExists.__doc__))
    above = open_team(db, parent).id if parent is not None else None
    db.execute(insert(_TEAM), {"name": chosen, "parent_id": above, "created_at": now})
    return named(db, chosen)


def named(db: Transaction, name: str) -> Team:
    """Find the team of that name, whatever its capitals. Raises UnknownTeam."""
    team = _find(db, name)
    if team is None:
        raise UnknownTeam(str(UnknownTeam.__doc__))
    return team


def open_team(db: Transaction, name: str) -> Team:
    """Find the team of that name, which must not be closed. Raises UnknownTeam, TeamClosed."""
    team = named(db, name)
    if team.closed_at is not None:
        raise TeamClosed(str(TeamClosed.__doc__))
    return team


def every(db: Transaction) -> Sequence[Team]:
    """List all teams by name."""
    return [Team(**row._asdict()) for row in db.execute(select(*_COLUMNS).order_by(_TEAM.c.name))]


def above(db: Transaction, team_id: int) -> frozenset[int]:
    """List the team and every team above it."""
    parents = {each.id: each.parent_id for each in every(db)}
    chain, at = set[int](), team_id if team_id in parents else None
    while at is not None and at not in chain:
        chain.add(at)
        at = parents[at]
    return frozenset(chain)


def rename(db: Transaction, name: str, new: str) -> Team:
    """Give the team another name. Raises BadName, UnknownTeam, TeamExists."""
    team, chosen = named(db, name), _checked(new)
    other = _find(db, chosen)
    if other is not None and other.id != team.id:
        raise TeamExists(str(TeamExists.__doc__))
    db.execute(update(_TEAM).where(_TEAM.c.id == team.id).values(name=chosen))
    return named(db, chosen)


def below(db: Transaction, team_id: int) -> frozenset[int]:
    """List the team and every team below it."""
    return frozenset(each.id for each in every(db) if team_id in above(db, each.id))


def close(db: Transaction, name: str, now: datetime) -> Team:
    """No invitations and no new windows from now on; a second time changes nothing. Raises UnknownTeam."""
    team = named(db, name)
    db.execute(update(_TEAM).where((_TEAM.c.id == team.id) & _TEAM.c.closed_at.is_(None)).values(closed_at=now))
    return named(db, name)


def join(db: Transaction, name: str, sibling: str, now: datetime) -> Team:
    """From the next windows on, publish this team together with a sibling.

    Only periods that begin later are changed by it, even if none was opened yet for the one that runs: people answered
    in it before they heard who would read it. Raises CannotJoinTeam, UnknownTeam, TeamClosed.
    """
    team, other = open_team(db, name), open_team(db, sibling)
    has_others = any(each.joined_to == team.id for each in every(db))
    if team.id == other.id or team.parent_id != other.parent_id or other.joined_to is not None or has_others:
        raise CannotJoinTeam(str(CannotJoinTeam.__doc__))
    installation.remember(db, _joined_fact(team.id), now.isoformat().encode())
    return _joined(db, team, other.id)


def part(db: Transaction, name: str) -> Team:
    """From the next windows on, publish this team by itself again. Raises UnknownTeam."""
    return _joined(db, named(db, name), None)


def joined_since(db: Transaction, team_id: int) -> datetime | None:
    """Say when this team was joined to another; None if it never was, or before that was noted."""
    noted = installation.fact(db, _joined_fact(team_id))
    return None if noted is None else datetime.fromisoformat(noted.decode())


def _joined_fact(team_id: int) -> str:
    return f"team {team_id} joined"


def published_as(db: Transaction) -> Mapping[int, frozenset[int]]:
    """With which open teams each open team is published from the next windows on, itself among them."""
    unclosed = {team.id: team for team in every(db) if team.closed_at is None}
    heads = {team.id: team.joined_to if team.joined_to in unclosed else team.id for team in unclosed.values()}
    return {team: frozenset(other for other in heads if heads[other] == head) for team, head in heads.items()}


def _joined(db: Transaction, team: Team, to: int | None) -> Team:
    db.execute(update(_TEAM).where(_TEAM.c.id == team.id).values(joined_to=to))
    return named(db, team.name)


def _checked(name: str) -> str:
    chosen = " ".join(name.split())
    if not 0 < len(chosen) <= LONGEST_NAME or not chosen.isprintable():
        raise BadName(str(BadName.__doc__))
    return chosen


def _find(db: Transaction, name: str) -> Team | None:
    # Compared here: SQLite knows capitals of the alphabet without accents only. Teams are few.
    wanted = " ".join(name.split()).casefold()
    return next((team for team in every(db) if team.name.casefold() == wanted), None)
