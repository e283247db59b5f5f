"""What an operator may know: how many there are of what, never who or what they said."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Table, func, select

from store import tables
from store.database import Transaction
from store.sessions import PARKED, WAITING

_PERSON = tables.table(tables.Person)
_INBOX = tables.table(tables.Inbox)
_SESSION = tables.table(tables.Session)
_INVITATION = tables.table(tables.Invitation)


@dataclass(frozen=True, slots=True)
class Waiting:
    """The inbox: how many updates wait or were set aside, and when the last one came (None: none lately)."""

    waiting: int
    set_aside: int
    last_received_at: datetime | None


def people(db: Transaction) -> Mapping[str, int]:
    """How many people there are in each state of taking part."""
    return _by(db, _PERSON, "status")


def open_sessions(db: Transaction) -> Mapping[str, int]:
    """How many people are inside each flow, or left it for another."""
    inside = _SESSION.c.status.in_((WAITING, PARKED))
    rows = db.execute(select(_SESSION.c.flow, func.count()).where(inside).group_by(_SESSION.c.flow))
    return {flow: int(number) for flow, number in rows}


def invitations(db: Transaction, now: datetime) -> Mapping[str, int]:
    """How many invitations are open, used, expired or revoked, over all teams: which of them says who takes part."""
    used, revoked = _INVITATION.c.used_at.is_not(None), _INVITATION.c.revoked_at.is_not(None)
    expired = _INVITATION.c.expires_at <= now
    states = {
        "open": ~used & ~revoked & ~expired,
        "used": used,
        "expired": ~used & ~revoked & expired,
        "revoked": ~used & revoked,
    }
    row = db.execute(select(*(func.count().filter(state) for state in states.values())).select_from(_INVITATION)).one()
    return dict(zip(states, map(int, row), strict=True))


def inbox(db: Transaction) -> Waiting:
    """What came in."""
    aside = func.count().filter(_INBOX.c.set_aside_at.is_not(None))
    waits = func.count().filter(_INBOX.c.handled_at.is_(None) & _INBOX.c.set_aside_at.is_(None))
    waiting, set_aside, last = db.execute(select(waits, aside, func.max(_INBOX.c.received_at))).one()
    return Waiting(int(waiting), int(set_aside), last)


def _by(db: Transaction, table: Table, column: str) -> Mapping[str, int]:
    rows = db.execute(select(table.c[column], func.count()).group_by(table.c[column]))
    return {str(value): int(number) for value, number in rows}
