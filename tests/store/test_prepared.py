"""Statements that go past the library behave as those that do not."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError, NoResultFound

from store import tables
from store.database import Database, Transaction
from store.prepared import Prepared
from tests.store.cast import NOW, Cast

_ATTEMPT = tables.table(tables.JoinAttemptRow)
_INBOX = tables.table(tables.InboxRow)
_ADD = Prepared(insert(_ATTEMPT).returning(_ATTEMPT.c.id))
_ONE = Prepared(select(_ATTEMPT.c.chat_hash, _ATTEMPT.c.tried_at).where(_ATTEMPT.c.id == bindparam("row")))
_MOVE = Prepared(update(_ATTEMPT).where(_ATTEMPT.c.id == bindparam("row")).values(tried_at=bindparam("moment")))
_KEEP = Prepared(insert(_INBOX))


def test_what_was_written_is_read_back(db: Database) -> None:
    """Moments come back aware and in UTC, rows have the names of their columns."""

    def write_and_read(tx: Transaction) -> Any:
        row = tx.execute(_ADD, {"chat_hash": "abc", "tried_at": NOW}).scalar_one()
        return tx.execute(_ONE, {"row": row}).one_or_none()

    attempt = db.call(write_and_read)
    assert ("abc", NOW) == (attempt.chat_hash, attempt.tried_at)
    assert attempt.tried_at.tzinfo is UTC


def test_the_library_reads_what_a_prepared_statement_wrote(db: Database) -> None:
    """Both sides convert values alike."""

    def write_and_read(tx: Transaction) -> datetime:
        tx.execute(_ADD, {"chat_hash": "abc", "tried_at": NOW})
        moment: datetime = tx.execute(select(_ATTEMPT.c.tried_at)).scalar_one()
        return moment

    assert NOW == db.call(write_and_read)


def test_it_counts_the_rows_it_touched(db: Database) -> None:
    """A change of state asks how many rows it changed, so that the loser of a race knows."""

    def move_twice(tx: Transaction) -> tuple[int, int]:
        row = tx.execute(_ADD, {"chat_hash": "abc", "tried_at": NOW}).scalar_one()
        there = tx.execute(_MOVE, {"row": row, "moment": NOW}).rowcount
        return there, tx.execute(_MOVE, {"row": row + 1, "moment": NOW}).rowcount

    assert (1, 0) == db.call(move_twice)


def test_what_an_insert_is_not_given_is_null(db: Database) -> None:
    """Columns that may be empty can be left out."""

    def keep(tx: Transaction) -> Any:
        tx.execute(_KEEP, {"channel": "x", "update_key": "1", "sealed": b"x", "received_at": NOW})
        return tx.execute(select(_INBOX.c.chat_hash, _INBOX.c.handled_at)).one()

    assert (None, None) == tuple(db.call(keep))


def test_the_driver_s_errors_are_the_library_s(db: Database) -> None:
    """Whoever catches the library's errors catches these, and none of them repeats a value."""

    def twice(tx: Transaction) -> None:
        for _ in range(2):
            tx.execute(_KEEP, {"channel": "x", "update_key": "1", "sealed": b"a secret", "received_at": NOW})

    with pytest.raises(IntegrityError) as caught:
        db.call(twice)
    assert "a secret" not in str(caught.value)


def test_a_forgotten_value_is_refused(db: Database) -> None:
    """A value that a condition needs and nobody gave never becomes null in silence."""
    with pytest.raises(KeyError):
        db.call(lambda tx: tx.execute(_ONE, {}))


def test_a_missing_row_is_told(db: Database, cast: Cast) -> None:
    """`one_or_none` gives None where `scalar_one` raises."""
    assert db.call(lambda tx: tx.execute(_ONE, {"row": cast.anna}).one_or_none()) is None
    with pytest.raises(NoResultFound):
        db.call(lambda tx: tx.execute(_ONE, {"row": cast.anna}).scalar_one())
