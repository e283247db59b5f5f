"""Brings a copy that was put back up to the present: nobody comes back, and nothing of before is said once more."""

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlmodel import SQLModel

from bot.base import anchors
from bot.dialogue import buddies, participation
from bot.turns.runtime import Runtime
from bot.turns.turn import Turn
from nudges.person import Status
from store import erasure, installation, people, tables
from store.database import Transaction
from store.leavings import Left

# Rows that would make the bot say something, or let somebody in, because of what was so when the copy was made.
_OF_BEFORE = (
    tables.OutboxRow,
    tables.InboxRow,
    tables.CallRow,
    tables.SignInRow,
    tables.WebSessionRow,
    tables.OperatorPassRow,
    tables.BuddyCodeRow,
)


def settle(db: Transaction, runtime: Runtime, now: datetime) -> Mapping[str, int]:
    """Settle everything that a restored copy brought back, and count what is no person nor anything of theirs (a use
    case)."""
    _leave_again(db, runtime, now)
    for row in _OF_BEFORE:
        db.execute(delete(tables.table(row)))
    buddies.end_all(db, runtime, now)
    wakeup = tables.table(tables.WakeupRow)
    db.execute(delete(wakeup).where(wakeup.c.due_at <= now))
    installation.restored(db, now)
    anchors.begin_anew(runtime.settings.data_dir)
    _take_for_done(db, tables.SharedItemRow, "settled_at", "due_at", now)
    return {
        "windows that will not be published": _take_for_done(db, tables.WindowRow, "published_at", "publish_at", now),
    }


def _leave_again(db: Transaction, runtime: Runtime, now: datetime) -> None:
    person = tables.table(tables.PersonRow)
    numbers = {key: number for number, key in db.execute(select(person.c.id, person.c.audit_key))}
    for key, left in runtime.leavings.last(db, list(numbers)).items():
        _leave(Turn(db, runtime, people.by_id(db, numbers[key], lock=True), now), left)


def _leave(turn: Turn, left: Left) -> None:
    """Let somebody stand as they stood last."""
    if left is Left.ERASED:
        erasure.erase(turn.db, turn.person.id)
        return
    status, step = _STOOD[left]
    if turn.person.status != status:
        step(turn)


_STOOD: Mapping[Left, tuple[Status, Callable[[Turn], None]]] = {
    Left.STOPPED: (Status.STOPPED, participation.stop),
    Left.ENDED: (Status.ENDED, participation.end),
    Left.BACK: (Status.ACTIVE, participation.come_back),
}


def _take_for_done(db: Transaction, row: type[SQLModel], done: str, due: str, now: datetime) -> int:
    """Mark as done what was due: it was done after the copy was made, and done again it would be said twice."""
    table = tables.table(row)
    overdue = table.c[done].is_(None) & (table.c[due] <= now)
    return int(db.execute(update(table).where(overdue).values({done: now})).rowcount)
