"""How long what is kept: for each retention class how many rows there are, the oldest, and what has had its time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlalchemy import Boolean, Column, Date, func, select
from sqlmodel import SQLModel

from store import tables
from store.columns import Keep
from store.database import Transaction

# What of a class is dated by which column; where a row outlives a part of it, the column that says that it is gone.
_DATED: Mapping[Keep, Sequence[tuple[type[SQLModel], str, str | None]]] = {
    Keep.TEXT: (
        (tables.Leaf, "last_on", "words_gone"),
        (tables.Act, "acted_at", "words_gone"),
        (tables.Session, "touched_at", None),
        (tables.SharedItem, "shared_at", None),
    ),
    Keep.SCORE: (
        (tables.Leaf, "last_on", None),
        (tables.Nudge, "settled_at", None),
        (tables.Act, "acted_at", None),
        (tables.Decision, "decided_at", "forgotten"),
    ),
    Keep.AUDIT: ((tables.Audit, "at", None),),
    Keep.TRANSIENT: (
        (tables.Inbox, "received_at", None),
        (tables.Outbox, "settled_at", None),
        (tables.JoinAttempt, "tried_at", None),
        (tables.SignIn, "expires_at", None),
        (tables.WebSession, "expires_at", None),
        (tables.OperatorPass, "expires_at", None),
    ),
}


@dataclass(frozen=True, slots=True)
class Kept:
    """One retention class: its limit in days, rows, the oldest moment among them, and rows beyond the limit."""

    days: int
    rows: int
    oldest: datetime | None
    overdue: int


def report(db: Transaction, days: Mapping[Keep, int], now: datetime) -> Mapping[Keep, Kept]:
    """What is kept of each class in `days`. Purging runs once a day, so a day over the limit is not yet overdue."""
    return {keep: _kept(db, keep, limit, now) for keep, limit in days.items()}


def _kept(db: Transaction, keep: Keep, days: int, now: datetime) -> Kept:
    rows, overdue = 0, 0
    oldest: datetime | None = None
    moment_limit = now - timedelta(days=days + 1)
    for row, moment, gone in _DATED[keep]:
        table = tables.table(row)
        dated: Column[Any] = table.c[moment]
        limit = moment_limit.date() if isinstance(dated.type, Date) else moment_limit
        counted = select(func.count(), func.min(dated), func.count().filter(dated < limit)).select_from(table)
        if gone is not None:
            there = table.c[gone]
            counted = counted.where(~there if isinstance(there.type, Boolean) else there.is_(None))
        number, first, beyond = db.execute(counted).one()
        first = datetime.combine(first, time(), UTC) if isinstance(dated.type, Date) and first else first
        rows, overdue = rows + int(number), overdue + int(beyond)
        oldest = min((at for at in (oldest, first) if at is not None), default=None)
    return Kept(days, rows, oldest, overdue)
