"""Sessions, as the engine's sealed JSON, and the moments at which they must be woken.

A session has a stamp that is drawn anew with each sprint: whatever bears an old one comes too late. Unlike a number
that grows it does not tell how many questions somebody answered. Of one that is over the file says only that, and the
hour.
"""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, select, update

from store import tables
from store.database import Transaction
from store.prepared import Prepared
from store.vault import place

_SESSION = tables.table(tables.SessionRow)
_WAKEUP = tables.table(tables.WakeupRow)

WAITING = "waiting"
PARKED = "parked"
OVER = "over"  # however it ended: that stands in the sealed session alone
_NEW = 0  # the stamp of a session that was not played yet
_LEAST = 4000  # bytes: sessions of any length look as long as this, with a case for each habit in their facts or none
_STAMP_BITS = 31


@dataclass(frozen=True, slots=True)
class StoredSession:
    """A session as it lies in the database; `body` is the engine's JSON, `stamp` names its sprint, `shown_ref` refers
    to the message that shows its open question, `shown_visit` is the question that was shown last (none: not known,
    from before that was kept), `joining_id` is a nudge that comes after the current step."""

    id: int
    person_id: int
    flow: str
    version: str
    status: str
    stamp: int
    body: bytes
    nudge_id: int | None
    shown_ref: str | None
    touched_at: datetime
    trial: bool
    joining_id: int | None
    shown_visit: int | None


@dataclass(frozen=True, slots=True)
class Wakeup:
    """A session that must be looked at, if it still bears that stamp."""

    id: int
    session_id: int
    person_id: int
    stamp: int
    kind: str
    due_at: datetime


_COLUMNS = [
    _SESSION.c.id,
    _SESSION.c.person_id,
    _SESSION.c.flow,
    _SESSION.c.version,
    _SESSION.c.status,
    _SESSION.c.stamp,
    _SESSION.c.sealed,
    _SESSION.c.nudge_id,
    _SESSION.c.message_sealed,
    _SESSION.c.touched_at,
    _SESSION.c.trial,
    _SESSION.c.joining_id,
]
_BY_ID = Prepared(select(*_COLUMNS).where(_SESSION.c.id == bindparam("session")))
_OPEN = Prepared(
    select(*_COLUMNS)
    .where((_SESSION.c.person_id == bindparam("person")) & (_SESSION.c.status == bindparam("status")))
    .order_by(_SESSION.c.touched_at.desc(), _SESSION.c.id.desc())
    .limit(1)
)
_OPEN_ONES = Prepared(
    select(*_COLUMNS)
    .where(
        (_SESSION.c.person_id == bindparam("person")) & ((_SESSION.c.status == WAITING) | (_SESSION.c.status == PARKED))
    )
    .order_by(_SESSION.c.touched_at.desc(), _SESSION.c.id.desc())
)
_RECENT = Prepared(
    select(*_COLUMNS)
    .where(_SESSION.c.person_id == bindparam("person"))
    .order_by(_SESSION.c.touched_at.desc(), _SESSION.c.id.desc())
    .limit(bindparam("most"))
)
_BEGUN_BY_THEMSELVES = Prepared(
    select(*_COLUMNS)
    .where((_SESSION.c.person_id == bindparam("person")) & (_SESSION.c.flow == bindparam("flow_")))
    .where(_SESSION.c.nudge_id.is_(None) & (_SESSION.c.status == OVER) & ~_SESSION.c.trial)
    .where(_SESSION.c.touched_at >= bindparam("since"))
    .order_by(_SESSION.c.touched_at.desc())
)
_LET_JOIN = Prepared(
    update(_SESSION).where(_SESSION.c.id == bindparam("session")).values(joining_id=bindparam("nudge"))
)
_DISCARD = Prepared(delete(_SESSION).where(_SESSION.c.id == bindparam("session")))
_INSERT = Prepared(insert(_SESSION).returning(_SESSION.c.id))
_SAVE = Prepared(
    update(_SESSION)
    .where((_SESSION.c.id == bindparam("session")) & (_SESSION.c.stamp == bindparam("was")))
    .values(
        status=bindparam("status_"),
        stamp=bindparam("stamp_"),
        sealed=bindparam("sealed_"),
        begun_at=func.coalesce(bindparam("begun", type_=_SESSION.c.begun_at.type), _SESSION.c.begun_at),
        touched_at=bindparam("now"),
    )
)
_BEGUN = Prepared(
    select(func.count().label("begun"))
    .select_from(_SESSION)
    .where((_SESSION.c.person_id == bindparam("person")) & (_SESSION.c.flow == bindparam("flow_")))
)
_LAST_BEGUN = Prepared(
    select(func.max(_SESSION.c.begun_at)).where(
        (_SESSION.c.person_id == bindparam("person")) & _SESSION.c.nudge_id.is_(None)
    )
)
_MARKED = (
    update(_SESSION)
    .where(_SESSION.c.id == bindparam("session"))
    .values(
        status=bindparam("status_"),
        begun_at=func.coalesce(bindparam("begun", type_=_SESSION.c.begun_at.type), _SESSION.c.begun_at),
        touched_at=bindparam("now"),
    )
)
_MARK = Prepared(_MARKED)
_END = Prepared(_MARKED.values(sealed=bindparam("sealed_")))
_WAKEUPS_DUE = (
    select(_WAKEUP.c.id)
    .where(_WAKEUP.c.due_at <= bindparam("now"))
    .order_by(_WAKEUP.c.due_at)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)  # of which SQLite says nothing: it has one writer
)
_CLAIM_WAKEUPS = Prepared(
    delete(_WAKEUP)
    .where(_WAKEUP.c.id.in_(_WAKEUPS_DUE.scalar_subquery()))
    .returning(_WAKEUP.c.id, _WAKEUP.c.session_id, _WAKEUP.c.stamp, _WAKEUP.c.kind, _WAKEUP.c.due_at)
)
_OWNER = Prepared(select(_SESSION.c.person_id).where(_SESSION.c.id == bindparam("session")))
_NEXT_WAKEUP = Prepared(select(func.min(_WAKEUP.c.due_at)))
_FORGET_WAKEUPS = Prepared(delete(_WAKEUP).where(_WAKEUP.c.session_id == bindparam("session")))
_ADD_WAKEUP = Prepared(insert(_WAKEUP))
_SHOWN = Prepared(
    update(_SESSION).where(_SESSION.c.id == bindparam("session")).values(message_sealed=bindparam("message"))
)


def reserve(
    db: Transaction,
    person_id: int,
    flow: str,
    version: str,
    now: datetime,
    nudge_id: int | None,
    *,
    trial: bool = False,
) -> int:
    """Reserve a row for a session that is about to begin; its number goes into the buttons."""
    values = {
        "person_id": person_id,
        "flow": flow,
        "version": version,
        "status": WAITING,
        "stamp": _NEW,
        "sealed": b"",
        "nudge_id": nudge_id,
        "trial": trial,
        "begun_at": now,
        "touched_at": now,
    }
    return int(db.execute(_INSERT, values).scalar_one())


def save(
    db: Transaction, person_id: int, session_id: int, *, was: int = _NEW, status: str, body: bytes, now: datetime
) -> int | None:
    """Write the session as it is after a sprint; gives its new stamp, or None if it did not bear the stamp `was`."""
    stamp = secrets.randbits(_STAMP_BITS) or 1
    values = {
        "session": session_id,
        "was": was,
        "stamp_": stamp,
        "sealed_": _sealed(db, session_id, person_id, status, body),
        **_dated(status, now),
    }
    return stamp if db.execute(_SAVE, values).rowcount == 1 else None


def _dated(status: str, now: datetime) -> dict[str, object]:
    """Status and moments as they may be read: of a session that is over not how it ended, nor how long it took."""
    if status in (WAITING, PARKED):
        return {"status_": status, "begun": None, "now": now}
    hour = to_the_hour(now)
    return {"status_": OVER, "begun": hour, "now": hour}


def to_the_hour(moment: datetime) -> datetime:
    """Round a moment down to its hour, so that it tells no more than that."""
    return moment.replace(minute=0, second=0, microsecond=0)


def by_id(db: Transaction, session_id: int) -> StoredSession | None:
    """Find the session with this number."""
    return _kept(db, db.execute(_BY_ID, {"session": session_id}).one_or_none())


def current(db: Transaction, person_id: int) -> StoredSession | None:
    """Find the session that is open with this person."""
    return _kept(db, db.ask(_OPEN, {"person": person_id, "status": WAITING}).one_or_none())


def recent(db: Transaction, person_id: int, most: int) -> list[StoredSession]:
    """List the sessions that moved last, open or over, newest first: an edited message may correct the first."""
    rows = db.execute(_RECENT, {"person": person_id, "most": most}).all()
    return [kept for kept in (_kept(db, row) for row in rows) if kept is not None]


def parked(db: Transaction, person_id: int) -> StoredSession | None:
    """Find the session that this person most recently left for something else."""
    return _kept(db, db.ask(_OPEN, {"person": person_id, "status": PARKED}).one_or_none())


def open_ones(db: Transaction, person_id: int) -> Sequence[StoredSession]:
    """List everything that is open or parked with this person, what was touched last first."""
    rows = db.execute(_OPEN_ONES, {"person": person_id}).all()
    return [kept for kept in (_kept(db, row) for row in rows) if kept is not None]


def every_inside(db: Transaction) -> Sequence[bytes]:
    """List every session that is open or parked, as the engine's JSON; trials are nobody's."""
    inside = _SESSION.c.status.in_((WAITING, PARKED)) & ~_SESSION.c.trial
    rows = db.execute(select(*_COLUMNS).where(inside))
    return [stored.body for row in rows if (stored := _kept(db, row)) is not None and stored.body]


def mark(db: Transaction, session_id: int, status: str, now: datetime) -> None:
    """Park a session, take it up again, or end it without a sprint."""
    if status in (WAITING, PARKED):
        db.execute(_MARK, {"session": session_id, **_dated(status, now)})
        return
    stored = by_id(db, session_id)
    if stored is not None:
        sealed = _sealed(db, session_id, stored.person_id, status, stored.body)
        db.execute(_END, {"session": session_id, "sealed_": sealed, **_dated(status, now)})


def rewrite(db: Transaction, stored: StoredSession, body: bytes) -> None:
    """Let a session say something else, with nothing else about it changed."""
    sealed = _sealed(db, stored.id, stored.person_id, stored.status, body)
    db.execute(update(_SESSION).where(_SESSION.c.id == stored.id).values(sealed=sealed))


def let_join(db: Transaction, session_id: int, nudge_id: int | None) -> None:
    """Let this nudge come after the session's current step; None: none any more."""
    db.execute(_LET_JOIN, {"session": session_id, "nudge": nudge_id})


def discard(db: Transaction, session_id: int) -> None:
    """Forget a session as if it had never been."""
    db.execute(_FORGET_WAKEUPS, {"session": session_id})
    db.execute(_DISCARD, {"session": session_id})


def shown(db: Transaction, person_id: int, session_id: int, visit: int | None, ref: str | None) -> None:
    """Remember which question was shown (none: queued before that was kept), and in which message, if it has buttons.

    Sealed: how far apart two messages are tells how much was said between them, and so does a count of questions.
    """
    sealed = db.vault.seal(json.dumps([ref, visit]).encode(), _where("message_sealed", session_id, person_id))
    db.execute(_SHOWN, {"session": session_id, "message": sealed})


def wake(db: Transaction, session_id: int, stamp: int, moments: Sequence[tuple[str, datetime]]) -> None:
    """Put these wake-ups (kind, when) of a session in the place of those before."""
    db.execute(_FORGET_WAKEUPS, {"session": session_id})
    for kind, due_at in moments:
        wake_later(db, session_id, stamp, kind, due_at)


def wake_later(db: Transaction, session_id: int, stamp: int, kind: str, due_at: datetime) -> None:
    """Add one wake-up; the others stay."""
    db.execute(_ADD_WAKEUP, {"session_id": session_id, "stamp": stamp, "kind": kind, "due_at": due_at})


def claim_wakeups(db: Transaction, now: datetime, limit: int) -> Sequence[Wakeup]:
    """Take up to `limit` wake-ups that are due; each is handed out once."""
    rows = db.execute(_CLAIM_WAKEUPS, {"now": now, "most": limit})
    ordered = sorted(rows, key=lambda row: (row.due_at, row.id))
    return [Wakeup(r.id, r.session_id, _owner(db, r.session_id), r.stamp, r.kind, r.due_at) for r in ordered]


def next_wakeup(db: Transaction) -> datetime | None:
    """Say when the next session must be woken."""
    earliest: datetime | None = db.execute(_NEXT_WAKEUP, {}).scalar_one()
    return earliest


def begun(db: Transaction, person_id: int, flow: str) -> int:
    """Count how often this person began that flow."""
    return int(db.execute(_BEGUN, {"person": person_id, "flow_": flow}).scalar_one())


def last_begun(db: Transaction, person_id: int) -> datetime | None:
    """Say when somebody last began a conversation by themselves."""
    begun_at: datetime | None = db.ask(_LAST_BEGUN, {"person": person_id}).scalar_one()
    return begun_at


def begun_by_themselves(db: Transaction, person_id: int, flow: str, since: datetime) -> Sequence[StoredSession]:
    """List what this person began of a flow without the bot and is over, touched since then, the newest first."""
    rows = db.ask(_BEGUN_BY_THEMSELVES, {"person": person_id, "flow_": flow, "since": since})
    return [kept for kept in (_kept(db, row) for row in rows) if kept is not None]


def inside(db: Transaction, flow: str) -> Sequence[tuple[str, int]]:
    """Count how many people are in which version of a flow: (version, people)."""
    counted = (
        select(_SESSION.c.version, func.count())
        .where((_SESSION.c.flow == flow) & _SESSION.c.status.in_((WAITING, PARKED)) & ~_SESSION.c.trial)
        .group_by(_SESSION.c.version)
    )
    return [(version, int(count)) for version, count in db.execute(counted)]


def purge(db: Transaction, before: datetime, trials_before: datetime) -> int:
    """Forget sessions that nobody has touched since then, and trials that were left open; returns how many."""
    old = (_SESSION.c.touched_at < before) | (_SESSION.c.trial & (_SESSION.c.touched_at < trials_before))
    stale = select(_SESSION.c.id).where(old).scalar_subquery()
    db.execute(delete(_WAKEUP).where(_WAKEUP.c.session_id.in_(stale)))
    return db.execute(delete(_SESSION).where(old)).rowcount


def readable(sealed: bytes) -> Any:
    """Write out a session as the person it is about can read it."""
    ended, _, body = sealed.partition(b"\n")
    return json.loads(body) if body else ended.decode()


def _owner(db: Transaction, session_id: int) -> int:
    return int(db.execute(_OWNER, {"session": session_id}).scalar_one())


def _kept(db: Transaction, row: Any) -> StoredSession | None:
    if row is None:
        return None
    ended, _, body = _opened(db, "sealed", row.id, row.person_id, row.sealed).partition(b"\n")
    ref, visit = _shown(_opened(db, "message_sealed", row.id, row.person_id, row.message_sealed))
    return StoredSession(
        id=row.id,
        person_id=row.person_id,
        flow=row.flow,
        version=row.version,
        status=ended.decode() if row.status == OVER else row.status,
        stamp=row.stamp,
        body=body,
        nudge_id=row.nudge_id,
        shown_ref=ref,
        touched_at=row.touched_at,
        trial=bool(row.trial),
        joining_id=row.joining_id,
        shown_visit=visit,
    )


def _shown(record: bytes) -> tuple[str | None, int | None]:
    """Read the reference and the visit of the question that was shown: (None, 0) if none was."""
    if not record:
        return None, 0
    if record.startswith(b"["):
        ref, visit = json.loads(record)
        return ref, visit
    # Until references were text it was a number, 0 for none, and the visit behind a colon.
    number, _, passed = record.decode().partition(":")
    return None if number == "0" else number, int(passed) if passed else None


def _opened(db: Transaction, column: str, session_id: int, person_id: int, sealed: bytes | None) -> bytes:
    return db.vault.open(sealed, _where(column, session_id, person_id)) if sealed else b""


def _sealed(db: Transaction, session_id: int, person_id: int, status: str, body: bytes) -> bytes:
    # How it stands comes first: a session that is over says so, and no more, where everybody can read it.
    return db.vault.seal(status.encode() + b"\n" + body, _where("sealed", session_id, person_id), _LEAST)


def _where(column: str, session_id: int, person_id: int) -> bytes:
    return place("session", column, session_id, person_id)
