"""What must still be sent: claimed, sent outside any transaction, then settled."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, bindparam, delete, func, insert, or_, select, true, update

from store import people, tables, tally
from store.addresses import Address
from store.database import Transaction
from store.prepared import Prepared
from store.vault import CannotOpen, place

_OUTBOX = tables.table(tables.OutboxRow)
_PERSON = tables.table(tables.PersonRow)


class Priority(IntEnum):
    """Whatever answers somebody goes before whatever we begin ourselves."""

    AT_ONCE = 0  # edits and menus: may be sent twice unseen, and no pace counts them
    REPLY = 1
    NUDGE = 2


class SendingState(StrEnum):
    """Where an outgoing message stands; one that arrived is no longer kept."""

    QUEUED = "queued"
    SENDING = "sending"
    UNCERTAIN = "uncertain"  # it left, and no answer came
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One thing to send; `body` is what the kind needs, `address` is resolved when it is claimed."""

    id: int
    person_id: int
    address: Address
    kind: str
    priority: int
    body: Mapping[str, Any]
    attempts: int
    doubts: int
    session_id: int | None
    nudge_id: int | None


@dataclass(frozen=True, slots=True)
class ToGo:
    """Something that did not arrive yet; `untroubled` while nothing speaks against its coming in a moment."""

    body: Mapping[str, Any]
    untroubled: bool


_INSERT = Prepared(insert(_OUTBOX), with_number=True)
_EARLIER = _OUTBOX.alias("earlier")
_GOES_FIRST = or_(
    _EARLIER.c.state == SendingState.SENDING,
    (_EARLIER.c.state == SendingState.QUEUED)
    & or_(
        _EARLIER.c.priority < _OUTBOX.c.priority,
        (_EARLIER.c.priority == _OUTBOX.c.priority) & (_EARLIER.c.id < _OUTBOX.c.id),
    ),
)
_MUST_WAIT = select(_EARLIER.c.id).where((_EARLIER.c.person_id == _OUTBOX.c.person_id) & _GOES_FIRST).exists()
_OF_ANY = (
    select(_OUTBOX.c.id, _OUTBOX.c.priority, _OUTBOX.c.person_id)
    .where((_OUTBOX.c.state == SendingState.QUEUED) & ~_MUST_WAIT)
    .where((_OUTBOX.c.priority >= bindparam("first")) & (_OUTBOX.c.priority <= bindparam("last")))
    .where(or_(_OUTBOX.c.not_before.is_(None), _OUTBOX.c.not_before <= bindparam("now")))
    .order_by(_OUTBOX.c.priority, _OUTBOX.c.id)
    .limit(bindparam("most"))
)
_BY_CHANNEL = _OF_ANY.join(_PERSON, _PERSON.c.id == _OUTBOX.c.person_id).where(
    _PERSON.c.channel == bindparam("channel")
)
# Whether only what goes by one channel -> the statement.
_READY = {False: Prepared(_OF_ANY), True: Prepared(_BY_CHANNEL)}
_WAITS = Prepared(select(_OUTBOX.c.id).where(_OUTBOX.c.state == bindparam("state")).limit(1))
_OF_SESSION = Prepared(
    select(*_OUTBOX.c)
    .where(_OUTBOX.c.session_id == bindparam("session"))
    .where((_OUTBOX.c.state == SendingState.QUEUED) | (_OUTBOX.c.state == SendingState.SENDING))
)
_NEXT_RETRY = Prepared(select(func.min(_OUTBOX.c.not_before)).where(_OUTBOX.c.state == SendingState.QUEUED))
_BEGIN = Prepared(
    update(_OUTBOX)
    .where((_OUTBOX.c.id == bindparam("row")) & (_OUTBOX.c.state == SendingState.QUEUED))
    .values(state=SendingState.SENDING, attempts=_OUTBOX.c.attempts + 1)
    .returning(*_OUTBOX.c)
)
_DELETE = Prepared(delete(_OUTBOX).where(_OUTBOX.c.id == bindparam("row")))


def put(
    db: Transaction,
    person_id: int,
    kind: str,
    body: Mapping[str, Any],
    now: datetime,
    *,
    priority: Priority = Priority.REPLY,
    session_id: int | None = None,
    nudge_id: int | None = None,
    not_before: datetime | None = None,
) -> None:
    """Queue one thing for a person, sealed."""
    number = db.next_number("outbox")
    values = {
        "id": number,
        "person_id": person_id,
        "kind": kind,
        "priority": int(priority),
        "state": SendingState.QUEUED,
        "sealed": db.vault.seal(msgspec.json.encode(body), _where(number, person_id)),
        "attempts": 0,
        "doubts": 0,
        "session_id": session_id,
        "nudge_id": nudge_id,
        "not_before": not_before,
        "created_at": now,
    }
    db.execute(_INSERT, values)


@dataclass(frozen=True, slots=True)
class Allowance:
    """What may go now: `paced` messages in all, of which `nudges` nudges; nothing for `busy` people, only what is
    exempt from the pace for `resting` ones; by `channel` alone, unless that is None."""

    paced: int
    nudges: int
    busy: Collection[int] = ()
    resting: Collection[int] = ()
    channel: str | None = None

    @property
    def last(self) -> Priority:
        """Name the last priority of which anything may go: what may not is not even looked at."""
        if self.paced <= 0:
            return Priority.AT_ONCE
        return Priority.REPLY if self.nudges <= 0 else Priority.NUDGE


def waits(db: Transaction) -> bool:
    """Say whether anything is still to be sent, now or later."""
    return bool(db.execute(_WAITS, {"state": SendingState.QUEUED}).all())


def claim(db: Transaction, now: datetime, limit: int, allowance: Allowance) -> Sequence[Outgoing]:
    """Take what may go now, replies first: at most one thing a person, in order."""
    if limit == 0:
        return []
    ready = _ready(db, now, limit, allowance, Priority.AT_ONCE, min(allowance.last, Priority.REPLY))
    if allowance.last is Priority.NUDGE:
        # Asked for apart: thousands may wait, of which only a few go at a time.
        ready += _ready(db, now, min(limit, allowance.nudges), allowance, Priority.NUDGE, Priority.NUDGE)
    chosen = _choose(ready, limit, allowance)
    return _readable(db, [row for number in chosen for row in db.execute(_BEGIN, {"row": number})], now)


def _ready(
    db: Transaction, now: datetime, limit: int, allowance: Allowance, first: Priority, last: Priority
) -> list[Any]:
    # Of each person one row at most is ready, so this many rows hold `limit` that may go, if there are as many.
    most = limit + len(allowance.busy) + len(allowance.resting)
    values: dict[str, Any] = {"now": now, "most": most, "first": int(first), "last": int(last)}
    if allowance.channel is not None:
        values["channel"] = allowance.channel
    return [*db.execute(_READY[allowance.channel is not None], values)]


def _choose(ready: Sequence[Any], limit: int, allowance: Allowance) -> list[int]:
    paced, nudges = allowance.paced, allowance.nudges
    chosen: list[int] = []
    for row in ready:
        if row.person_id in allowance.busy or len(chosen) == limit:
            continue
        if row.priority != Priority.AT_ONCE:
            if paced <= 0 or row.person_id in allowance.resting:
                continue
            if row.priority == Priority.NUDGE:
                if nudges <= 0:
                    continue
                nudges -= 1
            paced -= 1
        chosen.append(row.id)
    return chosen


def settle_sent(db: Transaction, row_id: int) -> None:
    """Forget a message that arrived."""
    db.execute(_DELETE, {"row": row_id})


def settle_later(db: Transaction, row_id: int, not_before: datetime | None) -> None:
    """Queue a message again that did not leave, or for which its channel asked for patience."""
    _settle(db, row_id, state=SendingState.QUEUED, not_before=not_before)


def settle_again(db: Transaction, row_id: int, not_before: datetime | None = None) -> None:
    """Queue a message again of which nobody knows whether it arrived, and count the doubt."""
    _settle(db, row_id, state=SendingState.QUEUED, doubts=_OUTBOX.c.doubts + 1, not_before=not_before)
    tally.count(db, "sent again in doubt")


def settle_as_message(db: Transaction, row_id: int) -> None:
    """Queue an edit as a new message, since the message to edit is gone or closed; at the pace of a reply."""
    _settle(db, row_id, state=SendingState.QUEUED, kind="message", priority=int(Priority.REPLY))


def settle_failed(db: Transaction, row_id: int, error: str, now: datetime) -> None:
    """It will never arrive; its content is destroyed, the kind of error stays for a while."""
    _settle(db, row_id, state=SendingState.FAILED, error=error, settled_at=now, sealed=b"")
    tally.count(db, "failed")


def settle_blocked(db: Transaction, row_id: int, error: str, now: datetime) -> None:
    """Settle a message to somebody who blocked the bot as failed, uncounted: a count would tell that somebody left."""
    _settle(db, row_id, state=SendingState.FAILED, error=error, settled_at=now, sealed=b"")


def settle_uncertain(db: Transaction, row_id: int, error: str, now: datetime) -> None:
    """Nobody knows whether it arrived, after so many tries: count it and leave it."""
    _settle(db, row_id, state=SendingState.UNCERTAIN, error=error, settled_at=now, sealed=b"")
    tally.count(db, "left in doubt")


def interrupted(
    db: Transaction, now: datetime, held: Collection[int] = (), channel: str | None = None
) -> Sequence[Outgoing]:
    """List what is on its way though nobody carries it (`held` are the rows that somebody does): it is in doubt."""
    sending = (_OUTBOX.c.state == SendingState.SENDING) & _goes_by(channel)
    rows = db.execute(select(*_OUTBOX.c).where(sending).order_by(_OUTBOX.c.id)).all()
    return _readable(db, [row for row in rows if row.id not in held], now)


def hasten(db: Transaction, now: datetime, by: timedelta, channel: str | None = None) -> None:
    """Let messages that wait because a channel asked for patience go now, since the calendar was set back."""
    _hasten(db, (_OUTBOX.c.not_before > now) & _goes_by(channel), lambda until: until - by)


def cap_patience(db: Transaction, now: datetime, longest: timedelta, channel: str | None = None) -> None:
    """Let nothing that was tried before wait longer than this from now, whatever the calendar said then."""
    _hasten(db, (_OUTBOX.c.not_before > now + longest) & _goes_by(channel), lambda _: now + longest)


def _goes_by(channel: str | None) -> ColumnElement[bool]:
    """Choose what is for people who are reached by this channel; None: for anybody."""
    if channel is None:
        return true()
    return _OUTBOX.c.person_id.in_(select(_PERSON.c.id).where(_PERSON.c.channel == channel))


def _hasten(db: Transaction, waits_too_long: Any, moment: Callable[[datetime], datetime]) -> None:
    # What was never tried waits for an hour of somebody's day, and goes on doing so.
    tried = (_OUTBOX.c.state == SendingState.QUEUED) & (_OUTBOX.c.attempts > 0)
    for row in db.execute(select(_OUTBOX.c.id, _OUTBOX.c.not_before).where(tried & waits_too_long)).all():
        _settle(db, row.id, not_before=moment(row.not_before))


def of_session(db: Transaction, session_id: int, now: datetime) -> Sequence[ToGo]:
    """List what is still to go of a session."""
    return [_to_go(db, row, now) for row in db.execute(_OF_SESSION, {"session": session_id})]


def _to_go(db: Transaction, row: Any, now: datetime) -> ToGo:
    held = row.not_before is not None and row.not_before > now
    tries = 1 if row.state == SendingState.SENDING else 0
    body = _body(db, row)
    return ToGo(body, untroubled=not held and row.doubts == 0 and row.attempts == tries)


def drop_waiting(db: Transaction, person_id: int, kind: str | None = None) -> int:
    """Throw away what still waits for somebody, of one kind or all of it; returns how much that was."""
    waiting = (_OUTBOX.c.person_id == person_id) & (_OUTBOX.c.state == SendingState.QUEUED)
    if kind is not None:
        waiting &= _OUTBOX.c.kind == kind
    return db.execute(delete(_OUTBOX).where(waiting)).rowcount


def under_way(db: Transaction, now: datetime) -> bool:
    """Say whether anything is on its way, or may go now."""
    query = select(_OUTBOX.c.id).where((_OUTBOX.c.state == SendingState.SENDING) | _may_go(now)).limit(1)
    return db.execute(query).first() is not None


def _may_go(now: datetime) -> ColumnElement[bool]:
    return (_OUTBOX.c.state == SendingState.QUEUED) & (_OUTBOX.c.not_before.is_(None) | (_OUTBOX.c.not_before <= now))


def oldest_waiting(db: Transaction, now: datetime) -> timedelta:
    """Say how long the oldest message has waited that may go; none: no time at all."""
    created: datetime | None = db.execute(select(func.min(_OUTBOX.c.created_at)).where(_may_go(now))).scalar_one()
    return max(timedelta(0), now - created) if created is not None else timedelta(0)


def next_retry(db: Transaction) -> datetime | None:
    """Say when the earliest postponed row may go."""
    earliest: datetime | None = db.execute(_NEXT_RETRY, {}).scalar_one()
    return earliest


def purge(db: Transaction, before: datetime) -> int:
    """Forget what was settled long ago; returns how many."""
    return db.execute(delete(_OUTBOX).where(_OUTBOX.c.settled_at < before)).rowcount


def _settle(db: Transaction, row_id: int, **values: Any) -> None:
    db.execute(update(_OUTBOX).where(_OUTBOX.c.id == row_id).values(**values))


def _readable(db: Transaction, rows: Sequence[Any], now: datetime) -> Sequence[Outgoing]:
    """Open the rows as what is to be sent; one that no key opens is given up by itself and holds up nobody."""
    readable = []
    for row in rows:
        try:
            readable.append(_outgoing(db, row))
        except (CannotOpen, LookupError, ValueError):
            settle_failed(db, row.id, "unreadable", now)
    return readable


def _where(row_id: int, person_id: int) -> bytes:
    return place("outbox", "sealed", row_id, person_id)


def _body(db: Transaction, row: Any) -> dict[str, Any]:
    body: dict[str, Any] = msgspec.json.decode(db.vault.open(row.sealed, _where(row.id, row.person_id)))
    if "message_id" in body:  # queued before references were text
        body["ref"] = str(body.pop("message_id"))
    return body


def _outgoing(db: Transaction, row: Any) -> Outgoing:
    address = people.address(db, row.person_id)
    if address is None:
        raise LookupError("an outgoing row outlived its person")
    return Outgoing(
        id=row.id,
        person_id=row.person_id,
        address=address,
        kind=row.kind,
        priority=row.priority,
        body=_body(db, row),
        attempts=row.attempts,
        doubts=row.doubts,
        session_id=row.session_id,
        nudge_id=row.nudge_id,
    )
