"""What an operator may know of an installation: nothing in it changes because somebody leaves; no result is in it."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from store import erasure, seats, tables, tally, teams
from store.database import Transaction

_INBOX = tables.table(tables.InboxRow)
_INVITATION = tables.table(tables.InvitationRow)


def seated(db: Transaction) -> int:
    """Count the seats of all teams: whoever leaves keeps one until the next head count."""
    return sum(seats.number(db, team.id) for team in teams.every(db))


def head_counts_to_give(db: Transaction, since: date) -> int:
    """For how many teams a head count was not given since that day."""
    asked = [team for team in teams.every(db) if team.closed_at is None]
    return sum(team.counted_on is None or team.counted_on < since for team in asked)


def invitations(db: Transaction, now: datetime) -> Mapping[str, int]:
    """Count the open, used, expired and revoked invitations, over all teams: which of them says who takes part."""
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


def oldest_update(db: Transaction, now: datetime) -> timedelta:
    """Say how long the oldest update has waited that was neither handled nor set aside; zero when none waits."""
    waits = _INBOX.c.handled_at.is_(None) & _INBOX.c.set_aside_at.is_(None)
    received = db.execute(select(func.min(_INBOX.c.received_at)).where(waits)).scalar_one()
    return timedelta(0) if received is None else max(timedelta(0), now - received)


def happened(db: Transaction) -> Mapping[str, int]:
    """Count by name what went wrong since the beginning; what was erased with a person is not in it."""
    return {name: number for name, number in tally.counts(db).items() if not name.startswith(erasure.ERASED)}
