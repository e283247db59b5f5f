"""The audit trail: every look at, change of and export of data about people, chained by hash."""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import delete, func, insert, select

from store import tables
from store.database import Transaction
from store.vault import keyed_hash

_AUDIT = tables.table(tables.Audit)
_FACT = tables.table(tables.Fact)
_START = "0" * 64
_ANCHOR = "audit.anchor"
_CHAIN_LOCK = 0x6B6F6572  # one writer at a time extends the chain on PostgreSQL; SQLite has one anyway


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the trail."""

    id: int
    at: datetime
    actor: str
    event: str
    subject: str
    result: str
    origin: str
    previous_hash: str
    hash: str


def note(
    db: Transaction, now: datetime, *, actor: str, event: str, subject: str, origin: str, result: str = "done"
) -> None:
    """Add a line. `actor` and `subject` are audit keys, handles or team numbers, never names."""
    if db.postgres:
        db.execute(select(func.pg_advisory_xact_lock(_CHAIN_LOCK)))
    last = db.execute(select(_AUDIT.c.hash).order_by(_AUDIT.c.id.desc()).limit(1)).scalar()
    previous = _start(db) if last is None else last
    values = {"at": now, "actor": actor, "event": event, "subject": subject, "result": result, "origin": origin}
    db.execute(
        insert(_AUDIT), values | {"previous_hash": previous, "hash": _chain(previous, now, *list(values.values())[1:])}
    )


def lines(db: Transaction) -> Sequence[Line]:
    """The whole trail, oldest first."""
    rows = db.execute(select(*[_AUDIT.c[name] for name in Line.__dataclass_fields__]).order_by(_AUDIT.c.id))
    return [Line(**row._mapping) for row in rows]


def first_broken(trail: Sequence[Line]) -> Line | None:
    """The first line that does not fit the one before or its own content; None if all is whole."""
    previous = trail[0].previous_hash if trail else _START
    for line in trail:
        content = (line.actor, line.event, line.subject, line.result, line.origin)
        if line.previous_hash != previous or line.hash != _chain(previous, line.at, *content):
            return line
        previous = line.hash
    return None


def verify(db: Transaction) -> Line | None:
    """The first line that was altered, or that follows something removed before its time; None if all is whole."""
    trail = lines(db)
    if trail and trail[0].previous_hash != _start(db):
        return trail[0]
    return first_broken(trail)


def purge(db: Transaction, before: datetime) -> int:
    """Remove the oldest stretch and leave a signed anchor, to which what is left is tied; returns how many lines."""
    if db.postgres:
        db.execute(select(func.pg_advisory_xact_lock(_CHAIN_LOCK)))
    kept = db.execute(select(func.min(_AUDIT.c.id)).where(_AUDIT.c.at >= before)).scalar()
    old = _AUDIT.c.id < kept if kept is not None else _AUDIT.c.at < before
    last = db.execute(select(_AUDIT.c.hash).where(old).order_by(_AUDIT.c.id.desc()).limit(1)).scalar()
    if last is None:
        return 0
    db.execute(delete(_FACT).where(_FACT.c.name == _ANCHOR))
    db.execute(insert(_FACT), {"name": _ANCHOR, "value": f"{last} {_signature(db, last)}".encode()})
    return db.execute(delete(_AUDIT).where(old)).rowcount


def _start(db: Transaction) -> str:
    """What the oldest line must follow: the signed anchor, or the beginning; nothing fits a forged anchor."""
    anchor = db.execute(select(_FACT.c.value).where(_FACT.c.name == _ANCHOR)).scalar()
    if anchor is None:
        return _START
    last, _, signature = bytes(anchor).decode().partition(" ")
    return last if hmac.compare_digest(signature, _signature(db, last)) else ""


def _signature(db: Transaction, last: str) -> str:
    return keyed_hash(db.keys.audit, f"audit anchor {last}")


def _chain(previous: str, at: datetime, *content: object) -> str:
    whole = "\x1f".join([previous, at.astimezone(UTC).isoformat(), *map(str, content)])
    return hashlib.sha256(whole.encode()).hexdigest()
