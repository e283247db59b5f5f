"""What people show to their lead or coach: sealed, by its author's own action, and taken back until it was seen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import bindparam, delete, exists, func, insert, select, update

from store import people, tables
from store.database import Transaction
from store.people import Role, TeamMember
from store.prepared import Prepared
from store.steering_log import LogPlace
from store.vault import CannotOpen
from store.vault import place as where

_log = structlog.get_logger()

_LEAST = 500  # bytes: items and names of the usual lengths look as long as this
_ITEM = tables.table(tables.SharedItemRow)
_VIEW = tables.table(tables.SharedViewRow)
_MEMBERSHIP = tables.table(tables.MembershipRow)
_DIGEST = tables.table(tables.DigestRow)
_SEEN = exists().where(_VIEW.c.item_id == _ITEM.c.id)
_COLUMNS = select(*_ITEM.c, _SEEN.label("seen"))
_DUE = (
    _COLUMNS.where(_ITEM.c.settled_at.is_(None) & (_ITEM.c.due_at <= bindparam("now")))
    .order_by(_ITEM.c.due_at, _ITEM.c.id)
    .limit(bindparam("most"))
)
_NAMED_DUE = Prepared(_DUE.where(_ITEM.c.name_sealed.is_not(None)))
_UNNAMED_DUE = Prepared(_DUE.where(_ITEM.c.name_sealed.is_(None) & (_ITEM.c.audience == bindparam("audience_"))))
_NEXT_DUE = Prepared(
    select(func.min(_ITEM.c.due_at)).where(
        _ITEM.c.settled_at.is_(None) & (_ITEM.c.name_sealed.is_not(None) | (_ITEM.c.audience == Role.COACH))
    )
)
_SHOWN_TO_MEMBER = exists().where((_VIEW.c.item_id == _ITEM.c.id) & (_VIEW.c.person_id == _MEMBERSHIP.c.person_id))
_READS = (  # whoever was a reader of an item when it was shared, and still is
    (_MEMBERSHIP.c.team_id == _ITEM.c.team_id)
    & (_MEMBERSHIP.c.role == _ITEM.c.audience)
    & (_MEMBERSHIP.c.person_id != _ITEM.c.person_id)
    & (_MEMBERSHIP.c.since <= _ITEM.c.shared_at)
    & _MEMBERSHIP.c.until.is_(None)
)
_WITHOUT_DIGEST = (
    select(_MEMBERSHIP.c.person_id, _MEMBERSHIP.c.team_id)
    .select_from(_ITEM)
    .join(_MEMBERSHIP, _READS)
    .join(_DIGEST, (_DIGEST.c.person_id == _MEMBERSHIP.c.person_id) & (_DIGEST.c.every_weeks == 0))
    .where(_ITEM.c.settled_at.is_(None) & _ITEM.c.name_sealed.is_(None))
    .where((_ITEM.c.audience == Role.LEAD) & ~_SHOWN_TO_MEMBER)
)
_NOW_WITHOUT_DIGEST = Prepared(
    _WITHOUT_DIGEST.where(_ITEM.c.due_at <= bindparam("now")).distinct().limit(bindparam("most"))
)
_EVER_WITHOUT_DIGEST = Prepared(_WITHOUT_DIGEST.add_columns(_ITEM.c.due_at))


@dataclass(frozen=True, slots=True)
class SharedItem:
    """One shared item; `name` is None when its author stays unnamed, `was_shown` once somebody was shown it."""

    id: int
    team_id: int
    audience: Role
    node: str
    text: str
    name: str | None
    due_at: datetime
    was_shown: bool


def reader_of(db: Transaction, person_id: int, audience: Role) -> TeamMember | None:
    """Find the person's own place in the team whose lead or coach would read what they share, if there is one."""
    for mine in people.memberships(db, person_id):
        if mine.role != audience and readers(db, mine.team_id, audience, person_id):
            return mine
    return None


def readers(db: Transaction, team_id: int, audience: Role, author_id: int | None = None) -> Sequence[TeamMember]:
    """List the leads or coaches of a team, without the author."""
    return [one for one in people.members(db, team_id, audience) if one.person_id != author_id]


def share(
    db: Transaction, author: TeamMember, audience: Role, text: str, name: str | None, place: LogPlace, now: datetime,
    due_at: datetime,
) -> None:  # fmt: skip
    """Keep an item that may be shown from `due_at` on."""
    number = db.next_number("shareditem")
    values: dict[str, Any] = {
        "id": number,
        "person_id": author.person_id,
        "team_id": author.team_id,
        "audience": audience,
        "session_id": place.session_id,
        "text_sealed": _seal(db, "text_sealed", number, author.person_id, f"{place.node}\n{text}"),
        "name_sealed": None if name is None else _seal(db, "name_sealed", number, author.person_id, name),
        "shared_at": now,
        "due_at": due_at,
    }
    db.execute(insert(_ITEM), values)


def take_back(db: Transaction, person_id: int, item_id: int) -> bool:
    """Destroy one's own item; False if it was seen meanwhile, or is not theirs."""
    return _destroy(db, (_ITEM.c.id == item_id) & (_ITEM.c.person_id == person_id))


def take_back_at(db: Transaction, person_id: int, place: LogPlace) -> bool:
    """Destroy what was shared in this place; False if somebody has seen it already."""
    of_session = _COLUMNS.where((_ITEM.c.person_id == person_id) & (_ITEM.c.session_id == place.session_id))
    items = [item for item in _items(db, db.execute(of_session)) if item.node == place.node]
    return all([_destroy(db, _ITEM.c.id == item.id) for item in items])  # noqa: C419 - each, whatever became of the first


def _destroy(db: Transaction, condition: Any) -> bool:
    return db.execute(delete(_ITEM).where(condition & ~_SEEN)).rowcount > 0


def own(db: Transaction, person_id: int) -> Sequence[SharedItem]:
    """List all that one person shares, oldest first, for that person."""
    return _items(db, db.execute(_COLUMNS.where(_ITEM.c.person_id == person_id).order_by(_ITEM.c.id)))


def with_author(db: Transaction, item_id: int) -> tuple[int, SharedItem] | None:
    """(author, item) by the item's number, for carrying something to its author; None once it is gone."""
    rows = db.execute(_COLUMNS.where(_ITEM.c.id == item_id)).all()
    return next(((int(row.person_id), shared) for row in rows if (shared := _item(db, row)) is not None), None)


def named_due(db: Transaction, now: datetime, limit: int) -> Sequence[SharedItem]:
    """Items with a name whose time has come and that somebody must still be shown."""
    return _items(db, db.execute(_NAMED_DUE, {"now": now, "most": limit}))


def unnamed_for(db: Transaction, reader: TeamMember, before: datetime) -> Sequence[SharedItem]:
    """Unnamed items for this lead or coach that were due before that moment, were shared while they were one, and that
    they were not shown yet. The order says nothing: shuffle it."""
    shown = exists().where((_VIEW.c.item_id == _ITEM.c.id) & (_VIEW.c.person_id == reader.person_id))
    for_them = (
        (_ITEM.c.team_id == reader.team_id)
        & (_ITEM.c.audience == reader.role)
        & (_ITEM.c.person_id != reader.person_id)
        & _ITEM.c.name_sealed.is_(None)
        & (_ITEM.c.due_at <= before)
        & (_ITEM.c.shared_at >= reader.since)
        & ~shown
    )
    return _items(db, db.execute(_COLUMNS.where(for_them)))


def shown_to(db: Transaction, reader: TeamMember) -> Sequence[SharedItem]:
    """List what this lead or coach of the team was shown with a name, by its words: no other order says nothing.

    What bears no name stays in their chat alone: that it is gone one day would say something of whoever left.
    """
    shown = exists().where((_VIEW.c.item_id == _ITEM.c.id) & (_VIEW.c.person_id == reader.person_id))
    of_team = (_ITEM.c.team_id == reader.team_id) & (_ITEM.c.audience == reader.role) & _ITEM.c.name_sealed.is_not(None)
    return sorted(_items(db, db.execute(_COLUMNS.where(of_team & shown))), key=lambda item: item.text.casefold())


def unnamed_due(db: Transaction, audience: Role, now: datetime, limit: int) -> Sequence[SharedItem]:
    """Unnamed items for these readers whose time has come and that somebody must still be shown."""
    return _items(db, db.execute(_UNNAMED_DUE, {"now": now, "most": limit, "audience_": audience}))


def without_digest(db: Transaction, now: datetime, limit: int) -> Sequence[tuple[int, int]]:
    """(lead, team) of unnamed items whose time has come, for leads who want no Monday message to bring them along."""
    rows = db.execute(_NOW_WITHOUT_DIGEST, {"now": now, "most": limit})
    return [(int(row.person_id), int(row.team_id)) for row in rows]


def coming_without_digest(db: Transaction) -> Sequence[tuple[int, datetime]]:
    """(lead, due) of unnamed items for leads who want no Monday message, whether their time has come or not."""
    return [(int(row.person_id), row.due_at) for row in db.execute(_EVER_WITHOUT_DIGEST, {})]


def awaiting(db: Transaction, item_id: int) -> Sequence[int]:
    """List the people who were its readers when it was shared, still are, and were not shown it."""
    query = select(_MEMBERSHIP.c.person_id).select_from(_ITEM).join(_MEMBERSHIP, _READS)
    query = query.where((_ITEM.c.id == item_id) & ~_SHOWN_TO_MEMBER)
    return list(db.execute(query.order_by(_MEMBERSHIP.c.person_id)).scalars())


def show(db: Transaction, item_id: int, reader_id: int, now: datetime) -> None:
    """Note that a reader was shown an item: from now on it cannot be taken back."""
    db.execute(insert(_VIEW), {"item_id": item_id, "person_id": reader_id, "seen_at": now})


def settle(db: Transaction, item_id: int, now: datetime) -> None:
    """Note that everybody for whom an item is was shown it."""
    db.execute(update(_ITEM).where(_ITEM.c.id == item_id).values(settled_at=now))


def postpone(db: Transaction, item_id: int, due_at: datetime) -> None:
    """Put an item off, since none of its readers may be spoken to now."""
    db.execute(update(_ITEM).where(_ITEM.c.id == item_id).values(due_at=due_at))


def next_due(db: Transaction) -> datetime | None:
    """Say when the next item must be shown; what is unnamed and for leads is not counted."""
    due_at: datetime | None = db.execute(_NEXT_DUE, {}).scalar_one()
    return due_at


def purge(db: Transaction, before: datetime) -> int:
    """Forget what was shared before that moment; returns how many."""
    return db.execute(delete(_ITEM).where(_ITEM.c.shared_at < before)).rowcount


def readable(sealed: bytes) -> str:
    """Write out what is shared, or under which name, as its author can read it."""
    node, _, text = sealed.decode().partition("\n")
    return text or node


def _items(db: Transaction, rows: Iterable[Any]) -> Sequence[SharedItem]:
    return [item for row in rows if (item := _item(db, row)) is not None]


def _item(db: Transaction, row: Any) -> SharedItem | None:
    try:
        node, _, text = _open(db, "text_sealed", row).partition("\n")
        name = None if row.name_sealed is None else _open(db, "name_sealed", row)
    except CannotOpen:
        _log.error("a sealed record does not open in its place", action="unreadable", table="shareditem", row=row.id)
        return None
    return SharedItem(row.id, row.team_id, Role(row.audience), node, text, name, row.due_at, bool(row.seen))


def _seal(db: Transaction, column: str, number: int, author_id: int, said: str) -> bytes:
    return db.vault.seal(said.encode(), where("shareditem", column, number, author_id), _LEAST)


def _open(db: Transaction, column: str, row: Any) -> str:
    return db.vault.open(getattr(row, column), where("shareditem", column, row.id, row.person_id)).decode()
