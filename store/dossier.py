"""Everything held about one person, found by walking every table, so that no table can be forgotten.

Rows are numbered anew, 1, 2, 3 … for each table and person: numbers of the database count what everybody does, and so
do Telegram's of messages, which are left out.
"""

import json
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Table, select
from sqlmodel import SQLModel

from store import leaves, people, places, sessions, sharing, steering_log, tables
from store.database import Transaction
from store.vault import CannotOpen

KEPT_BACK: Mapping[str, str] = {
    **dict.fromkeys(("chat_hash", "token_hash", "code_hash"), "a key to find a row by, made of what is told already"),
    **dict.fromkeys(("message_sealed", "update_key"), "the channel's number, which goes up with everybody's messages"),
    "stamp": "a mark by chance, so that an old button does nothing",
    **dict.fromkeys(("digest", "hash", "forgotten"), "a proof that a row is as it was written"),
}
"""Columns that stand in no file, each with its reason: they say nothing about whom the row is of."""
_NOT_TOLD = {
    ("inbox", "sealed"),  # an update with Telegram's numbers in it: that there was one, and when, is told
    ("buddy", "buddy_id"),  # whose buddy they are is not the bot's to tell
    ("buddy", "question"),  # a mark by chance
    ("handover", "item_id"),  # it empties when a colleague is erased, and nobody may see that in their own file
}
_BY_CHAT = {"inbox", "joinattempt"}  # tables that know somebody by the hash of their chat alone
ABOUT_NOBODY = {
    "fact": "what the installation remembers about itself",
    "tally": "counts without anybody",
    "team": "teams, by the name that the operator gave them",
    "seat": "an empty seat bears a random number that leads to nobody",
    "dayoff": "days off of a team or of everybody",
    "flowversion": "flows as coaches wrote them",
    "wakeup": "when an open conversation is woken; it stands in the conversation itself",
    "window": "periods of a team; whom they count stands in windowmember",
    "published_cell": "published figures about groups",
    "counted": "what a team counted of its own work",
    "operator_pass": "links of the operator",
}
"""Tables in which no row is about one person, each with its reason."""
# In what was sealed: of the engine by the short names it writes, and of a message that is changed.
_BOOKKEEPING = {
    "session": frozenset("huqcm"),
    "outbox": frozenset({"ref"}),
    "keyboard": frozenset({"ref", "below"}),
}
# Columns that name a row of another table without a foreign key, for that row may be forgotten earlier; so does a part
# of what was sealed that is called like one.
_LOOSE = {
    "session_id": "session",
    "nudge_id": "nudge",
    "joining_id": "nudge",
    "closed_session_id": "session",
    "promise_id": "act",
}
_NAMED_AFTER = {("audit", "subject"): "team"}
SUBJECT_TABLES: Mapping[str, str] = {"promise": "act", "line": "act"}
"""Kinds of nudge whose subject is a row, with its table."""
_WITH_A_NUMBER = re.compile(r"(.+) ([0-9]+)")
_READABLE: Mapping[str, Callable[[bytes], Any]] = {
    "leaf": leaves.readable,
    "act": steering_log.readable,
    "session": sessions.readable,
    "shareditem": sharing.readable,
}

Numbers = dict[str, dict[int, int]]  # table → row → its number for this person


def everything(db: Transaction, person_id: int) -> Mapping[str, list[dict[str, Any]]]:
    """Table name → rows, opened, as JSON values; tables without a row about the person are left out."""
    rows = {
        table: rows_of_table
        for table in SQLModel.metadata.sorted_tables
        if (rows_of_table := _rows(db, table, person_id))
    }
    numbers: Numbers = {}
    for table, rows_of_table in rows.items():
        for row in rows_of_table if "id" in table.c else ():
            _number(numbers, str(table.name), row["id"])
    return {
        str(table.name): [_open(db, table, row, numbers) for row in rows_of_table]
        for table, rows_of_table in rows.items()
    }


def _rows(db: Transaction, table: Table, person_id: int) -> list[Mapping[str, Any]]:
    condition = _about(db, table, person_id)
    if condition is None:
        return []
    result = db.execute(select(*table.c).where(condition).order_by(*table.primary_key))
    return [dict(row._mapping) for row in result]


def _number(numbers: Numbers, table: str, row_id: int) -> int:
    """Number this row for the person: the next number of its table if it has none yet."""
    of_table = numbers.setdefault(table, {})
    return of_table.setdefault(row_id, len(of_table) + 1)


def _about(db: Transaction, table: Table, person_id: int) -> Any:
    if table is tables.table(tables.PersonRow):
        return table.c.id == person_id
    if "person_id" in table.c:
        return table.c.person_id == person_id
    if "pseudonym" in table.c:
        return table.c.pseudonym == people.by_id(db, person_id).pseudonym
    if table is tables.table(tables.AuditRow):
        key = people.by_id(db, person_id).audit_key
        return (table.c.actor == key) | (table.c.subject == key)
    if table.name in _BY_CHAT:
        own = tables.table(tables.PersonRow)
        return table.c.chat_hash == select(own.c.chat_hash).where(own.c.id == person_id).scalar_subquery()
    return None


def _open(db: Transaction, table: Table, row: Mapping[str, Any], numbers: Numbers) -> dict[str, Any]:
    return {
        name.removesuffix("_sealed"): _value(db, table, name, row, numbers)
        for name in row
        if str(name) not in KEPT_BACK and (table.name, str(name)) not in _NOT_TOLD
    }


def _value(db: Transaction, table: Table, name: str, row: Mapping[str, Any], numbers: Numbers) -> Any:
    value, target = row[name], _target(table, name)
    match value:
        case int() if target is not None:
            return _number(numbers, target, value)
        case str() if name == "subject_id" and (subject := SUBJECT_TABLES.get(row["kind"])):
            return _number(numbers, subject, int(value))
        case str() if (subject := _NAMED_AFTER.get((table.name, name))) and (named := _WITH_A_NUMBER.fullmatch(value)):
            return f"{named[1]} {_number(numbers, subject, int(named[2]))}"
        case bytes():
            content = _opened(db, table, value, places.of(table.c[name], row))
            return _without(content, _BOOKKEEPING.get(table.name, frozenset()), numbers)
        case datetime() | date():
            return value.isoformat()
        case _:
            return value


def _target(table: Table, name: str) -> str | None:
    """Name the table whose rows this column numbers."""
    if name == "id":
        return str(table.name)
    pointed_at = next((str(key.column.table.name) for key in table.c[name].foreign_keys), None)
    return pointed_at or _LOOSE.get(name)


def _without(content: Any, keys: frozenset[str], numbers: Numbers) -> Any:
    """Copy what was sealed, without these parts, and with the person's own numbers of rows."""
    if isinstance(content, list):
        return [_without(one, keys, numbers) for one in content]
    if not isinstance(content, dict):
        return content
    named = {key: _LOOSE.get(key) if isinstance(value, int) else None for key, value in content.items()}
    return {
        key: _without(value, frozenset(), numbers) if (table := named[key]) is None else _number(numbers, table, value)
        for key, value in content.items()
        if key not in keys
    }


def _opened(db: Transaction, table: Table, sealed: bytes, where: bytes) -> Any:
    if not sealed:
        return None
    try:
        plain = db.vault.open(sealed, where)
    except CannotOpen:
        return "cannot be opened: its key is gone, or it was put here from elsewhere"
    if table.name in _READABLE:
        return _READABLE[table.name](plain)
    try:
        return json.loads(plain)
    except ValueError:
        return plain.decode()
