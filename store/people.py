"""People, their settings and their memberships; the only place that knows where they are reached."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import bindparam, exists, func, insert, select, update

from nudges import taking_part
from nudges.person import Status
from nudges.taking_part import Transition
from store import tables
from store.addresses import FIRST_CHANNEL, Address
from store.database import Transaction
from store.prepared import Prepared
from store.vault import keyed_hash, place

_PERSON = tables.table(tables.PersonRow)
_MEMBERSHIP = tables.table(tables.MembershipRow)
_TEAM = tables.table(tables.TeamRow)
_LEAF = tables.table(tables.LeafRow)
_ACT = tables.table(tables.ActRow)


class Role(StrEnum):
    """What somebody is in a team."""

    EMPLOYEE = "employee"
    LEAD = "lead"
    COACH = "coach"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who takes part; `working_days` holds ISO weekday digits, times are local `HH:MM`.

    `even_days` are those of even weeks where they differ; `prompt_until` ends the window that the moment is drawn from;
    `quiet_starts` and `quiet_ends` are both given or neither; `school_region` is a name of a calendar_nl.Region.
    """

    id: int
    pseudonym: str
    audit_key: str
    status: Status
    language: str
    tone: str
    zone: str
    working_days: str
    even_days: str | None
    day_starts: str
    day_ends: str
    quiet_starts: str | None
    quiet_ends: str | None
    prompt_day: int
    prompt_time: str
    prompt_until: str | None
    extras: bool
    school_region: str | None
    quiet_until: datetime | None
    joined_at: datetime
    active_since: datetime | None


@dataclass(frozen=True, slots=True)
class TeamMember:
    """One person's place in one team."""

    person_id: int
    team_id: int
    team: str
    role: Role
    since: datetime


_COLUMNS = [_PERSON.c[name] for name in Person.__dataclass_fields__]
_HAS_CHAT = select(*_COLUMNS).where(_PERSON.c.chat_hash == bindparam("chat"))
_HAS_ID = select(*_COLUMNS).where(_PERSON.c.id == bindparam("person"))
# Whether the row is locked -> the statement; SQLite has one writer and no such lock.
_BY_CHAT = {False: Prepared(_HAS_CHAT), True: Prepared(_HAS_CHAT.with_for_update())}
_BY_ID = {False: Prepared(_HAS_ID), True: Prepared(_HAS_ID.with_for_update())}
_BY_PSEUDONYM = Prepared(select(*_COLUMNS).where(_PERSON.c.pseudonym == bindparam("pseudonym_")))
_CHAT = Prepared(select(_PERSON.c.channel, _PERSON.c.chat_sealed).where(_PERSON.c.id == bindparam("person")))
_MEMBERSHIPS = (
    select(
        _MEMBERSHIP.c.person_id,
        _MEMBERSHIP.c.team_id,
        _TEAM.c.name.label("team"),
        _MEMBERSHIP.c.role,
        _MEMBERSHIP.c.since,
    )
    .join(_TEAM, _TEAM.c.id == _MEMBERSHIP.c.team_id)
    .where(_MEMBERSHIP.c.until.is_(None))
    .order_by(_TEAM.c.name)
)
_OF_PERSON = Prepared(_MEMBERSHIPS.where(_MEMBERSHIP.c.person_id == bindparam("person")))
_OF_TEAM = Prepared(
    _MEMBERSHIPS.where((_MEMBERSHIP.c.team_id == bindparam("team")) & (_MEMBERSHIP.c.role == bindparam("role_")))
)


def chat_hash(db: Transaction, address: Address) -> str:
    """Hash a chat into the name under which it is found again."""
    # Not remembered: it is quickly made, and a stranger, or whoever was just forgotten, may be the one who writes.
    return keyed_hash(db.keys.lookup, _hashed(address))


def _hashed(address: Address) -> str:
    # The chats of the first channel had their hashes before there were others, and nothing gives the chat back.
    return f"chat {address.key}" if address.channel == FIRST_CHANNEL else f"chat {address.channel} {address.key}"


def by_chat(db: Transaction, chat: str, *, lock: bool = False) -> Person | None:
    """Find who writes in this chat (its keyed hash). `lock` keeps other turns of the person waiting on PostgreSQL."""
    return _one(db.execute(_BY_CHAT[lock], {"chat": chat}).one_or_none())


def by_id(db: Transaction, person_id: int, *, lock: bool = False) -> Person:
    """Find the person with this number."""
    somebody = _one(db.execute(_BY_ID[lock], {"person": person_id}).one_or_none())
    if somebody is None:
        raise LookupError("this person is no longer kept")
    return somebody


def by_pseudonym(db: Transaction, pseudonym: str) -> Person | None:
    """Whom decisions of this name are about; None once they are erased."""
    return _one(db.execute(_BY_PSEUDONYM, {"pseudonym_": pseudonym}).one_or_none())


def address(db: Transaction, person_id: int) -> Address | None:
    """Say where to send; None once the person is erased."""
    row = db.execute(_CHAT, {"person": person_id}).one_or_none()
    return None if row is None else Address(row.channel, db.vault.open(row.chat_sealed, _where(person_id)).decode())


def add(db: Transaction, reached_at: Address, now: datetime, *, language: str, zone: str) -> Person:
    """Somebody new, with the usual rhythm: Thursday 15:30, Monday to Friday, 08:00 to 18:00."""
    number = db.next_number("person")
    values = {
        "id": number,
        "pseudonym": secrets.token_hex(8),
        "audit_key": secrets.token_hex(8),
        "channel": reached_at.channel,
        "chat_hash": chat_hash(db, reached_at),
        "chat_sealed": db.vault.seal(reached_at.key.encode(), _where(number)),
        "status": Status.JOINING,
        "language": language,
        "tone": "je",
        "zone": zone,
        "working_days": "12345",
        "day_starts": "08:00",
        "day_ends": "18:00",
        "prompt_day": 4,
        "prompt_time": "15:30",
        "extras": True,
        "joined_at": now,
    }
    db.execute(insert(_PERSON), values)
    return by_id(db, number)


def change(db: Transaction, person_id: int, **values: Any) -> None:
    """Change some of the person's settings."""
    db.execute(update(_PERSON).where(_PERSON.c.id == person_id).values(**values))


def move(db: Transaction, person_id: int, step: Transition, **values: Any) -> bool:
    """Take a step of taking part, and change these settings with it; False, and nothing, where the table has no row."""
    allowed = (_PERSON.c.id == person_id) & _PERSON.c.status.in_(taking_part.sources(step))
    changed = update(_PERSON).where(allowed).values(status=taking_part.target(step), **values)
    return db.execute(changed).rowcount == 1


def join(db: Transaction, person_id: int, team_id: int, role: Role, now: datetime) -> None:
    """Make the person a member of the team; a second time changes nothing."""
    already = any(member.team_id == team_id and member.role == role for member in memberships(db, person_id))
    if not already:
        db.execute(insert(_MEMBERSHIP), {"person_id": person_id, "team_id": team_id, "role": role, "since": now})


def leave(db: Transaction, person_id: int, now: datetime) -> None:
    """End all memberships."""
    open_ones = (_MEMBERSHIP.c.person_id == person_id) & _MEMBERSHIP.c.until.is_(None)
    db.execute(update(_MEMBERSHIP).where(open_ones).values(until=now))


def memberships(db: Transaction, person_id: int) -> Sequence[TeamMember]:
    """List the person's places in teams, by team name."""
    return db.work_out(
        ("memberships", person_id), lambda: tuple(map(_member, db.ask(_OF_PERSON, {"person": person_id})))
    )


def members(db: Transaction, team_id: int, role: Role) -> Sequence[TeamMember]:
    """List who is in the team in this role now."""
    return [_member(row) for row in db.ask(_OF_TEAM, {"team": team_id, "role_": role})]


def with_role(db: Transaction, role: Role) -> Sequence[int]:
    """Everybody who has this role in whatever team, by number."""
    held = (_MEMBERSHIP.c.role == role) & _MEMBERSHIP.c.until.is_(None)
    query = select(_MEMBERSHIP.c.person_id).where(held).distinct().order_by(_MEMBERSHIP.c.person_id)
    return list(db.execute(query).scalars())


def counted(db: Transaction) -> Sequence[tuple[int, str, datetime]]:
    """(person, audit key, since when) of everybody who works in a team that is not closed, by number."""
    works = (_MEMBERSHIP.c.role == Role.EMPLOYEE) & _MEMBERSHIP.c.until.is_(None) & _TEAM.c.closed_at.is_(None)
    query = (
        select(_PERSON.c.id, _PERSON.c.audit_key, func.min(_MEMBERSHIP.c.since).label("since"))
        .join(_MEMBERSHIP, _MEMBERSHIP.c.person_id == _PERSON.c.id)
        .join(_TEAM, _TEAM.c.id == _MEMBERSHIP.c.team_id)
        .where(works)
        .group_by(_PERSON.c.id, _PERSON.c.audit_key)
        .order_by(_PERSON.c.id)
    )
    return [(row.id, row.audit_key, row.since) for row in db.execute(query)]


def roles(db: Transaction, person_id: int) -> frozenset[Role]:
    """List the roles somebody has in whatever team."""
    return frozenset(member.role for member in memberships(db, person_id))


def end_quiet_days(db: Transaction, now: datetime) -> None:
    """Forget that nothing more was to be begun on a day that is over."""
    db.execute(update(_PERSON).where(_PERSON.c.quiet_until <= now).values(quiet_until=None))


def long_gone(db: Transaction, before: datetime, limit: int) -> Sequence[int]:
    """Up to so many people who take no part, joined before that moment, and of whom no conversation is kept."""
    takes_none = _PERSON.c.status != Status.ACTIVE
    leaf_kept = exists().where(_LEAF.c.person_id == _PERSON.c.id)
    act_kept = exists().where(_ACT.c.person_id == _PERSON.c.id)
    gone = takes_none & (_PERSON.c.joined_at < before) & ~leaf_kept & ~act_kept
    return list(db.execute(select(_PERSON.c.id).where(gone).order_by(_PERSON.c.id).limit(limit)).scalars())


def _one(row: Any) -> Person | None:
    if row is None:
        return None
    return Person(**row._asdict() | {"status": Status(row.status)})


def _member(row: Any) -> TeamMember:
    return TeamMember(**row._asdict() | {"role": Role(row.role)})


def _where(person_id: int) -> bytes:
    return place("person", "chat_sealed", person_id)
