"""Counts of things that happened, such as deliveries that nobody can be sure of."""

from collections.abc import Mapping

from sqlalchemy import Insert, select
from sqlalchemy.dialects import postgresql, sqlite

from store import tables
from store.database import Transaction

_TALLY = tables.table(tables.Tally)
_MORE = {"count": _TALLY.c["count"] + 1}
# In one statement: the first two of a kind may be counted at the same moment.
_ONE_MORE: Mapping[bool, Insert] = {
    True: postgresql.insert(_TALLY).on_conflict_do_update(index_elements=["name"], set_=_MORE),
    False: sqlite.insert(_TALLY).on_conflict_do_update(index_elements=["name"], set_=_MORE),
}


def count(db: Transaction, name: str) -> None:
    """One more of these."""
    db.execute(_ONE_MORE[db.postgres], {"name": name, "count": 1})


def counts(db: Transaction) -> Mapping[str, int]:
    """All counts by name."""
    return {name: int(number) for name, number in db.execute(select(_TALLY.c.name, _TALLY.c["count"]))}
