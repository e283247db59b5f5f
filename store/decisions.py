"""Decisions by chance, written before anything is sent and never changed; what came of them stands beside them.

`every` gives decisions and outcomes together, as an estimate needs them.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, or_, select

from store import tables
from store.database import Transaction
from store.prepared import Prepared

_DECISION = tables.table(tables.Decision)
_OUTCOME = tables.table(tables.DecisionOutcome)
_AS_JSON = ("reasons", "context", "probabilities")


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision: what could have come out with which probability, and what did.

    `decision` names it: with policy, pseudonym and the study key the draw `u` can be done again. `subject` is what
    was decided (flow: a draw inside a flow, cue, wording). Whoever was not `eligible` does not take part; whoever
    was not `available` could not be spoken to, for `reasons`; both are kept and left out of contrasts, and so are
    probabilities of 0 and 1. `context` is what the rule saw, `outcome_definition` by what an effect is seen.
    """

    decision: str
    policy: str
    decided_at: datetime
    arm: str
    probabilities: Mapping[str, float]
    u: float
    subject: str = "flow"
    nudge_id: int | None = None
    local_time: str = ""
    eligible: bool = True
    available: bool = True
    reasons: Sequence[str] = ()
    context: Mapping[str, Any] = field(default_factory=dict)
    message: str | None = None
    language: str = ""
    outcome_definition: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a decision: `sent`, `not_sent` or `failed`; a value from 0 to 1, or why there is none."""

    send_result: str
    value: float | None
    missing: str | None
    settled_at: datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """A decision as it lies in the database, for whom, and its outcome once that is known."""

    id: int
    pseudonym: str
    made: Decision
    outcome: Outcome | None


_DECISION_COLUMNS = [_DECISION.c[name] for name in Decision.__dataclass_fields__]
_OUTCOME_COLUMNS = [_OUTCOME.c[name] for name in Outcome.__dataclass_fields__]
_EVERY = (
    select(_DECISION.c.id, _DECISION.c.pseudonym, *_DECISION_COLUMNS, *_OUTCOME_COLUMNS)
    .join_from(_DECISION, _OUTCOME, _OUTCOME.c.decision_id == _DECISION.c.id, isouter=True)
    .order_by(_DECISION.c.id)
)
_OF_PERSON = _EVERY.where(_DECISION.c.pseudonym == bindparam("pseudonym_"))
_KEPT_OF_PERSON = Prepared(_OF_PERSON)
_KEPT_ABOUT = Prepared(_OF_PERSON.where(_DECISION.c.subject == bindparam("subject_")))
_SAME = Prepared(
    select(_DECISION.c.id)
    .where((_DECISION.c.pseudonym == bindparam("pseudonym_")) & (_DECISION.c.decision == bindparam("decision_")))
    .limit(1)
)
_WRITE = Prepared(insert(_DECISION))
_SETTLED = Prepared(select(_OUTCOME.c.id).where(_OUTCOME.c.decision_id == bindparam("decision_")).limit(1))
_PSEUDONYM = Prepared(select(_DECISION.c.pseudonym).where(_DECISION.c.id == bindparam("decision_")))
_SETTLE = Prepared(insert(_OUTCOME))


def write(db: Transaction, pseudonym: str, made: Decision) -> None:
    """Log a decision, once: going back and on again draws the same. A probability of exactly 0 stays 0."""
    if db.execute(_SAME, {"pseudonym_": pseudonym, "decision_": made.decision}).one_or_none() is not None:
        return
    values = {name: getattr(made, name) for name in Decision.__dataclass_fields__}
    texts = {
        "reasons": json.dumps(list(made.reasons)),
        "context": json.dumps(dict(made.context)),
        "probabilities": json.dumps(dict(made.probabilities)),
    }
    db.execute(_WRITE, {"pseudonym": pseudonym, **values, **texts})


def settle(db: Transaction, decision: int, outcome: Outcome) -> None:
    """Write down what came of a decision; what is written stays."""
    which = {"decision_": decision}
    if db.execute(_SETTLED, which).one_or_none() is not None:
        return
    values = {name: getattr(outcome, name) for name in Outcome.__dataclass_fields__}
    pseudonym = db.execute(_PSEUDONYM, which).scalar_one()
    db.execute(_SETTLE, {"decision_id": decision, "pseudonym": pseudonym, **values})


def every(db: Transaction, subject: str | None = None) -> Sequence[Kept]:
    """All decisions about a subject, or about everything, oldest first, each with its outcome if that is known."""
    chosen = _EVERY if subject is None else _EVERY.where(_DECISION.c.subject == subject)
    return [_kept(row) for row in db.execute(chosen)]


def unsettled(db: Transaction, subjects: Sequence[str], until: datetime) -> Sequence[Kept]:
    """The decisions about these subjects, made up to that moment, of which the outcome is not written yet."""
    about = _DECISION.c.subject.in_(subjects) & (_DECISION.c.decided_at <= until)
    return [_kept(row) for row in db.execute(_EVERY.where(about & _OUTCOME.c.decision_id.is_(None)))]


def open_of_person(db: Transaction, pseudonym: str, subjects: tuple[str, ...]) -> Sequence[Kept]:
    """The decisions about one person of which it is not known yet what came of them, in order."""
    return [_kept(row) for row in db.execute(_open(subjects), {"pseudonym_": pseudonym})]


@cache
def _open(subjects: tuple[str, ...]) -> Prepared:
    about = or_(*(_DECISION.c.subject == subject for subject in subjects))
    return Prepared(_OF_PERSON.where(about & _OUTCOME.c.decision_id.is_(None)))


def kept_of_person(db: Transaction, pseudonym: str, subject: str | None = None) -> Sequence[Kept]:
    """One person's decisions, about a subject or about everything, oldest first."""
    values = {"pseudonym_": pseudonym, "subject_": subject}
    return [_kept(row) for row in db.execute(_KEPT_OF_PERSON if subject is None else _KEPT_ABOUT, values)]


def of_person(db: Transaction, pseudonym: str) -> Sequence[Decision]:
    """All decisions for one person, oldest first."""
    return [kept.made for kept in kept_of_person(db, pseudonym)]


def numbers(db: Transaction, pseudonym: str) -> Mapping[str, int]:
    """How many decisions there are about this person, by subject."""
    mine = select(_DECISION.c.subject, func.count()).where(_DECISION.c.pseudonym == pseudonym)
    return {subject: int(number) for subject, number in db.execute(mine.group_by(_DECISION.c.subject))}


def purge(db: Transaction, before: datetime) -> int:
    """Forget decisions made before that moment, with their outcomes; returns how many decisions."""
    old = _DECISION.c.decided_at < before
    db.execute(delete(_OUTCOME).where(_OUTCOME.c.decision_id.in_(select(_DECISION.c.id).where(old))))
    return db.execute(delete(_DECISION).where(old)).rowcount


def _kept(row: Any) -> Kept:
    number, pseudonym, *values = row
    made = dict(zip(Decision.__dataclass_fields__, values, strict=False))
    made |= {name: json.loads(made[name]) for name in _AS_JSON}
    made["reasons"] = tuple(made["reasons"])
    outcome = values[len(made) :]
    return Kept(number, pseudonym, Decision(**made), None if outcome[0] is None else Outcome(*outcome))
