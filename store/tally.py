"""Counts of things that happened, such as deliveries that nobody can be sure of."""

from collections.abc import Mapping

from sqlalchemy import insert, select, update

from store import tables
from store.database import Transaction

_TALLY = tables.table(tables.Tally)


def count(db: Transaction, name: str) -> None:
    """One more of these."""
    more = update(_TALLY).where(_TALLY.c.name == name).values(count=_TALLY.c.count + 1)
    if db.execute(more).rowcount == 0:
        db.execute(insert(_TALLY), {"name": name, "count": 1})


def counts(db: Transaction) -> Mapping[str, int]:
    """All counts by name."""
    return {name: int(number) for name, number in db.execute(select(_TALLY.c.name, _TALLY.c["count"]))}
