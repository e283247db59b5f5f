"""The bot's own clock, read and moved over the loopback address that it gave us, so that chats show the bot's day."""

import asyncio
import contextlib
import ipaddress
from datetime import datetime
from urllib.parse import urlsplit

import httpx
import msgspec

from sandbox.clock import ZONE, MovedClock

FOLLOW_SECONDS = 2.0


class ClockReading(msgspec.Struct):
    """What the bot says of its time: `now` and what is due next (None when nothing is), aware."""

    now: datetime
    next_due: datetime | None = None
    next_what: dict[str, str] | None = None  # by language


class ClockSilent(Exception):
    """The bot's clock did not answer, or not with a time."""


class NotLoopback(ValueError):
    """The clock address is not on this machine."""


class BotClock:
    """`clock` is kept in step with every reading."""

    def __init__(self, url: str, clock: MovedClock) -> None:
        if not on_loopback(url):
            raise NotLoopback(f"{url} is not on this machine; a clock that anyone may move must be")
        self.url = url
        self._clock = clock
        self._client = httpx.AsyncClient(timeout=30.0, trust_env=False)

    async def read(self) -> ClockReading:
        return await self._ask("GET", None)

    async def move(self, to: str) -> ClockReading:
        """Move to a moment in ISO 8601 (without a zone: where the phones are).

        It goes from due moment to due moment, so that what the bot says at each bears its time. The answer comes when
        the bot is there; ValueError for what is no moment.
        """
        moment = datetime.fromisoformat(to)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=ZONE)
        reading = await self.read()
        while reading.next_due is not None and reading.now < reading.next_due < moment:
            reading = await self.move_on(reading)
        if moment > reading.now:
            self._clock.set(moment)
        return await self._ask("POST", {"to": moment.isoformat()})

    async def move_on(self, reading: ClockReading) -> ClockReading:
        """Move to what this reading says is due next, our clock first, so that what the bot says bears its time."""
        if reading.next_due is not None and reading.next_due > reading.now:
            self._clock.set(reading.next_due)
        return await self._ask("POST", {"to": "next"})

    async def follow(self) -> None:
        """Stay in step for as long as this runs; a silent clock is asked again."""
        while True:
            with contextlib.suppress(ClockSilent):  # the bot may still be starting; the page says so when one looks
                await self.read()
            await asyncio.sleep(FOLLOW_SECONDS)

    async def close(self) -> None:
        await self._client.aclose()

    async def _ask(self, method: str, body: dict[str, str] | None) -> ClockReading:
        try:
            answer = await self._client.request(method, self.url, json=body)
            answer.raise_for_status()
            reading = msgspec.json.decode(answer.content, type=ClockReading)
        except (httpx.HTTPError, msgspec.DecodeError) as error:
            raise ClockSilent(f"the bot's clock did not answer: {error}") from error
        if reading.now.tzinfo is None:
            raise ClockSilent("the bot's clock gave a time without a zone")
        self._clock.set(reading.now)
        return reading


def on_loopback(url: str) -> bool:
    """Say whether an address names this machine itself."""
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
