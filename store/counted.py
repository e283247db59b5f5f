"""What teams count of their own work, a value a month; figures about work, with nobody in them."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import delete, insert, select

from nudges.outside import Measure
from store import tables
from store.database import Transaction

_COUNTED = tables.table(tables.CountedRow)


def put(db: Transaction, team_id: int, measure: Measure, month: date, value: float | None) -> None:
    """Enter the value of a month (its first day) in place of the one before; None takes it away."""
    this_month = (_COUNTED.c.team_id == team_id) & (_COUNTED.c.measure == measure) & (_COUNTED.c.month == month)
    db.execute(delete(_COUNTED).where(this_month))
    if value is not None:
        db.execute(insert(_COUNTED), {"team_id": team_id, "measure": measure, "month": month, "value": value})


def series(db: Transaction, team_id: int, measure: Measure) -> Sequence[tuple[date, float]]:
    """List (month, value), oldest first; months without a value are left out."""
    mine = (_COUNTED.c.team_id == team_id) & (_COUNTED.c.measure == measure)
    return [(row.month, row.value) for row in db.execute(select(*_COUNTED.c).where(mine).order_by(_COUNTED.c.month))]


def any_of(db: Transaction, team_id: int) -> bool:
    """Say whether the team counts anything: until then there is self-report only, and that must be said."""
    return db.execute(select(_COUNTED.c.id).where(_COUNTED.c.team_id == team_id).limit(1)).first() is not None
