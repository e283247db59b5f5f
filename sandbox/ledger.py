"""What must outlive a restart, in one SQLite file; written together a few times a second."""

import asyncio
import sqlite3
from collections.abc import Iterator
from pathlib import Path

FLUSH_SECONDS = 0.2


class Ledger:
    """Rows of (kind, id, body); `keep` and `drop` are cheap, `flush` makes them last."""

    def __init__(self, directory: Path) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self._file = sqlite3.connect(directory / "sandbox.sqlite", isolation_level=None, check_same_thread=False)
        self._file.execute("PRAGMA journal_mode = WAL")
        self._file.execute("PRAGMA synchronous = NORMAL")
        self._file.execute(
            "CREATE TABLE IF NOT EXISTS entry (kind TEXT, id INTEGER, body BLOB, PRIMARY KEY (kind, id)) WITHOUT ROWID"
        )
        self._pending: dict[tuple[str, int], bytes | None] = {}
        self._timer: asyncio.TimerHandle | None = None

    def rows(self, kind: str) -> Iterator[tuple[int, bytes]]:
        """Read all rows of one kind in order of their ids."""
        yield from self._file.execute("SELECT id, body FROM entry WHERE kind = ? ORDER BY id", (kind,))

    def keep(self, kind: str, number: int, body: bytes) -> None:
        self._pending[kind, number] = body
        self._later()

    def drop(self, kind: str, number: int) -> None:
        self._pending[kind, number] = None
        self._later()

    def _later(self) -> None:
        if self._timer is not None:
            return
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return  # nobody runs yet: the first change under a loop, or close(), writes this too
        self._timer = loop.call_later(FLUSH_SECONDS, self.flush)

    def flush(self) -> None:
        """Write what is pending, in one transaction."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        pending, self._pending = self._pending, {}
        if not pending:
            return
        rows = [(kind, number, body) for (kind, number), body in pending.items() if body is not None]
        gone = [key for key, body in pending.items() if body is None]
        self._file.execute("BEGIN IMMEDIATE")
        self._file.executemany("INSERT OR REPLACE INTO entry VALUES (?, ?, ?)", rows)
        self._file.executemany("DELETE FROM entry WHERE kind = ? AND id = ?", gone)
        self._file.execute("COMMIT")

    def close(self) -> None:
        self.flush()
        self._file.close()
