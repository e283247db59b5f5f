"""How an SQLite file is opened: what was said last stays on the disk, and one writes at a time."""

import contextlib
import sqlite3
import threading
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from store import trouble

_LOOK = 20  # milliseconds between two tries
_LONGEST_LOG = 16_000  # pages, after which SQLite itself brings the log into the file, in case nobody else does


def set_pragmas(connection: Any, _record: Any) -> None:
    """Set the pragmas of each new connection of the driver."""
    _write_ahead(connection)
    for pragma in ("synchronous=FULL", "secure_delete=ON", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _write_ahead(connection: Any) -> None:
    # SQLite waits for a lock everywhere but here: of many first starts at once some were refused.
    (patience,) = connection.execute("PRAGMA busy_timeout").fetchone()  # milliseconds
    connection.execute("PRAGMA busy_timeout=0")
    looks = patience // _LOOK
    while not _is_write_ahead(connection, last=looks <= 0):
        looks -= 1
        threading.Event().wait(_LOOK / 1000)
    connection.execute(f"PRAGMA busy_timeout={patience}")


def _is_write_ahead(connection: Any, *, last: bool) -> bool:
    try:
        connection.execute("PRAGMA journal_mode=WAL")
    except sqlite3.OperationalError as error:
        if last or not isinstance(trouble.translated(error), trouble.Locked):
            raise
        return False
    return True


def leave_checkpoints_to_us(connection: Any, _record: Any) -> None:
    """Put SQLite's own checkpoints off on a new connection: the process that serves calls `checkpoint`."""
    connection.execute(f"PRAGMA wal_autocheckpoint={_LONGEST_LOG}")


def log_size(file: Path) -> int:
    """Count the bytes of the write-ahead log."""
    log = file.with_name(f"{file.name}-wal")
    return log.stat().st_size if log.exists() else 0


def checkpoint(file: Path) -> None:
    """Bring what is in the write-ahead log into the file, without waiting for anybody. Raises sqlite3.Error."""
    with contextlib.closing(sqlite3.connect(file, timeout=1.0)) as connection:
        connection.execute("PRAGMA wal_checkpoint(PASSIVE)")


def is_whole(file: Path) -> bool:
    """Say whether every page can be read and fits the others; takes seconds for a gigabyte. Raises sqlite3.Error."""
    with contextlib.closing(sqlite3.connect(file, timeout=10.0)) as connection:
        return bool(connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))


def begin_immediately(connection: Connection) -> None:
    """Begin each transaction with the lock: one that reads first and writes later may meet a lock half-way."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")
