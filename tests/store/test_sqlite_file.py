"""How an SQLite file is opened, also by several at the same moment."""

import sqlite3
import threading
from pathlib import Path

import pytest

from store import sqlite_file

AT_ONCE, ROUNDS = 6, 40  # without waiting some one in twenty rounds had a refusal


def opened(file: Path, patience: float = 10.0) -> sqlite3.Connection:
    connection = sqlite3.connect(file, isolation_level=None, timeout=patience)
    sqlite_file.set_pragmas(connection, None)
    return connection


def test_many_may_open_a_new_file_at_once(tmp_path: Path) -> None:
    """Each waits until the others have turned the new file to writing ahead."""
    problems: list[Exception] = []

    def open_it(file: Path, gate: threading.Barrier) -> None:
        gate.wait()
        try:
            opened(file).close()
        except sqlite3.Error as error:
            problems.append(error)

    for number in range(ROUNDS):
        gate = threading.Barrier(AT_ONCE)
        several = [
            threading.Thread(target=open_it, args=(tmp_path / f"{number}.sqlite3", gate)) for _ in range(AT_ONCE)
        ]
        for thread in several:
            thread.start()
        for thread in several:
            thread.join()
    assert [] == problems


def test_patience_ends(tmp_path: Path) -> None:
    """A file that somebody holds for ever is refused, and the sentence is SQLite's own."""
    holder = sqlite3.connect(tmp_path / "held.sqlite3", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        opened(tmp_path / "held.sqlite3", patience=0.05)
    holder.close()


def test_a_file_is_opened_to_last(tmp_path: Path) -> None:
    """What was told is on the disk, what is erased is wiped, and other waits are as long as before."""
    connection = opened(tmp_path / "new.sqlite3", patience=3)
    pragmas = [
        connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous", "secure_delete", "foreign_keys", "busy_timeout")
    ]
    connection.close()
    assert ["wal", 2, 1, 1, 3000] == pragmas
