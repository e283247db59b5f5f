"""Published cells: append-only, each tied to the one before by a keyed hash; all that a lead ever sees of others."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import exists, func, select

from nudges import windows as periods
from store import tables
from store.chains import Chain, ChainFault, Link
from store.database import Transaction
from store.people import TeamMember

_CELL = tables.table(tables.PublishedCellRow)
_WINDOW = tables.table(tables.WindowRow)
_COHORT = tables.table(tables.WindowMemberRow)
_TEAM = tables.table(tables.TeamRow)
_SAYS = ("window_id", "team_id", "item", "cell")
CHAIN = Chain("cells", _CELL, 0x63656C6C, lambda _, row: [getattr(row, name) for name in _SAYS])

TREE = "tree:"  # before the item of a figure about a team together with the teams below it
CHANGED = "changed"  # whether the team changed by so many that it must be said


@dataclass(frozen=True, slots=True)
class NewCell:
    """One figure to publish: the word for it, or None where it is hidden, whatever the reason."""

    window_id: int
    team_id: int
    item: str
    band: str | None


@dataclass(frozen=True, slots=True)
class PublishedCells:
    """One published window of a team: words by item, of the team itself and (`tree`) with the teams below it.

    `teams` are those it was published of: a small team's figures are those of it and a sibling together.
    """

    opens_on: date
    closes_on: date
    published_at: datetime
    teams: frozenset[int]
    own: Mapping[str, str | None]
    tree: Mapping[str, str | None]


def publish(db: Transaction, cells: Iterable[NewCell]) -> int:
    """Add these cells at the end of the chain, in order; returns how many. Nothing here changes or removes one."""
    rows = []
    for new in cells:
        row: dict[str, Any] = {"window_id": new.window_id, "team_id": new.team_id, "item": new.item}
        row["cell"] = json.dumps({"band": new.band})
        rows.append((row, list(row.values())))
    CHAIN.append(db, rows)
    return len(rows)


def published(db: Transaction, looks: TeamMember, kind: periods.WindowKind, limit: int) -> Sequence[PublishedCells]:
    """List the last published windows of a team for somebody who leads or coaches it, oldest first: nothing but cells.

    Only those that were published while they might look already, and none that counted them: whoever looks on the day
    of publishing is taken off, and whoever came later, or came back, may have been counted.
    """
    windows = [row for row in _windows(db, looks, kind, limit) if looks.team_id in _published_of(row)][:limit]
    cells = select(_CELL.c.window_id, _CELL.c.item, _CELL.c.cell).where(_CELL.c.window_id.in_([w.id for w in windows]))
    bands: dict[int, dict[str, str | None]] = {window.id: {} for window in windows}
    for window, item, cell in db.execute(cells.order_by(_CELL.c.id)):
        bands[window][item] = json.loads(cell)["band"]
    return [_published(window, bands[window.id]) for window in reversed(windows)]


def _windows(db: Transaction, looks: TeamMember, kind: periods.WindowKind, limit: int) -> Sequence[Any]:
    """List the published windows that may hold figures of the team, the newest first: its own, and its sibling's."""
    team = looks.team_id
    sibling = db.execute(select(_TEAM.c.joined_to).where(_TEAM.c.id == team)).scalar()
    units = [unit for unit in (team, sibling) if unit is not None]
    rows = [row for unit in units for row in _windows_of(db, unit, looks, kind, 2 * limit)]
    return sorted(rows, key=lambda row: (row.opens_on, -row.id), reverse=True)


def _windows_of(db: Transaction, unit: int, looks: TeamMember, kind: periods.WindowKind, limit: int) -> Sequence[Any]:
    # One unit at a time: the index by team then gives the newest at once, however many windows there are.
    counted = exists().where((_COHORT.c.window_id == _WINDOW.c.id) & (_COHORT.c.person_id == looks.person_id))
    visible = (
        (_WINDOW.c.team_id == unit) & (_WINDOW.c.kind == kind) & (_WINDOW.c.published_at >= looks.since) & ~counted
    )
    columns = (_WINDOW.c.id, _WINDOW.c.opens_on, _WINDOW.c.closes_on, _WINDOW.c.published_at, _WINDOW.c.thresholds)
    return db.execute(select(*columns).where(visible).order_by(_WINDOW.c.opens_on.desc()).limit(limit)).all()


def _published_of(window: Any) -> frozenset[int]:
    return frozenset(json.loads(window.thresholds)["teams"])


def _published(window: Any, bands: Mapping[str, str | None]) -> PublishedCells:
    return PublishedCells(
        window.opens_on,
        window.closes_on,
        window.published_at,
        _published_of(window),
        {item: band for item, band in bands.items() if not item.startswith(TREE)},
        {item.removeprefix(TREE): band for item, band in bands.items() if item.startswith(TREE)},
    )


def count(db: Transaction) -> int:
    """Count how many figures were ever published."""
    return int(db.execute(select(func.count()).select_from(_CELL)).scalar_one())


def verify(db: Transaction, anchors: Sequence[Link] = ()) -> ChainFault | None:
    """Find the first thing about the published figures that is not as it was written; None if all is whole."""
    return CHAIN.fault(db, anchors)
