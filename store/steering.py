"""If-then plans of employees, and acts and promises of leads: each seen by its maker alone."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

import msgspec
import structlog
from sqlalchemy import delete, insert, select, update

from nudges.closure import Outcome
from store import goals, leaves, tables
from store.database import Transaction
from store.leaves import PlanStep
from store.vault import CannotOpen
from store.vault import place as where

_log = structlog.get_logger()

_ACT = tables.table(tables.ActRow)
PLAN_LIVES = timedelta(weeks=6)
WAITS = timedelta(weeks=6)  # that the words of a promise wait at most for somebody who is away
_LEAST = 500  # bytes: an act and a promise in a sentence fill the same


@dataclass(frozen=True, slots=True)
class IfThenPlan:
    """One if-then plan; `words` holds `cue`, `response` and the key of the suggestion it came from."""

    words: Mapping[str, str]
    made_at: datetime
    outcome: str | None
    settled_at: datetime | None


@dataclass(frozen=True, slots=True)
class SteeringAct:
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
    said_at: datetime  # from when it is kept: whoever gives a promise another day says it anew


@dataclass(frozen=True, slots=True)
class LogPlace:
    """Where in a conversation something was logged, so that going back can correct it."""

    session_id: int
    node: str


class Dated(msgspec.Struct):
    """That a promise was given another day: where, and how it was before, for going back."""

    session_id: int
    node: str
    due_before: date | None
    said_before: datetime


class LogContent(msgspec.Struct):
    """What a row of the log holds, as it is sealed: an act or a promise, and what became of a promise."""

    kind: str
    node: str
    what: str | None = None
    principle: str | None = None
    text: str | None = None
    due_on: date | None = None
    closed_at: datetime | None = None
    closed_as: str | None = None
    closed_session_id: int | None = None
    closed_node: str | None = None
    acted_at: datetime | None = None  # of a promise that was given another day; the row then says when that was
    dated: Dated | None = None


_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(LogContent)


def make_plan(
    db: Transaction, person_id: int, words: Mapping[str, str], now: datetime, place: LogPlace, *, grows: bool = False
) -> None:
    """Put a new goal in the place of the one before; one that `grows` is the same in other words."""
    step = PlanStep(place.node, leaves.stamp(now), words=dict(words), with_goal=True, grows=grows)
    _add_step(db, person_id, place, step, now)


def settle_plan(db: Transaction, person_id: int, outcome: str, now: datetime, place: LogPlace) -> None:
    """Note how the plan that holds went this time: done, partly, not or no_opportunity."""
    _add_step(db, person_id, place, PlanStep(place.node, leaves.stamp(now), outcome=outcome), now)


def end_plan(db: Transaction, person_id: int, now: datetime, place: LogPlace) -> None:
    """Lay the plan down that holds: from now on there is none."""
    _add_step(db, person_id, place, PlanStep(place.node, leaves.stamp(now), ends=True), now)


def _add_step(db: Transaction, person_id: int, place: LogPlace, step: PlanStep, now: datetime) -> None:
    leaf = leaves.of_session(db, person_id, place.session_id, "", now)
    leaf.content.plans.append(step)
    leaves.save(db, leaf, now)


def take_back_plan(db: Transaction, person_id: int, place: LogPlace) -> None:
    """Undo a plan made in this place; the one that it replaced holds again."""
    for leaf in leaves.of_person(db, person_id):
        remaining = [
            step for step in leaf.content.plans if (step.words is None and not step.ends) or step.node != place.node
        ]
        if leaf.session_id == place.session_id and remaining != leaf.content.plans:
            leaf.content.plans = remaining
            leaves.save(db, leaf)


def plan(db: Transaction, person_id: int, now: datetime) -> IfThenPlan | None:
    """Find the plan that holds now; one of an earlier version holds for the six weeks that its maker was told."""
    goal = goals.of_person(db, person_id)
    if goal is None or not (goal.lasts or goal.made_at + PLAN_LIVES > now):
        return None
    return next((one for one in reversed(plans(db, person_id)) if one.made_at == goal.made_at), None)


def plans(db: Transaction, person_id: int) -> Sequence[IfThenPlan]:
    """List all plans of one person, oldest first."""
    listed: list[IfThenPlan] = []
    steps = [step for leaf in leaves.of_person(db, person_id) for step in leaf.content.plans]
    for step in sorted(steps, key=lambda step: step.at):
        if step.words is not None:
            listed.append(IfThenPlan(step.words, leaves.moment(step.at), None, None))
        elif listed and not step.ends:
            listed[-1] = replace(listed[-1], outcome=step.outcome, settled_at=leaves.moment(step.at))
    return listed


def take_back_act(db: Transaction, person_id: int, place: LogPlace) -> None:
    """Undo what was logged in this place; a promise that was closed or given another day here is as it was before."""
    for row, logged in _logged(db, _ACT.c.person_id == person_id):
        if (row.session_id, logged.node) == (place.session_id, place.node):
            db.execute(delete(_ACT).where(_ACT.c.id == row.id))
        elif (logged.closed_session_id, logged.closed_node) == (place.session_id, place.node):
            logged.closed_at = logged.closed_as = logged.closed_session_id = logged.closed_node = None
            _put_back(db, row, logged)
        elif logged.dated is not None and (logged.dated.session_id, logged.dated.node) == (
            place.session_id,
            place.node,
        ):
            _undo_day(db, row, logged, logged.dated)


def _undo_day(db: Transaction, row: Any, logged: LogContent, dated: Dated) -> None:
    logged.due_on, logged.dated = dated.due_before, None
    _put_back(db, row, logged)
    db.execute(update(_ACT).where(_ACT.c.id == row.id).values(acted_at=dated.said_before))


def log(
    db: Transaction,
    person_id: int,
    kind: str,
    now: datetime,
    place: LogPlace,
    *,
    what: str | None = None,
    principle: str | None = None,
    text: str | None = None,
    due_on: date | None = None,
) -> int:
    """Log an act or a promise of this lead; returns its number."""
    number = db.next_number("act")
    logged = LogContent(kind, place.node, what, principle, text, due_on)
    values: dict[str, Any] = {
        "id": number,
        "person_id": person_id,
        "session_id": place.session_id,
        "acted_at": now,
        "sealed": _sealed(db, number, person_id, logged),
        "words_gone": False,
    }
    db.execute(insert(_ACT), values)
    return number


def acts(db: Transaction, person_id: int, since: datetime, until: datetime) -> Sequence[SteeringAct]:
    """List what this lead logged in [since, until), oldest first."""
    mine = (_ACT.c.person_id == person_id) & (_ACT.c.acted_at >= since) & (_ACT.c.acted_at < until)
    return sorted((_act(row, logged) for row, logged in _logged(db, mine)), key=lambda act: (act.acted_at, act.id))


def every_act(db: Transaction, person_id: int) -> Sequence[SteeringAct]:
    """List all that one lead logged, oldest first."""
    return [_act(row, logged) for row, logged in _logged(db, _ACT.c.person_id == person_id)]


def open_promises(db: Transaction, person_id: int) -> Sequence[SteeringAct]:
    """Promises that were not closed, oldest first. Once its words have had their time, nobody is asked about one any
    more: its maker could not tell which it was."""
    still_said = (_ACT.c.person_id == person_id) & ~_ACT.c.words_gone
    acts = [_act(row, logged) for row, logged in _logged(db, still_said)]
    return [act for act in acts if act.kind == "promise" and act.closed_at is None and act.text is not None]


def promise(db: Transaction, person_id: int, number: int) -> SteeringAct | None:
    """Find one promise that is still open, if it is this lead's."""
    return next((act for act in open_promises(db, person_id) if act.id == number), None)


def close_promise(
    db: Transaction, person_id: int, promise_id: int, closed_as: Outcome, now: datetime, place: LogPlace
) -> bool:
    """Close one of one's own promises; False if it was closed already or is not theirs."""
    for row, logged in _logged(db, (_ACT.c.id == promise_id) & (_ACT.c.person_id == person_id)):
        if logged.closed_at is None:
            logged.closed_at, logged.closed_as = now, closed_as.value
            logged.closed_session_id, logged.closed_node = place.session_id, place.node
            _put_back(db, row, logged)
            return True
    return False


def give_day(db: Transaction, person_id: int, promise_id: int, day: date, now: datetime, place: LogPlace) -> bool:
    """Give one of one's own open promises another day: it is said anew; False if it is closed or not theirs."""
    for row, logged in _logged(db, (_ACT.c.id == promise_id) & (_ACT.c.person_id == person_id) & ~_ACT.c.words_gone):
        if logged.kind == "promise" and logged.closed_at is None:
            logged.dated = Dated(place.session_id, place.node, logged.due_on, row.acted_at)
            logged.due_on, logged.acted_at = day, logged.acted_at or row.acted_at
            _put_back(db, row, logged)
            db.execute(update(_ACT).where(_ACT.c.id == row.id).values(acted_at=now))
            return True
    return False


def going(db: Transaction, before: datetime) -> Sequence[tuple[int, SteeringAct]]:
    """(person, promise) of those that are open, with their words, and were said before that moment."""
    old = (_ACT.c.acted_at < before) & ~_ACT.c.words_gone
    acts = [(row.person_id, _act(row, logged)) for row, logged in _logged(db, old)]
    return [(person, act) for person, act in acts if act.kind == "promise" and act.text and not act.closed_at]


def purge(
    db: Transaction, texts_before: datetime, scores_before: datetime, waiting: Collection[int] = ()
) -> int:  # fmt: skip
    """Destroy promises' words by the class of texts, forget acts by the class of scores, but for those that wait for
    their maker; returns how many rows."""
    others = _ACT.c.id.not_in(sorted(waiting))
    old = (_ACT.c.acted_at < texts_before) & ~_ACT.c.words_gone & others
    for row, logged in _logged(db, old):
        logged.text = None
        _put_back(db, row, logged)
    db.execute(update(_ACT).where(old).values(words_gone=True))
    return db.execute(delete(_ACT).where((_ACT.c.acted_at < scores_before) & others)).rowcount


def left_nothing(db: Transaction, person_id: int, session_id: int) -> bool:
    """Say whether no answer, plan or act came out of this session."""
    of_session = [leaf.content for leaf in leaves.of_person(db, person_id) if leaf.session_id == session_id]
    if any(content.answers or content.plans for content in of_session):
        return False
    logged = _logged(db, _ACT.c.person_id == person_id)
    return not any(session_id in (row.session_id, act.closed_session_id) for row, act in logged)


def readable(sealed: bytes) -> Any:
    """Write out what was logged with the name of every part, for the person it is about."""
    return msgspec.to_builtins(_DECODER.decode(sealed))


def _logged(db: Transaction, condition: Any) -> Sequence[tuple[Any, LogContent]]:
    rows = db.execute(select(*_ACT.c).where(condition).order_by(_ACT.c.id)).all()
    return [(row, logged) for row in rows if (logged := _opened(db, row)) is not None]


def _opened(db: Transaction, row: Any) -> LogContent | None:
    try:
        return _DECODER.decode(db.vault.open(row.sealed, where("act", "sealed", row.id, row.person_id)))
    except (CannotOpen, msgspec.MsgspecError):
        _log.error("a sealed record does not open in its place", action="unreadable", table="act", row=row.id)
        return None


def _put_back(db: Transaction, row: Any, logged: LogContent) -> None:
    sealed = _sealed(db, row.id, row.person_id, logged)
    db.execute(update(_ACT).where(_ACT.c.id == row.id).values(sealed=sealed))


def _sealed(db: Transaction, number: int, person_id: int, logged: LogContent) -> bytes:
    return db.vault.seal(_ENCODER.encode(logged), where("act", "sealed", number, person_id), _LEAST)


def _act(row: Any, logged: LogContent) -> SteeringAct:
    return SteeringAct(
        row.id,
        logged.kind,
        logged.what,
        logged.principle,
        logged.text,
        logged.acted_at or row.acted_at,
        logged.due_on,
        logged.closed_at,
        logged.closed_as,
        row.acted_at,
    )
