"""One process serves a database: whoever holds the lock; a lock of the system, so that a crash lets go of it."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, text

from store import trouble
from store.database import sqlite_path
from store.errors import StoreError

_LOCK = 0x6B6F6572_72756E  # an advisory lock on PostgreSQL belongs to one database


class AlreadyRunning(StoreError):
    """Koersvast runs already on this database: stop that process first, or give this one a database of its own."""


@contextmanager
def alone(engine: Engine, url: str) -> Iterator[None]:
    """Serve this database alone until the end of the block. Raises AlreadyRunning, DatabaseError."""
    file = sqlite_path(url)
    with _beside(file) if file is not None else _within(engine):
        yield


@contextmanager
def _beside(file: Path) -> Iterator[None]:
    # The lock lies beside the database, for SQLite keeps locks of its own on the file itself. It is never deleted:
    # somebody could lock the old one while another makes a new one.
    try:
        lock = os.open(file.with_name(f"{file.name}.running"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError:
        raise trouble.NotWritable(str(trouble.NotWritable.__doc__)) from None
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning(str(AlreadyRunning.__doc__)) from None
        yield
    finally:
        os.close(lock)


@contextmanager
def _within(engine: Engine) -> Iterator[None]:
    # The lock lives as long as its connection, which therefore belongs to nobody else.
    with trouble.told():
        connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        connection.detach()
    with connection:
        if not connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": _LOCK}).scalar():
            raise AlreadyRunning(str(AlreadyRunning.__doc__))
        yield
