"""Decisions by chance, written before anything is sent and never changed; what came of them stands beside them.

`every` gives decisions and outcomes together, as an estimate needs them. What a flow draws stands in the leaf of its
session (`draw`): in a table of its own it would tell which way somebody went.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

import structlog
from sqlalchemy import bindparam, exists, func, or_, select

from store import leaves, tables
from store.chains import Chain, ChainFault, Link
from store.database import Transaction
from store.leaves import FlowDraw, Leaf
from store.prepared import Prepared
from store.vault import CannotOpen, place

_log = structlog.get_logger()

_DECISION = tables.table(tables.DecisionRow)
_OUTCOME = tables.table(tables.DecisionOutcomeRow)
_PERSON = tables.table(tables.PersonRow)


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
class DecisionOutcome:
    """What came of a decision: `sent`, `not_sent` or `failed`; a value from 0 to 1, or why there is none."""

    send_result: str
    value: float | None
    missing: str | None
    settled_at: datetime


@dataclass(frozen=True, slots=True)
class StoredDecision:
    """A decision as it lies in the database, for whom, and its outcome once that is known."""

    id: int
    pseudonym: str
    decision: Decision
    outcome: DecisionOutcome | None


_LEAST = 1200  # bytes: decisions of every kind look as long as this
_AS_IT_IS = ("subject", "decided_at")  # columns of their own, besides what is sealed
_SEALED = [name for name in Decision.__dataclass_fields__ if name not in _AS_IT_IS]
_OUTCOME_SEALED = ("send_result", "value", "missing")
_EVERY = (
    select(
        *(_DECISION.c[name] for name in ("id", "pseudonym", "subject", "decided_at", "sealed")),
        *(_OUTCOME.c[name].label(f"outcome_{name}") for name in ("id", "settled_at", "sealed")),
    )
    .join_from(_DECISION, _OUTCOME, _OUTCOME.c.decision_id == _DECISION.c.id, isouter=True)
    .where(_DECISION.c.forgotten.is_(None))
    .order_by(_DECISION.c.id)
)
_OF_PERSON = _EVERY.where(_DECISION.c.pseudonym == bindparam("pseudonym_"))
_KEPT_OF_PERSON = Prepared(_OF_PERSON)
_KEPT_ABOUT = Prepared(_OF_PERSON.where(_DECISION.c.subject == bindparam("subject_")))
_SETTLED = select(_OUTCOME.c.id).where(_OUTCOME.c.decision_id == bindparam("decision_")).limit(1)
_PSEUDONYM = select(_DECISION.c.pseudonym).where(_DECISION.c.id == bindparam("decision_"))


def _decision_says(db: Transaction, row: Any) -> Sequence[object]:
    return [
        row.id,
        row.pseudonym,
        row.subject,
        row.decided_at,
        _open(db, "decision", row.id, row.pseudonym, row.sealed),
    ]


def _outcome_says(db: Transaction, row: Any) -> Sequence[object]:
    sealed = _open(db, "decisionoutcome", row.id, row.pseudonym, row.sealed)
    return [row.id, row.decision_id, row.pseudonym, row.settled_at, sealed]


CHAIN = Chain("decisions", _DECISION, 0x6B6F6464, _decision_says)
OUTCOMES = Chain("outcomes", _OUTCOME, 0x6B6F646F, _outcome_says)


def write(db: Transaction, pseudonym: str, decision: Decision) -> None:
    """Log a decision, once: going back and on again draws the same. A probability of exactly 0 stays 0."""
    if any(kept.decision.decision == decision.decision for kept in kept_of_person(db, pseudonym, decision.subject)):
        return
    number = db.next_number("decision")
    said = json.dumps({name: getattr(decision, name) for name in _SEALED}, default=dict).encode()
    values = {
        "id": number,
        "pseudonym": pseudonym,
        "subject": decision.subject,
        "decided_at": decision.decided_at,
        "sealed": _seal(db, "decision", number, pseudonym, said),
    }
    CHAIN.append(db, [(values, [number, pseudonym, decision.subject, decision.decided_at, said])])


def settle(db: Transaction, decision: int, outcome: DecisionOutcome) -> None:
    """Write down what came of a decision; what is written already stays."""
    which = {"decision_": decision}
    if db.execute(_SETTLED, which).one_or_none() is not None:
        return
    pseudonym = db.execute(_PSEUDONYM, which).scalar_one()
    number = db.next_number("decisionoutcome")
    said = json.dumps({name: getattr(outcome, name) for name in _OUTCOME_SEALED}).encode()
    values = {
        "id": number,
        "decision_id": decision,
        "pseudonym": pseudonym,
        "settled_at": outcome.settled_at,
        "sealed": _seal(db, "decisionoutcome", number, pseudonym, said),
    }
    OUTCOMES.append(db, [(values, [number, decision, pseudonym, outcome.settled_at, said])])


def draw(db: Transaction, person_id: int, session_id: int, decision: Decision) -> None:
    """Log what a flow drew in this session, once."""
    leaf = leaves.of_session(db, person_id, session_id, decision.message or "", decision.decided_at)
    if all(one.decision != decision.decision for one in leaf.content.draws):
        at = leaves.stamp(decision.decided_at)
        leaf.content.draws.append(
            FlowDraw(
                decision.decision,
                decision.policy,
                at,
                decision.arm,
                dict(decision.probabilities),
                decision.u,
                decision.local_time,
                decision.message,
                decision.language,
            )
        )
        leaves.save(db, leaf, decision.decided_at)


def draws(db: Transaction, person_id: int) -> Sequence[Decision]:
    """List what flows drew for this person, oldest first."""
    return [_drawn(leaf, one) for leaf in leaves.of_person(db, person_id) for one in leaf.content.draws]


def every_draw(db: Transaction) -> Sequence[tuple[int, str, Decision]]:
    """(leaf, pseudonym, draw) of everything that flows drew, for whoever checks it."""
    whose = select(_PERSON.c.id, _PERSON.c.pseudonym).order_by(_PERSON.c.id)
    return [
        (leaf.id, pseudonym, _drawn(leaf, one))
        for person, pseudonym in db.execute(whose).all()
        for leaf in leaves.of_person(db, person)
        for one in leaf.content.draws
    ]


def _drawn(leaf: Leaf, draw: FlowDraw) -> Decision:
    return Decision(
        draw.decision,
        draw.policy,
        leaves.moment(draw.at),
        draw.arm,
        draw.probabilities,
        draw.u,
        nudge_id=leaf.nudge_id,
        local_time=draw.local_time,
        message=draw.message,
        language=draw.language,
    )


def every(db: Transaction, subject: str | None = None) -> Sequence[StoredDecision]:
    """List all decisions about a subject, or about everything, oldest first, each with its outcome if that is known."""
    chosen = _EVERY if subject is None else _EVERY.where(_DECISION.c.subject == subject)
    return _opened(db, db.execute(chosen))


def unsettled(db: Transaction, subjects: Sequence[str], until: datetime) -> Sequence[StoredDecision]:
    """List the decisions about these subjects, made up to that moment, of which the outcome is not written yet."""
    about = _DECISION.c.subject.in_(subjects) & (_DECISION.c.decided_at <= until)
    return _opened(db, db.execute(_EVERY.where(about & _OUTCOME.c.decision_id.is_(None))))


def open_of_person(db: Transaction, pseudonym: str, subjects: tuple[str, ...]) -> Sequence[StoredDecision]:
    """List the decisions about one person of which it is not known yet what came of them, in order."""
    return _opened(db, db.execute(_unsettled(subjects), {"pseudonym_": pseudonym}))


@cache
def _unsettled(subjects: tuple[str, ...]) -> Prepared:
    about = or_(*(_DECISION.c.subject == subject for subject in subjects))
    return Prepared(_OF_PERSON.where(about & _OUTCOME.c.decision_id.is_(None)))


def kept_of_person(db: Transaction, pseudonym: str, subject: str | None = None) -> Sequence[StoredDecision]:
    """List one person's decisions, about a subject or about everything, oldest first."""
    values = {"pseudonym_": pseudonym, "subject_": subject}
    return _opened(db, db.execute(_KEPT_OF_PERSON if subject is None else _KEPT_ABOUT, values))


def of_person(db: Transaction, pseudonym: str) -> Sequence[Decision]:
    """List all decisions for one person, oldest first."""
    return [kept.decision for kept in kept_of_person(db, pseudonym)]


def numbers(db: Transaction, pseudonym: str) -> Mapping[str, int]:
    """Count the decisions about this person, by subject."""
    mine = select(_DECISION.c.subject, func.count()).where(_DECISION.c.pseudonym == pseudonym)
    return {subject: int(number) for subject, number in db.execute(mine.group_by(_DECISION.c.subject))}


def verify(db: Transaction, anchors: Mapping[str, Sequence[Link]] | None = None) -> ChainFault | None:
    """Find the first thing about decisions or outcomes that is not as it was written; None if all is whole."""
    anchored = anchors or {}
    return CHAIN.fault(db, anchored.get(CHAIN.name, ())) or OUTCOMES.fault(db, anchored.get(OUTCOMES.name, ()))


def forget(db: Transaction, pseudonym: str) -> None:
    """Empty everything about this person; that there was a decision stays counted, and no name leads to it."""
    _empty(db, _DECISION.c.pseudonym == pseudonym, _OUTCOME.c.pseudonym == pseudonym)


def purge(db: Transaction, before: datetime) -> int:
    """Forget decisions made before that moment, with their outcomes; returns how many decisions."""
    old = _DECISION.c.decided_at < before
    emptied = _empty(db, old, _OUTCOME.c.decision_id.in_(select(_DECISION.c.id).where(old)))
    OUTCOMES.drop(db, _OUTCOME.c.forgotten.is_not(None))
    referred_to = exists().where(_OUTCOME.c.decision_id == _DECISION.c.id)
    CHAIN.drop(db, _DECISION.c.forgotten.is_not(None) & old & ~referred_to)
    return emptied


def _empty(db: Transaction, decided: Any, settled: Any) -> int:
    OUTCOMES.forget(db, settled, pseudonym=None, sealed=b"")
    return CHAIN.forget(db, decided, pseudonym=None, sealed=b"")


def _opened(db: Transaction, rows: Iterable[Any]) -> Sequence[StoredDecision]:
    return [decision for row in rows if (decision := _kept(db, row)) is not None]


def _kept(db: Transaction, row: Any) -> StoredDecision | None:
    try:
        content = json.loads(_open(db, "decision", row.id, row.pseudonym, row.sealed))
        outcome = None
        if row.outcome_id is not None:
            sealed = _open(db, "decisionoutcome", row.outcome_id, row.pseudonym, row.outcome_sealed)
            outcome = DecisionOutcome(**json.loads(sealed), settled_at=row.outcome_settled_at)
    except CannotOpen:
        _log.error("a sealed record does not open in its place", action="unreadable", table="decision", row=row.id)
        return None
    content["reasons"] = tuple(content["reasons"])
    return StoredDecision(
        row.id, row.pseudonym, Decision(subject=row.subject, decided_at=row.decided_at, **content), outcome
    )


def _seal(db: Transaction, table: str, row_id: int, pseudonym: str, said: bytes) -> bytes:
    return db.vault.seal(said, place(table, "sealed", row_id, pseudonym), _LEAST)


def _open(db: Transaction, table: str, row_id: int, pseudonym: str | None, sealed: bytes) -> bytes:
    return db.vault.open(sealed, place(table, "sealed", row_id, pseudonym))
