"""Rows that cannot be changed unseen: each is tied to the one before by a hash that nobody can make without the key."""

import hmac
import json
from collections.abc import Sequence
from datetime import UTC, date, datetime

FIRST = "0" * 64  # what the first row of a chain follows


def digest(key: bytes, row: Sequence[object]) -> str:
    """Hash what a row says (HMAC-SHA-256, hex); the hash stays when the row itself must be forgotten."""
    said = json.dumps([_said(value) for value in row], separators=(",", ":"), ensure_ascii=True)
    return _mac(key, f"row {said}")


def tie(key: bytes, previous: str, row_digest: str) -> str:
    """Hash a row as the one that follows the row with the hash `previous`."""
    return _mac(key, f"tie {previous} {row_digest}")


def forgotten(key: bytes, row_hash: str) -> str:
    """Prove that whoever has the key emptied the row with this hash."""
    return _mac(key, f"forgotten {row_hash}")


def same(expected: str, actual: str | None) -> bool:
    """Say whether a hash is the one that it should be; how long this takes says nothing."""
    return actual is not None and hmac.compare_digest(expected.encode(), actual.encode())


def _said(value: object) -> object:
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date():
            return value.isoformat()
        case bytes():
            return value.hex()
        case _:
            return value


def _mac(key: bytes, said: str) -> str:
    return hmac.digest(key, said.encode(), "sha256").hex()
