"""Rows that cannot be changed unseen: each is sealed to the one before by its hash."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

FIRST = "0" * 64  # what the first row of a chain follows


def seal(previous: str, row: Mapping[str, Any]) -> str:
    """The SHA-256 (hex) of the hash before and the row as JSON with sorted keys."""
    body = json.dumps(row, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(f"{previous}\n{body}".encode()).hexdigest()


def broken(rows: Iterable[tuple[Mapping[str, Any], str]], previous: str = FIRST) -> int | None:
    """The index of the first row, in order, whose hash does not follow from the one before; None if all do.

    `rows` are pairs of row and stored hash. Rows missing at the end break nothing: compare the last hash too.
    """
    for index, (row, stored) in enumerate(rows):
        if seal(previous, row) != stored:
            return index
        previous = stored
    return None
