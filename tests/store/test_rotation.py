"""After a rotation the newest key opens everything, and the older ones are of no use any more."""

import pytest

from store import answers, keyboards, outbox, people, rotation, sessions
from store.database import Database
from store.installation import WrongSecret
from store.outbox import Allowance
from tests import addresses
from tests.store.cast import CHATS, NOW, gather
from tests.store.conftest import SECRET, DatabasePlace, open_memory
from tests.store.test_answers import chosen
from tests.store.test_sessions import begin

NEWER = "a newer secret of more than thirty-two letters"


def rotate(db: Database, at_once: int = 3) -> tuple[int, int]:
    """(changed, stuck) over every column, a little at a time."""
    changed = stuck = 0
    for column in rotation.sealed_columns():
        after: rotation.Place | None = ()
        rows = 0
        while after is not None:
            step = db.call(rotation.reseal, column, after, at_once)
            changed, stuck, after, rows = changed + step.changed, stuck + step.stuck, step.after, rows + step.rows
        assert db.call(rotation.count, column) == rows
    return changed, stuck


def test_after_a_rotation_the_old_key_can_go(place: DatabasePlace) -> None:
    """People, conversations, answers, letters and keys all open under the new key alone."""
    with open_memory(place) as db:
        cast = db.call(gather)
        for number in range(7):
            db.call(
                answers.write,
                chosen(cast.anna, f"text {number}", kind="text", session_id=100 + number),
                NOW,
                corrects=False,
            )
        session = db.call(begin, cast.anna, body=b"body")
        db.call(lambda tx: outbox.put(tx, cast.anna, "message", {"text": "Dag"}, NOW))
        db.call(addresses.keep, [(1, {"update_id": 1})], NOW)
        db.call(keyboards.show, cast.anna, "7", [("Ja", "!yes")], NOW)
    with open_memory(place, f"{NEWER},{SECRET}") as db:
        # a keyboard, 4 chats, 7 leaves, a session, a message, an update and 3 keys
        assert (18, 0) == rotate(db)
        assert (0, 0) == rotate(db)
    with open_memory(place, NEWER) as db:
        assert CHATS["anna"] == db.call(addresses.chat_of, cast.anna)
        assert {f"text {number}" for number in range(7)} == {one.value for one in db.call(answers.every, cast.anna)}
        stored = db.call(sessions.by_id, session)
        assert stored is not None
        assert b"body" == stored.body
        assert ["Dag"] == [row.body["text"] for row in db.call(outbox.claim, NOW, 9, Allowance(9, 9))]
        assert [{"update_id": 1}] == [one.raw for one in db.call(addresses.waiting)]
    with pytest.raises(WrongSecret):
        open_memory(place, SECRET)


def test_what_no_key_opens_is_left_and_counted(place: DatabasePlace) -> None:
    """Rotation destroys nothing, and says what it could not do."""
    with open_memory(place) as db:
        cast = db.call(gather)
        db.call(lambda tx: people.change(tx, cast.daan, chat_sealed=b"\x00" * 40))
    with open_memory(place, f"{NEWER},{SECRET}") as db:
        assert (6, 1) == rotate(db)


def test_facts_that_are_not_sealed_are_left_alone(place: DatabasePlace) -> None:
    """The bot's username is no secret."""
    from store import installation

    with open_memory(place, SECRET) as db:
        db.call(installation.remember, "bot.username", b"koersvast_bot")
    with open_memory(place, f"{NEWER},{SECRET}") as db:
        assert (3, 0) == rotate(db)
        assert b"koersvast_bot" == db.call(installation.fact, "bot.username")
