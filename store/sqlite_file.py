"""How an SQLite file is opened: what was said last stays on the disk, and one writes at a time."""

import sqlite3
import threading
from typing import Any

from sqlalchemy import Connection

from store import trouble

_LOOK = 20  # milliseconds between two tries


def set_pragmas(connection: Any, _record: Any) -> None:
    """For each new connection of the driver."""
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


def begin_immediately(connection: Connection) -> None:
    """A deferred transaction that reads first and writes later may find the database locked half-way."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")
