"""The sandbox's two clocks: a calendar for what people see, and steady seconds for pace, retention and waiting."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Amsterdam")  # where the phones are


@dataclass(slots=True)
class MovedClock:
    """Calendar time is the machine's own, moved by `ahead`, so that a rehearsed bot and its chats show the same day."""

    ahead: timedelta = timedelta(0)

    def machine(self) -> datetime:
        """Read the machine's own time: aware, UTC."""
        return datetime.now(UTC)  # noqa: TID251 - the sandbox imports nothing of the bot, so it reads the time itself, here alone

    def now(self) -> datetime:
        """Calendar time in the chats: aware, UTC."""
        return self.machine() + self.ahead

    def stamp(self) -> int:
        """Calendar time as Telegram writes it: whole Unix seconds."""
        return int(self.now().timestamp())

    def steady(self) -> float:
        """Seconds that only ever grow and that no rehearsal moves."""
        return time.monotonic()

    def set(self, moment: datetime) -> None:
        """Show `moment` (aware) as now; it goes on running from there."""
        self.ahead = moment - self.machine()
