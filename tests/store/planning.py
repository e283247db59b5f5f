"""One occurrence on the agenda of somebody of the cast."""

from datetime import datetime, timedelta

from store import agenda, schedules
from store.agenda import Nudge
from store.database import Transaction
from tests.store.cast import NOW

WEEK = timedelta(weeks=1)
DUE = NOW + timedelta(hours=6)


def plan_one(db: Transaction, person: int, at: datetime = DUE, kind: str = "reflection") -> Nudge:
    """A rhythm for the person with one occurrence on the agenda."""
    schedules.give(db, person, kind, "weekreflectie", "{}", at)
    (schedule,) = [row for row in schedules.of_person(db, person) if row.kind == kind]
    schedules.plan(db, schedule, at, at + WEEK)
    return agenda.of_person(db, person, NOW)[-1]
