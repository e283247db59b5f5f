"""Flows as they were when somebody began on them: source and catalogues, by hash."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from store import tables
from store.database import Transaction
from store.prepared import Prepared

_VERSION = tables.table(tables.FlowVersionRow)
_RETIRED = Prepared(select(_VERSION.c.name, _VERSION.c.version).where(_VERSION.c.retired_at.is_not(None)))


@dataclass(frozen=True, slots=True)
class Source:
    """What a flow is made from."""

    name: str
    version: str
    source: str
    catalogues: Mapping[str, str]
    retired_at: datetime | None
    live_from: str | None = None
    """the shelf from which it is live now; None when another version is, or none"""


def keep(db: Transaction, name: str, version: str, source: str, catalogues: Mapping[str, str], now: datetime) -> bool:
    """Store a version once; True if it is new."""
    if get(db, name, version) is not None:
        return False
    values = {"name": name, "version": version, "source": source, "stored_at": now}
    db.execute(insert(_VERSION), values | {"catalogues": json.dumps(dict(catalogues), ensure_ascii=False)})
    return True


def get(db: Transaction, name: str, version: str) -> Source | None:
    """Find the version with this hash."""
    same = (_VERSION.c.name == name) & (_VERSION.c.version == version)
    row = db.execute(select(*_VERSION.c).where(same)).one_or_none()
    return None if row is None else _source(row)


def every(db: Transaction) -> Sequence[Source]:
    """List all versions that were ever live."""
    return [_source(row) for row in db.execute(select(*_VERSION.c))]


def live(db: Transaction) -> Mapping[str, Source]:
    """Find the version of each flow that is live, by name."""
    rows = db.execute(select(*_VERSION.c).where(_VERSION.c.live_from.is_not(None)))
    return {row.name: _source(row) for row in rows}


def put_live(db: Transaction, name: str, version: str | None, shelf: str) -> None:
    """Let this version be the one that is live; with None, none of that name is any more."""
    others = (_VERSION.c.name == name) & (_VERSION.c.version != (version or ""))
    db.execute(update(_VERSION).where(others).values(live_from=None))
    if version is not None:
        same = (_VERSION.c.name == name) & (_VERSION.c.version == version)
        db.execute(update(_VERSION).where(same).values(live_from=shelf))


def retire(db: Transaction, name: str, version: str, now: datetime) -> None:
    """Let sessions on this version end with one kind message at the person's next contact."""
    same = (_VERSION.c.name == name) & (_VERSION.c.version == version)
    db.execute(update(_VERSION).where(same).values(retired_at=now))


def retired(db: Transaction) -> frozenset[tuple[str, str]]:
    """(name, version) of what was withdrawn."""
    return frozenset((row.name, row.version) for row in db.execute(_RETIRED, {}))


def _source(row: Any) -> Source:
    return Source(row.name, row.version, row.source, json.loads(row.catalogues), row.retired_at, row.live_from)
