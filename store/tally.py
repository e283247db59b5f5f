"""Counts of things that happened, such as deliveries that nobody can be sure of."""

from collections.abc import Mapping

from sqlalchemy import Insert, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from store import tables
from store.database import Transaction

_TALLY = tables.table(tables.TallyRow)
# In one statement: the first two of a kind may be counted at the same moment.
_MORE = {"count": _TALLY.c["count"] + bindparam("more")}
_ADD: Mapping[bool, Insert] = {
    True: postgresql.insert(_TALLY).on_conflict_do_update(index_elements=["name"], set_=_MORE),
    False: sqlite.insert(_TALLY).on_conflict_do_update(index_elements=["name"], set_=_MORE),
}


def count(db: Transaction, name: str, more: int = 1) -> None:
    """Add to the count of something that happened."""
    db.execute(_ADD[db.postgres], {"name": name, "count": more, "more": more})


def counts(db: Transaction) -> Mapping[str, int]:
    """Read all counts by name."""
    return {name: int(number) for name, number in db.execute(select(_TALLY.c.name, _TALLY.c["count"]))}
