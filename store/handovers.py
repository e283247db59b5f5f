"""Which shared item is in whose hands: what its reader may still say back to it, whatever became of its author."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import delete, insert, select, update

from store import references, tables
from store.database import Transaction
from store.people import Role
from store.references import ReferenceKind
from store.sharing import SharedItem

ANSWERABLE = timedelta(days=28)  # counted from when it was shown: when it was shared is not to be read from a button
_HANDOVER = tables.table(tables.HandoverRow)
_DAYS = 2**16  # what of a reference says on which day it was made


class ReplyManner(StrEnum):
    """Names the ways in which a reader says something back, each at most once."""

    ANSWER = "answer"
    PROMISE = "promise"


_SAID_AT = {ReplyManner.ANSWER: _HANDOVER.c.answered_at, ReplyManner.PROMISE: _HANDOVER.c.promised_at}


@dataclass(frozen=True, slots=True)
class Handover:
    """One item in one reader's hands. Nothing in it depends on what became of the author."""

    id: int
    person_id: int
    team_id: int
    audience: Role
    is_named: bool
    handed_at: datetime
    said: frozenset[ReplyManner]

    def is_answerable(self, now: datetime) -> bool:
        """Say whether its time has not run out."""
        return now < self.handed_at + ANSWERABLE


def hand(db: Transaction, item: SharedItem, reader_id: int, now: datetime) -> str:
    """Put a shared item into a reader's hands; returns the reference that its buttons bear."""
    number = db.next_number("handover")
    values: dict[str, Any] = {
        "id": number,
        "person_id": reader_id,
        "item_id": item.id,
        "team_id": item.team_id,
        "audience": item.audience,
        "is_named": item.name is not None,
        "handed_at": now,
    }
    db.execute(insert(_HANDOVER), values)
    return references.refer(db, ReferenceKind.HANDOVER, reader_id, number * _DAYS + _day(now))


def of_reference(db: Transaction, reader_id: int, shown: str) -> Handover | None:
    """Find the handover that a button bears. The day in it keeps an old button from leading to a row that came later
    under the same number."""
    number = references.row(db, ReferenceKind.HANDOVER, reader_id, shown)
    if number is None:
        return None
    mine = (_HANDOVER.c.id == number // _DAYS) & (_HANDOVER.c.person_id == reader_id)
    row = db.execute(select(*_HANDOVER.c).where(mine)).one_or_none()
    return _handover(row) if row is not None and _day(row.handed_at) == number % _DAYS else None


def note(db: Transaction, handover: Handover, manner: ReplyManner, now: datetime) -> bool:
    """Write down that its reader answered or promised; False if they did before."""
    said_at = _SAID_AT[manner]
    unsaid = (_HANDOVER.c.id == handover.id) & said_at.is_(None)
    return db.execute(update(_HANDOVER).where(unsaid).values({said_at: now})).rowcount == 1


def item_number(db: Transaction, handover: Handover) -> int | None:
    """Find the number of the item; None once it is gone. For whoever carries something to its author alone."""
    query = select(_HANDOVER.c.item_id).where(_HANDOVER.c.id == handover.id)
    number: int | None = db.execute(query).scalar_one()
    return number


def purge(db: Transaction, before: datetime) -> int:
    """Forget what was shown before that moment; returns how many."""
    return db.execute(delete(_HANDOVER).where(_HANDOVER.c.handed_at < before)).rowcount


def _day(moment: datetime) -> int:
    return (moment.date() - date(2020, 1, 1)).days % _DAYS


def _handover(row: Any) -> Handover:
    said = frozenset(manner for manner, column in _SAID_AT.items() if row._mapping[column] is not None)
    return Handover(
        row.id, row.person_id, row.team_id, Role(row.audience), row.is_named, row.handed_at, said
    )  # fmt: skip
