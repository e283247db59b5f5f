"""Leaves: what each session left behind, answers, plans and draws, as one sealed record of the same size for everybody.

Whoever reads the file without the key sees that somebody had a conversation, and on which days; not what they chose,
how many questions that led to, or whether they answered any. What is asked of it is asked inside the program.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
import structlog
from sqlalchemy import bindparam, delete, insert, select, update

from flows.kinds import registry
from store import tables
from store.database import Transaction
from store.prepared import Prepared
from store.vault import CannotOpen, place

_log = structlog.get_logger()

LEAST = 2000  # bytes: a whole weekly reflection, and the shortest way through it, fill the same
_LEAF = tables.table(tables.LeafRow)
_COLUMNS = (_LEAF.c.id, _LEAF.c.person_id, _LEAF.c.session_id, _LEAF.c.nudge_id, _LEAF.c.last_on, _LEAF.c.sealed)
_INSERT = Prepared(insert(_LEAF), with_number=True)
_OF_PERSON = Prepared(select(*_COLUMNS).where(_LEAF.c.person_id == bindparam("person")).order_by(_LEAF.c.id))
_OF_SESSION = Prepared(
    select(*_COLUMNS)
    .where((_LEAF.c.session_id == bindparam("session")) & (_LEAF.c.person_id == bindparam("person")))
    .order_by(_LEAF.c.id.desc())
    .limit(1)
)
_SAVE = Prepared(
    update(_LEAF)
    .where(_LEAF.c.id == bindparam("leaf"))
    .values(sealed=bindparam("sealed_"), last_on=bindparam("last_on_"))
)
_TOUCH = Prepared(
    update(_LEAF)
    .where((_LEAF.c.session_id == bindparam("session")) & (_LEAF.c.person_id == bindparam("person")))
    .values(last_on=bindparam("last_on_"))
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Given(msgspec.Struct, array_like=True):
    """An answer as it lies in a leaf; moments are microseconds since 1970."""

    name: str
    node: str
    visit: int
    kind: str
    value: Any
    level: str | None
    seen_by: str
    skipped: bool
    late: bool
    at: int
    corrected: int | None = None
    gone: bool = False  # its words had their time
    with_goal: bool = False  # somebody chose to keep it as long as their goal holds


class PlanStep(msgspec.Struct, array_like=True):
    """A plan that was made (`words`), how the one that held went (`outcome`), or that it is laid down (`ends`)."""

    node: str
    at: int
    words: dict[str, str] | None = None
    outcome: str | None = None
    with_goal: bool = False  # a goal, which holds until another takes its place; False: an earlier version made it
    grows: bool = False  # the goal that held, in other words: what was kept with it stays
    ends: bool = False


class FlowDraw(msgspec.Struct, array_like=True):
    """What a flow left to chance, with the probability of every arm."""

    decision: str
    policy: str
    at: int
    arm: str
    probabilities: dict[str, float]
    u: float
    local_time: str
    message: str | None
    language: str


class TextVerdict(msgspec.Struct, array_like=True):
    """That a text of the library was met, and what somebody said of it: `word` is one of `verdicts.WORDS`."""

    node: str
    at: int
    text: str
    word: str


class Content(msgspec.Struct):
    """What a leaf says."""

    flow: str = ""
    answers: list[Given] = []
    plans: list[PlanStep] = []
    draws: list[FlowDraw] = []
    verdicts: list[TextVerdict] = []


@dataclass(frozen=True, slots=True)
class Leaf:
    """One leaf, opened; `content` may be changed and put back with `save`."""

    id: int
    person_id: int
    session_id: int | None
    nudge_id: int | None
    last_on: date
    content: Content


_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(Content)


def begin(
    db: Transaction, person_id: int, session_id: int | None, nudge_id: int | None, flow: str, now: datetime
) -> Leaf:
    """Begin an empty leaf for a session that begins."""
    number, today = db.next_number("leaf"), now.astimezone(UTC).date()
    leaf = Leaf(number, person_id, session_id, nudge_id, today, Content(flow))
    values = {
        "id": number,
        "person_id": person_id,
        "session_id": session_id,
        "nudge_id": nudge_id,
        "first_on": today,
        "last_on": today,
        "sealed": _sealed(db, leaf),
        "words_gone": False,
    }
    db.execute(_INSERT, values)
    db.opened.pop(_key(person_id), None)
    return leaf


def of_session(
    db: Transaction, person_id: int, session_id: int, flow: str, now: datetime, nudge_id: int | None = None
) -> Leaf:
    """Find the leaf of a session; one that cannot be opened is left alone, and what follows goes into a new one."""
    row = db.execute(_OF_SESSION, {"session": session_id, "person": person_id}).one_or_none()
    leaf = None if row is None else _opened(db, row)
    return leaf or begin(db, person_id, session_id, nudge_id if row is None else row.nudge_id, flow, now)


def of_person(db: Transaction, person_id: int) -> Sequence[Leaf]:
    """Open all leaves of one person that can be opened, oldest first, once in a transaction."""
    opened: Sequence[Leaf] | None = db.opened.get(_key(person_id))
    if opened is None:
        rows = db.execute(_OF_PERSON, {"person": person_id})
        opened = db.opened[_key(person_id)] = [leaf for row in rows if (leaf := _opened(db, row)) is not None]
    return opened


def save(db: Transaction, leaf: Leaf, now: datetime | None = None) -> None:
    """Put a leaf back as its content is now; without a moment it keeps its day."""
    last_on = leaf.last_on if now is None else now.astimezone(UTC).date()
    db.execute(_SAVE, {"leaf": leaf.id, "sealed_": _sealed(db, leaf), "last_on_": last_on})
    db.opened.pop(_key(leaf.person_id), None)


def touch(db: Transaction, person_id: int, session_id: int, now: datetime) -> None:
    """Date a leaf like its session, whether anything was answered or not."""
    db.execute(_TOUCH, {"session": session_id, "person": person_id, "last_on_": now.astimezone(UTC).date()})


def opened(db: Transaction, rows: Any) -> Iterator[tuple[Any, Content]]:
    """Open rows (`id`, `person_id`, `sealed`), and give each with what its leaf says; leave out what does not open."""
    for row in rows:
        content = _content(db, row)
        if content is not None:
            yield row, content


def with_words(db: Transaction, before: date) -> Sequence[Leaf]:
    """Leaves that nobody touched since that day and whose words were not looked through yet, opened; what no key opens
    comes empty, for it has had its time like the rest."""
    old = (_LEAF.c.last_on < before) & ~_LEAF.c.words_gone
    rows = db.execute(select(*_COLUMNS).where(old)).all()
    return [
        Leaf(row.id, row.person_id, row.session_id, row.nudge_id, row.last_on, _content(db, row) or Content())
        for row in rows
    ]


def moved_between(db: Transaction, first: date, last: date) -> Collection[int]:
    """Everybody of whom a leaf was last touched on one of these days."""
    moved = _LEAF.c.last_on.between(first, last)
    return sorted(set(db.execute(select(_LEAF.c.person_id).where(moved)).scalars()))


def without_words(content: Content, holds: Callable[[Given | PlanStep], bool]) -> bool:
    """Destroy what was written in a leaf, but for what `holds` says; whether there was anything to destroy."""
    lost = [one for one in content.answers if _is_written(one) and not holds(one)]
    for answer in lost:
        answer.value, answer.gone = None, True
    remaining = [step for step in content.plans if step.words is None or holds(step)]
    was_planned, content.plans = len(remaining) < len(content.plans), remaining
    return bool(lost) or was_planned


def _is_written(answer: Given) -> bool:
    return registry.is_own_words(answer.kind) and not answer.skipped and not answer.gone


def look_through(db: Transaction, leaf: Leaf) -> None:
    """Put a leaf back whose words have had their time; of which session it was is not known any more."""
    values = {"sealed": _sealed(db, leaf), "words_gone": True, "session_id": None}
    db.execute(update(_LEAF).where(_LEAF.c.id == leaf.id).values(**values))
    db.opened.pop(_key(leaf.person_id), None)


def purge(db: Transaction, before: date) -> int:
    """Forget leaves that nobody touched since that day; returns how many."""
    db.opened.clear()
    return db.execute(delete(_LEAF).where(_LEAF.c.last_on < before)).rowcount


def stamp(moment: datetime) -> int:
    """Write a moment as it lies in a leaf."""
    return (moment - _EPOCH) // _MICROSECOND


def moment(at: int) -> datetime:
    """Read a moment as it was, in UTC."""
    return _EPOCH + at * _MICROSECOND


def readable(content: bytes) -> Any:
    """Write out what a leaf says with the name of every part, for the person it is about."""
    said = _DECODER.decode(content)
    return {name: [_named(one) for one in getattr(said, name)] for name in ("answers", "plans", "draws", "verdicts")}


def _named(part: Given | PlanStep | FlowDraw | TextVerdict) -> dict[str, Any]:
    values = {name: getattr(part, name) for name in part.__struct_fields__}
    times = {name: moment(values[name]).isoformat() for name in ("at", "corrected") if values.get(name) is not None}
    return values | times


def _opened(db: Transaction, row: Any) -> Leaf | None:
    content = _content(db, row)
    if content is None:
        return None
    return Leaf(row.id, row.person_id, row.session_id, row.nudge_id, row.last_on, content)


def _content(db: Transaction, row: Any) -> Content | None:
    try:
        return _DECODER.decode(db.vault.open(row.sealed, _where(row.id, row.person_id)))
    except (CannotOpen, msgspec.MsgspecError):
        _log.error("a sealed record does not open in its place", action="unreadable", table="leaf", row=row.id)
        return None


def _sealed(db: Transaction, leaf: Leaf) -> bytes:
    return sealed(db, leaf.id, leaf.person_id, leaf.content)


def sealed(db: Transaction, number: int, person_id: int, content: Content) -> bytes:
    """Seal what a leaf says, as it lies in the row of this number."""
    return db.vault.seal(_ENCODER.encode(content), _where(number, person_id), LEAST)


def _where(number: int, person_id: int) -> bytes:
    return place("leaf", "sealed", number, person_id)


def _key(person_id: int) -> tuple[str, int]:
    return ("leaves", person_id)
