"""Updates as a channel sent them, kept sealed until they are handled."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from store import people, tables, tally
from store.addresses import Address
from store.database import Transaction
from store.prepared import Prepared
from store.vault import CannotOpen, place

_INBOX = tables.table(tables.InboxRow)
_TAKE = Prepared(
    update(_INBOX)
    .where((_INBOX.c.id == bindparam("row")) & _INBOX.c.set_aside_at.is_(None) & _INBOX.c.handled_at.is_(None))
    .values(handled_at=bindparam("now"), sealed=b"", chat_hash=None)
)
_INSERTS: Mapping[bool, Prepared] = {
    True: Prepared(postgresql.insert(_INBOX).on_conflict_do_nothing().returning(_INBOX.c.id)),
    False: Prepared(sqlite.insert(_INBOX).on_conflict_do_nothing().returning(_INBOX.c.id)),
}


@dataclass(frozen=True, slots=True)
class WaitingUpdate:
    """An update that waits for its turn; `chat` is the keyed hash of the chat, None if it has none."""

    id: int
    chat: str | None
    raw: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Spoiled:
    """An update that cannot be read any more, with the kind of error."""

    id: int
    chat: str | None
    error: str


def keep(
    db: Transaction, channel: str, updates: Sequence[tuple[str, Address | None, Mapping[str, Any]]], now: datetime
) -> list[WaitingUpdate]:
    """Store a batch of (the channel's key of an update, whose it is, the raw update); what was stored before is passed
    over."""
    waiting: list[WaitingUpdate] = []
    for key, address, raw in updates:
        chat = None if address is None else people.chat_hash(db, address)
        row = db.execute(
            _INSERTS[db.postgres],
            {
                "channel": channel,
                "update_key": key,
                "chat_hash": chat,
                "sealed": db.vault.seal(_encoded(raw), _where(key)),
                "received_at": now,
            },
        ).scalar_one_or_none()
        if row is not None:
            waiting.append(WaitingUpdate(row, chat, raw))
    return waiting


def waiting(db: Transaction, channel: str) -> list[WaitingUpdate]:
    """List what a stop left unhandled of a channel, oldest first; without what cannot be read."""
    opened = [_opened(db, row) for row in _unhandled(db) if row.channel == channel]
    return [update for update in opened if isinstance(update, WaitingUpdate)]


def unreadable(db: Transaction) -> list[Spoiled]:
    """List what a stop left unhandled and nobody can read any more."""
    opened = [_opened(db, row) for row in _unhandled(db)]
    return [update for update in opened if isinstance(update, Spoiled)]


def _unhandled(db: Transaction) -> Sequence[Any]:
    return db.execute(
        select(_INBOX.c.id, _INBOX.c.channel, _INBOX.c.update_key, _INBOX.c.chat_hash, _INBOX.c.sealed)
        .where(_INBOX.c.set_aside_at.is_(None) & _INBOX.c.handled_at.is_(None))
        .order_by(_INBOX.c.id)
    ).all()


def _opened(db: Transaction, row: Any) -> WaitingUpdate | Spoiled:
    try:
        raw = json.loads(db.vault.open(row.sealed, _where(row.update_key)))
    except (CannotOpen, ValueError, RecursionError) as error:
        return Spoiled(row.id, row.chat_hash, type(error).__name__)
    return (
        WaitingUpdate(row.id, row.chat_hash, raw)
        if isinstance(raw, dict)
        else Spoiled(row.id, row.chat_hash, "NoObject")
    )


def take(db: Transaction, row_id: int, now: datetime) -> bool:
    """End the wait of an update as part of its own turn; False if another turn had it already.

    The emptied row stays for two days: the channel may send the same update again after a restart.
    """
    return db.execute(_TAKE, {"row": row_id, "now": now}).rowcount == 1


def set_aside(db: Transaction, row_id: int, error: str, now: datetime) -> None:
    """Keep an update that cannot be handled, with the kind of error, out of everybody's way."""
    db.execute(update(_INBOX).where(_INBOX.c.id == row_id).values(set_aside_at=now, error=error))
    tally.count(db, "set aside")


def purge(db: Transaction, handled_before: datetime, set_aside_before: datetime) -> int:
    """Forget what was handled or set aside long ago; returns how many."""
    old = (_INBOX.c.handled_at < handled_before) | (_INBOX.c.set_aside_at < set_aside_before)
    return db.execute(delete(_INBOX).where(old)).rowcount


def _encoded(raw: Mapping[str, Any]) -> bytes:
    try:
        return msgspec.json.encode(raw)
    except UnicodeEncodeError:  # half an emoji: it is kept as it came
        return json.dumps(raw, ensure_ascii=False).encode("utf-8", "surrogatepass")
    except RecursionError:  # nested as no message is: only that it came is kept
        return b"{}"


def _where(update_key: str) -> bytes:
    return place("inbox", "sealed", update_key)
