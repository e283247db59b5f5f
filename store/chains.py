"""Tables whose rows are tied together by a keyed hash, so that a change, a removal and a cut end can be seen.

How many rows there ever were and the hash of the last stand sealed in a fact, the head, and can be kept elsewhere as an
anchor: a line that says the same. A row that must be forgotten is emptied and bears a proof that the program did it.
"""

import hmac
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, delete, func, insert, select, update

from nudges import chain
from store import installation
from store.database import Transaction
from store.vault import CannotOpen

_LOST = "lost"  # what follows a head that is gone: it fits nothing

Says = Callable[[Transaction, Any], Sequence[object]]


@dataclass(frozen=True, slots=True)
class Link:
    """How many rows there were up to a place in a chain, and the hash of the last of them."""

    count: int
    hash: str


@dataclass(frozen=True, slots=True)
class ChainFault:
    """What is wrong with a chain: at which row, if it is one that is there, and what."""

    row_id: int | None
    what: str


@dataclass(frozen=True, slots=True)
class Chain:
    """One chained table. `says` gives what a row says, and raises CannotOpen where it is sealed and does not open;
    `lock` keeps other writers waiting on PostgreSQL."""

    name: str
    table: Table
    lock: int
    says: Says

    def append(self, db: Transaction, rows: Sequence[tuple[Mapping[str, Any], Sequence[object]]]) -> None:
        """Add rows at the end, each with what it says, in order."""
        self._wait(db)
        head, key = self._head(db), self._key(db)
        count, previous, values = head.count, head.hash, []
        for row, says in rows:
            digest = chain.digest(key, says)
            previous = chain.tie(key, previous, digest)
            values.append({**row, "digest": digest, "hash": previous})
            count += 1
        if values:
            db.execute(insert(self.table), values)
            self._write(db, "head", Link(count, previous))

    def head(self, db: Transaction) -> Link:
        """Count how many rows there ever were, and give the last hash: what an anchor says."""
        return self._head(db)

    def forget(self, db: Transaction, condition: Any, **emptied: Any) -> int:
        """Empty rows for ever, and leave the proof that it was us; returns how many."""
        key, hidden = self._key(db), self.table.c.forgotten
        rows = db.execute(select(self.table.c.id, self.table.c.hash).where(condition & hidden.is_(None))).all()
        for row in rows:
            proof = chain.forgotten(key, row.hash)
            db.execute(update(self.table).where(self.table.c.id == row.id).values(forgotten=proof, **emptied))
        return len(rows)

    def drop(self, db: Transaction, old: Any) -> int:
        """Remove the oldest stretch, up to the first row that is not `old`; returns how many rows."""
        self._wait(db)
        first_kept = db.execute(select(func.min(self.table.c.id)).where(~old)).scalar()
        gone = self.table.c.id < first_kept if first_kept is not None else self.table.c.id.is_not(None)
        last = db.execute(select(self.table.c.hash).where(gone).order_by(self.table.c.id.desc()).limit(1)).scalar()
        if last is None:
            return 0
        number = db.execute(delete(self.table).where(gone)).rowcount
        self._write(db, "start", Link(self._start(db).count + number, last))
        return number

    def fault(self, db: Transaction, anchors: Sequence[Link] = ()) -> ChainFault | None:
        """Find the first thing that is not as it was written, or as it was anchored elsewhere; None if all is."""
        try:
            start = self._start(db)
        except CannotOpen:
            return ChainFault(None, "its beginning was written by somebody else")
        key, count, previous = self._key(db), start.count, start.hash
        anchored = {link.count: link.hash for link in anchors}
        for row in db.execute(select(*self.table.c).order_by(self.table.c.id)):
            count += 1
            previous = chain.tie(key, previous, row.digest)
            if not self._is_itself(db, key, row) or not chain.same(previous, row.hash):
                return ChainFault(row.id, "does not follow from the one before")
            if anchored.get(count, previous) != previous:
                return ChainFault(row.id, "is not what was anchored")
        if max(anchored, default=0) > count or Link(count, previous) != self._head(db):
            return ChainFault(None, "its end was cut off")
        return None

    def _is_itself(self, db: Transaction, key: bytes, row: Any) -> bool:
        if getattr(row, "forgotten", None) is not None:
            return chain.same(chain.forgotten(key, row.hash), row.forgotten)
        try:
            return chain.same(chain.digest(key, self.says(db, row)), row.digest)
        except CannotOpen:
            return False

    def _head(self, db: Transaction) -> Link:
        try:
            said = installation.sealed_fact(db, f"chain.{self.name}.head")
        except CannotOpen:
            return Link(0, _LOST)
        if said is not None:
            return Link(*json.loads(said))
        is_empty = db.execute(select(self.table.c.id).limit(1)).first() is None
        return Link(0, chain.FIRST if is_empty else _LOST)

    def _start(self, db: Transaction) -> Link:
        said = installation.sealed_fact(db, f"chain.{self.name}.start")
        return Link(0, chain.FIRST) if said is None else Link(*json.loads(said))

    def _write(self, db: Transaction, end: str, link: Link) -> None:
        installation.remember_sealed(db, f"chain.{self.name}.{end}", json.dumps([link.count, link.hash]).encode())

    def _key(self, db: Transaction) -> bytes:
        return hmac.digest(db.keys.audit, f"chain {self.name}".encode(), "sha256")

    def _wait(self, db: Transaction) -> None:
        if db.postgres:
            db.execute(select(func.pg_advisory_xact_lock(self.lock)))


def line(links: Mapping[str, Link]) -> str:
    """Write an anchor of several chains as one line that can be kept elsewhere."""
    return " ".join(f"{name}:{link.count}:{link.hash}" for name, link in links.items())


def read_line(said: str) -> Mapping[str, Link]:
    """Read the links that such a line says. Raises ValueError."""
    links = {}
    for part in said.split():
        name, count, tied = part.split(":")
        links[name] = Link(int(count), tied)
    return links
