"""The bot's own buttons that somebody sees: labels and what they bear, sealed, for the few newest messages."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

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
    """The buttons under one message: (label, data); `ref` is the channel's reference of it, `below` that of the open
    question at the moment when they came, None if there was none."""

    ref: str
    buttons: Sequence[tuple[str, str]]
    shown_at: datetime
    below: str | None = None


def show(
    db: Transaction,
    person_id: int,
    ref: str,
    buttons: Sequence[tuple[str, str]],
    now: datetime,
    below: str | None = None,
) -> None:
    """Remember what stands under this message now; nothing: it has no buttons any more. A message that is changed stays
    where it came."""
    before = newest(db, person_id)
    place = next((keyboard.below for keyboard in before if keyboard.ref == ref), below)
    others = [keyboard for keyboard in before if keyboard.ref != ref]
    shown = [Keyboard(ref, buttons, now, place), *others] if buttons else others
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
    return [_keyboard(row) for row in rows]


def purge(db: Transaction, before: date) -> None:
    """Forget buttons of which the newest was shown before then."""
    db.execute(delete(_KEYBOARD).where(_KEYBOARD.c.shown_on < before))


def _keyboard(row: Mapping[str, Any]) -> Keyboard:
    # Until references were text a row had a number: two days later there is none left.
    ref, buttons = str(row.get("ref", row.get("message_id"))), [tuple(button) for button in row["buttons"]]
    return Keyboard(ref, buttons, datetime.fromisoformat(row["at"]), row.get("below"))


def _row(db: Transaction, person_id: int, shown: Sequence[Keyboard]) -> dict[str, object]:
    rows = [
        {
            "ref": keyboard.ref,
            "buttons": list(keyboard.buttons),
            "at": keyboard.shown_at.isoformat(),
            "below": keyboard.below,
        }
        for keyboard in shown
    ]
    plain = json.dumps(rows)
    sealed = db.vault.seal(plain.encode(), _where(person_id), _LEAST)
    return {"person_id": person_id, "sealed": sealed, "shown_on": shown[0].shown_at.date()}


def _where(person_id: int) -> bytes:
    return place("keyboard", "sealed", person_id, person_id)
