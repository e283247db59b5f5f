"""What a database says is wrong, by its own code: what passes is waited for, what does not is a sentence."""

import sqlite3
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError

from store import trouble
from store.trouble import (
    Damaged,
    DatabaseError,
    DatabaseGone,
    DiskFull,
    DiskTrouble,
    Locked,
    NotWritable,
    ReadOnly,
    Unreachable,
)

OF_POSTGRES = {
    "25006": ReadOnly,  # a standby after a failover
    "25P03": Unreachable,
    "25P04": Unreachable,
    "08006": Unreachable,
    "08P01": Unreachable,
    "28P01": Unreachable,
    "3D000": Unreachable,
    "40P01": Locked,
    "53100": Unreachable,
    "53300": Unreachable,
    "55P03": Locked,
    "57014": Unreachable,
    "57P01": Unreachable,  # an administrator stops it
    "57P02": Unreachable,
    "57P03": Unreachable,  # it is starting
    "58030": Unreachable,
    "42501": Unreachable,
    "42P01": DatabaseGone,
    "XX001": Damaged,
    "XX002": Damaged,
    "23505": None,  # the rest are mistakes of ours
    "22021": None,
    "25P02": None,
    "42703": None,
}


@pytest.mark.parametrize("state", OF_POSTGRES)
def test_what_a_server_says(state: str) -> None:
    """By its SQLSTATE, whatever class the driver gives it."""
    error = psycopg.errors.lookup(state)("what the server says")
    wrapped = DBAPIError.instance("SELECT", None, error, psycopg.Error)
    expected = OF_POSTGRES[state]
    assert (expected, expected) == (_kind(error), _kind(wrapped))


def test_a_server_that_is_not_there() -> None:
    """The driver has no code of the server's then."""
    with pytest.raises(psycopg.OperationalError) as refused:
        psycopg.connect("host=127.0.0.1 port=1 connect_timeout=1")
    assert Unreachable is _kind(refused.value)
    assert "refused" in str(trouble.of(refused.value))


def test_what_a_file_says(tmp_path: Path) -> None:
    """From SQLite itself: each is made to happen."""
    assert Locked is _kind(_of(tmp_path / "locked", _locked))
    assert Damaged is _kind(_of(tmp_path / "no database", _no_database))
    assert NotWritable is _kind(
        _of(tmp_path / "nowhere" / "file", lambda file: sqlite3.connect(file).execute("SELECT 1"))
    )
    assert DiskFull is _kind(_of(tmp_path / "full", _full))
    empty = _of(tmp_path / "empty", lambda file: sqlite3.connect(file).execute("SELECT * FROM person"))
    assert DatabaseGone is _kind(empty)
    assert _kind(_of(tmp_path / "wrong", lambda file: sqlite3.connect(file).execute("SELEC"))) is None


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (sqlite3.SQLITE_IOERR_FSYNC, DiskTrouble),
        (sqlite3.SQLITE_IOERR_SHORT_READ, DiskTrouble),
        (sqlite3.SQLITE_READONLY_DBMOVED, DatabaseGone),
        (sqlite3.SQLITE_READONLY_DIRECTORY, NotWritable),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, Locked),
        (sqlite3.SQLITE_CORRUPT_INDEX, Damaged),
        (sqlite3.SQLITE_CONSTRAINT_UNIQUE, None),
    ],
)
def test_what_a_disk_says(code: int, expected: type[DatabaseError] | None) -> None:
    """The codes that cannot be made to happen here."""
    error = sqlite3.OperationalError("what SQLite says")
    error.sqlite_errorcode = code
    assert expected is _kind(error)


def test_only_what_passes_is_waited_for() -> None:
    """A damaged or foreign database needs somebody."""
    assert {Damaged, DatabaseGone} == {kind for kind in DatabaseError.__subclasses__() if not kind.passes}
    assert trouble.of(ValueError()) is None
    assert trouble.of(IntegrityError("INSERT", None, sqlite3.IntegrityError())) is None


def _kind(error: BaseException) -> type[DatabaseError] | None:
    sentence = trouble.of(error)
    return None if sentence is None else type(sentence)


def _of(file: Path, use: object) -> BaseException:
    with pytest.raises(sqlite3.Error) as raised:
        use(file)  # type: ignore[operator]  # each of the functions here
    return raised.value


def _locked(file: Path) -> None:
    first, second = sqlite3.connect(file, isolation_level=None), sqlite3.connect(file, timeout=0, isolation_level=None)
    try:
        first.execute("BEGIN IMMEDIATE")
        second.execute("BEGIN IMMEDIATE")
    finally:
        first.close()
        second.close()


def _no_database(file: Path) -> None:
    file.write_bytes(b"not a database at all" * 500)
    sqlite3.connect(file).execute("SELECT * FROM sqlite_master")


def _full(file: Path) -> None:
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA max_page_count = 2")
    connection.execute("CREATE TABLE much (what BLOB)")
    connection.execute("INSERT INTO much VALUES (zeroblob(100000))")
