"""Answers to questions as they were shown, in the leaves of their sessions; a correction leaves the old one, marked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from msgspec.structs import replace

from store import leaves
from store.database import Transaction
from store.leaves import Given, Leaf

_IN_A_LEAF = 4096  # more answers than one conversation holds


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
    with_goal: bool = False


@dataclass(frozen=True, slots=True)
class PastAnswer:
    """An answer given before; `session_id` is None once its session is no longer kept, `gone` says that its words
    had their time."""

    flow: str
    node: str
    visit: int
    name: str
    kind: str
    value: Any
    level: str | None
    seen_by: str
    skipped: bool
    late: bool
    answered_at: datetime
    corrected_at: datetime | None
    session_id: int | None
    gone: bool
    place: int
    """leaf and place in it, as one number: answers of a leaf keep their place"""


def write(db: Transaction, answer: NewAnswer, now: datetime, *, corrects: bool) -> None:
    """Put an answer into the leaf of its session; one that it corrects stays beside it, marked."""
    leaf = leaves.of_session(db, answer.person_id, answer.session_id, answer.flow, now, answer.nudge_id)
    at = leaves.stamp(now)
    if corrects:
        for earlier in leaf.content.answers:
            if (earlier.node, earlier.name, earlier.corrected) == (answer.node, answer.name, None):
                earlier.corrected = at
    leaf.content.answers.append(_given(answer, at))
    leaves.save(db, leaf, now)


def _given(answer: NewAnswer, at: int) -> Given:
    return Given(
        answer.name,
        answer.node,
        answer.visit,
        answer.kind,
        answer.value,
        answer.level,
        answer.seen_by,
        answer.skipped,
        answer.late,
        at,
        with_goal=answer.with_goal,
    )


def latest(db: Transaction, person_id: int, name: str, limit: int = 1) -> Sequence[PastAnswer]:
    """List the newest answers of that name that were not replaced, newest first."""
    return [past for past in reversed(_by_name(db, person_id).get(name, ())) if past.corrected_at is None][:limit]


def last_time(db: Transaction, person_id: int, name: str) -> datetime | None:
    """Say when this was last asked and answered or skipped."""
    past = _by_name(db, person_id).get(name)
    return past[-1].answered_at if past else None


def every(db: Transaction, person_id: int) -> Sequence[PastAnswer]:
    """List all answers of one person, oldest first, for that person."""
    return sorted(_all(db, person_id), key=lambda past: past.answered_at)


def _by_name(db: Transaction, person_id: int) -> Mapping[str, Sequence[PastAnswer]]:
    """Group the same by name; worked out once in a transaction, as long as no leaf changes."""
    of_person = leaves.of_person(db, person_id)
    cached: tuple[Any, dict[str, list[PastAnswer]]] | None = db.opened.get(("answers", person_id))
    if cached is None or cached[0] is not of_person:
        by_name: dict[str, list[PastAnswer]] = {}
        for past in every(db, person_id):
            by_name.setdefault(past.name, []).append(past)
        cached = db.opened["answers", person_id] = (of_person, by_name)
    return cached[1]


def change(db: Transaction, person_id: int, place: int, value: Any, level: str | None, now: datetime) -> bool:
    """Put another value beside the answer at this place, as if it was given then; False if that holds no more."""
    leaf, earlier = _at(db, person_id, place)
    if leaf is None or earlier is None:
        return False
    earlier.corrected = leaves.stamp(now)
    leaf.content.answers.append(replace(earlier, value=value, level=level, corrected=None))
    leaves.save(db, leaf)
    return True


def remove(db: Transaction, person_id: int, place: int, now: datetime) -> bool:
    """Destroy what the answer at this place says; that it was asked stays. False if that holds no more."""
    leaf, earlier = _at(db, person_id, place)
    if leaf is None or earlier is None:
        return False
    earlier.corrected = leaves.stamp(now)
    for answer in leaf.content.answers:  # with what it replaced: that was an answer to the same question
        if (answer.node, answer.name) == (earlier.node, earlier.name) and answer.corrected is not None:
            answer.value, answer.level, answer.gone = None, None, True
    leaves.save(db, leaf)
    return True


def holding(db: Transaction, person_id: int, place: int) -> PastAnswer | None:
    """Find the answer of this person at this place, if it was not replaced or removed."""
    leaf, answer = _at(db, person_id, place)
    return None if leaf is None or answer is None else _past(leaf, answer, place)


def _at(db: Transaction, person_id: int, place: int) -> tuple[Leaf | None, Given | None]:
    number, order = divmod(place, _IN_A_LEAF)
    for leaf in leaves.of_person(db, person_id):
        if leaf.id == number and order < len(leaf.content.answers):
            answer = leaf.content.answers[order]
            return leaf, None if answer.corrected is not None else answer
    return None, None


def _all(db: Transaction, person_id: int) -> Sequence[PastAnswer]:
    return [
        _past(leaf, answer, leaf.id * _IN_A_LEAF + order)
        for leaf in leaves.of_person(db, person_id)
        for order, answer in enumerate(leaf.content.answers)
    ]


def _past(leaf: Leaf, answer: Given, place: int) -> PastAnswer:
    return PastAnswer(
        flow=leaf.content.flow,
        node=answer.node,
        visit=answer.visit,
        name=answer.name,
        kind=answer.kind,
        value=answer.value,
        level=answer.level,
        seen_by=answer.seen_by,
        skipped=answer.skipped,
        late=answer.late,
        answered_at=leaves.moment(answer.at),
        corrected_at=None if answer.corrected is None else leaves.moment(answer.corrected),
        session_id=leaf.session_id,
        gone=answer.gone,
        place=place,
    )
