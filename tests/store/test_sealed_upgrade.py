"""An installation of before comes along: everything is sealed in its place, and the program reads all of it again."""

import hashlib
import json
import secrets
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from nudges.lifecycle import NudgeState
from store import (
    agenda,
    answers,
    audit,
    calls,
    cells,
    decisions,
    outbox,
    places,
    rotation,
    schema,
    sessions,
    sharing,
    steering,
    tables,
)
from store.columns import Instant
from store.installation import WrongSecret
from store.outbox import Allowance
from store.vault import Vault
from tests import addresses
from tests.store.cast import NOW
from tests.store.conftest import SECRET, DatabasePlace, open_memory
from tests.store.test_schema import steps_before

PERSON, PSEUDONYM, KEY = 7, "pseudonym7", b"k" * 32
LATER = NOW + timedelta(minutes=20)
PAGE = tables.table(tables.PersonRow).metadata


class Before:
    """Writes rows as the version before did, with what that one sealed."""

    def __init__(self, place: DatabasePlace, folder: Path) -> None:
        schema.ensure(place.engine, place.url, place.copies, NOW, steps=steps_before(folder, "0016"))
        key = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"koersvast field encryption 1")
        derived = key.derive(SECRET.encode())
        self._cipher, self._mark = AESGCM(derived), hashlib.sha256(b"mark" + derived).digest()[:4]
        self._place = place

    def sealed(self, said: object) -> bytes:
        """Sealed for no place in particular."""
        plain = said if isinstance(said, bytes) else json.dumps(said).encode()
        nonce = secrets.token_bytes(12)
        return self._mark + nonce + self._cipher.encrypt(nonce, plain, None)

    def put(self, name: str, /, **values: object) -> None:
        """A row; what is not said is whatever fits."""
        with self._place.engine.begin() as connection:
            table = sa.Table(name, sa.MetaData(), autoload_with=connection, resolve_fks=False)
            for column in table.columns:
                if column.name.endswith("_at") or column.name == "at":
                    column.type = Instant()
                if not column.nullable and column.name not in values and column.name != "id":
                    values[column.name] = _whatever(column)
            connection.execute(sa.insert(table), values)


def _whatever(column: Any) -> object:
    kinds = {bool: False, int: 0, float: 0.0, bytes: b"", date: NOW.date(), datetime: NOW}
    return kinds.get(column.type.python_type if not isinstance(column.type, Instant) else datetime, "")


@pytest.fixture
def before(empty: DatabasePlace, tmp_path: Path) -> Before:
    """Something in every table that holds something sealed, chosen or chained."""
    earlier = Before(empty, tmp_path)
    for name in ("lookup", "study", "audit"):
        earlier.put("fact", name=f"key.{name}", value=earlier.sealed(KEY))
    earlier.put("team", id=1, name="Balie")
    sealed_chat = earlier.sealed(b"5000000001")
    earlier.put(
        "person", id=PERSON, pseudonym=PSEUDONYM, audit_key="auditkey7", chat_sealed=sealed_chat, status="active"
    )
    earlier.put("invitation", id=1, handle="V-0001", team_id=1, used_at=NOW, person_id=PERSON)
    earlier.put("schedule", id=1, person_id=PERSON, name="weekreflectie", kind="reflection")
    _prompts(earlier)
    _conversations(earlier)
    _decisions(earlier)
    _chains(earlier)
    earlier.put("inbox", id=1, update_id=11, sealed=earlier.sealed({"update_id": 11}))
    earlier.put(
        "outbox", person_id=PERSON, kind="message", state="queued", sealed=earlier.sealed({"text": "Dag"}), sprint=3
    )
    return earlier


def _prompts(earlier: Before) -> None:
    for number, (state, reason, outcome) in enumerate(
        [
            ("answered", None, "answered"),
            ("skipped", "declined", "declined"),
            ("skipped", "no_plan", None),
            ("skipped", "by_chance", None),
            ("sent", None, None),
        ],
        start=1,
    ):
        sent = None if reason in ("no_plan", "by_chance") else NOW
        values = {"state": state, "reason": reason, "outcome": outcome, "sent_at": sent, "settled_at": LATER}
        occurs = NOW + timedelta(days=number)
        earlier.put("nudge", id=number, schedule_id=1, person_id=PERSON, kind="reflection", occurs_at=occurs, **values)


def _conversations(earlier: Before) -> None:
    sessions_ = [(1, "completed", 1), (2, "completed", 2), (3, "waiting", 5), (4, "stopped", None)]
    for number, status, nudge in sessions_:
        values = {"status": status, "nudge_id": nudge, "sprint": 8, "sealed": earlier.sealed(b"body"), "message_id": 99}
        earlier.put(
            "session", id=number, person_id=PERSON, flow="weekreflectie", begun_at=NOW, touched_at=LATER, **values
        )
    earlier.put("wakeup", session_id=3, sprint=8, kind="remind", due_at=LATER)
    earlier.put("call", person_id=PERSON, session_id=3, sprint=8, address="rooster", sealed=earlier.sealed({"a": 1}))
    how = {"person_id": PERSON, "nudge_id": 1, "flow": "weekreflectie", "seen_by": "team", "answered_at": NOW}
    earlier.put("answer", session_id=1, name="waarom", node="waarom", kind="choice", value='"niet"', level="low", **how)
    text = earlier.sealed("ik vraag het na")
    earlier.put("answer", session_id=1, name="diep", node="diep", kind="text", text_sealed=text, **how)
    earlier.put(
        "answer", session_id=77, name="plek", node="plek", kind="choice", value='"geen"', **how | {"nudge_id": None}
    )
    words = earlier.sealed({"cue": "iemand belt", "response": "vraag ik door"})
    earlier.put(
        "plan",
        person_id=PERSON,
        session_id=1,
        node="plan",
        text_sealed=words,
        made_at=NOW,
        outcome="done",
        settled_at=LATER,
    )
    promise = {"text_sealed": earlier.sealed(b"Ik bel"), "due_on": date(2026, 12, 1), "principle": "why"}
    earlier.put("act", id=1, person_id=PERSON, session_id=4, node="belofte", kind="promise", acted_at=NOW, **promise)
    shared = {"text_sealed": earlier.sealed(b"Het mag niet"), "name_sealed": earlier.sealed(b"Anna")}
    earlier.put(
        "shareditem", person_id=PERSON, team_id=1, audience="lead", session_id=1, node="deel", due_at=NOW, **shared
    )


def _decisions(earlier: Before) -> None:
    draw = {"pseudonym": PSEUDONYM, "reasons": "[]", "context": '{"week": 2}', "decided_at": NOW, "u": 0.25}
    draw |= {"probabilities": '{"cue": 0.5, "none": 0.5}', "arm": "cue", "eligible": True, "available": True}
    earlier.put("decision", id=1, subject="cue", decision="cue 2026-11-25", policy="extras 1", **draw)
    earlier.put("decision", id=2, subject="flow", decision="1 loting", policy="flow draw 1", nudge_id=1, **draw)
    earlier.put(
        "decisionoutcome", id=1, decision_id=1, pseudonym=PSEUDONYM, send_result="sent", value=1.0, settled_at=LATER
    )


def _chains(earlier: Before) -> None:
    previous = "0" * 64
    for event, actor, subject in [("invite to", "operator", "V-0001"), ("join", "auditkey7", "V-0001")]:
        content = [actor, event, subject, "done", "chat"]
        tied = hashlib.sha256("\x1f".join([previous, NOW.astimezone(UTC).isoformat(), *content]).encode()).hexdigest()
        line = dict(zip(("actor", "event", "subject", "result", "origin"), content, strict=True))
        earlier.put("audit", at=NOW, previous_hash=previous, hash=tied, **line)
        previous = tied
    earlier.put("window", id=1, team_id=1, kind="content", opens_on=date(2026, 10, 26), closes_on=date(2026, 11, 23))
    row = {"window_id": 1, "team_id": 1, "item": "waarom", "cell": '{"band": "mid"}'}
    body = json.dumps(row, sort_keys=True, separators=(",", ":"))
    tied = hashlib.sha256(f"{'0' * 64}\n{body}".encode()).hexdigest()
    earlier.put("published_cell", previous_hash="0" * 64, hash=tied, **row)


def upgrade(place: DatabasePlace) -> None:
    """To this version, with the operator's secret."""
    schema.ensure(place.engine, place.url, place.copies, NOW, Vault(SECRET), backup_made=True)


def test_everything_said_comes_along(empty: DatabasePlace, before: Before) -> None:
    """Answers, plans, promises, shared items, conversations, messages and updates read as before."""
    upgrade(empty)
    with open_memory(empty) as db:
        said = {one.name: (one.value, one.level, one.session_id) for one in db.call(answers.every, PERSON)}
        assert {
            "waarom": ("niet", "low", 1),
            "diep": ("ik vraag het na", None, 1),
            "plek": ("geen", None, None),
        } == said
        (plan,) = db.call(steering.plans, PERSON)
        assert ({"cue": "iemand belt", "response": "vraag ik door"}, "done", LATER) == (
            plan.words,
            plan.outcome,
            plan.settled_at,
        )
        (promise,) = db.call(steering.open_promises, PERSON)
        assert ("Ik bel", date(2026, 12, 1), "why") == (promise.text, promise.due_on, promise.principle)
        (item,) = db.call(sharing.own, PERSON)
        assert ("deel", "Het mag niet", "Anna") == (item.node, item.text, item.name)
        assert 5_000_000_001 == db.call(addresses.chat_of, PERSON)
        stored = [db.call(sessions.by_id, number) for number in (1, 3, 4)]
        assert [("completed", b"body"), ("waiting", b"body"), ("stopped", b"body")] == [
            (one.status, one.body) for one in stored if one is not None
        ]
        assert [{"update_id": 11}] == [one.raw for one in db.call(addresses.waiting)]
        assert ["Dag"] == [row.body["text"] for row in db.call(outbox.claim, NOW, 9, Allowance(9, 9))]


def test_what_waits_still_waits(empty: DatabasePlace, before: Before) -> None:
    """A wake-up and a call bear the stamp of their conversation."""
    upgrade(empty)
    with open_memory(empty) as db:
        session = db.call(sessions.by_id, 3)
        (wakeup,) = db.call(sessions.claim_wakeups, LATER, 9)
        (call,) = db.call(calls.claim, NOW, 9)
        assert session is not None
        assert (session.stamp, session.stamp, {"a": 1}) == (wakeup.stamp, call.stamp, call.body)


def test_prompts_keep_what_became_of_them(empty: DatabasePlace, before: Before) -> None:
    """And the file no longer tells a no from an answer, nor a missing plan from chance."""
    upgrade(empty)
    with open_memory(empty) as db:
        prompts = [(one.state, one.reason, one.outcome) for one in db.call(agenda.of_person, PERSON, NOW)]
        assert [
            (NudgeState.ANSWERED, None, "answered"),
            (NudgeState.SKIPPED, "declined", "declined"),
            (NudgeState.SKIPPED, "no_plan", "no_plan"),
            (NudgeState.SKIPPED, "by_chance", "by_chance"),
            (NudgeState.SENT, None, None),
        ] == prompts
        nudge = tables.table(tables.NudgeRow)
        rows = db.call(lambda tx: tx.execute(sa.select(nudge.c.state, nudge.c.reason).order_by(nudge.c.id)).all())
    assert [("answered", None)] * 2 + [("skipped", "by_chance")] * 2 + [("sent", None)] == [tuple(row) for row in rows]


def test_decisions_and_chains_come_along_whole(empty: DatabasePlace, before: Before) -> None:
    """A flow's draw goes into the leaf of its session; the join no longer names a handle, and a line says so."""
    upgrade(empty)
    with open_memory(empty) as db:
        (stored,) = db.call(decisions.every)
        assert ("cue 2026-11-25", {"week": 2}) == (stored.decision.decision, stored.decision.context)
        assert stored.outcome is not None
        assert 1.0 == stored.outcome.value
        assert ["1 loting"] == [made.decision for made in db.call(decisions.draws, PERSON)]
        assert [None] * 3 == [db.call(audit.verify), db.call(cells.verify), db.call(decisions.verify)]
        trail = [(line.actor, line.event, line.subject) for line in db.call(audit.lines)]
        assert [
            ("operator", "invite to", "V-0001"),
            ("auditkey7", "join", "team 1"),
            ("bot", "tie anew", "trail whole, figures whole"),
        ] == trail
        with pytest.raises(sa.exc.DBAPIError, match="never changed"):
            db.call(lambda tx: tx.execute(sa.text("UPDATE published_cell SET cell = '{}'")))


def test_a_trail_that_was_broken_before_is_told(empty: DatabasePlace, before: Before) -> None:
    """The upgrade does not make it whole in silence."""
    with empty.engine.begin() as connection:
        connection.execute(sa.text("UPDATE audit SET subject = 'V-0002' WHERE event = 'invite to'"))
    upgrade(empty)
    with open_memory(empty) as db:
        assert "trail broken, figures whole" == db.call(audit.lines)[-1].subject


def test_every_sealed_value_is_bound_to_its_place(empty: DatabasePlace, before: Before) -> None:
    """And nothing of what was sealed before is left; every session and every prompt that was sent has a leaf."""
    upgrade(empty)
    vault = Vault(SECRET)
    with open_memory(empty) as db:
        for column in rotation.sealed_columns():
            for row in db.call(lambda tx, of=column: tx.execute(sa.select(of.table)).mappings().all()):  # type: ignore[misc]  # a default of a lambda has no type
                _opens(vault, column, row)
        leaf = tables.table(tables.LeafRow)
        rows = db.call(lambda tx: tx.execute(sa.select(leaf.c.session_id, leaf.c.sealed).order_by(leaf.c.id)).all())
    assert {1, 2, 3, 4, None} == {row.session_id for row in rows}
    assert {2080} == {len(row.sealed) for row in rows}


def _opens(vault: Vault, column: Any, row: Mapping[Any, Any]) -> None:
    value = row[column.name]
    if value and not (column.table.name == "fact" and not row["name"].startswith(("key.", "chain."))):
        vault.open(bytes(value), places.of(column, row))


def test_without_the_right_secret_nothing_is_changed(empty: DatabasePlace, before: Before) -> None:
    """The sentence says which setting to look at, and the database is as it was."""
    wrong = Vault("another secret that is long enough too")
    with pytest.raises(WrongSecret, match="KOERSVAST_SECRET_KEY"):
        schema.ensure(empty.engine, empty.url, empty.copies, NOW, wrong, backup_made=True)
    assert "0015" == schema.version(empty.engine)
