"""Lengths of time as people write them: 30m, 24h, 3d, 2w."""

import re
from datetime import timedelta

_LENGTH = re.compile(r"(-?\d{1,4})([mhdw])")
_UNIT = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}


def read(written: str) -> timedelta | None:
    """Read a length of time such as 24h; None when it is none."""
    match = _LENGTH.fullmatch(written)
    return int(match[1]) * _UNIT[match[2]] if match else None
