"""Draws by chance, written before anything is sent and never changed."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select

from store import tables
from store.database import Transaction

_DECISION = tables.table(tables.Decision)


@dataclass(frozen=True, slots=True)
class Decision:
    """One draw: what could have come out with which probability, and what did."""

    decision: str
    policy: str
    decided_at: datetime
    arm: str
    probabilities: Mapping[str, float]
    u: float


def write(db: Transaction, pseudonym: str, made: Decision) -> None:
    """Log a draw, once: going back and on again draws the same. A probability of exactly 0 stays 0."""
    same = (_DECISION.c.pseudonym == pseudonym) & (_DECISION.c.decision == made.decision)
    if db.execute(select(_DECISION.c.id).where(same)).first() is not None:
        return
    values = {
        "pseudonym": pseudonym,
        "decision": made.decision,
        "policy": made.policy,
        "decided_at": made.decided_at,
        "arm": made.arm,
        "probabilities": json.dumps(dict(made.probabilities)),
        "u": made.u,
    }
    db.execute(insert(_DECISION), values)


def of_person(db: Transaction, pseudonym: str) -> Sequence[Decision]:
    """All draws for one person, oldest first."""
    rows = db.execute(select(*_DECISION.c).where(_DECISION.c.pseudonym == pseudonym).order_by(_DECISION.c.id))
    return [
        Decision(row.decision, row.policy, row.decided_at, row.arm, json.loads(row.probabilities), row.u)
        for row in rows
    ]


def purge(db: Transaction, before: datetime) -> int:
    """Forget draws made before that moment; returns how many."""
    return db.execute(delete(_DECISION).where(_DECISION.c.decided_at < before)).rowcount
