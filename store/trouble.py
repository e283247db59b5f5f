"""What a database says is wrong, by its own code, and whether that passes; in a sentence for the operator."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import psycopg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from store.errors import StoreError

_PRIMARY_CODE = 0xFF  # the extended codes of SQLite carry more above the first byte


class DatabaseError(StoreError):
    """The database does not do what it should."""

    passes = True  # by waiting; otherwise somebody must do something first


class Locked(DatabaseError):
    """The database is locked by another program that does not let go of it: stop that program and try again."""


class NotWritable(DatabaseError):
    """The database file cannot be opened for writing: see who owns the file and its folder."""


class DiskFull(DatabaseError):
    """The disk of the database is full: make room and try again; nothing was half stored."""


class DiskTrouble(DatabaseError):
    """The disk of the database cannot be read or written: see what the system says about that disk."""


class ReadOnly(DatabaseError):
    """The database server takes no changes now, as a standby does: try again when it is the first one."""


class Unreachable(DatabaseError):
    """The database server cannot be used."""


class Damaged(DatabaseError):
    """The database is damaged, or is not a database: put the latest copy in its place."""

    passes = False


class DatabaseGone(DatabaseError):
    """This is no longer the database that Koersvast was started with: put that one back, then start again."""

    passes = False


_OF_SQLITE: Mapping[int, type[DatabaseError]] = {
    sqlite3.SQLITE_BUSY: Locked,
    sqlite3.SQLITE_LOCKED: Locked,
    sqlite3.SQLITE_PROTOCOL: Locked,
    sqlite3.SQLITE_CORRUPT: Damaged,
    sqlite3.SQLITE_NOTADB: Damaged,
    sqlite3.SQLITE_CANTOPEN: NotWritable,
    sqlite3.SQLITE_READONLY: NotWritable,
    sqlite3.SQLITE_PERM: NotWritable,
    sqlite3.SQLITE_FULL: DiskFull,
    sqlite3.SQLITE_IOERR: DiskTrouble,
    sqlite3.SQLITE_NOMEM: DiskTrouble,
}
_MOVED = sqlite3.SQLITE_READONLY_DBMOVED
# By SQLSTATE, or by its first two characters, which name its class. What is not here is a mistake of ours.
_OF_POSTGRES: Mapping[str, type[DatabaseError]] = {
    "25006": ReadOnly,
    "25P03": Unreachable,  # a transaction was idle for too long
    "25P04": Unreachable,  # a transaction took too long
    "08": Unreachable,  # the connection
    "28": Unreachable,  # name and password
    "3D": Unreachable,  # no such database
    "40": Locked,  # two that wait for each other
    "42501": Unreachable,  # not allowed
    "42P01": DatabaseGone,  # no such table
    "3F": DatabaseGone,  # no such schema
    "53": Unreachable,  # no room, no memory, too many connections
    "55P03": Locked,
    "55006": Locked,
    "57": Unreachable,  # somebody stops the server, or a statement
    "58": Unreachable,  # its disk
    "XX001": Damaged,
    "XX002": Damaged,
}
_SAYS_MORE = (Unreachable,)  # there the server's own word is what helps


@contextmanager
def as_ours() -> Iterator[None]:
    """Raise what a driver says as one of ours; what we have no words for stays as it is: a mistake of ours."""
    try:
        yield
    except Exception as error:
        sentence = of(error)
        if sentence is None:
            raise
        raise sentence from None


def of(error: BaseException) -> DatabaseError | None:
    """Find the sentence for whatever a use case raised; None if the database has nothing to do with it."""
    if isinstance(error, NoConnectionFree):
        return Locked(str(Locked.__doc__))
    if isinstance(error, DBAPIError):
        return translated(error.orig)
    return translated(error)


def translated(error: BaseException | None) -> DatabaseError | None:
    """Find the sentence for a driver's error; None for those that an operator can do nothing about."""
    if isinstance(error, sqlite3.Error):
        kind = _of_sqlite(error)
    elif isinstance(error, psycopg.Error):
        kind = _of_postgres(error)
    else:
        return None
    if kind is None:
        return None
    return kind(f"{str(kind.__doc__).rstrip('.')}: {_first_line(error)}" if kind in _SAYS_MORE else str(kind.__doc__))


def _of_sqlite(error: sqlite3.Error) -> type[DatabaseError] | None:
    code = getattr(error, "sqlite_errorcode", 0)
    if code == _MOVED or str(error).startswith("no such table"):  # SQLite has no code for that one
        return DatabaseGone
    return _OF_SQLITE.get(code & _PRIMARY_CODE)


def _of_postgres(error: psycopg.Error) -> type[DatabaseError] | None:
    state = error.sqlstate
    if state is None:  # it never came to the server, or the server went away
        return Unreachable if isinstance(error, psycopg.OperationalError) else None
    return _OF_POSTGRES.get(state) or _OF_POSTGRES.get(state[:2])


def _first_line(error: BaseException) -> str:
    # It is the server's or the network's own; it names host and account, never a password.
    return (str(error).strip().splitlines() or ["no word"])[0].strip()
