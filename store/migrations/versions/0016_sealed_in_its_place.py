"""Seals what people chose and binds everything sealed to its place; gathers answers in leaves; ties chains by a key.

What was written before is opened once more with the operator's secret, which whoever runs the steps gives along. What
no key opens stays as it is: unreadable. The chains of before are checked first, and a line of the new trail says how
they were.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from alembic import context, op

from nudges import chain
from store.columns import Instant
from store.vault import CannotOpen, Vault, place

revision = "0016"
down_revision = "0015"

Row = Mapping[str, Any]

_TEXTS = ("text", "plan")
_SMALL, _MIDDLE, _DECISION, _LARGE = 32, 500, 1200, 2000  # bytes that something looks as long as, at least
_OPEN = ("waiting", "parked")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FROM_FIRST = ("decision", "policy", "nudge_id", "local_time", "eligible", "available")
_JSON = ("reasons", "context", "probabilities")
_FROM_LAST = ("u", "arm", "message", "language", "outcome_definition")
_CELLS_FIXED = {
    "sqlite": [
        f"CREATE TRIGGER published_cell_fixed_on_{what.lower()} BEFORE {what} ON published_cell "
        "BEGIN SELECT RAISE(ABORT, 'a published cell is never changed'); END"
        for what in ("UPDATE", "DELETE")
    ],
    "postgresql": ["ALTER TABLE published_cell ENABLE TRIGGER USER"],
}
_CELLS_FREE = {
    "sqlite": [f"DROP TRIGGER published_cell_fixed_on_{what}" for what in ("update", "delete")],
    "postgresql": ["ALTER TABLE published_cell DISABLE TRIGGER USER"],
}


def upgrade() -> None:
    """First room for what is new, then everything row by row, then without what was before."""
    step = _Step(op.get_bind(), context.config.attributes.get("vault"), context.config.attributes["now"])
    _make_room()
    step.run()
    _clear_away()


def _make_room() -> None:
    op.create_table(
        "leaf",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("nudge_id", sa.Integer(), nullable=True),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("words_gone", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_leaf"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_leaf_person_id"),
    )
    op.create_index("leaf_of_person", "leaf", ["person_id", "last_on"])
    op.create_index("ix_leaf_session_id", "leaf", ["session_id"])
    op.create_index("ix_leaf_last_on", "leaf", ["last_on"])
    op.add_column("session", sa.Column("message_sealed", sa.LargeBinary(), nullable=True))
    op.add_column("nudge", sa.Column("outcome_sealed", sa.LargeBinary(), nullable=True))
    op.add_column("act", sa.Column("sealed", sa.LargeBinary(), nullable=True))
    op.add_column("act", sa.Column("words_gone", sa.Boolean(), nullable=False, server_default=sa.false()))
    for table in ("session", "wakeup", "call"):
        op.add_column(table, sa.Column("stamp", sa.Integer(), nullable=False, server_default="0"))
    for table in ("decision", "decisionoutcome"):
        op.add_column(table, sa.Column("sealed", sa.LargeBinary(), nullable=True))
        op.add_column(table, sa.Column("hash", sa.String(), nullable=True))
    for table in ("decision", "decisionoutcome", "audit"):
        op.add_column(table, sa.Column("forgotten", sa.String(), nullable=True))
    for table in ("decision", "decisionoutcome", "audit", "published_cell"):
        op.add_column(table, sa.Column("digest", sa.String(), nullable=True))


_ACT = ("node", "kind", "what", "principle", "due_on", "closed_at", "closed_as", "closed_node")
_GONE: Mapping[str, Sequence[str]] = {
    "session": ("sprint", "message_id"),
    "wakeup": ("sprint",),
    "call": ("sprint",),
    "outbox": ("sprint",),
    "nudge": ("outcome",),
    "act": (*_ACT, "text_sealed", "closed_session_id"),
    "shareditem": ("node",),
    "decision": (*_FROM_FIRST, *_JSON, *_FROM_LAST),
    "decisionoutcome": ("send_result", "value", "missing"),
    "audit": ("previous_hash",),
    "published_cell": ("previous_hash",),
}
_TIED: Mapping[str, Any] = {"sealed": sa.LargeBinary(), "hash": sa.String(), "digest": sa.String()}
_NEEDED: Mapping[str, Mapping[str, Any]] = {
    "act": {"sealed": sa.LargeBinary()},
    "decision": _TIED,
    "decisionoutcome": _TIED,
    "audit": {"digest": sa.String()},
    "published_cell": {"digest": sa.String()},
}


def _clear_away() -> None:
    dialect = op.get_bind().dialect.name
    op.drop_table("answer")
    op.drop_table("plan")
    for name, columns in _GONE.items():
        with op.batch_alter_table(name) as table:
            for column in columns:
                table.drop_column(column)
            for column, kind in _NEEDED.get(name, {}).items():
                table.alter_column(column, existing_type=kind, nullable=False)
            if name in ("decision", "decisionoutcome"):
                table.alter_column("pseudonym", existing_type=sa.String(), nullable=True)
    for statement in _CELLS_FIXED[dialect]:
        op.execute(statement)


class _Step:
    """Carries rows over, table by table."""

    def __init__(self, connection: sa.Connection, vault: Vault | None, now: datetime) -> None:
        self._db = connection
        self._given = vault
        self._now = now
        self._tables: dict[str, Any] = {}
        self._stamps: dict[int, tuple[int, int]] = {}  # of each open session: its sprint and its stamp

    @property
    def _vault(self) -> Vault:
        if self._given is None:
            raise ValueError("what is sealed can only be carried over with the operator's secret")
        return self._given

    def run(self) -> None:
        """Everything, keys first."""
        key = self._keys()
        self._bind("person", ["chat_sealed"], lambda row: (row["id"], None))
        self._bind("inbox", ["sealed"], lambda row: (row["update_id"], None))
        for name in ("outbox", "call"):
            self._bind(name, ["sealed"], lambda row: (row["id"], row["person_id"]))
        self._shared_items()
        for person, pseudonym in self._db.execute(sa.text("SELECT id, pseudonym FROM person ORDER BY id")).all():
            self._leaves(person, pseudonym)
        self._sessions()
        self._nudges()
        self._acts()
        self._decisions()
        if key is not None:
            self._tie_together(key)

    # keys and plain values

    def _keys(self) -> bytes | None:
        """Bind the installation's keys to their names; gives the key of the chains. Raises CannotOpen."""
        chain_key = None
        for name, value in self._db.execute(sa.text("SELECT name, value FROM fact WHERE name LIKE 'key.%'")).all():
            where = place("fact", "value", name)
            plain = self._plain(bytes(value), where)
            if name == "key.audit":
                chain_key = plain
            self._db.execute(
                sa.text("UPDATE fact SET value = :value WHERE name = :name"),
                {"name": name, "value": self._vault.seal(plain, where)},
            )
        return chain_key

    def _plain(self, sealed: bytes, where: bytes) -> bytes:
        return self._vault.open_unbound(sealed) if self._vault.is_unbound(sealed) else self._vault.open(sealed, where)

    def _tried(self, sealed: bytes | None) -> bytes | None:
        try:
            return None if not sealed else self._vault.open_unbound(bytes(sealed))
        except CannotOpen:
            return None

    def _bind(self, name: str, columns: Sequence[str], whose: Callable[[Row], tuple[object, object]]) -> None:
        for row in self._rows(name):
            for column in columns:
                old = bytes(row[column] or b"")
                if not old or not self._vault.is_unbound(old):
                    continue
                plain = self._tried(old)
                if plain is not None:
                    fresh = self._vault.seal(plain, place(name, column, *whose(row)))
                    self._update(name, row["id"], {column: fresh})

    def _rows(self, name: str, where: str = "", **values: object) -> Iterator[Row]:
        """The rows of a table as mappings, a thousand at a time: it may be changed meanwhile."""
        table, last = self._table(name), 0
        while True:
            query = sa.select(table).where(table.c.id > last).order_by(table.c.id).limit(1000)
            rows = self._db.execute(query.where(sa.text(where)) if where else query, values).mappings().all()
            if not rows:
                return
            yield from map(dict, rows)
            last = rows[-1]["id"]

    def _table(self, name: str) -> Any:
        if name not in self._tables:
            table = sa.Table(name, sa.MetaData(), autoload_with=self._db, resolve_fks=False)
            for column in table.columns:
                if column.name.endswith("_at") or column.name == "at":
                    column.type = Instant()
            self._tables[name] = table
        return self._tables[name]

    def _update(self, name: str, number: int, values: Mapping[str, object]) -> None:
        table = self._table(name)
        self._db.execute(sa.update(table).where(table.c.id == number).values(**values))

    # leaves

    def _leaves(self, person: int, pseudonym: str) -> None:
        leaves: dict[object, dict[str, Any]] = {}
        sessions = {
            row["id"] for row in self._rows("session", "person_id = :person", person=person) if not row["trial"]
        }
        for row in self._rows("session", "person_id = :person", person=person):
            if row["id"] in sessions:
                leaf = _leaf_of(leaves, row["id"], row["flow"], row["begun_at"], row["nudge_id"])
                _stretch(leaf, row["touched_at"])
        for row in self._rows("answer", "person_id = :person", person=person):
            self._answer(leaves, row)
        for row in self._rows("plan", "person_id = :person", person=person):
            self._plan(leaves, row)
        for row in self._rows("decision", "pseudonym = :pseudonym AND subject = 'flow'", pseudonym=pseudonym):
            self._draw(leaves, row)
        answered = {leaf["nudge_id"] for leaf in leaves.values()}
        for row in self._rows("nudge", "person_id = :person AND sent_at IS NOT NULL", person=person):
            if row["id"] not in answered:  # whoever said no left no answer; whose session is gone left no other trace
                leaf = _leaf_of(leaves, ("nudge", row["id"]), row["flow"], row["sent_at"], row["id"])
                _stretch(leaf, row["settled_at"] or row["sent_at"])
        for session, leaf in sorted(leaves.items(), key=lambda pair: pair[1]["first"]):
            self._write_leaf(person, session if session in sessions else None, leaf)

    def _answer(self, leaves: dict[object, dict[str, Any]], row: Row) -> None:
        leaf = _leaf_of(leaves, row["session_id"], row["flow"], row["answered_at"], row["nudge_id"])
        _stretch(leaf, row["answered_at"])
        body = row["value"] if row["text_sealed"] is None else self._tried(row["text_sealed"])
        is_written = row["kind"] in _TEXTS and not row["skipped"]
        leaf["words"] |= is_written and body is not None
        fields = [row[name] for name in ("name", "node", "visit", "kind")]
        fields += [None if body is None else json.loads(body), row["level"], row["seen_by"]]
        fields += [bool(row["skipped"]), bool(row["late"]), _stamp(row["answered_at"])]
        corrected = row["corrected_at"]
        leaf["answers"].append([*fields, corrected and _stamp(corrected), is_written and body is None])

    def _plan(self, leaves: dict[object, dict[str, Any]], row: Row) -> None:
        leaf = _leaf_of(leaves, row["session_id"], "", row["made_at"], None)
        plain = self._tried(row["text_sealed"])
        if plain is not None:
            leaf["words"] = True
            leaf["plans"].append([row["node"] or "", _stamp(row["made_at"]), json.loads(plain), None])
        if row["outcome"] is not None and row["settled_at"] is not None:
            leaf["plans"].append([row["node"] or "", _stamp(row["settled_at"]), None, row["outcome"]])

    def _draw(self, leaves: dict[object, dict[str, Any]], row: Row) -> None:
        of_nudge = [leaf for leaf in leaves.values() if row["nudge_id"] and leaf["nudge_id"] == row["nudge_id"]]
        then = [leaf for leaf in leaves.values() if leaf["first"] <= row["decided_at"] <= leaf["last"]]
        leaf = next(iter(of_nudge or then), None)
        if leaf is None:
            leaf = _leaf_of(leaves, ("draw", row["id"]), row["message"] or "", row["decided_at"], row["nudge_id"])
        drawn = [row["decision"], row["policy"], _stamp(row["decided_at"]), row["arm"]]
        drawn += [json.loads(row["probabilities"]), row["u"], row["local_time"], row["message"], row["language"]]
        leaf["draws"].append(drawn)

    def _write_leaf(self, person: int, session: object, leaf: Mapping[str, Any]) -> None:
        table = self._table("leaf")
        values = {
            "person_id": person,
            "session_id": session,
            "nudge_id": leaf["nudge_id"],
            "first_on": leaf["first"].date(),
            "last_on": leaf["last"].date(),
            "sealed": b"",
            "words_gone": session is None and not leaf["words"],
        }
        number = self._db.execute(sa.insert(table).returning(table.c.id), values).scalar_one()
        content = {name: leaf[name] for name in ("flow", "answers", "plans", "draws")}
        self._update("leaf", number, {"sealed": self._seal(content, "leaf", number, person, _LARGE)})

    def _seal(self, said: object, table: str, row: object, owner: object, least: int, column: str = "sealed") -> bytes:
        plain = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
        return self._vault.seal(plain, place(table, column, row, owner), least)

    # conversations, prompts, acts

    def _sessions(self) -> None:
        for row in self._rows("session"):
            where = place("session", "sealed", row["id"], row["person_id"])
            body = self._tried(row["sealed"]) or b""
            is_open, stamp = row["status"] in _OPEN, secrets.randbits(31) or 1
            if is_open:
                self._stamps[row["id"]] = (row["sprint"], stamp)
            values: dict[str, object] = {
                "stamp": stamp if body else 0,
                "sealed": self._vault.seal(row["status"].encode() + b"\n" + body, where, _LARGE),
            }
            if not is_open:
                values |= {"status": "over"} | dict.fromkeys(("begun_at", "touched_at"), _hour(row["touched_at"]))
            if row["message_id"] is not None:
                shown = place("session", "message_sealed", row["id"], row["person_id"])
                values["message_sealed"] = self._vault.seal(str(row["message_id"]).encode(), shown)
            self._update("session", row["id"], values)
        for name in ("wakeup", "call"):
            for row in self._rows(name):
                sprint, stamp = self._stamps.get(row["session_id"], (None, 0))
                self._update(name, row["id"], {"stamp": stamp if row["sprint"] == sprint else 0})

    def _shared_items(self) -> None:
        for row in self._rows("shareditem"):
            said = {"text_sealed": self._tried(row["text_sealed"]), "name_sealed": self._tried(row["name_sealed"])}
            if said["text_sealed"] is not None:
                said["text_sealed"] = (row["node"] or "").encode() + b"\n" + said["text_sealed"]
            values = {
                column: self._vault.seal(plain, place("shareditem", column, row["id"], row["person_id"]), _MIDDLE)
                for column, plain in said.items()
                if plain is not None
            }
            if values:
                self._update("shareditem", row["id"], values)

    def _nudges(self) -> None:
        for row in self._rows("nudge"):
            if row["state"] == "planned":
                continue
            word, values = row["outcome"] or "", dict[str, object]()
            if row["state"] == "skipped" and row["outcome"] is not None:
                values = {"state": "answered", "reason": None}  # whoever declines has answered
            elif row["reason"] in ("no_plan", "by_chance"):
                word, values = row["reason"], {"reason": "by_chance"}
            where = place("nudge", "outcome_sealed", row["id"], row["person_id"])
            values["outcome_sealed"] = self._vault.seal(word.encode(), where, _SMALL)
            if row["settled_at"] is not None:
                values["settled_at"] = _hour(row["settled_at"])
            self._update("nudge", row["id"], values)

    def _acts(self) -> None:
        for row in self._rows("act"):
            text = self._tried(row["text_sealed"])
            logged = {name: _said(row[name]) for name in _ACT}
            logged |= {"node": row["node"] or "", "text": None if text is None else text.decode()}
            logged["closed_session_id"] = row["closed_session_id"]
            sealed = self._seal(logged, "act", row["id"], row["person_id"], _MIDDLE)
            self._update("act", row["id"], {"sealed": sealed})

    # decisions and chains

    def _decisions(self) -> None:
        of_flows = "SELECT id FROM decision WHERE subject = 'flow'"
        self._db.execute(sa.text(f"DELETE FROM decisionoutcome WHERE decision_id IN ({of_flows})"))  # noqa: S608 - our own words
        self._db.execute(sa.text("DELETE FROM decision WHERE subject = 'flow'"))
        for row in self._rows("decision"):
            content = {name: row[name] for name in (*_FROM_FIRST, *_FROM_LAST)}
            content |= {name: bool(row[name]) for name in ("eligible", "available")}
            content |= {name: json.loads(row[name]) for name in _JSON}
            sealed = self._seal(content, "decision", row["id"], row["pseudonym"], _DECISION)
            self._update("decision", row["id"], {"sealed": sealed})
        for row in self._rows("decisionoutcome"):
            said = {name: row[name] for name in ("send_result", "value", "missing")}
            sealed = self._seal(said, "decisionoutcome", row["id"], row["pseudonym"], _DECISION)
            self._update("decisionoutcome", row["id"], {"sealed": sealed})

    def _tie_together(self, key: bytes) -> None:
        before = [f"{name} {'whole' if whole else 'broken'}" for name, whole in self._were_whole(key).items()]
        for statement in _CELLS_FREE[self._db.dialect.name]:
            self._db.execute(sa.text(statement))
        self._forget_handles()
        self._note(", ".join(before))
        cells = ("window_id", "team_id", "item", "cell")
        self._tie(key, "cells", "published_cell", lambda row: [row[name] for name in cells])
        trail = ("at", "actor", "event", "subject", "result", "origin")
        self._tie(key, "audit", "audit", lambda row: [row[name] for name in trail])
        self._tie(key, "decisions", "decision", self._decision_says)
        self._tie(key, "outcomes", "decisionoutcome", self._outcome_says)
        self._db.execute(sa.text("DELETE FROM fact WHERE name = 'audit.anchor'"))

    def _decision_says(self, row: Row) -> Sequence[object]:
        said = self._vault.open(row["sealed"], place("decision", "sealed", row["id"], row["pseudonym"]))
        return [row["id"], row["pseudonym"], row["subject"], row["decided_at"], said]

    def _outcome_says(self, row: Row) -> Sequence[object]:
        said = self._vault.open(row["sealed"], place("decisionoutcome", "sealed", row["id"], row["pseudonym"]))
        return [row["id"], row["decision_id"], row["pseudonym"], row["settled_at"], said]

    def _were_whole(self, key: bytes) -> Mapping[str, bool]:
        """Whether the chains of before, which anybody could make again, were whole at least."""
        anchor = self._db.execute(sa.text("SELECT value FROM fact WHERE name = 'audit.anchor'")).scalar()
        previous = chain.FIRST
        if anchor is not None:
            last, _, signature = bytes(anchor).decode().partition(" ")
            signed = hmac.digest(key, f"audit anchor {last}".encode(), "sha256").hex()[:32]
            previous = last if hmac.compare_digest(signature, signed) else ""
        trail = _follows(self._rows("audit"), previous, _old_line)
        return {"trail": trail, "figures": _follows(self._rows("published_cell"), chain.FIRST, _old_cell)}

    def _forget_handles(self) -> None:
        """No line names an audit key and a handle together any more."""
        teams = {row["handle"]: row["team_id"] for row in self._rows("invitation")}
        for row in self._rows("audit", "event = 'join'"):
            team = teams.get(row["subject"])
            self._update("audit", row["id"], {"subject": "team" if team is None else f"team {team}"})

    def _note(self, subject: str) -> None:
        values = {"at": self._now, "actor": "bot", "event": "tie anew", "subject": subject, "origin": "shell"}
        values |= {"result": "done", "previous_hash": "", "hash": "", "digest": ""}
        self._db.execute(sa.insert(self._table("audit")), values)

    def _tie(self, key: bytes, name: str, table: str, says: Callable[[Row], Sequence[object]]) -> None:
        own = hmac.digest(key, f"chain {name}".encode(), "sha256")
        previous, count = chain.FIRST, 0
        for row in self._rows(table):
            digest = chain.digest(own, says(row))
            previous, count = chain.tie(own, previous, digest), count + 1
            self._update(table, row["id"], {"digest": digest, "hash": previous})
        fact = f"chain.{name}.head"
        sealed = self._vault.seal(json.dumps([count, previous]).encode(), place("fact", "value", fact))
        self._db.execute(
            sa.text("INSERT INTO fact (name, value) VALUES (:name, :value)"), {"name": fact, "value": sealed}
        )


def _leaf_of(
    leaves: dict[object, dict[str, Any]], key: object, flow: str, at: datetime, nudge: object
) -> dict[str, Any]:
    if key is None:
        key = ("day", at.date())
    if key not in leaves:
        leaves[key] = {"flow": flow, "nudge_id": nudge, "first": at, "last": at, "words": False}
        leaves[key] |= {"answers": [], "plans": [], "draws": []}
    return leaves[key]


def _stretch(leaf: dict[str, Any], at: datetime) -> None:
    leaf["first"], leaf["last"] = min(leaf["first"], at), max(leaf["last"], at)


def _stamp(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(microseconds=1)


def _hour(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)


def _said(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value


def _follows(rows: Iterator[Row], previous: str, hashed: Callable[[str, Row], str]) -> bool:
    for row in rows:
        if row["previous_hash"] != previous or row["hash"] != hashed(previous, row):
            return False
        previous = row["hash"]
    return True


def _old_line(previous: str, row: Row) -> str:
    content = [row[name] for name in ("actor", "event", "subject", "result", "origin")]
    whole = "\x1f".join([previous, row["at"].astimezone(UTC).isoformat(), *content])
    return hashlib.sha256(whole.encode()).hexdigest()


def _old_cell(previous: str, row: Row) -> str:
    said = {name: row[name] for name in ("window_id", "team_id", "item", "cell")}
    body = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(f"{previous}\n{body}".encode()).hexdigest()
