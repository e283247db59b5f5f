"""How long what is kept: for each retention class how many rows there are, the oldest, and what has had its time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Column, func, select
from sqlmodel import SQLModel

from store import tables
from store.columns import Keep
from store.database import Transaction

# What of a class is dated by which column; for a text that is emptied while its row stays, the text that must be there.
_DATED: Mapping[Keep, Sequence[tuple[type[SQLModel], str, str | None]]] = {
    Keep.TEXT: (
        (tables.Answer, "answered_at", "text_sealed"),
        (tables.Act, "acted_at", "text_sealed"),
        (tables.Session, "touched_at", None),
        (tables.Plan, "expires_at", None),
        (tables.SharedItem, "shared_at", None),
    ),
    Keep.SCORE: (
        (tables.Answer, "answered_at", None),
        (tables.Nudge, "settled_at", None),
        (tables.Act, "acted_at", None),
        (tables.Decision, "decided_at", None),
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
    limit = now - timedelta(days=days + 1)
    for row, moment, text in _DATED[keep]:
        table = tables.table(row)
        dated: Column[datetime] = table.c[moment]
        counted = select(func.count(), func.min(dated), func.count().filter(dated < limit)).select_from(table)
        if text is not None:
            counted = counted.where(table.c[text].is_not(None))
        number, first, beyond = db.execute(counted).one()
        rows, overdue = rows + int(number), overdue + int(beyond)
        oldest = min((at for at in (oldest, first) if at is not None), default=None)
    return Kept(days, rows, oldest, overdue)
