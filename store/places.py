"""Where a sealed value stands, worked out from its row: for whatever walks all tables, such as a rotation of keys."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Column

from store.vault import place

# What names a row from outside, where its number is not known before it is written.
_ROW = {"inbox": "update_key", "fact": "name", "keyboard": "person_id"}
_OWNERS = ("person_id", "pseudonym")  # the columns that say whose a row is


def of(column: Column[Any], row: Mapping[Any, Any]) -> bytes:
    """Name the place of this column's value in a row; `row` holds at least the columns of `naming`."""
    number, *owner = naming(column.table)
    return place(column.table.name, column.name, row[number.name], row[owner[0].name] if owner else None)


def naming(table: Any) -> Sequence[Column[Any]]:
    """List the columns of a table that say which row it is, and whose, if it is somebody's."""
    owner = [table.c[name] for name in _OWNERS if name in table.c and table.name != "person"][:1]
    named = _ROW.get(table.name) or ("id" if "id" in table.c else next(iter(table.primary_key)).name)
    return [table.c[named], *owner]
