"""How fast Telegram lets a bot send: so many messages a second over all chats, and one a second in one chat."""

import math
from dataclasses import dataclass, field

from sandbox import refusals


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float

    def wait(self, now: float, rate: float, burst: float) -> float:
        """Seconds until one more may go; 0 takes nothing yet."""
        self.left = min(burst, self.left + (now - self.at) * rate)
        self.at = now
        return 0.0 if self.left >= 1 else (1 - self.left) / rate


@dataclass(slots=True)
class ServerPace:
    """Two leaky buckets; `overall` messages a second over all chats, `chat` a second in one chat with a burst."""

    overall: float = 30.0
    chat: float = 1.0
    chat_burst: float = 5.0
    refused: int = 0
    _all: _Bucket | None = None
    _chats: dict[int, _Bucket] = field(default_factory=dict)

    def check(self, chat_id: int, now: float) -> None:
        """Count one message at `now` (steady seconds); TooManyRequests, and nothing counted, when it goes over pace."""
        everything = self._all = self._all or _Bucket(self.overall, now)
        bucket = self._chats.setdefault(chat_id, _Bucket(self.chat_burst, now))
        wait = max(everything.wait(now, self.overall, self.overall), bucket.wait(now, self.chat, self.chat_burst))
        if wait > 0:
            self.refused += 1
            raise refusals.TooManyRequests(max(1, math.ceil(wait)))
        everything.left -= 1
        bucket.left -= 1
