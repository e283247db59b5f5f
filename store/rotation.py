"""Seals everything once more under the newest secret key, a little at a time, so that an old key can be dropped."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, LargeBinary, Table, and_, func, literal, or_, select, tuple_, update

from store import installation, places, tables, vault
from store.database import Transaction
from store.vault import CannotOpen

_FACT = tables.table(tables.FactRow)

Place = tuple[Any, ...]  # a primary key, or () before the first row


@dataclass(frozen=True, slots=True)
class RotationStep:
    """One step: the last place (None at the end), rows looked at, sealed anew, and left because no key opens them."""

    after: Place | None
    rows: int
    changed: int
    stuck: int


def sealed_columns() -> Iterator[Column[bytes]]:
    """List every column that holds something sealed."""
    for table in _FACT.metadata.sorted_tables:
        yield from (column for column in table.columns if isinstance(column.type, LargeBinary))


def count(db: Transaction, column: Column[bytes]) -> int:
    """Count how many rows have something in this column."""
    return int(db.execute(select(func.count()).where(*_filled(column))).scalar_one())


def reseal(db: Transaction, column: Column[bytes], after: Place, limit: int) -> RotationStep:
    """Seal up to `limit` rows after that place. A row that changes meanwhile is sealed by whoever changes it."""
    key: Sequence[Column[Any]] = list(column.table.primary_key)
    query = select(*key, column, *places.naming(column.table)).where(*_filled(column)).order_by(*key).limit(limit)
    if after:
        query = query.where(tuple_(*key) > tuple_(*map(literal, after)))
    rows = db.execute(query.with_for_update() if db.postgres else query).all()
    changed = stuck = 0
    for row in rows:
        at, sealed = row[: len(key)], row[len(key)]
        if not db.vault.is_newest(sealed):
            fresh = _once_more(db, sealed, places.of(column, row._mapping))
            same = and_(*(part == value for part, value in zip(key, at, strict=True)))
            if fresh is None:
                stuck += 1
            else:
                db.execute(update(_table(column)).where(same).values({column.name: fresh}))
                changed += 1
    return RotationStep(tuple(rows[-1][: len(key)]) if len(rows) == limit else None, len(rows), changed, stuck)


def _once_more(db: Transaction, sealed: bytes, where: bytes) -> bytes | None:
    try:
        return db.vault.seal(db.vault.open(sealed, where), where, vault.room(sealed))
    except CannotOpen:
        return None


def _table(column: Column[bytes]) -> Table:
    return next(table for table in _FACT.metadata.sorted_tables if table is column.table)


def _filled(column: Column[bytes]) -> list[Any]:
    filled = [column.is_not(None), func.length(column) > 0]
    if column.table is not _FACT:
        return filled
    return [*filled, or_(*(_FACT.c.name.startswith(prefix) for prefix in installation.SEALED))]
