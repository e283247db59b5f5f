"""The rows of a lead's log: what they hold, sealed, and how they are read and put back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import msgspec
import structlog
from sqlalchemy import insert, select, update

from store import tables
from store.database import Transaction
from store.vault import CannotOpen
from store.vault import place as where

_log = structlog.get_logger()

ACT = tables.table(tables.ActRow)
LINE = "line"
"""the kind of a row that is a line of steering"""
_LEAST = 500  # bytes: an act and a promise in a sentence fill the same


@dataclass(frozen=True, slots=True)
class LogPlace:
    """Where in a conversation something was logged, so that going back can correct it."""

    session_id: int
    node: str


class Dated(msgspec.Struct):
    """Holds that a promise was given another day: where, and how it was before, for going back."""

    session_id: int
    node: str
    due_before: date | None
    said_before: datetime


class LoggedMove(msgspec.Struct):
    """One move in a line of steering, and where it was made."""

    move: str
    on: date
    session_id: int
    node: str
    value: str | None = None
    promise_id: int | None = None
    day: date | None = None


class LogContent(msgspec.Struct):
    """What a row of the log holds, as it is sealed: an act, a promise and what became of it, or a line of steering."""

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
    misses: int = 0  # how often a promise was given another day
    question: str | None = None  # of a line: its key; the text is that of a question in own words
    case: str | None = None
    moves: list[LoggedMove] = []


_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(LogContent)


def read(db: Transaction, condition: Any) -> Sequence[tuple[Any, LogContent]]:
    """Read the rows for which the condition holds, each with what it holds, in the order in which they were written."""
    rows = db.execute(select(*ACT.c).where(condition).order_by(ACT.c.id)).all()
    return [(row, logged) for row in rows if (logged := _opened(db, row)) is not None]


def add(db: Transaction, person_id: int, logged: LogContent, now: datetime, place: LogPlace) -> int:
    """Write a row of this lead's log; returns its number."""
    number = db.next_number("act")
    values: dict[str, Any] = {
        "id": number,
        "person_id": person_id,
        "session_id": place.session_id,
        "acted_at": now,
        "sealed": _sealed(db, number, person_id, logged),
        "words_gone": False,
    }
    db.execute(insert(ACT), values)
    return number


def put_back(db: Transaction, row: Any, logged: LogContent, **values: Any) -> None:
    """Write what a row holds now, with other columns that change."""
    sealed = _sealed(db, row.id, row.person_id, logged)
    db.execute(update(ACT).where(ACT.c.id == row.id).values(sealed=sealed, **values))


def readable(sealed: bytes) -> Any:
    """Show what was logged with the name of every part, for the person it is about."""
    return msgspec.to_builtins(_DECODER.decode(sealed))


def _opened(db: Transaction, row: Any) -> LogContent | None:
    try:
        return _DECODER.decode(db.vault.open(row.sealed, where("act", "sealed", row.id, row.person_id)))
    except (CannotOpen, msgspec.MsgspecError):
        _log.error("a sealed record does not open in its place", action="unreadable", table="act", row=row.id)
        return None


def _sealed(db: Transaction, number: int, person_id: int, logged: LogContent) -> bytes:
    return db.vault.seal(_ENCODER.encode(logged), where("act", "sealed", number, person_id), _LEAST)
