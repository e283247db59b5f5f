"""Numbers of chats and messages become addresses and references, on a database of the version before."""

import json
from pathlib import Path
from typing import Any

from sqlalchemy import text

from bot.channels.telegram.address import address_of
from store import inbox, keyboards, outbox, people, schema, sessions
from store.outbox import Allowance
from store.vault import Vault, place
from tests import addresses
from tests.store.cast import NOW
from tests.store.conftest import SECRET, DatabasePlace, open_memory
from tests.store.test_schema import A_PERSON, steps_before

_THEN = {"now": "2026-01-01T09:00:00.000000Z"}
_INBOX = "INSERT INTO inbox (update_id, chat_hash, sealed, received_at) VALUES (:number, 'a chat', :sealed, :now)"
_SESSION = (
    "INSERT INTO session (id, person_id, flow, version, status, stamp, sealed, message_sealed, trial, begun_at, "
    "touched_at) VALUES (:id, 1, 'waarom', 'abc', 'waiting', 5, :sealed, :shown, :no, :now, :now)"
)
_OUTBOX = (
    "INSERT INTO outbox (id, person_id, kind, priority, state, sealed, attempts, doubts, created_at) "
    "VALUES (1, 1, 'edit', 0, 'queued', :sealed, 0, 0, :now)"
)
_KEYBOARD = "INSERT INTO keyboard (person_id, sealed, shown_on) VALUES (1, :sealed, '2026-01-01')"
_SHOWN = {1: (b"77:4", ("77", 4)), 2: (b"0:3", (None, 3)), 3: (b"78", ("78", None)), 4: (b"0", (None, None))}
_BUTTONS = [{"message_id": 79, "buttons": [["Verder", "!resume:"]], "at": NOW.isoformat()}]


def _fill(where: DatabasePlace, vault: Vault) -> None:
    def seal(what: Any, *at: Any) -> bytes:
        return vault.seal(what if isinstance(what, bytes) else json.dumps(what).encode(), place(*at))

    with where.engine.begin() as connection:
        connection.execute(text(A_PERSON), _THEN | {"id": 1, "name": "anna", "status": "active"})
        chat = seal(b"5000000001", "person", "chat_sealed", 1)
        connection.execute(text("UPDATE person SET chat_sealed = :sealed"), {"sealed": chat})
        raw = seal({"update_id": 11}, "inbox", "sealed", 11)
        connection.execute(text(_INBOX), _THEN | {"number": 11, "sealed": raw})
        for number, (shown, _) in _SHOWN.items():
            sealed = {"sealed": seal(b"waiting\n{}", "session", "sealed", number, 1), "id": number, "no": False}
            shown_sealed = seal(shown, "session", "message_sealed", number, 1)
            connection.execute(text(_SESSION), _THEN | sealed | {"shown": shown_sealed})
        queued = seal({"message_id": 77, "text": "Dag", "buttons": []}, "outbox", "sealed", 1, 1)
        connection.execute(text(_OUTBOX), _THEN | {"sealed": queued})
        connection.execute(text(_KEYBOARD), {"sealed": seal(_BUTTONS, "keyboard", "sealed", 1, 1)})


def test_what_waits_is_found_under_addresses_and_references(empty: DatabasePlace, tmp_path: Path) -> None:
    """An update is not taken twice, an open question and its buttons are known again, an edit reaches its message."""
    vault = Vault(SECRET)
    schema.ensure(empty.engine, empty.url, empty.copies, NOW, steps=steps_before(tmp_path, "0020"))
    _fill(empty, vault)
    schema.ensure(empty.engine, empty.url, empty.copies, NOW, vault, backup_made=True)
    with empty.engine.connect() as connection:
        assert [] == schema.differences(connection)
    with open_memory(empty) as db:
        assert address_of(5_000_000_001) == db.call(people.address, 1)
        assert [{"update_id": 11}] == [waiting.raw for waiting in db.call(addresses.waiting)]
        assert [] == db.call(inbox.waiting, "another")
        assert [] == db.call(addresses.keep, [(1, {"update_id": 11})], NOW)
        for number, (_, shown) in _SHOWN.items():
            stored = db.call(sessions.by_id, number)
            assert stored is not None
            assert shown == (stored.shown_ref, stored.shown_visit)
        (row,) = db.call(outbox.claim, NOW, 9, Allowance(9, 9))
        assert {"ref": "77", "text": "Dag", "buttons": []} == row.body
        assert [("79", None)] == [(shown.ref, shown.below) for shown in db.call(keyboards.newest, 1)]
