"""How long what is kept, and whether anything of a class of retention is kept that has had its time.

How many rows there are is counted nowhere: it would go down where somebody is erased.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Boolean, Column, Date, select
from sqlmodel import SQLModel

from store import goals, steering, tables
from store.columns import Keep
from store.database import Transaction

# What of a class is dated by which column; where a row outlives a part of it, the column that says that it is gone.
_DATED: Mapping[Keep, Sequence[tuple[type[SQLModel], str, str | None]]] = {
    Keep.TEXT: (
        (tables.LeafRow, "last_on", "words_gone"),
        (tables.ActRow, "acted_at", "words_gone"),
        (tables.SessionRow, "touched_at", None),
        (tables.SharedItemRow, "shared_at", None),
        (tables.HandoverRow, "handed_at", None),
    ),
    Keep.SCORE: (
        (tables.LeafRow, "last_on", None),
        (tables.NudgeRow, "settled_at", None),
        (tables.ActRow, "acted_at", None),
        (tables.DecisionRow, "decided_at", "forgotten"),
    ),
    Keep.AUDIT: ((tables.AuditRow, "at", None),),
    Keep.TRANSIENT: (
        (tables.InboxRow, "received_at", None),
        (tables.OutboxRow, "settled_at", None),
        (tables.JoinAttemptRow, "tried_at", None),
        (tables.SignInRow, "expires_at", None),
        (tables.BuddyCodeRow, "expires_at", None),
        (tables.WebSessionRow, "expires_at", None),
        (tables.OperatorPassRow, "expires_at", None),
    ),
}


@dataclass(frozen=True, slots=True)
class RetentionCount:
    """One retention class: its limit in days, and whether something is kept beyond it."""

    days: int
    overdue: bool


def report(db: Transaction, days: Mapping[Keep, int], now: datetime) -> Mapping[Keep, RetentionCount]:
    """Report what is kept of each class in `days`. Purging is daily, so a day over the limit is not yet overdue."""
    return {keep: RetentionCount(limit, _is_overdue(db, keep, limit, now)) for keep, limit in days.items()}


def _is_overdue(db: Transaction, keep: Keep, days: int, now: datetime) -> bool:
    if keep is Keep.GOAL:  # which leaves hold such words is sealed
        return goals.overdue(db, (now - timedelta(days=days + 1)).date())
    for row, moment, gone in _DATED[keep]:
        table = tables.table(row)
        moment_limit = now - timedelta(days=days + 1) - (steering.WAITS if row is tables.ActRow else timedelta(0))
        dated: Column[Any] = table.c[moment]
        old = select(dated).where(dated < (moment_limit.date() if isinstance(dated.type, Date) else moment_limit))
        if gone is not None:
            there = table.c[gone]
            old = old.where(~there if isinstance(there.type, Boolean) else there.is_(None))
        if db.execute(old.limit(1)).first() is not None:
            return True
    return False
