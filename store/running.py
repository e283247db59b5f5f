"""One process serves a database: whoever holds the lock; a lock of the system, so that a crash lets go of it."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, Engine, text

from store import traces, trouble
from store.database import sqlite_path
from store.errors import StoreError

_LOCK = 0x6B6F6572_72756E  # an advisory lock on PostgreSQL belongs to one database


class AlreadyRunning(StoreError):
    """Koersvast runs already on this database: stop that process first, or give this one a database of its own."""


class Hold(Protocol):
    """The lock while it is held."""

    def look(self) -> None:
        """See that the lock and the database are still ours; a lock that was lost is taken again.

        Raises AlreadyRunning when somebody else has it, DatabaseGone when the database is another one, DatabaseError.
        """


@contextmanager
def alone(engine: Engine, url: str) -> Iterator[Hold]:
    """Serve this database alone until the end of the block. Raises AlreadyRunning, DatabaseError."""
    file = sqlite_path(url)
    hold: _FileHold | _ServerHold = _FileHold(file) if file is not None else _ServerHold(engine)
    try:
        hold.take()
        yield hold
    finally:
        hold.let_go()


class _FileHold:
    # The lock lies beside the database, for SQLite keeps locks of its own on the file itself. It is never deleted:
    # somebody could lock the old one while another makes a new one.

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock: int | None = None
        self._inode: int | None = None  # of the database; it is there from the first look on

    def take(self) -> None:
        lock = _opened(traces.marker_of(self._file))
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            raise AlreadyRunning(str(AlreadyRunning.__doc__)) from None
        self.let_go()
        self._lock = lock

    def look(self) -> None:
        inode = _inode(self._file)
        self._inode = self._inode or inode
        if inode is None or inode != self._inode:
            raise trouble.DatabaseGone(str(trouble.DatabaseGone.__doc__))
        if self._lock is None or _inode(traces.marker_of(self._file)) != os.fstat(self._lock).st_ino:
            self.take()

    def let_go(self) -> None:
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


class _ServerHold:
    # The lock lives as long as its connection, which therefore belongs to nobody else.

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Connection | None = None

    def take(self) -> None:
        with trouble.as_ours():
            connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            connection.detach()
            if not connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": _LOCK}).scalar():
                connection.close()
                raise AlreadyRunning(str(AlreadyRunning.__doc__))
        self._connection = connection

    def look(self) -> None:
        try:
            with trouble.as_ours():
                if self._connection is not None:
                    self._connection.execute(text("SELECT 1"))
        except trouble.DatabaseError:  # the connection is gone, and the lock with it
            self.let_go()
        if self._connection is None:
            self.take()

    def let_go(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(Exception):  # a server that went away let go by itself
                connection.close()


def _opened(marker: Path) -> int:
    try:
        try:
            lock = os.open(marker, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        except FileExistsError:
            return os.open(marker, os.O_RDWR | os.O_CLOEXEC)
        os.write(lock, traces.begun())
    except OSError:
        raise trouble.NotWritable(str(trouble.NotWritable.__doc__)) from None
    return lock


def _inode(file: Path) -> int | None:
    try:
        return file.stat().st_ino
    except OSError:
        return None
