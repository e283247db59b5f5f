"""Teams in a tree, as the operator names them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, select, update

from store import tables
from store.database import Transaction
from store.errors import StoreError

_TEAM = tables.table(tables.Team)


class TeamError(StoreError):
    """Something about teams that the operator can put right."""


class UnknownTeam(TeamError):
    """There is no team of that name; `team list` shows the names."""


class TeamExists(TeamError):
    """There is a team of that name already."""


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


_COLUMNS = [_TEAM.c[name] for name in Team.__dataclass_fields__]


def add(db: Transaction, name: str, now: datetime, parent: str | None = None) -> Team:
    """A new team, below `parent` if that is given. Raises TeamExists, UnknownTeam."""
    if _find(db, name) is not None:
        raise TeamExists(str(TeamExists.__doc__))
    above = named(db, parent).id if parent else None
    db.execute(insert(_TEAM), {"name": name, "parent_id": above, "created_at": now})
    return named(db, name)


def named(db: Transaction, name: str) -> Team:
    """The team of that name, whatever its capitals. Raises UnknownTeam."""
    found = _find(db, name)
    if found is None:
        raise UnknownTeam(str(UnknownTeam.__doc__))
    return found


def open_team(db: Transaction, name: str) -> Team:
    """The team of that name, which must not be closed. Raises UnknownTeam, TeamClosed."""
    team = named(db, name)
    if team.closed_at is not None:
        raise TeamClosed(str(TeamClosed.__doc__))
    return team


def every(db: Transaction) -> Sequence[Team]:
    """All teams by name."""
    return [Team(**row._mapping) for row in db.execute(select(*_COLUMNS).order_by(_TEAM.c.name))]


def rename(db: Transaction, name: str, new: str) -> None:
    """Give the team another name. Raises UnknownTeam, TeamExists."""
    team = named(db, name)
    other = _find(db, new)
    if other is not None and other.id != team.id:
        raise TeamExists(str(TeamExists.__doc__))
    db.execute(update(_TEAM).where(_TEAM.c.id == team.id).values(name=new))


def close(db: Transaction, name: str, now: datetime) -> None:
    """No invitations and no new windows from now on. Raises UnknownTeam."""
    db.execute(update(_TEAM).where(_TEAM.c.id == named(db, name).id).values(closed_at=now))


def _find(db: Transaction, name: str) -> Team | None:
    row = db.execute(select(*_COLUMNS).where(func.lower(_TEAM.c.name) == name.lower())).one_or_none()
    return None if row is None else Team(**row._mapping)
