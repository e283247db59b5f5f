"""The bot's own buttons that somebody sees: labels and what they bear, sealed, for the few newest messages."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select

from store import tables
from store.database import Transaction

_KEYBOARD = tables.table(tables.Keyboard)
MOST = 5  # messages whose buttons are remembered for one person


@dataclass(frozen=True, slots=True)
class Keyboard:
    """The buttons under one message: (label, data)."""

    message_id: int
    buttons: Sequence[tuple[str, str]]
    shown_at: datetime


def show(db: Transaction, person: int, message: int, buttons: Sequence[tuple[str, str]], now: datetime) -> None:
    """Remember what stands under this message now; nothing: it has no buttons any more."""
    forget(db, person, message)
    if not buttons:
        return
    sealed = db.vault.seal(json.dumps(list(buttons)).encode())
    values = {"person_id": person, "message_id": message, "sealed": sealed, "shown_at": now}
    db.execute(insert(_KEYBOARD), values)
    for older in newest(db, person)[MOST:]:
        forget(db, person, older.message_id)


def forget(db: Transaction, person: int, message: int) -> None:
    """The buttons of this message are gone."""
    db.execute(delete(_KEYBOARD).where((_KEYBOARD.c.person_id == person) & (_KEYBOARD.c.message_id == message)))


def newest(db: Transaction, person: int) -> Sequence[Keyboard]:
    """What somebody sees, the newest message first."""
    columns = (_KEYBOARD.c.message_id, _KEYBOARD.c.sealed, _KEYBOARD.c.shown_at)
    query = select(*columns).where(_KEYBOARD.c.person_id == person)
    rows = db.execute(query.order_by(_KEYBOARD.c.shown_at.desc(), _KEYBOARD.c.message_id.desc()))
    return [Keyboard(row.message_id, _opened(db, row.sealed), row.shown_at) for row in rows]


def purge(db: Transaction, before: datetime) -> None:
    """Forget buttons that were shown before then."""
    db.execute(delete(_KEYBOARD).where(_KEYBOARD.c.shown_at < before))


def _opened(db: Transaction, sealed: bytes) -> Sequence[tuple[str, str]]:
    return [(label, data) for label, data in json.loads(db.vault.open(sealed))]
