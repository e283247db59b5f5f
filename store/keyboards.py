"""The bot's own buttons that somebody sees: labels and what they bear, sealed, for the few newest messages."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, delete, insert, select

from store import tables
from store.database import Transaction
from store.prepared import Prepared
from store.vault import CannotOpen, place

_KEYBOARD = tables.table(tables.KeyboardRow)
_NEWEST = Prepared(select(_KEYBOARD.c.sealed).where(_KEYBOARD.c.person_id == bindparam("person")))
_FORGET = Prepared(delete(_KEYBOARD).where(_KEYBOARD.c.person_id == bindparam("person")))
_INSERT = Prepared(insert(_KEYBOARD), with_number=True)
_LEAST = 2000  # bytes: few buttons and many look as long as this
_MOST = 5  # messages whose buttons are remembered for one person


@dataclass(frozen=True, slots=True)
class Keyboard:
    """The buttons under one message: (label, data)."""

    message_id: int
    buttons: Sequence[tuple[str, str]]
    shown_at: datetime


def show(db: Transaction, person_id: int, message: int, buttons: Sequence[tuple[str, str]], now: datetime) -> None:
    """Remember what stands under this message now; nothing: it has no buttons any more."""
    others = [keyboard for keyboard in newest(db, person_id) if keyboard.message_id != message]
    shown = [Keyboard(message, buttons, now), *others] if buttons else others
    db.execute(_FORGET, {"person": person_id})
    if shown:
        db.execute(_INSERT, _row(db, person_id, shown[:_MOST]))


def newest(db: Transaction, person_id: int) -> Sequence[Keyboard]:
    """Give what somebody sees, the newest message first."""
    sealed = db.execute(_NEWEST, {"person": person_id}).scalar_one_or_none()
    try:
        rows = [] if sealed is None else json.loads(db.vault.open(sealed, _where(person_id)))
    except CannotOpen:  # spoiled, or put here from elsewhere: nobody loses more than what they may type
        rows = []
    return [
        Keyboard(row["message_id"], [tuple(button) for button in row["buttons"]], datetime.fromisoformat(row["at"]))
        for row in rows
    ]


def purge(db: Transaction, before: date) -> None:
    """Forget buttons of which the newest was shown before then."""
    db.execute(delete(_KEYBOARD).where(_KEYBOARD.c.shown_on < before))


def _row(db: Transaction, person_id: int, shown: Sequence[Keyboard]) -> dict[str, object]:
    rows = [
        {"message_id": one.message_id, "buttons": list(one.buttons), "at": one.shown_at.isoformat()} for one in shown
    ]
    plain = json.dumps(rows)
    sealed = db.vault.seal(plain.encode(), _where(person_id), _LEAST)
    return {"person_id": person_id, "sealed": sealed, "shown_on": shown[0].shown_at.date()}


def _where(person_id: int) -> bytes:
    return place("keyboard", "sealed", person_id, person_id)
