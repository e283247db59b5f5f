"""Seals everything once more under the newest secret key, a little at a time, so that an old key can be dropped."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, LargeBinary, Table, and_, func, literal, select, tuple_, update

from store import tables
from store.database import Transaction
from store.vault import CannotOpen

_FACT = tables.table(tables.Fact)
_KEYS = "key."  # facts whose names begin so are sealed, the others are not

Place = tuple[Any, ...]  # a primary key, or () before the first row


@dataclass(frozen=True, slots=True)
class Step:
    """One step: the last place (None at the end), rows seen, sealed anew, and left because no key opens them."""

    after: Place | None
    seen: int
    changed: int
    stuck: int


def sealed_columns() -> Iterator[Column[bytes]]:
    """Every column that holds something sealed."""
    for table in _FACT.metadata.sorted_tables:
        yield from (column for column in table.columns if isinstance(column.type, LargeBinary))


def count(db: Transaction, column: Column[bytes]) -> int:
    """How many rows have something in this column."""
    return int(db.execute(select(func.count()).where(*_filled(column))).scalar_one())


def reseal(db: Transaction, column: Column[bytes], after: Place, limit: int) -> Step:
    """Seal up to `limit` rows after that place. A row that changes meanwhile is sealed by whoever changes it."""
    key: Sequence[Column[Any]] = list(column.table.primary_key)
    query = select(*key, column).where(*_filled(column)).order_by(*key).limit(limit)
    if after:
        query = query.where(tuple_(*key) > tuple_(*map(literal, after)))
    rows = db.execute(query.with_for_update() if db.postgres else query).all()
    changed = stuck = 0
    for *place, sealed in rows:
        if not db.vault.is_newest(sealed):
            fresh = _once_more(db, sealed)
            same = and_(*(part == value for part, value in zip(key, place, strict=True)))
            if fresh is None:
                stuck += 1
            else:
                db.execute(update(_table(column)).where(same).values({column.name: fresh}))
                changed += 1
    return Step(tuple(rows[-1][:-1]) if len(rows) == limit else None, len(rows), changed, stuck)


def _once_more(db: Transaction, sealed: bytes) -> bytes | None:
    try:
        return db.vault.seal(db.vault.open(sealed))
    except CannotOpen:
        return None


def _table(column: Column[bytes]) -> Table:
    return next(table for table in _FACT.metadata.sorted_tables if table is column.table)


def _filled(column: Column[bytes]) -> list[Any]:
    filled = [column.is_not(None), func.length(column) > 0]
    return [*filled, _FACT.c.name.startswith(_KEYS)] if column.table is _FACT else filled
