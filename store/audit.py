"""The audit trail: every look at, change of and export of data about people, chained by hash."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func, insert, select

from store import tables
from store.database import Transaction

_AUDIT = tables.table(tables.Audit)
_START = "0" * 64
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
    previous = _START if last is None else last
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


def _chain(previous: str, at: datetime, *content: object) -> str:
    whole = "\x1f".join([previous, at.astimezone(UTC).isoformat(), *map(str, content)])
    return hashlib.sha256(whole.encode()).hexdigest()
