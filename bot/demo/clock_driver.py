"""Drives the calendar of a demo, a simulation or a test from one thing that is due to the next."""

from datetime import datetime

from bot.base.clock import Clock

_OFTEN_ENOUGH = 8  # what one thing brings about may be due at once as well, a few times over


class ClockDriver:
    """Moves a calendar up to `until`; whoever drives lets happen what is due wherever it stops, until all is quiet."""

    def __init__(self, calendar: Clock, until: datetime) -> None:
        self._calendar = calendar
        self._until = until
        self._stopped_at: datetime | None = None
        self._due: datetime | None = None
        self._tries = 0  # at what is due

    def goes_on(self, due: datetime | None, deed: datetime | None = None) -> bool:
        """Move on to what comes first: what the bot has to do (`due`), what somebody does (`deed`), or the end.

        Asked anew after each stop; False once all up to the end has happened. What stays due however often it was
        tried waits for something else than the clock, and is passed over.
        """
        stays = due is not None and due == self._due and due <= self._calendar.now()
        self._due, self._tries = due, self._tries + 1 if stays else 0
        coming = [moment for moment in (self._hopeful(), deed) if moment is not None and moment <= self._until]
        if not coming and self._stopped_at == self._until:
            return False
        self._stopped_at = min(coming, default=self._until)
        if self._stopped_at > self._calendar.now():
            self._calendar.move_to(self._stopped_at)
        return True

    def _hopeful(self) -> datetime | None:
        return self._due if self._tries < _OFTEN_ENOUGH else None
