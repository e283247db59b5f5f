"""How often a lead wants the message at the beginning of their week, and until when it rests."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Insert, select
from sqlalchemy.dialects import postgresql, sqlite

from store import tables
from store.database import Transaction

_DIGEST = tables.table(tables.DigestRow)


@dataclass(frozen=True, slots=True)
class Digest:
    """Every one or two weeks, or 0 for never; none before `rests_until`."""

    every_weeks: int = 1
    rests_until: date | None = None


def of(db: Transaction, person_id: int) -> Digest:
    """Read how often this lead wants the message; every week, if they chose nothing."""
    chosen = select(_DIGEST.c.every_weeks, _DIGEST.c.rests_until).where(_DIGEST.c.person_id == person_id)
    row = db.execute(chosen).one_or_none()
    return Digest() if row is None else Digest(row.every_weeks, row.rests_until)


def choose(db: Transaction, person_id: int, digest: Digest) -> None:
    """Write down how often this lead wants the message from now on."""
    values = {"every_weeks": digest.every_weeks, "rests_until": digest.rests_until}
    db.execute(_upsert(db.postgres, values), {"person_id": person_id} | values)


def _upsert(is_postgres: bool, values: Mapping[str, object]) -> Insert:
    if is_postgres:
        return postgresql.insert(_DIGEST).on_conflict_do_update(index_elements=["person_id"], set_=values)
    return sqlite.insert(_DIGEST).on_conflict_do_update(index_elements=["person_id"], set_=values)
