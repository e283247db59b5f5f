"""Who is whose buddy, and the codes by which two colleagues choose each other; a code is kept as a keyed hash alone."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, insert, select, update

from store import references, tables
from store.database import Transaction
from store.references import ReferenceKind
from store.vault import keyed_hash

_BUDDY = tables.table(tables.BuddyRow)
_CODE = tables.table(tables.BuddyCodeRow)

VALID_FOR = timedelta(days=7)
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that is read for something else: no 0 and O, no 1, I and L
LENGTH = 8  # 31 to the 8th: too many to try, few enough to say over a desk
_QUESTION_BITS = 46  # by chance and never used again: an answer leads to the question that it is for, or nowhere


@dataclass(frozen=True, slots=True)
class Pairing:
    """One person's half of a pair; `question` stands for what their buddy asked last and they may still answer."""

    person_id: int
    buddy_id: int
    since: datetime
    question: int | None

    @property
    def mark(self) -> str:
        """Gives what tells this pair from a later one of the same person."""
        return self.since.isoformat()


def issue(db: Transaction, person_id: int, now: datetime) -> str:
    """Make a new code of this person, in the place of the one before; it exists nowhere else afterwards."""
    withdraw(db, person_id)
    code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    values = {"person_id": person_id, "code_hash": _hash(db, code), "expires_at": now + VALID_FOR}
    db.execute(insert(_CODE), values)
    return code


def read(typed: str) -> str:
    """Find the code in what somebody typed, however they divided it; empty: nothing that can be one."""
    code = "".join(letter for letter in typed.upper() if letter.isalnum())
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else ""


def withdraw(db: Transaction, person_id: int) -> None:
    """Make the code of this person useless, if there is one."""
    db.execute(delete(_CODE).where(_CODE.c.person_id == person_id))


def waits_until(db: Transaction, person_id: int, now: datetime) -> datetime | None:
    """Say until when this person's code can be used; None: there is none."""
    mine = (_CODE.c.person_id == person_id) & (_CODE.c.expires_at > now)
    until: datetime | None = db.execute(select(_CODE.c.expires_at).where(mine)).scalar_one_or_none()
    return until


def made_by(db: Transaction, code: str, now: datetime) -> int | None:
    """Find who made the code, if it can be used now; using it is another step."""
    number: int | None = db.execute(select(_CODE.c.person_id).where(_usable(db, code, now))).scalar_one_or_none()
    return number


def pair(db: Transaction, code: str, person_id: int, now: datetime) -> Pairing | None:
    """Use the code for this person: they and whoever made it are buddies from now on. None, and nothing, where it
    cannot be used, and no one learns why."""
    maker = made_by(db, code, now)
    if maker is None or person_id == maker or of(db, person_id) or of(db, maker):
        return None
    for number in (person_id, maker):
        withdraw(db, number)
    for half, other in ((person_id, maker), (maker, person_id)):
        db.execute(insert(_BUDDY), {"person_id": half, "buddy_id": other, "since": now})
    return of(db, person_id)


def of(db: Transaction, person_id: int) -> Pairing | None:
    """Find the person's half of their pair; None: they have no buddy."""
    row = db.execute(select(*_BUDDY.c).where(_BUDDY.c.person_id == person_id)).one_or_none()
    return None if row is None else _pairing(row)


def every(db: Transaction) -> Sequence[Pairing]:
    """List both halves of every pair."""
    return [_pairing(row) for row in db.execute(select(*_BUDDY.c).order_by(_BUDDY.c.person_id))]


def part(db: Transaction, person_id: int) -> None:
    """End the pair of this person, if they are in one; nothing of it stays."""
    db.execute(delete(_BUDDY).where((_BUDDY.c.person_id == person_id) | (_BUDDY.c.buddy_id == person_id)))


def hand(db: Transaction, pairing: Pairing) -> str:
    """Put a question of this person's into their buddy's hands, in the place of the one before; returns the reference
    that its button bears."""
    number = secrets.randbits(_QUESTION_BITS)
    db.execute(update(_BUDDY).where(_BUDDY.c.person_id == pairing.buddy_id).values(question=number))
    return references.refer(db, ReferenceKind.BUDDY_QUESTION, pairing.buddy_id, number)


def in_hands(db: Transaction, pairing: Pairing) -> str:
    """Write the reference of the question that this person may still answer; empty: there is none."""
    if pairing.question is None:
        return ""
    return references.refer(db, ReferenceKind.BUDDY_QUESTION, pairing.person_id, pairing.question)


def answer(db: Transaction, pairing: Pairing) -> None:
    """Write down that this person answered what their buddy asked."""
    db.execute(update(_BUDDY).where(_BUDDY.c.person_id == pairing.person_id).values(question=None))


def purge(db: Transaction, now: datetime) -> int:
    """Forget codes that ran out; returns how many."""
    return db.execute(delete(_CODE).where(_CODE.c.expires_at <= now)).rowcount


def _usable(db: Transaction, code: str, now: datetime) -> ColumnElement[bool]:
    return (_CODE.c.code_hash == _hash(db, code)) & (_CODE.c.expires_at > now)


def _pairing(row: Any) -> Pairing:
    return Pairing(**row._asdict())


def _hash(db: Transaction, code: str) -> str:
    return keyed_hash(db.keys.lookup, f"buddy {code}")
