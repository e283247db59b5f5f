"""The goal that somebody holds, and what they chose to keep with it: how long both live.

A goal is a plan that holds until another takes its place or it is laid down. What was kept with it lives as long, and
never longer than the retention class of its own says. What was stored without that word goes like every other text.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from store import leaves
from store.database import Transaction
from store.leaves import Given, Leaf, PlanStep

FORGETS_WITHIN = timedelta(days=7)
"""after a conversation in which a goal may have ended, how long its words are looked for: the machine may be off"""


@dataclass(frozen=True, slots=True)
class Goal:
    """The plan that holds: `made_at` is when it was last worded, `since` when it began, in the leaf `leaf_id`."""

    words: Mapping[str, str]
    made_at: datetime
    since: datetime
    leaf_id: int
    lasts: bool
    """until another takes its place; a plan of an earlier version does not"""

    def keeps(self, leaf: Leaf, part: Given | PlanStep) -> bool:
        """Say whether this goal keeps what was written there."""
        if not (self.lasts and part.with_goal):
            return False
        if isinstance(part, PlanStep):
            return part.words is not None and part.at == leaves.stamp(self.made_at)
        return leaf.id == self.leaf_id or part.at >= leaves.stamp(self.since)


def of_person(db: Transaction, person_id: int) -> Goal | None:
    """Find the goal of this person, if they hold one."""
    goal: Goal | None = None
    steps = [(step, leaf.id) for leaf in leaves.of_person(db, person_id) for step in leaf.content.plans]
    for step, leaf_id in sorted(steps, key=lambda placed: placed[0].at):
        if step.ends:
            goal = None
        elif step.words is not None:
            goal = _made(step, leaf_id, goal)
    return goal


def _made(step: PlanStep, leaf_id: int, before: Goal | None) -> Goal:
    made_at = leaves.moment(step.at)
    if step.grows and before is not None:
        return Goal(step.words or {}, made_at, before.since, before.leaf_id, step.with_goal)
    return Goal(step.words or {}, made_at, made_at, leaf_id, step.with_goal)


def kept_with(db: Transaction, person_id: int) -> Mapping[str, Any]:
    """Find the newest value of each name that was kept with the goal that holds."""
    goal = of_person(db, person_id)
    if goal is None:
        return {}
    return {
        answer.name: answer.value
        for leaf in leaves.of_person(db, person_id)
        for answer in leaf.content.answers
        if answer.corrected is None and not answer.skipped and not answer.gone and goal.keeps(leaf, answer)
    }


def purge_words(db: Transaction, before: date, goals_before: date) -> int:
    """Destroy what was written in leaves that nobody touched since `before`; what is kept with a goal that holds stays
    until `goals_before`. How many leaves."""
    old = leaves.with_words(db, before)
    for leaf in old:
        _forget(leaf, of_person(db, leaf.person_id), goals_before)
        leaves.look_through(db, leaf)
    db.opened.clear()
    return len(old)


def let_go(db: Transaction, before: date, goals_before: date, today: date) -> None:
    """Destroy what was kept with goals that ended in the last days, their sentences where the leaf is as old as
    `before`; and what is older than any goal may keep."""
    lately = leaves.moved_between(db, today - FORGETS_WITHIN, today)
    too_old = leaves.moved_between(db, date.min, goals_before - timedelta(days=1))
    for person_id in sorted({*lately, *too_old}):
        _let_go_of(db, person_id, before, goals_before)
    db.opened.clear()


def _let_go_of(db: Transaction, person_id: int, before: date, goals_before: date) -> None:
    goal = of_person(db, person_id)
    for leaf in leaves.of_person(db, person_id):
        is_old = leaf.last_on < before
        if not (_forget(leaf, goal, goals_before) if is_old else _forget_answers(leaf, goal)):
            continue
        if is_old:
            leaves.look_through(db, leaf)
        else:
            leaves.save(db, leaf)
        goal = of_person(db, person_id)  # its own words may have gone just now


def overdue(db: Transaction, before: date) -> bool:
    """Say whether words are still kept in a leaf that nobody touched since that day."""
    people = leaves.moved_between(db, date.min, before - timedelta(days=1))
    old = (leaf for person in people for leaf in leaves.of_person(db, person) if leaf.last_on < before)
    return any(_holds_words(leaf) for leaf in old)


def _holds_words(leaf: Leaf) -> bool:
    written = any(answer.with_goal and answer.value is not None and not answer.gone for answer in leaf.content.answers)
    return written or any(step.with_goal and step.words is not None for step in leaf.content.plans)


def _forget_answers(leaf: Leaf, goal: Goal | None) -> bool:
    """Destroy answers that were kept with a goal that holds no more; whether there were any."""

    def holds(part: Given | PlanStep) -> bool:
        return isinstance(part, PlanStep) or not part.with_goal or (goal is not None and goal.keeps(leaf, part))

    return leaves.without_words(leaf.content, holds)


def _forget(leaf: Leaf, goal: Goal | None, goals_before: date) -> bool:
    """Destroy the words of one leaf that no goal keeps; whether there were any."""
    keeping = goal if goal is not None and leaf.last_on >= goals_before else None
    return leaves.without_words(leaf.content, lambda part: keeping is not None and keeping.keeps(leaf, part))
