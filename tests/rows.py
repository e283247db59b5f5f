"""What stands in tables, counted from beside the store: for tests that ask what became of many rows."""

from collections import Counter

from sqlmodel import SQLModel

from store import tables
from store.database import Transaction


def sending(db: Transaction) -> Counter[str]:
    """Count the rows of the outbox by state."""
    return by(db, tables.OutboxRow, "state")


def by(db: Transaction, row: type[SQLModel], column: str) -> Counter[str]:
    """Count the rows of a table by what stands in one column; an empty one is left out."""
    table = tables.table(row)
    return Counter(word for word in db.execute(table.select().with_only_columns(table.c[column])).scalars() if word)
