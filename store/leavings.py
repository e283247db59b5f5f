"""Remembers apart from the database who left it, so that putting back a copy brings nobody back.

Each line of the file holds a word and a keyed hash of one taking part. Its key lies sealed in the database, so the file
alone says nothing of anybody; the last line about somebody counts.
"""

import os
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

from store.database import Transaction
from store.vault import keyed_hash

NAME = "leavings"  # in the data folder


class Left(StrEnum):
    """How somebody stands at the moment of a line."""

    ERASED = "erased"
    ENDED = "ended"
    STOPPED = "stopped"
    BACK = "back"


class Leavings:
    """The file; without one nothing is remembered, as in rehearsals."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file

    def note(self, db: Transaction, audit_key: str, left: Left) -> None:
        """Add a line, on the disk before this returns. Raises OSError where it cannot be written."""
        if self._file is None:
            return
        self._file.parent.mkdir(
            mode=0o700, parents=True, exist_ok=True
        )  # with PostgreSQL nothing else may lie there yet
        opened = os.open(self._file, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            os.write(opened, f"{left} {_hash(db, audit_key)}\n".encode())
            os.fsync(opened)
        finally:
            os.close(opened)

    def last(self, db: Transaction, audit_keys: list[str]) -> Mapping[str, Left]:
        """Find how each of these stood last, by audit key; of whom there is no line is left out."""
        words = self._words()
        stood = {key: words.get(_hash(db, key)) for key in audit_keys}
        return {key: Left(word) for key, word in stood.items() if word is not None}

    def _words(self) -> Mapping[str, str]:
        if self._file is None or not self._file.exists():
            return {}
        lines = (line.split() for line in self._file.read_text().splitlines())
        # A line that a crash cut short says nothing: whoever it was about was not told that it was done.
        return {parts[1]: parts[0] for parts in lines if len(parts) == 2 and parts[0] in set(Left)}


def _hash(db: Transaction, audit_key: str) -> str:
    return keyed_hash(db.keys.lookup, f"left {audit_key}")
