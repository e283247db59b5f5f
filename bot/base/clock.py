"""The only file that reads the time: the calendar, which rehearsals may move, and a steady clock for timeouts."""

import time
from datetime import UTC, datetime, timedelta


class Clock:
    """Reads the calendar; the real one unless a rehearsal gives it a start and a speed (seconds per second)."""

    def __init__(self, start: datetime | None = None, speed: float = 1.0) -> None:
        self._offset_from = time.monotonic()
        self._start = None if start is None else start.astimezone(UTC)
        self._speed = speed

    @property
    def rehearsing(self) -> bool:
        """Say whether this calendar differs from the real one."""
        return self._start is not None

    def now(self) -> datetime:
        """Give the moment, aware, in UTC."""
        if self._start is None:
            return datetime.now(UTC)  # noqa: TID251 - here it is read, once
        return self._start + timedelta(seconds=(time.monotonic() - self._offset_from) * self._speed)

    def move_to(self, moment: datetime) -> None:
        """Go on from this moment, at the same speed; a rehearsal only."""
        if self._start is None:
            raise RuntimeError("the real calendar cannot be moved")
        self._start = moment.astimezone(UTC)
        self._offset_from = time.monotonic()


def steady() -> float:
    """Read the seconds of a clock that never jumps; for pace, timeouts and retry_after."""
    return time.monotonic()
