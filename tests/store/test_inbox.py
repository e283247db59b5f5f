"""Updates are stored sealed before they are handled, once, and handled once."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from store import inbox, tables
from store.database import Database
from store.vault import place
from tests import addresses
from tests.store.cast import CHATS, NOW

_INBOX = tables.table(tables.InboxRow)
LATER = NOW + timedelta(hours=1)


def _update(number: int, said: str = "hoi") -> dict[str, Any]:
    return {"update_id": number, "message": {"text": said}}


def test_what_came_in_waits_in_order(db: Database) -> None:
    """After a stop the oldest goes first, with all that Telegram sent."""
    odd = _update(3, "🙂 \ud83d half an emoji, NUL \x00 and \u202e turned round")
    rows = db.call(addresses.keep, [(CHATS["anna"], _update(2)), (CHATS["bram"], odd), (None, _update(1))], NOW)
    waiting = db.call(addresses.waiting)
    assert rows == waiting
    assert [_update(2), odd, _update(1)] == [one.raw for one in waiting]
    assert 2 == len({one.chat for one in waiting if one.chat is not None})


def test_an_update_is_stored_once(db: Database) -> None:
    """Telegram may send it again: in the same batch, the next one, or after it was handled."""
    first = db.call(addresses.keep, [(1, _update(7)), (1, _update(7)), (1, _update(8))], NOW)
    assert [7, 8] == [one.raw["update_id"] for one in first]
    assert [] == db.call(addresses.keep, [(1, _update(7))], NOW)
    db.call(inbox.take, first[0].id, NOW)
    assert [9] == [one.raw["update_id"] for one in db.call(addresses.keep, [(1, _update(7)), (1, _update(9))], LATER)]


def test_an_update_is_handled_once(db: Database) -> None:
    """The second taker gets nothing, and afterwards the row says neither what nor whose it was."""
    (incoming,) = db.call(addresses.keep, [(CHATS["anna"], _update(7))], NOW)
    assert (True, False) == (db.call(inbox.take, incoming.id, NOW), db.call(inbox.take, incoming.id, NOW))
    assert [] == db.call(addresses.waiting)
    row = db.call(lambda tx: tx.execute(select(*_INBOX.c)).one())
    assert (b"", None, NOW) == (bytes(row.sealed), row.chat_hash, row.handled_at)


def test_a_turn_that_fails_leaves_its_update_waiting(db: Database) -> None:
    """Taking it is part of the turn, so it is undone with it."""
    (row,) = db.call(addresses.keep, [(1, _update(7))], NOW)

    def turn(tx: Any) -> None:
        assert inbox.take(tx, row.id, NOW)
        raise ValueError

    try:
        db.call(turn)
    except ValueError:
        assert [row] == db.call(addresses.waiting)
    else:
        raise AssertionError("the turn should have failed")


def test_what_cannot_be_handled_steps_aside(db: Database) -> None:
    """It neither waits nor can be taken, and keeps what it was for a week."""
    odd, plain = db.call(addresses.keep, [(1, _update(7)), (1, _update(8))], NOW)
    db.call(inbox.set_aside, odd.id, "KeyError", NOW)
    assert [plain] == db.call(addresses.waiting)
    assert not db.call(inbox.take, odd.id, NOW)


def test_what_was_said_cannot_be_read_on_the_disk(db: Database) -> None:
    """The whole update is sealed."""
    db.call(addresses.keep, [(CHATS["anna"], _update(7, "heel persoonlijk"))], NOW)
    row = db.call(lambda tx: tx.execute(select(*_INBOX.c)).one())
    assert b"persoonlijk" not in bytes(row.sealed)
    assert str(CHATS["anna"]) not in str(tuple(row))


def test_rows_go_when_their_time_is_over(db: Database) -> None:
    """Handled ones after one term, set-aside ones after another, waiting ones never."""
    handled, aside, _ = db.call(addresses.keep, [(1, _update(number)) for number in (1, 2, 3)], NOW)
    db.call(inbox.take, handled.id, NOW)
    db.call(inbox.set_aside, aside.id, "KeyError", NOW)
    assert 0 == db.call(inbox.purge, NOW, NOW)
    assert 1 == db.call(inbox.purge, LATER, NOW)
    assert 1 == db.call(inbox.purge, LATER, LATER)
    assert [3] == [one.raw["update_id"] for one in db.call(addresses.waiting)]


def test_a_row_that_was_spoiled_is_told_apart(db: Database) -> None:
    """What was cut, altered or written by something else keeps nobody from being heard."""
    db.call(addresses.keep, [(CHATS["anna"], _update(number)) for number in (1, 2, 3, 4)], NOW)
    for number, sealed in ((1, b""), (2, b"spoiled on the disk")):
        db.call(
            lambda tx, at, to: tx.execute(update(_INBOX).where(_INBOX.c.update_key == f"{at}").values(sealed=to)),
            number,
            sealed,
        )
    no_object = db.vault.seal(b"[1, 2]", place("inbox", "sealed", 3))
    db.call(lambda tx: tx.execute(update(_INBOX).where(_INBOX.c.update_key == "3").values(sealed=no_object)))
    assert [_update(4)] == [one.raw for one in db.call(addresses.waiting)]
    assert ["CannotOpen", "CannotOpen", "NoObject"] == [one.error for one in db.call(inbox.unreadable)]
