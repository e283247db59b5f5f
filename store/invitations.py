"""Single-use invitations, known by a handle; the code is shown once and kept only as a keyed hash."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, func, insert, select, update

from store import tables
from store.database import Transaction
from store.people import Role
from store.vault import keyed_hash

_INVITATION = tables.table(tables.InvitationRow)
_ATTEMPT = tables.table(tables.JoinAttemptRow)
_OPENS = (_INVITATION.c.id, _INVITATION.c.handle, _INVITATION.c.team_id, _INVITATION.c.role)

VALID_FOR = timedelta(days=7)
TRIES_PER_HOUR = 5
_CODE_BYTES = 16  # 22 characters of A–Z a–z 0–9 _ -, well within a deep link's 64


@dataclass(frozen=True, slots=True)
class Invitation:
    """What an invitation opens."""

    id: int
    handle: str
    team_id: int
    role: Role


def issue(db: Transaction, team_id: int, role: Role, now: datetime) -> tuple[str, str]:
    """Issue a new invitation: its handle and its code. The code exists nowhere else afterwards."""
    code = secrets.token_urlsafe(_CODE_BYTES)
    values = {
        "handle": secrets.token_hex(8),  # until the row has its number: two operators may be at it at once
        "code_hash": _hash(db, code),
        "team_id": team_id,
        "role": role,
        "created_at": now,
        "expires_at": now + VALID_FOR,
    }
    number = db.execute(insert(_INVITATION).returning(_INVITATION.c.id), values).scalar_one()
    handle = f"V-{number:04d}"
    db.execute(update(_INVITATION).where(_INVITATION.c.id == number).values(handle=handle))
    return handle, code


def unused(db: Transaction, team_id: int, role: Role, now: datetime) -> int:
    """Count how many invitations into this team in this role still let somebody in."""
    usable = _INVITATION.c.used_at.is_(None) & _INVITATION.c.revoked_at.is_(None) & (_INVITATION.c.expires_at > now)
    of_team = (_INVITATION.c.team_id == team_id) & (_INVITATION.c.role == role)
    return int(db.execute(select(func.count()).select_from(_INVITATION).where(of_team & usable)).scalar_one())


def redeem(db: Transaction, code: str, person_id: int, now: datetime) -> Invitation | None:
    """Use the code for this person; None if it is wrong, used, expired or revoked, and no one learns which."""
    used = update(_INVITATION).where(_usable(db, code, now)).values(used_at=now, person_id=person_id)
    return _invitation(db.execute(used.returning(*_OPENS)).one_or_none())


def opens(db: Transaction, code: str, now: datetime) -> Invitation | None:
    """Find what the code would open now, without using it."""
    return _invitation(db.execute(select(*_OPENS).where(_usable(db, code, now))).one_or_none())


def used_by(db: Transaction, code: str, person_id: int) -> bool:
    """Say whether this person came in by this code."""
    theirs = (_INVITATION.c.code_hash == _hash(db, code)) & (_INVITATION.c.person_id == person_id)
    return db.execute(select(_INVITATION.c.id).where(theirs)).first() is not None


def revoke(db: Transaction, handle: str, now: datetime) -> None:
    """Make the invitation useless; says the same whether it existed, was used, or not."""
    db.execute(
        update(_INVITATION)
        .where((_INVITATION.c.handle == handle.upper()) & _INVITATION.c.revoked_at.is_(None))
        .values(revoked_at=now)
    )


def revoke_open(db: Transaction, team_id: int, now: datetime) -> None:
    """Make every invitation into this team that nobody has used useless."""
    unused = (_INVITATION.c.team_id == team_id) & _INVITATION.c.used_at.is_(None) & _INVITATION.c.revoked_at.is_(None)
    db.execute(update(_INVITATION).where(unused).values(revoked_at=now))


def person_of(db: Transaction, handle: str) -> int | None:
    """Find who came in by this invitation, for ending a participation without knowing a name."""
    return db.execute(select(_INVITATION.c.person_id).where(_INVITATION.c.handle == handle.upper())).scalar()


def note_failure(db: Transaction, chat_hash: str, now: datetime) -> None:
    """Remember a code that opened nothing."""
    db.execute(insert(_ATTEMPT), {"chat_hash": chat_hash, "tried_at": now})


def too_many_failures(db: Transaction, chat_hash: str, now: datetime) -> bool:
    """Say whether this chat must wait before it may try another code."""
    recent = (_ATTEMPT.c.chat_hash == chat_hash) & (_ATTEMPT.c.tried_at > now - timedelta(hours=1))
    tries = db.execute(select(func.count()).select_from(_ATTEMPT).where(recent)).scalar_one()
    return int(tries) >= TRIES_PER_HOUR


def purge(db: Transaction, now: datetime, long_ago: datetime) -> int:
    """Forget failed attempts of more than a day ago, and invitations that ran out long ago and lead to nobody.

    The newest invitation stays, for the next handle follows its number. Returns how many rows.
    """
    ran_out = (_INVITATION.c.expires_at < long_ago) & _INVITATION.c.person_id.is_(None)
    newest = select(func.max(_INVITATION.c.id)).scalar_subquery()
    gone = db.execute(delete(_INVITATION).where(ran_out & (_INVITATION.c.id < newest))).rowcount
    return gone + db.execute(delete(_ATTEMPT).where(_ATTEMPT.c.tried_at < now - timedelta(days=1))).rowcount


def _usable(db: Transaction, code: str, now: datetime) -> ColumnElement[bool]:
    return (
        (_INVITATION.c.code_hash == _hash(db, code))
        & _INVITATION.c.used_at.is_(None)
        & _INVITATION.c.revoked_at.is_(None)
        & (_INVITATION.c.expires_at > now)
    )


def _invitation(row: Any) -> Invitation | None:
    return None if row is None else Invitation(row.id, row.handle, row.team_id, Role(row.role))


def _hash(db: Transaction, code: str) -> str:
    return keyed_hash(db.keys.lookup, f"invitation {code}")
