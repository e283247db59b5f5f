"""Answers to questions as they were shown; a correction leaves the old answer behind, marked."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from store import tables
from store.database import Transaction
from store.prepared import Prepared

_ANSWER = tables.table(tables.Answer)
_INSERT = Prepared(insert(_ANSWER))
_CORRECT = Prepared(
    update(_ANSWER)
    .where(
        (_ANSWER.c.session_id == bindparam("session"))
        & (_ANSWER.c.node == bindparam("node_"))
        & (_ANSWER.c.name == bindparam("name_"))
        & _ANSWER.c.corrected_at.is_(None)
    )
    .values(corrected_at=bindparam("now"))
)
_LATEST = Prepared(
    select(*_ANSWER.c)
    .where(
        (_ANSWER.c.person_id == bindparam("person"))
        & (_ANSWER.c.name == bindparam("name_"))
        & _ANSWER.c.corrected_at.is_(None)
    )
    .order_by(_ANSWER.c.answered_at.desc(), _ANSWER.c.id.desc())
    .limit(bindparam("most"))
)
_LAST_TIME = Prepared(
    select(_ANSWER.c.answered_at)
    .where((_ANSWER.c.person_id == bindparam("person")) & (_ANSWER.c.name == bindparam("name_")))
    .order_by(_ANSWER.c.answered_at.desc())
    .limit(1)
)
_FREE_TEXT = ("text", "plan")


@dataclass(frozen=True, slots=True)
class NewAnswer:
    """One answer as the engine gives it, with what it means."""

    person_id: int
    session_id: int
    nudge_id: int | None
    flow: str
    node: str
    visit: int
    name: str
    kind: str
    value: Any  # anything JSON holds
    level: str | None
    seen_by: str
    skipped: bool
    late: bool


@dataclass(frozen=True, slots=True)
class Past:
    """An answer given before."""

    name: str
    flow: str
    value: Any
    level: str | None
    skipped: bool
    late: bool
    answered_at: datetime
    corrected_at: datetime | None


def write(db: Transaction, answer: NewAnswer, now: datetime, *, corrects: bool) -> None:
    """Store an answer; what somebody wrote is sealed, what they chose is not."""
    if corrects:
        keys = {"session": answer.session_id, "node_": answer.node, "name_": answer.name, "now": now}
        db.execute(_CORRECT, keys)
    body = json.dumps(answer.value, ensure_ascii=False)
    free = answer.kind in _FREE_TEXT and not answer.skipped
    values: Mapping[str, Any] = {
        "person_id": answer.person_id,
        "session_id": answer.session_id,
        "nudge_id": answer.nudge_id,
        "flow": answer.flow,
        "node": answer.node,
        "visit": answer.visit,
        "name": answer.name,
        "kind": answer.kind,
        "value": None if free else body,
        "text_sealed": db.vault.seal(body.encode()) if free else None,
        "level": answer.level,
        "seen_by": answer.seen_by,
        "skipped": answer.skipped,
        "late": answer.late,
        "answered_at": now,
    }
    db.execute(_INSERT, values)


def latest(db: Transaction, person: int, name: str, limit: int = 1) -> Sequence[Past]:
    """The newest answers of that name that were not replaced, newest first."""
    return [_past(db, row) for row in db.execute(_LATEST, {"person": person, "name_": name, "most": limit})]


def last_time(db: Transaction, person: int, name: str) -> datetime | None:
    """When this was last asked and answered or skipped."""
    found: datetime | None = db.execute(_LAST_TIME, {"person": person, "name_": name}).scalar_one_or_none()
    return found


def every(db: Transaction, person: int) -> Sequence[Past]:
    """All answers of one person, oldest first, for that person."""
    rows = db.execute(select(*_ANSWER.c).where(_ANSWER.c.person_id == person).order_by(_ANSWER.c.id))
    return [_past(db, row) for row in rows]


def levels(
    db: Transaction, people: Sequence[int], names: Sequence[str], since: datetime, until: datetime
) -> Sequence[tuple[int, str, str | None]]:
    """(person, name, level or None) for what `people` answered in [since, until): the raw matter of a window."""
    inside = (
        _ANSWER.c.person_id.in_(people)
        & _ANSWER.c.name.in_(names)
        & (_ANSWER.c.seen_by == "team")
        & (_ANSWER.c.answered_at >= since)
        & (_ANSWER.c.answered_at < until)
        & _ANSWER.c.corrected_at.is_(None)
    )
    rows = db.execute(select(_ANSWER.c.person_id, _ANSWER.c.name, _ANSWER.c.level).where(inside).order_by(_ANSWER.c.id))
    return [(row.person_id, row.name, row.level) for row in rows]


def purge_texts(db: Transaction, before: datetime) -> int:
    """Destroy what was written before that moment; the choice that it was answered stays."""
    old = (_ANSWER.c.answered_at < before) & _ANSWER.c.text_sealed.is_not(None)
    return db.execute(update(_ANSWER).where(old).values(text_sealed=None)).rowcount


def purge_scores(db: Transaction, before: datetime) -> int:
    """Forget answers given before that moment; returns how many."""
    return db.execute(_ANSWER.delete().where(_ANSWER.c.answered_at < before)).rowcount


def _past(db: Transaction, row: Any) -> Past:
    body = db.vault.open(row.text_sealed) if row.text_sealed is not None else row.value
    return Past(
        name=row.name,
        flow=row.flow,
        value=None if body is None else json.loads(body),
        level=row.level,
        skipped=row.skipped,
        late=row.late,
        answered_at=row.answered_at,
        corrected_at=row.corrected_at,
    )
