"""What sessions ask of other programs: kept until the answer is there, so that a restart forgets none."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update

from store import tables
from store.database import Transaction
from store.vault import place

_CALL = tables.table(tables.CallRow)


@dataclass(frozen=True, slots=True)
class PendingCall:
    """One call; `address` names one of the configured addresses, `body` is sent as JSON when there is any."""

    id: int
    person_id: int
    session_id: int
    stamp: int
    address: str
    body: Mapping[str, Any]


def ask(
    db: Transaction, person_id: int, session_id: int, stamp: int, address: str, body: Mapping[str, Any], now: datetime
) -> None:
    """Keep a call that somebody waits for; it is made after the turn is stored."""
    number = db.next_number("call")
    values: dict[str, Any] = {
        "id": number,
        "person_id": person_id,
        "session_id": session_id,
        "stamp": stamp,
        "address": address,
        "asked_at": now,
        "sealed": db.vault.seal(json.dumps(dict(body), ensure_ascii=False).encode(), _where(number, person_id)),
    }
    db.execute(insert(_CALL), values)


def claim(db: Transaction, now: datetime, limit: int) -> Sequence[PendingCall]:
    """Take calls that nobody has made yet, the oldest first."""
    waiting = select(_CALL.c.id).where(_CALL.c.left_at.is_(None)).order_by(_CALL.c.id).limit(limit)
    if db.postgres:
        waiting = waiting.with_for_update(skip_locked=True)
    taken = update(_CALL).where(_CALL.c.id.in_(waiting.scalar_subquery())).values(left_at=now).returning(*_CALL.c)
    return sorted((_call(db, row) for row in db.execute(taken)), key=lambda call: call.id)


def interrupted(db: Transaction) -> Sequence[PendingCall]:
    """List the calls that were on their way when the program stopped: nobody knows whether they arrived."""
    return [_call(db, row) for row in db.execute(select(*_CALL.c).where(_CALL.c.left_at.is_not(None)))]


def again(db: Transaction, call: int) -> None:
    """Queue a call once more: it only asks, so twice does no harm."""
    db.execute(update(_CALL).where(_CALL.c.id == call).values(left_at=None))


def settle(db: Transaction, call: int) -> bool:
    """Remove a call once its answer is there or will never be; False if its person or its session is gone."""
    return db.execute(delete(_CALL).where(_CALL.c.id == call)).rowcount == 1


def _call(db: Transaction, row: Any) -> PendingCall:
    body = json.loads(db.vault.open(row.sealed, _where(row.id, row.person_id)))
    return PendingCall(row.id, row.person_id, row.session_id, row.stamp, row.address, body)


def _where(number: int, person_id: int) -> bytes:
    return place("call", "sealed", number, person_id)
