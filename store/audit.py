"""The audit trail: every look at, change of and export of data about people, chained by a keyed hash."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, or_, select

from store import tables
from store.chains import Chain, ChainFault, Link
from store.database import Transaction

_AUDIT = tables.table(tables.AuditRow)
ERASED = "erased"  # in the place of an audit key that was forgotten with its person
_SAYS = ("at", "actor", "event", "subject", "result", "origin")


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One line of the trail."""

    id: int
    at: datetime
    actor: str
    event: str
    subject: str
    result: str
    origin: str


CHAIN = Chain("audit", _AUDIT, 0x6B6F6572, lambda _, row: [getattr(row, name) for name in _SAYS])


def note(
    db: Transaction, now: datetime, *, actor: str, event: str, subject: str, origin: str, result: str = "done"
) -> None:
    """Add a line. `actor` and `subject` are audit keys, handles or team numbers, never names.

    No line names an audit key and a handle together: it would lead from the list of who got which handle to a person.
    """
    values = {"at": now, "actor": actor, "event": event, "subject": subject, "result": result, "origin": origin}
    CHAIN.append(db, [(values, list(values.values()))])


def lines(db: Transaction) -> Sequence[AuditLine]:
    """List the whole trail, oldest first."""
    rows = db.execute(select(*[_AUDIT.c[name] for name in AuditLine.__dataclass_fields__]).order_by(_AUDIT.c.id))
    return [AuditLine(**row._asdict()) for row in rows]


def last_of(db: Transaction, event: str) -> Mapping[str, datetime]:
    """Say when each subject last had this event."""
    query = (
        select(_AUDIT.c.subject, func.max(_AUDIT.c.at).label("at"))
        .where(_AUDIT.c.event == event)
        .group_by(_AUDIT.c.subject)
    )
    return {row.subject: row.at for row in db.execute(query)}


def verify(db: Transaction, anchors: Sequence[Link] = ()) -> ChainFault | None:
    """Find the first thing about the trail that is not as it was written; None if all is whole."""
    return CHAIN.fault(db, anchors)


def forget(db: Transaction, audit_key: str) -> int:
    """Take an audit key out of the trail: that something was done stays, that one person did it all does not."""
    columns = (_AUDIT.c.actor, _AUDIT.c.subject)
    emptied = {column.name: case((column == audit_key, ERASED), else_=column) for column in columns}
    return CHAIN.forget(db, or_(*(column == audit_key for column in columns)), **emptied)


def purge(db: Transaction, before: datetime) -> int:
    """Remove the oldest stretch; what is left stays tied to it. Returns how many lines."""
    return CHAIN.drop(db, _AUDIT.c.at < before)
