"""Schedules: a person's rhythms, when each comes next, and what they put on the agenda."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, literal, select, union, update
from sqlalchemy.dialects import postgresql, sqlite

from nudges.dose import Occasion, Sending
from nudges.lifecycle import NudgeState
from nudges.person import Status
from store import tables
from store.database import Transaction
from store.prepared import Prepared

NEVER = timedelta(weeks=520)  # so far away is what comes only once something else brings it nearer
_SCHEDULE = tables.table(tables.ScheduleRow)
_NUDGE = tables.table(tables.NudgeRow)
_PERSON = tables.table(tables.PersonRow)
# Whether it is PostgreSQL -> the statement.
_PLAN = {
    True: Prepared(postgresql.insert(_NUDGE).on_conflict_do_nothing()),
    False: Prepared(sqlite.insert(_NUDGE).on_conflict_do_nothing()),
}


@dataclass(frozen=True, slots=True)
class Schedule:
    """A recurrence for one person; `next_at` is its next occurrence that was not planned yet.

    `kind` is the word of a kind of nudge, `subject_id` says which of that kind; a message has no flow.
    """

    id: int
    person_id: int
    kind: str
    subject_id: str
    flow: str | None
    occasion: Occasion
    recurrence: str
    next_at: datetime


_COLUMNS = [_SCHEDULE.c[name] for name in Schedule.__dataclass_fields__]
_BY_ID = Prepared(select(*_COLUMNS).where(_SCHEDULE.c.id == bindparam("schedule")))
_OF_KIND = (_SCHEDULE.c.person_id == bindparam("person")) & (_SCHEDULE.c.kind == bindparam("kind_"))
_ABOUT = _OF_KIND & (_SCHEDULE.c.subject_id == bindparam("subject"))
_SET = Prepared(
    update(_SCHEDULE)
    .where(_ABOUT)
    .values({name: bindparam(f"{name}_") for name in ("flow", "occasion", "recurrence", "next_at")} | {"active": True})
    .returning(_SCHEDULE.c.id)
)
_ADD = Prepared(insert(_SCHEDULE))
_REST = Prepared(update(_SCHEDULE).where(_ABOUT).values(active=False).returning(_SCHEDULE.c.id))
_RUNNING = Prepared(select(*_COLUMNS).where((_SCHEDULE.c.person_id == bindparam("person")) & _SCHEDULE.c.active))
_PLANNED_FOR = (_NUDGE.c.person_id == bindparam("person")) & (_NUDGE.c.state == NudgeState.PLANNED)
_WITHDRAW = Prepared(delete(_NUDGE).where(_PLANNED_FOR & (_NUDGE.c.schedule_id == bindparam("schedule"))))
_PUT_OFF = Prepared(
    update(_SCHEDULE).where(_SCHEDULE.c.id == bindparam("schedule")).values(next_at=bindparam("next_at_"))
)
_TO_PLAN = Prepared(  # what another process has locked is passed over; SQLite knows no such lock
    select(*_COLUMNS)
    .where(_SCHEDULE.c.active & (_SCHEDULE.c.next_at <= bindparam("until_")))
    .order_by(_SCHEDULE.c.next_at, _SCHEDULE.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_WITHDRAW_ALL = Prepared(delete(_NUDGE).where(_PLANNED_FOR & (_NUDGE.c.kind == bindparam("kind_"))))
_PUT_OFF_ALL = Prepared(update(_SCHEDULE).where(_OF_KIND).values(next_at=bindparam("next_at_")))
_AHEAD = Prepared(
    select(_SCHEDULE.c.occasion, _SCHEDULE.c.next_at).where(
        (_SCHEDULE.c.person_id == bindparam("person"))
        & _SCHEDULE.c.active
        & (_SCHEDULE.c.next_at >= bindparam("after"))
        & (_SCHEDULE.c.next_at <= bindparam("until_"))
    )
)
_NEXT_DUE = Prepared(select(func.min(_SCHEDULE.c.next_at)).where(_SCHEDULE.c.active))


def give(
    db: Transaction,
    person_id: int,
    kind: str,
    flow: str | None,
    recurrence: str,
    next_at: datetime,
    occasion: Occasion = Occasion.REFLECTION,
    subject_id: str = "",
) -> None:
    """Give the person this rhythm in place of the one of the same kind and subject, and withdraw what that planned."""
    values = {"flow": flow, "occasion": occasion.value, "recurrence": recurrence, "next_at": next_at}
    which = {"person": person_id, "kind_": kind, "subject": subject_id}
    changed = db.execute(_SET, which | _named(values)).scalar_one_or_none()
    if changed is None:
        db.execute(_ADD, {"person_id": person_id, "kind": kind, "subject_id": subject_id, "active": True, **values})
    else:
        db.execute(_WITHDRAW, {"person": person_id, "schedule": changed})


def rest(db: Transaction, person_id: int, kind: str, subject_id: str = "") -> None:
    """Let one rhythm of a person rest, if there is one, and withdraw what was planned of it."""
    resting = db.execute(_REST, {"person": person_id, "kind_": kind, "subject": subject_id}).scalar_one_or_none()
    if resting is not None:
        db.execute(_WITHDRAW, {"person": person_id, "schedule": resting})


def of_person(db: Transaction, person_id: int) -> Sequence[Schedule]:
    """List the rhythms that run for one person."""
    return [_schedule(row) for row in db.ask(_RUNNING, {"person": person_id})]


def switch(db: Transaction, person_id: int, active: bool) -> None:
    """Let all rhythms of one person run, or rest; resting withdraws what was planned."""
    db.execute(update(_SCHEDULE).where(_SCHEDULE.c.person_id == person_id).values(active=active))
    if not active:
        planned = (_NUDGE.c.person_id == person_id) & (_NUDGE.c.state == NudgeState.PLANNED)
        db.execute(_NUDGE.delete().where(planned))


def to_plan(db: Transaction, until: datetime, limit: int) -> Sequence[Schedule]:
    """Up to `limit` schedules whose next occurrence lies before `until`, the earliest first."""
    return [_schedule(row) for row in db.execute(_TO_PLAN, {"until_": until, "most": limit})]


def plan(db: Transaction, schedule: Schedule, occurs_at: datetime, next_at: datetime) -> None:
    """Put one occurrence on the agenda and move on to the next; planning it twice changes nothing."""
    values = {
        "schedule_id": schedule.id,
        "person_id": schedule.person_id,
        "kind": schedule.kind,
        "subject_id": schedule.subject_id,
        "flow": schedule.flow,
        "occasion": schedule.occasion.value,
        "recurrence": schedule.recurrence,
        "occurs_at": occurs_at,
        "due_at": occurs_at,
        "state": NudgeState.PLANNED,
    }
    db.execute(_PLAN[db.postgres], values)
    put_off(db, schedule.id, next_at)


def put_off(db: Transaction, schedule_id: int, next_at: datetime) -> None:
    """Set another next occurrence than was thought."""
    db.execute(_PUT_OFF, {"schedule": schedule_id, "next_at_": next_at})


def by_id(db: Transaction, number: int) -> Schedule:
    """Find the rhythm with this number."""
    return _schedule(db.execute(_BY_ID, {"schedule": number}).one())


def ahead(db: Transaction, person_id: int, after: datetime, until: datetime) -> Sequence[Sending]:
    """List what the person's rhythms will plan between two moments, in no order."""
    values = {"person": person_id, "after": after, "until_": until}
    return [Sending(Occasion(occasion), at) for occasion, at in db.execute(_AHEAD, values)]


def withdraw(db: Transaction, person_id: int, kind: str, until: datetime) -> None:
    """Let all the person's rhythms of this kind rest until then; what was planned of them is gone."""
    mine = {"person": person_id, "kind_": kind}
    db.execute(_WITHDRAW_ALL, mine)
    db.execute(_PUT_OFF_ALL, mine | {"next_at_": until})


def look_again(db: Transaction, kind: str, recurrence: str, now: datetime) -> None:
    """Let the rhythm of this kind be looked at now for everybody who takes part; who has none gets this one."""
    db.execute(update(_SCHEDULE).where((_SCHEDULE.c.kind == kind) & _SCHEDULE.c.active).values(next_at=now))
    have = select(_SCHEDULE.c.person_id).where(_SCHEDULE.c.kind == kind)
    values: dict[str, Any] = {"kind": kind, "subject_id": "", "occasion": Occasion.CUE.value, "recurrence": recurrence}
    values |= {"active": True, "next_at": now}
    defaults = [literal(value, _SCHEDULE.c[column].type) for column, value in values.items()]
    without = select(_PERSON.c.id, *defaults).where((_PERSON.c.status == Status.ACTIVE) & _PERSON.c.id.not_in(have))
    db.execute(insert(_SCHEDULE).from_select(["person_id", *values], without))


def had(db: Transaction, kind: str) -> frozenset[tuple[int, str]]:
    """List who was sent which nudges of this kind: person and subject."""
    sent = (_NUDGE.c.kind == kind) & _NUDGE.c.sent_at.is_not(None)
    asked = select(_NUDGE.c.person_id, _NUDGE.c.subject_id).where(sent).distinct()
    return frozenset((person, subject_id) for person, subject_id in db.execute(asked))


def coming(db: Transaction, now: datetime, until: datetime, *, besides: str) -> Mapping[str, int]:
    """For how many people each flow is on the agenda until then, planned or only scheduled; `besides`: the kind that
    only says when to look again."""
    mine = _SCHEDULE.c.active & (_SCHEDULE.c.kind != besides)
    soon = select(_SCHEDULE.c.person_id, _SCHEDULE.c.flow).where(mine, _SCHEDULE.c.next_at.between(now, until))
    planned = select(_NUDGE.c.person_id, _NUDGE.c.flow).where(_NUDGE.c.state == NudgeState.PLANNED)
    together = union(soon, planned).subquery()
    is_flow = together.c.flow.is_not(None)
    counted = select(together.c.flow, func.count().label("people")).where(is_flow).group_by(together.c.flow)
    return {row.flow: row.people for row in db.execute(counted)}


def next_due(db: Transaction) -> datetime | None:
    """Say when an occurrence must next be put on the agenda."""
    earliest: datetime | None = db.execute(_NEXT_DUE, {}).scalar_one()
    return earliest


def _named(values: Mapping[str, Any]) -> dict[str, Any]:
    # A value must not bear the name of its column where both stand in one update.
    return {f"{name}_": value for name, value in values.items()}


def _schedule(row: Any) -> Schedule:
    values = row._asdict()
    return Schedule(**values | {"occasion": Occasion(values["occasion"])})
