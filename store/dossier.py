"""Everything held about one person, found by walking every table, so that no table can be forgotten."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Table, select
from sqlmodel import SQLModel

from store import people, tables
from store.database import Transaction
from store.vault import CannotOpen

_OF_NO_USE = {"chat_hash", "token_hash", "code_hash"}  # keys to find somebody by; they say nothing about them


def everything(db: Transaction, person: int) -> Mapping[str, list[dict[str, Any]]]:
    """Table name → rows, opened, as JSON values; tables without a row about the person are left out."""
    found = {}
    for table in SQLModel.metadata.sorted_tables:
        condition = _about(db, table, person)
        if condition is None:
            continue
        rows = [
            _open(db, dict(row._mapping))
            for row in db.execute(select(*table.c).where(condition).order_by(*table.primary_key))
        ]
        if rows:
            found[str(table.name)] = rows
    return found


def _about(db: Transaction, table: Table, person: int) -> Any:
    if table is tables.table(tables.Person):
        return table.c.id == person
    if "person_id" in table.c:
        return table.c.person_id == person
    if "pseudonym" in table.c:
        return table.c.pseudonym == people.by_id(db, person).pseudonym
    return None


def _open(db: Transaction, row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name.removesuffix("_sealed"): _value(db, value) for name, value in row.items() if str(name) not in _OF_NO_USE
    }


def _value(db: Transaction, value: Any) -> Any:
    match value:
        case bytes():
            return _opened(db, value)
        case datetime() | date():
            return value.isoformat()
        case _:
            return value


def _opened(db: Transaction, sealed: bytes) -> Any:
    if not sealed:
        return None
    try:
        plain = db.vault.open(sealed).decode()
    except CannotOpen:
        return "cannot be opened: its key is gone"
    try:
        return json.loads(plain)
    except ValueError:
        return plain
