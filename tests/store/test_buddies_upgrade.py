"""The tables of buddies come into a database of the version before, and people of before can choose each other."""

from pathlib import Path

from sqlalchemy import text

from store import buddies, schema
from store.vault import Vault
from tests.store.cast import NOW
from tests.store.conftest import SECRET, DatabasePlace, open_memory
from tests.store.test_schema import A_PERSON, steps_before

_THEN = {"now": "2026-01-01T09:00:00.000000Z", "status": "active"}
_A_PERSON = A_PERSON.replace("(id,", "(channel, id,").replace("(:id,", "('telegram', :id,")


def test_people_of_before_can_become_buddies(empty: DatabasePlace, tmp_path: Path) -> None:
    """Nobody has a buddy at first; a code opens a pair once, and both halves are there."""
    schema.ensure(empty.engine, empty.url, empty.copies, NOW, steps=steps_before(tmp_path, "0022"))
    with empty.engine.begin() as connection:
        for number, name in ((1, "anna"), (2, "daan")):
            connection.execute(text(_A_PERSON), _THEN | {"id": number, "name": name})
    schema.ensure(empty.engine, empty.url, empty.copies, NOW, Vault(SECRET), backup_made=True)
    with empty.engine.connect() as connection:
        assert [] == schema.differences(connection)
    with open_memory(empty) as db:
        assert [] == db.call(buddies.every)
        code = db.call(buddies.issue, 1, NOW)
        assert db.call(buddies.pair, code, 2, NOW) is not None
        assert db.call(buddies.pair, code, 2, NOW) is None
        assert [(1, 2), (2, 1)] == [(half.person_id, half.buddy_id) for half in db.call(buddies.every)]
