"""Being away and pausing, by the person's own word, and the days off that the operator imported."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, insert, or_, select

from nudges.person import Away
from store import tables
from store.database import Transaction
from store.prepared import Prepared

_AWAY = tables.table(tables.AwayRow)
_DAY_OFF = tables.table(tables.DayOffRow)
_TEAM = tables.table(tables.TeamRow)
_NOT_AT_WORK = Prepared(
    select(_AWAY.c.first_on, _AWAY.c.last_on, _AWAY.c.paused)
    .where(_AWAY.c.person_id == bindparam("person"))
    .order_by(_AWAY.c.first_on, _AWAY.c.id)
)
_DAYS_OF_ALL = Prepared(select(_DAY_OFF.c.off_on).where(_DAY_OFF.c.team_id.is_(None)))
_DAYS_OF_TEAM = Prepared(select(_DAY_OFF.c.off_on).where(_DAY_OFF.c.team_id == bindparam("team")))
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DayOff:
    """A day off of one team (its name), or of the organisation (None)."""

    team: str | None
    off_on: date
    name: str


@dataclass(frozen=True, slots=True)
class NotAtWork:
    """The days that are no working days of somebody's by their own word, the earliest first."""

    away: tuple[Away, ...]
    pauses: tuple[Away, ...]


def of_person(db: Transaction, person_id: int) -> tuple[Away, ...]:
    """List when somebody is, will be or was away, the earliest first; how they pause is not in it."""
    return not_at_work(db, person_id).away


def not_at_work(db: Transaction, person_id: int) -> NotAtWork:
    """List when somebody is, will be or was away, and when they pause or paused: a pause is kept here alone."""
    stretches = [(Away(first, last), paused) for first, last, paused in db.ask(_NOT_AT_WORK, {"person": person_id})]
    away, pauses = (tuple(days for days, paused in stretches if paused is which) for which in (False, True))
    return NotAtWork(away, pauses)


def add(db: Transaction, person_id: int, away: Away) -> None:
    """Somebody is away; what they said before gives way, but for absences that begin after this one."""
    later = (
        []
        if away.last is None
        else [away_later for away_later in of_person(db, person_id) if away_later.first > away.last]
    )
    come_back(db, person_id, away.first)
    for away_later in later:
        db.execute(
            insert(_AWAY),
            {"person_id": person_id, "first_on": away_later.first, "last_on": away_later.last, "paused": False},
        )
    db.execute(insert(_AWAY), {"person_id": person_id, "first_on": away.first, "last_on": away.last, "paused": False})


def come_back(db: Transaction, person_id: int, today: date) -> bool:
    """From this day on somebody is there; False if they were not away, nor going to be."""
    return _end(db, (_AWAY.c.person_id == person_id) & ~_AWAY.c.paused, today)


def pause(db: Transaction, person_id: int, away: Away) -> None:
    """Somebody pauses, in place of a pause that lasts still."""
    end_pause(db, person_id, away.first)
    db.execute(insert(_AWAY), {"person_id": person_id, "first_on": away.first, "last_on": away.last, "paused": True})


def end_pause(db: Transaction, person_id: int, today: date) -> None:
    """From this day on somebody pauses no more; the days before it stay what they were."""
    _end(db, (_AWAY.c.person_id == person_id) & _AWAY.c.paused, today)


def _end(db: Transaction, mine: Any, today: date) -> bool:
    still = or_(_AWAY.c.last_on.is_(None), _AWAY.c.last_on >= today)
    ahead = db.execute(delete(_AWAY).where(mine & still & (_AWAY.c.first_on >= today))).rowcount
    now = db.execute(_AWAY.update().where(mine & still).values(last_on=today - _DAY)).rowcount
    return bool(ahead or now)


def purge(db: Transaction, before: date) -> int:
    """Forget absences that ended before that day; returns how many."""
    return db.execute(delete(_AWAY).where(_AWAY.c.last_on < before)).rowcount


def days_of_teams(db: Transaction, team_ids: Iterable[int]) -> frozenset[date]:
    """Gather the days off of the organisation and of these teams; of each team they are read once in a transaction."""
    asked = [db.ask(_DAYS_OF_ALL, {}), *(db.ask(_DAYS_OF_TEAM, {"team": team}) for team in team_ids)]
    return frozenset(row.off_on for days in asked for row in days)


def import_days(db: Transaction, team_id: int | None, days: Sequence[tuple[date, str]]) -> int:
    """Add days off; a day that is there already keeps its name. Returns how many are new."""
    present = set(db.execute(select(_DAY_OFF.c.off_on).where(_whose(team_id))).scalars())
    new = {day: name for day, name in reversed(days) if day not in present}
    if new:
        db.execute(insert(_DAY_OFF), [{"team_id": team_id, "off_on": day, "name": new[day]} for day in sorted(new)])
    return len(new)


def remove_days(db: Transaction, team_id: int | None, first: date, last: date) -> int:
    """Take days off back, from the first to the last; returns how many there were."""
    stretch = (_DAY_OFF.c.off_on >= first) & (_DAY_OFF.c.off_on <= last)
    return db.execute(delete(_DAY_OFF).where(_whose(team_id) & stretch)).rowcount


def days(db: Transaction, first: date) -> Sequence[DayOff]:
    """List all days off from that day on, in order."""
    query = (
        select(_TEAM.c.name.label("team"), _DAY_OFF.c.off_on, _DAY_OFF.c.name)
        .join_from(_DAY_OFF, _TEAM, _TEAM.c.id == _DAY_OFF.c.team_id, isouter=True)
        .where(_DAY_OFF.c.off_on >= first)
        .order_by(_DAY_OFF.c.off_on, _TEAM.c.name)
    )
    return [DayOff(**row._asdict()) for row in db.execute(query)]


def _whose(team_id: int | None) -> Any:
    return _DAY_OFF.c.team_id.is_(None) if team_id is None else _DAY_OFF.c.team_id == team_id
