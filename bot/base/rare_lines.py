"""Lets a line of the log through at once, and again only after a while: trouble is a few lines, not hundreds."""

from collections.abc import Hashable

from bot.base import clock

AGAIN_AFTER = 60.0  # seconds


class Seldom:
    """Remembers when each kind of line was last let through, and how many were not."""

    def __init__(self, again_after: float = AGAIN_AFTER) -> None:
        self._again_after = again_after
        self._last: dict[Hashable, tuple[float, int]] = {}

    def times(self, kind: Hashable) -> int:
        """Count how often such a line came since one was last let through; 0: say nothing now."""
        now = clock.steady()
        last, unsaid = self._last.get(kind, (now - self._again_after, 0))
        if now - last < self._again_after:
            self._last[kind] = (last, unsaid + 1)
            return 0
        self._last[kind] = (now, 0)
        return unsaid + 1
