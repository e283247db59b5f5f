"""If-then plans of employees, and acts and promises of leads: each seen by its maker alone."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update

from nudges.closure import Outcome
from store import tables
from store.database import Transaction
from store.prepared import Prepared

_PLAN = tables.table(tables.Plan)
_ACT = tables.table(tables.Act)

_OPEN = dict.fromkeys(("closed_at", "closed_as", "closed_session_id", "closed_node"))
PLAN_LIVES = timedelta(weeks=6)
_EVERY = Prepared(select(*_PLAN.c).where(_PLAN.c.person_id == bindparam("person")).order_by(_PLAN.c.id))
_HOLDS = Prepared(
    select(*_PLAN.c)
    .where(
        (_PLAN.c.person_id == bindparam("person"))
        & _PLAN.c.replaced_at.is_(None)
        & (_PLAN.c.expires_at > bindparam("now"))
    )
    .order_by(_PLAN.c.id.desc())
    .limit(1)
)
_CURRENT = (_PLAN.c.person_id == bindparam("person")) & _PLAN.c.replaced_at.is_(None)
_REPLACE = Prepared(update(_PLAN).where(_CURRENT).values(replaced_at=bindparam("now")))
_MAKE = Prepared(insert(_PLAN))
_SETTLE = Prepared(update(_PLAN).where(_CURRENT).values(outcome=bindparam("outcome_"), settled_at=bindparam("now")))


@dataclass(frozen=True, slots=True)
class Plan:
    """One if-then plan; `words` holds `cue`, `response` and the key of the suggestion it came from."""

    id: int
    words: Mapping[str, str]
    made_at: datetime
    outcome: str | None
    settled_at: datetime | None


@dataclass(frozen=True, slots=True)
class Act:
    """One act of steering, or one promise."""

    id: int
    kind: str
    what: str | None
    principle: str | None
    text: str | None
    acted_at: datetime
    due_on: date | None
    closed_at: datetime | None
    closed_as: str | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a conversation something was logged, so that going back can correct it."""

    session_id: int
    node: str


def make_plan(db: Transaction, person: int, words: Mapping[str, str], now: datetime, place: Place) -> None:
    """A new plan takes the place of the one before."""
    db.execute(_REPLACE, {"person": person, "now": now})
    values = {
        "person_id": person,
        "session_id": place.session_id,
        "node": place.node,
        "text_sealed": db.vault.seal(json.dumps(dict(words), ensure_ascii=False).encode()),
        "made_at": now,
        "expires_at": now + PLAN_LIVES,
    }
    db.execute(_MAKE, values)


def take_back_plan(db: Transaction, person: int, place: Place) -> None:
    """Undo a plan made in this place; the one that it replaced holds again."""
    here = (_PLAN.c.person_id == person) & (_PLAN.c.session_id == place.session_id) & (_PLAN.c.node == place.node)
    made_at = db.execute(delete(_PLAN).where(here).returning(_PLAN.c.made_at)).scalars().first()
    if made_at is not None:
        before = (_PLAN.c.person_id == person) & (_PLAN.c.replaced_at == made_at)
        db.execute(update(_PLAN).where(before).values(replaced_at=None))


def take_back_act(db: Transaction, person: int, place: Place) -> None:
    """Undo what was logged in this place; a promise that was closed here is open again."""
    here = (_ACT.c.person_id == person) & (_ACT.c.session_id == place.session_id) & (_ACT.c.node == place.node)
    db.execute(delete(_ACT).where(here))
    closed_here = (_ACT.c.closed_session_id == place.session_id) & (_ACT.c.closed_node == place.node)
    db.execute(update(_ACT).where((_ACT.c.person_id == person) & closed_here).values(_OPEN))


def plan(db: Transaction, person: int, now: datetime) -> Plan | None:
    """The plan that holds now."""
    row = db.execute(_HOLDS, {"person": person, "now": now}).one_or_none()
    return None if row is None else _plan(db, row)


def settle_plan(db: Transaction, person: int, outcome: str, now: datetime) -> None:
    """How the plan that holds went this time: done, partly, not or no_opportunity."""
    db.execute(_SETTLE, {"person": person, "outcome_": outcome, "now": now})


def plans(db: Transaction, person: int) -> Sequence[Plan]:
    """All plans of one person, oldest first."""
    return [_plan(db, row) for row in db.execute(_EVERY, {"person": person})]


def log(
    db: Transaction,
    person: int,
    kind: str,
    now: datetime,
    place: Place,
    *,
    what: str | None = None,
    principle: str | None = None,
    text: str | None = None,
    due_on: date | None = None,
) -> int:
    """Log an act or a promise of this lead; returns its number."""
    values: dict[str, Any] = {
        "person_id": person,
        "session_id": place.session_id,
        "node": place.node,
        "kind": kind,
        "what": what,
        "principle": principle,
        "text_sealed": None if text is None else db.vault.seal(text.encode()),
        "acted_at": now,
        "due_on": due_on,
    }
    return int(db.execute(insert(_ACT).returning(_ACT.c.id), values).scalar_one())


def acts(db: Transaction, person: int, since: datetime, until: datetime) -> Sequence[Act]:
    """What this lead logged in [since, until), oldest first."""
    mine = (_ACT.c.person_id == person) & (_ACT.c.acted_at >= since) & (_ACT.c.acted_at < until)
    return [_act(db, row) for row in db.execute(select(*_ACT.c).where(mine).order_by(_ACT.c.acted_at, _ACT.c.id))]


def every_act(db: Transaction, person: int) -> Sequence[Act]:
    """All that one lead logged, oldest first."""
    return [_act(db, row) for row in db.execute(select(*_ACT.c).where(_ACT.c.person_id == person).order_by(_ACT.c.id))]


def open_promises(db: Transaction, person: int) -> Sequence[Act]:
    """Promises that were not closed, oldest first. Once its words have had their time, nobody is asked about one any
    more: its maker could not tell which it was."""
    still_said = _ACT.c.text_sealed.is_not(None)
    mine = (_ACT.c.person_id == person) & (_ACT.c.kind == "promise") & _ACT.c.closed_at.is_(None) & still_said
    return [_act(db, row) for row in db.execute(select(*_ACT.c).where(mine).order_by(_ACT.c.id))]


def promise(db: Transaction, person: int, number: int) -> Act | None:
    """One promise that is still open, if it is this lead's."""
    return next((act for act in open_promises(db, person) if act.id == number), None)


def close_promise(db: Transaction, person: int, promise: int, closed_as: Outcome, now: datetime, place: Place) -> bool:
    """Close one of one's own promises; False if it was closed already or is not theirs."""
    mine = (_ACT.c.id == promise) & (_ACT.c.person_id == person) & _ACT.c.closed_at.is_(None)
    closing = {
        "closed_at": now, "closed_as": closed_as, "closed_session_id": place.session_id, "closed_node": place.node,
    }  # fmt: skip
    return db.execute(update(_ACT).where(mine).values(**closing)).rowcount == 1


def purge(db: Transaction, texts_before: datetime, scores_before: datetime) -> int:
    """Forget plans and promises' words by the class of texts, acts by the class of scores; returns how many rows."""
    db.execute(update(_ACT).where(_ACT.c.acted_at < texts_before).values(text_sealed=None))
    gone = db.execute(delete(_PLAN).where(_PLAN.c.expires_at < texts_before)).rowcount
    return gone + db.execute(delete(_ACT).where(_ACT.c.acted_at < scores_before)).rowcount


def _plan(db: Transaction, row: Any) -> Plan:
    return Plan(row.id, json.loads(db.vault.open(row.text_sealed)), row.made_at, row.outcome, row.settled_at)


def _act(db: Transaction, row: Any) -> Act:
    text = None if row.text_sealed is None else db.vault.open(row.text_sealed).decode()
    return Act(row.id, row.kind, row.what, row.principle, text, row.acted_at, row.due_on, row.closed_at, row.closed_as)
