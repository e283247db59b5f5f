"""If-then plans of employees, and acts and promises of leads: each seen by its maker alone."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, update

from nudges.closure import Outcome
from store import goals, leaves, steering_log
from store.database import Transaction
from store.leaves import PlanStep
from store.steering_log import ACT, Dated, LogContent, LogPlace

PLAN_LIVES = timedelta(weeks=6)
WAITS = timedelta(weeks=6)  # that the words of a promise wait at most for somebody who is away


@dataclass(frozen=True, slots=True)
class IfThenPlan:
    """One if-then plan; `words` holds `cue`, `response` and the key of the suggestion it came from."""

    words: Mapping[str, str]
    made_at: datetime
    outcome: str | None
    settled_at: datetime | None


_BECAME = {Outcome.NOT_NEEDED.value: "not_needed", Outcome.NOT.value: "broken"}


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
    misses: int = 0  # how often it was given another day

    @property
    def became(self) -> str:
        """Name what became of a promise that was closed: kept, not_needed or broken."""
        return _BECAME.get(self.closed_as or "", "kept")


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
    for row, logged in steering_log.read(db, ACT.c.person_id == person_id):
        if (row.session_id, logged.node) == (place.session_id, place.node):
            db.execute(delete(ACT).where(ACT.c.id == row.id))
        elif (logged.closed_session_id, logged.closed_node) == (place.session_id, place.node):
            logged.closed_at = logged.closed_as = logged.closed_session_id = logged.closed_node = None
            steering_log.put_back(db, row, logged)
        elif logged.dated is not None and (logged.dated.session_id, logged.dated.node) == (
            place.session_id,
            place.node,
        ):
            _undo_day(db, row, logged, logged.dated)
        elif logged.moves:
            _undo_moves(db, row, logged, place)


def _undo_day(db: Transaction, row: Any, logged: LogContent, dated: Dated) -> None:
    logged.due_on, logged.dated, logged.misses = dated.due_before, None, max(0, logged.misses - 1)
    steering_log.put_back(db, row, logged, acted_at=dated.said_before)


def _undo_moves(db: Transaction, row: Any, logged: LogContent, place: LogPlace) -> None:
    remaining = [move for move in logged.moves if (move.session_id, move.node) != (place.session_id, place.node)]
    if remaining != logged.moves:
        logged.moves = remaining
        steering_log.put_back(db, row, logged)


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
    return steering_log.add(db, person_id, LogContent(kind, place.node, what, principle, text, due_on), now, place)


def acts(db: Transaction, person_id: int, since: datetime, until: datetime) -> Sequence[SteeringAct]:
    """List the acts and promises that this lead logged in [since, until), oldest first."""
    mine = (ACT.c.person_id == person_id) & (ACT.c.acted_at >= since) & (ACT.c.acted_at < until)
    return sorted(_acts(db, mine), key=lambda act: (act.acted_at, act.id))


def every_act(db: Transaction, person_id: int) -> Sequence[SteeringAct]:
    """List all acts and promises that one lead logged, oldest first."""
    return _acts(db, ACT.c.person_id == person_id)


def _acts(db: Transaction, condition: Any) -> list[SteeringAct]:
    return [_act(row, logged) for row, logged in steering_log.read(db, condition) if logged.kind != steering_log.LINE]


def open_promises(db: Transaction, person_id: int) -> Sequence[SteeringAct]:
    """Promises that were not closed, oldest first. Once its words have had their time, nobody is asked about one any
    more: its maker could not tell which it was."""
    still_said = (ACT.c.person_id == person_id) & ~ACT.c.words_gone
    acts = [_act(row, logged) for row, logged in steering_log.read(db, still_said)]
    return [act for act in acts if act.kind == "promise" and act.closed_at is None and act.text is not None]


def promise(db: Transaction, person_id: int, number: int) -> SteeringAct | None:
    """Find one promise that is still open, if it is this lead's."""
    return next((act for act in open_promises(db, person_id) if act.id == number), None)


def close_promise(
    db: Transaction, person_id: int, promise_id: int, closed_as: Outcome, now: datetime, place: LogPlace
) -> bool:
    """Close one of one's own promises; False if it was closed already or is not theirs."""
    for row, logged in steering_log.read(db, (ACT.c.id == promise_id) & (ACT.c.person_id == person_id)):
        if logged.closed_at is None:
            logged.closed_at, logged.closed_as = now, closed_as.value
            logged.closed_session_id, logged.closed_node = place.session_id, place.node
            steering_log.put_back(db, row, logged)
            return True
    return False


def give_day(db: Transaction, person_id: int, promise_id: int, day: date, now: datetime, place: LogPlace) -> bool:
    """Give one of one's own open promises another day: it is said anew; False if it is closed or not theirs."""
    mine = (ACT.c.id == promise_id) & (ACT.c.person_id == person_id) & ~ACT.c.words_gone
    for row, logged in steering_log.read(db, mine):
        if logged.kind == "promise" and logged.closed_at is None:
            logged.dated = Dated(place.session_id, place.node, logged.due_on, row.acted_at)
            logged.due_on, logged.acted_at = day, logged.acted_at or row.acted_at
            logged.misses += 1
            steering_log.put_back(db, row, logged, acted_at=now)
            return True
    return False


def going(db: Transaction, before: datetime) -> Sequence[tuple[int, SteeringAct]]:
    """(person, promise) of those that are open, with their words, and were said before that moment."""
    old = (ACT.c.acted_at < before) & ~ACT.c.words_gone
    acts = [(row.person_id, _act(row, logged)) for row, logged in steering_log.read(db, old)]
    return [(person, act) for person, act in acts if act.kind == "promise" and act.text and not act.closed_at]


def purge(
    db: Transaction, texts_before: datetime, scores_before: datetime, waiting: Collection[int] = ()
) -> int:  # fmt: skip
    """Destroy promises' words by the class of texts, forget acts by the class of scores, but for those that wait for
    their maker; returns how many rows."""
    others = ACT.c.id.not_in(sorted(waiting))
    old = (ACT.c.acted_at < texts_before) & ~ACT.c.words_gone & others
    for row, logged in steering_log.read(db, old):
        logged.text = logged.case = None
        steering_log.put_back(db, row, logged)
    db.execute(update(ACT).where(old).values(words_gone=True))
    return db.execute(delete(ACT).where((ACT.c.acted_at < scores_before) & others)).rowcount


def left_nothing(db: Transaction, person_id: int, session_id: int) -> bool:
    """Say whether no answer, plan or act came out of this session."""
    of_session = [leaf.content for leaf in leaves.of_person(db, person_id) if leaf.session_id == session_id]
    if any(content.answers or content.plans for content in of_session):
        return False
    logged = steering_log.read(db, ACT.c.person_id == person_id)
    return not any(
        session_id in (row.session_id, act.closed_session_id, *(move.session_id for move in act.moves))
        for row, act in logged
    )


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
        logged.misses,
    )
