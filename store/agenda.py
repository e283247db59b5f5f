"""The agenda: nudges from their moment to their end; a change of state is one conditional update with the old in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

import structlog
from sqlalchemy import bindparam, func, or_, select, update

from nudges import lifecycle
from nudges.availability import Reason
from nudges.dose import Occasion, Sending
from nudges.lifecycle import NudgeAct, NudgeState
from store import tables
from store.database import Transaction
from store.prepared import Prepared
from store.vault import CannotOpen, place

_log = structlog.get_logger()

_NUDGE = tables.table(tables.NudgeRow)


@dataclass(frozen=True, slots=True)
class Nudge:
    """One occurrence for one person; `recurrence` is the rhythm that it came from, as that was then.

    `kind` is the word of a kind of nudge, `subject_id` says which of that kind; a message has no flow.
    """

    id: int
    schedule_id: int
    person_id: int
    kind: str
    subject_id: str
    flow: str | None
    occasion: Occasion
    recurrence: str | None
    occurs_at: datetime
    due_at: datetime
    again_at: datetime | None
    state: NudgeState
    reason: str | None
    outcome: str | None
    sent_at: datetime | None
    reminded_at: datetime | None
    expires_at: datetime | None
    settled_at: datetime | None


_NUDGE_FIELDS = tuple(Nudge.__dataclass_fields__)
_NUDGE_COLUMNS = [_NUDGE.c["outcome_sealed" if name == "outcome" else name] for name in _NUDGE_FIELDS]
_PERSON_OF = Prepared(select(_NUDGE.c.person_id).where(_NUDGE.c.id == bindparam("nudge")))
_HIDDEN = frozenset((Reason.NO_PLAN, Reason.BY_CHANCE))  # which of them it was is sealed: it says who made a plan
ANSWERS = frozenset(("answered", "answered late", "postponed", "said"))  # with any other word an answer is a no
_LEAST = 32  # bytes: every word looks as long as this
_NUDGE_BY_ID = Prepared(select(*_NUDGE_COLUMNS).where(_NUDGE.c.id == bindparam("nudge")))
_ASKED_AT_ONCE = 32
_NEWER = Prepared(select(*_NUDGE_COLUMNS).where(_NUDGE.c.id > bindparam("nudge")).order_by(_NUDGE.c.id))
_IS_OF_KIND = (_NUDGE.c.person_id == bindparam("person")) & (_NUDGE.c.kind == bindparam("kind_"))
_OF_KIND = Prepared(select(*_NUDGE_COLUMNS).where(_IS_OF_KIND).order_by(_NUDGE.c.occurs_at))
_OF_PERSON = Prepared(
    select(*_NUDGE_COLUMNS)
    .where((_NUDGE.c.person_id == bindparam("person")) & (_NUDGE.c.occurs_at >= bindparam("since")))
    .order_by(_NUDGE.c.occurs_at)
)
_SENT = select(*_NUDGE_COLUMNS).where((_NUDGE.c.person_id == bindparam("person")) & _NUDGE.c.sent_at.is_not(None))
_LATEST = _NUDGE.c.sent_at.desc(), _NUDGE.c.id.desc()
_PROMPTS_SENT = Prepared(_SENT.order_by(*_LATEST).limit(bindparam("most")))
_PROMPTS_OF_OCCASION = Prepared(
    _SENT.where(_NUDGE.c.occasion == bindparam("occasion_")).order_by(*_LATEST).limit(bindparam("most"))
)
_WENT_AT = func.coalesce(_NUDGE.c.sent_at, _NUDGE.c.due_at, type_=_NUDGE.c.due_at.type)
_UNDER_WAY = (_NUDGE.c.state == NudgeState.QUEUED) & (_NUDGE.c.due_at >= bindparam("since"))
_SENDINGS = Prepared(
    select(_NUDGE.c.occasion, _WENT_AT)
    .where((_NUDGE.c.person_id == bindparam("person")) & ((_NUDGE.c.sent_at >= bindparam("since")) | _UNDER_WAY))
    .order_by(_WENT_AT)
)
_PROMPTS = Prepared(
    select(*_NUDGE_COLUMNS).where(_IS_OF_KIND & (_NUDGE.c.sent_at >= bindparam("since"))).order_by(_NUDGE.c.sent_at)
)
_IS_OF_FLOW = (_NUDGE.c.person_id == bindparam("person")) & (_NUDGE.c.flow == bindparam("flow_"))
_LAST_OF_FLOW = Prepared(select(func.max(_NUDGE.c.sent_at)).where(_IS_OF_FLOW))
_LAST_OF_KIND = Prepared(select(func.max(_NUDGE.c.sent_at)).where(_IS_OF_KIND))
_PLANNED_OF_PERSON = Prepared(
    select(*_NUDGE_COLUMNS)
    .where((_NUDGE.c.person_id == bindparam("person")) & (_NUDGE.c.state == NudgeState.PLANNED))
    .order_by(_NUDGE.c.due_at, _NUDGE.c.id)
)
_PLANNED_AHEAD = Prepared(
    select(_NUDGE.c.occasion, _NUDGE.c.due_at).where(
        (_NUDGE.c.person_id == bindparam("person"))
        & (_NUDGE.c.state == NudgeState.PLANNED)
        & (_NUDGE.c.due_at >= bindparam("after"))
        & (_NUDGE.c.due_at <= bindparam("until_"))
    )
)


def _taking(condition: Any, order: Any) -> Prepared:
    """Prepare to take the first of these nudges; pass over what another process locked (SQLite has no such lock)."""
    query = select(*_NUDGE_COLUMNS).where(condition).order_by(order, _NUDGE.c.id).limit(bindparam("most"))
    return Prepared(query.with_for_update(skip_locked=True))


_LOOKED_AT = or_(_NUDGE.c.again_at.is_(None), _NUDGE.c.again_at <= bindparam("now"))
_DUE = _taking(
    (_NUDGE.c.state == NudgeState.PLANNED) & (_NUDGE.c.due_at <= bindparam("now")) & _LOOKED_AT, _NUDGE.c.due_at
)
_TO_EXPIRE = _taking(
    (_NUDGE.c.state == NudgeState.SENT) & (_NUDGE.c.expires_at <= bindparam("now")), _NUDGE.c.expires_at
)
_PLANNED = _NUDGE.c.state == NudgeState.PLANNED
_FIRST_UNSEEN = select(_NUDGE.c.due_at).where(_PLANNED & _NUDGE.c.again_at.is_(None)).order_by(_NUDGE.c.due_at).limit(1)
# What is looked at again was due before: of all that is planned only those few are read, and not one of the rest.
_FIRST_SEEN = select(func.min(_NUDGE.c.again_at)).where(
    _PLANNED & _NUDGE.c.again_at.is_not(None) & (_NUDGE.c.due_at < bindparam("until_"))
)
_NEXT_UNSEEN, _NEXT_SEEN = Prepared(_FIRST_UNSEEN), Prepared(_FIRST_SEEN)
_NEXT_EXPIRY = Prepared(select(func.min(_NUDGE.c.expires_at)).where(_NUDGE.c.state == NudgeState.SENT))
_FAR = datetime(9000, 1, 1, tzinfo=UTC)


def due(db: Transaction, now: datetime, limit: int) -> Sequence[Nudge]:
    """Up to `limit` planned nudges that are due, the earliest first; on PostgreSQL nobody else gets the same."""
    return [_nudge(db, row) for row in db.execute(_DUE, {"now": now, "most": limit})]


def to_expire(db: Transaction, now: datetime, limit: int) -> Sequence[Nudge]:
    """Take the sent nudges whose time to answer has run out: an answer that comes now is late."""
    return [_nudge(db, row) for row in db.execute(_TO_EXPIRE, {"now": now, "most": limit})]


def move(db: Transaction, nudge_id: int, act: NudgeAct, **values: Any) -> bool:
    """Move a nudge on in its life; False if it was in no state that allows this, and then nothing changed.

    Whoever declines has answered, as far as the database says: which of the two it was is sealed, as is every outcome.
    """
    declined = act is NudgeAct.SKIP and values.get("outcome") is not None
    if declined:
        values.pop("reason", None)
    elif values.get("reason") in _HIDDEN:
        values |= {"reason": Reason.BY_CHANCE, "outcome": values["reason"]}
    if act is NudgeAct.QUEUE:
        values["outcome"] = ""
    if values.get("settled_at") is not None:
        values["settled_at"] = values["settled_at"].replace(minute=0, second=0, microsecond=0)
    values = _sealing(db, nudge_id, values)
    return db.execute(_moving(act, tuple(values), declined), {"nudge": nudge_id, **_named(values)}).rowcount == 1


def note(db: Transaction, nudge_id: int, **values: Any) -> None:
    """Write down something about a nudge without moving it: a reminder, a word for what happened."""
    values = _sealing(db, nudge_id, values)
    db.execute(_noting(tuple(values)), {"nudge": nudge_id, **_named(values)})


def by_id(db: Transaction, nudge_id: int) -> Nudge | None:
    """Find the nudge with this number."""
    row = db.execute(_NUDGE_BY_ID, {"nudge": nudge_id}).one_or_none()
    return None if row is None else _nudge(db, row)


def by_ids(db: Transaction, nudge_ids: Sequence[int]) -> Mapping[int, Nudge]:
    """Find those of these nudges that there are, by their numbers."""
    nudges: dict[int, Nudge] = {}
    for start in range(0, len(nudge_ids), _ASKED_AT_ONCE):
        asked = nudge_ids[start : start + _ASKED_AT_ONCE]
        rows = db.execute(_numbered(len(asked)), {f"nudge_{place}": number for place, number in enumerate(asked)})
        nudges |= {row.id: _nudge(db, row) for row in rows}
    return nudges


def numbered_after(db: Transaction, number: int) -> Sequence[Nudge]:
    """List the nudges that came after the one with this number, in order."""
    return [_nudge(db, row) for row in db.execute(_NEWER, {"nudge": number})]


def of_person(db: Transaction, person_id: int, since: datetime) -> Sequence[Nudge]:
    """List the nudges of one person that occurred since then, oldest first."""
    return [_nudge(db, row) for row in db.execute(_OF_PERSON, {"person": person_id, "since": since})]


def sendings(db: Transaction, person_id: int, since: datetime) -> Sequence[Sending]:
    """List the prompts that were sent to this person since then or are on their way, oldest first.

    One that is on its way counts from when it was due, or another of the same moment would go with it. Reminders are
    counted apart.
    """
    return [
        Sending(Occasion(occasion), at) for occasion, at in db.ask(_SENDINGS, {"person": person_id, "since": since})
    ]


def prompts_sent(db: Transaction, person_id: int, occasion: Occasion | None = None, limit: int = 10) -> Sequence[Nudge]:
    """List the last prompts that reached this person, for one occasion or for any, the newest first."""
    values = {"person": person_id, "most": limit}
    if occasion is None:
        return [_nudge(db, row) for row in db.ask(_PROMPTS_SENT, values)]
    return [_nudge(db, row) for row in db.ask(_PROMPTS_OF_OCCASION, values | {"occasion_": occasion.value})]


def planned(db: Transaction, person_id: int) -> Sequence[Nudge]:
    """List what is on the agenda for this person, the earliest first."""
    return [_nudge(db, row) for row in db.ask(_PLANNED_OF_PERSON, {"person": person_id})]


def ahead(db: Transaction, person_id: int, after: datetime, until: datetime) -> Sequence[Sending]:
    """List what is planned for this person between two moments, in no order."""
    values = {"person": person_id, "after": after, "until_": until}
    return [Sending(Occasion(occasion), at) for occasion, at in db.execute(_PLANNED_AHEAD, values)]


def last_sent(db: Transaction, person_id: int, flow: str) -> datetime | None:
    """Say when this flow last reached the person."""
    reached_at: datetime | None = db.ask(_LAST_OF_FLOW, {"person": person_id, "flow_": flow}).scalar_one()
    return reached_at


def last_of_kind(db: Transaction, person_id: int, kind: str) -> datetime | None:
    """Say when a nudge of this kind last reached the person."""
    reached_at: datetime | None = db.ask(_LAST_OF_KIND, {"person": person_id, "kind_": kind}).scalar_one()
    return reached_at


def of_kind(db: Transaction, person_id: int, kind: str) -> Sequence[Nudge]:
    """List the person's nudges of one kind, oldest first."""
    return [_nudge(db, row) for row in db.execute(_OF_KIND, {"person": person_id, "kind_": kind})]


def prompts(db: Transaction, person_id: int, kind: str, since: datetime) -> Sequence[Nudge]:
    """List the person's nudges of one kind that were really sent since then, oldest first."""
    return [_nudge(db, row) for row in db.ask(_PROMPTS, {"person": person_id, "kind_": kind, "since": since})]


def next_due(db: Transaction) -> tuple[datetime, str] | None:
    """Say when the agenda next wants something, and what: nudge or expiry."""
    unseen = db.execute(_NEXT_UNSEEN, {}).scalar_one_or_none()
    again_at = db.execute(_NEXT_SEEN, {"until_": unseen or _FAR}).scalar_one()
    moments = [(unseen, "nudge"), (again_at, "nudge"), (db.execute(_NEXT_EXPIRY, {}).scalar_one(), "expiry")]
    return min(((moment, what) for moment, what in moments if moment is not None), default=None)


def purge(db: Transaction, before: datetime) -> int:
    """Forget nudges that ended long ago; returns how many."""
    return db.execute(_NUDGE.delete().where(_NUDGE.c.settled_at < before)).rowcount


@cache
def _moving(act: NudgeAct, names: tuple[str, ...], declined: bool) -> Prepared:
    sources = lifecycle.sources(NudgeAct.ANSWER if declined else act)
    allowed = or_(*(_NUDGE.c.state == state for state in sources))
    changed: dict[str, Any] = {name: bindparam(f"{name}_") for name in names}
    this_nudge = _NUDGE.c.id == bindparam("nudge")
    state = NudgeState.ANSWERED if declined else lifecycle.target(act)
    return Prepared(update(_NUDGE).where(this_nudge & allowed).values(state=state, **changed))


@cache
def _numbered(count: int) -> Prepared:
    return Prepared(select(*_NUDGE_COLUMNS).where(_NUDGE.c.id.in_([bindparam(f"nudge_{n}") for n in range(count)])))


@cache
def _noting(names: tuple[str, ...]) -> Prepared:
    changed: dict[str, Any] = {name: bindparam(f"{name}_") for name in names}
    return Prepared(update(_NUDGE).where(_NUDGE.c.id == bindparam("nudge")).values(**changed))


def _named(values: Mapping[str, Any]) -> dict[str, Any]:
    # A value must not bear the name of its column where both stand in one update.
    return {f"{name}_": value for name, value in values.items()}


def _sealing(db: Transaction, nudge_id: int, values: Mapping[str, Any]) -> dict[str, Any]:
    """Seal the outcome among these values, if there is one."""
    changed = dict(values)
    if "outcome" in changed:
        person = db.opened.get(_key(nudge_id)) or db.execute(_PERSON_OF, {"nudge": nudge_id}).scalar_one_or_none()
        word = str(changed.pop("outcome") or "")
        changed["outcome_sealed"] = db.vault.seal(word.encode(), _where(nudge_id, person), _LEAST)
    return changed


def outcome(db: Transaction, nudge_id: int, person_id: int, sealed: bytes | None) -> str | None:
    """Read in one word what became of a nudge; None where nothing did yet, or where its sealed column does not open."""
    if sealed is None:
        return None
    try:
        return db.vault.open(sealed, _where(nudge_id, person_id)).decode() or None
    except CannotOpen:
        _log.error("a sealed record does not open in its place", action="unreadable", table="nudge", row=nudge_id)
        return None


def _where(nudge_id: int, person_id: int | None) -> bytes:
    return place("nudge", "outcome_sealed", nudge_id, person_id)


def _key(nudge_id: int) -> tuple[str, int]:
    return ("whose nudge", nudge_id)  # that never changes


def _nudge(db: Transaction, row: Any) -> Nudge:
    values = row._asdict()
    db.opened[_key(row.id)] = row.person_id
    word = outcome(db, row.id, row.person_id, values.pop("outcome_sealed"))
    state, reason = NudgeState(row.state), row.reason
    if state is NudgeState.ANSWERED and word is not None and word not in ANSWERS:
        state, reason = NudgeState.SKIPPED, word
    elif state is NudgeState.SKIPPED and word is not None:
        reason = word
    read = {"occasion": Occasion(row.occasion), "state": state, "reason": reason, "outcome": word}
    return Nudge(**values | read)
