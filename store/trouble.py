"""What a database driver says, in a sentence for the operator."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from store.errors import StoreError

_PRIMARY_CODE = 0xFF  # the extended codes of SQLite carry more above the first byte


class DatabaseError(StoreError):
    """The database does not do what it should."""


class Locked(DatabaseError):
    """The database is locked by another program that does not let go of it: stop that program and try again."""


class Damaged(DatabaseError):
    """The database file is damaged, or is not a database: put the latest copy in its place."""


class NotWritable(DatabaseError):
    """The database file cannot be opened for writing: see who owns the file and its folder."""


class DiskFull(DatabaseError):
    """The disk of the database is full: make room and try again; nothing was half stored."""


class Unreachable(DatabaseError):
    """The database server cannot be used."""


_OF_SQLITE: Mapping[int, type[DatabaseError]] = {
    sqlite3.SQLITE_BUSY: Locked,
    sqlite3.SQLITE_LOCKED: Locked,
    sqlite3.SQLITE_CORRUPT: Damaged,
    sqlite3.SQLITE_NOTADB: Damaged,
    sqlite3.SQLITE_CANTOPEN: NotWritable,
    sqlite3.SQLITE_READONLY: NotWritable,
    sqlite3.SQLITE_PERM: NotWritable,
    sqlite3.SQLITE_FULL: DiskFull,
    sqlite3.SQLITE_IOERR: DiskFull,
}


@contextmanager
def told() -> Iterator[None]:
    """Raise what a driver says as one of ours; what we have no words for stays as it is: a mistake of ours."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        known = translated(error.orig if isinstance(error, DBAPIError) else error)
        if known is None:
            raise
        raise known from None


def translated(error: BaseException | None) -> DatabaseError | None:
    """The sentence for a driver's error; None for those that an operator can do nothing about."""
    if isinstance(error, sqlite3.Error):
        kind = _OF_SQLITE.get(getattr(error, "sqlite_errorcode", 0) & _PRIMARY_CODE)
        return None if kind is None else kind(str(kind.__doc__))
    if type(error).__name__ == "OperationalError":
        # The last line is the server's or the network's own; it names host and account, never a password.
        said = (str(error).strip().splitlines() or ["no word"])[-1].strip()
        return Unreachable(f"The database server cannot be used: {said}")
    return None
