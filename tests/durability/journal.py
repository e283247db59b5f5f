"""What was committed to the outbox, copied by the database itself, held against what stands in the chats."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection, text

from bot.base.outgoing import OutgoingKind
from flows import marked_text
from sandbox.telegram import Telegram
from store.database import Transaction
from store.vault import place
from tests import addresses

_TABLE = (
    "CREATE TABLE said_journal (id INTEGER NOT NULL, person_id INTEGER NOT NULL, kind TEXT, sealed {bytes} NOT NULL)"
)
_COPY = "INSERT INTO said_journal VALUES (NEW.id, NEW.person_id, NEW.kind, NEW.sealed)"
_ON_SQLITE = (
    _TABLE.format(bytes="BLOB"),
    f"CREATE TRIGGER said AFTER INSERT ON outbox BEGIN {_COPY}; END",
)
_ON_POSTGRESQL = (
    _TABLE.format(bytes="BYTEA"),
    f"CREATE FUNCTION said() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {_COPY}; RETURN NEW; END $$",
    "CREATE TRIGGER said AFTER INSERT ON outbox FOR EACH ROW EXECUTE FUNCTION said()",
)


@dataclass(frozen=True, slots=True)
class JournalCount:
    """How many messages and edits with words were committed, and how many of them never came or came once too often."""

    committed: int
    lost: int
    doubled: int


def keep(db: Transaction) -> None:
    """From now on copy whatever is queued."""
    for statement in _ON_POSTGRESQL if db.postgres else _ON_SQLITE:
        db.connection.execute(text(statement))


def hold(db: Transaction, telegram: Telegram) -> JournalCount:
    """Hold every chat against what was queued for it."""
    messages, edits = _committed(db, OutgoingKind.MESSAGE), _committed(db, OutgoingKind.EDIT)
    lost = doubled = 0
    for chat in telegram.chats.values():
        says = Counter(line.text.strip() for line in chat.lines if line.who == "bot" and line.act == "says")
        shows = {line.text.strip() for line in chat.lines if line.who == "bot"}
        said, edited = messages[chat.id], edits[chat.id]
        lost += (said - says).total() + len(edited.keys() - shows)
        doubled += (says - said - edited).total()  # an edit that is refused comes as a message
    return JournalCount(sum(each.total() for each in (*messages.values(), *edits.values())), lost, doubled)


def _committed(db: Transaction, kind: OutgoingKind) -> Mapping[int, Counter[str]]:
    """Chat -> the texts of this kind that were queued for it."""
    texts: dict[int, Counter[str]] = defaultdict(Counter)
    for number, person, sealed in _rows(db.connection, kind):
        chat = addresses.chat_of(db, person)
        words = msgspec.json.decode(db.vault.open(bytes(sealed), place("outbox", "sealed", number, person)))["text"]
        texts[chat or 0][marked_text.plain(words).strip()] += 1
    return texts


def _rows(connection: Connection, kind: OutgoingKind) -> list[tuple[int, int, bytes]]:
    query = text("SELECT id, person_id, sealed FROM said_journal WHERE kind = :kind")
    return [(row.id, row.person_id, row.sealed) for row in connection.execute(query, {"kind": kind.value})]
