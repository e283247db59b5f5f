"""A pretend Telegram on a free port, Anna with her phone, and the library's own bot talking to it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
import telegram as library
from telegram.request import HTTPXRequest

from sandbox import hosting
from sandbox.clock import MovedClock
from sandbox.people import PhoneOwner
from sandbox.telegram import Telegram


@dataclass(slots=True)
class StandingClock(MovedClock):
    """A clock that moves only when a test moves it."""

    moment: datetime = field(default=datetime(2026, 11, 26, 14, 30, tzinfo=UTC))
    seconds: float = 1000.0

    def machine(self) -> datetime:
        return self.moment

    def steady(self) -> float:
        return self.seconds

    def passes(self, **span: float) -> None:
        """Let both clocks go on by a timedelta's worth."""
        self.moment += timedelta(**span)
        self.seconds += timedelta(**span).total_seconds()


@dataclass
class SandboxStage:
    """Everything a test plays with."""

    telegram: Telegram
    url: str
    bot: library.Bot
    anna: PhoneOwner
    http: httpx.AsyncClient

    async def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """One Bot API call with a JSON body; the whole answer as it is on the wire."""
        answer = await self.http.post(f"/bot{self.telegram.token}/{method}", json=parameters)
        said: dict[str, Any] = answer.json()
        assert answer.status_code == (200 if said["ok"] else said["error_code"])
        return said

    async def refused(self, method: str, **parameters: Any) -> str:
        """The description of a call that must be refused."""
        said = await self.call(method, **parameters)
        assert said["ok"] is False
        return str(said["description"])

    async def accepted(self, method: str, **parameters: Any) -> Any:
        """The result of a call that must be accepted."""
        said = await self.call(method, **parameters)
        assert said["ok"] is True, said
        return said["result"]


def library_bot(telegram: Telegram, url: str) -> library.Bot:
    """The real python-telegram-bot against the sandbox; impatient, so that a lost answer does not hold up a test."""
    return library.Bot(
        telegram.token,
        base_url=f"{url}/bot",
        base_file_url=f"{url}/file/bot",
        request=_request(),
        get_updates_request=_request(),
    )


def _request() -> HTTPXRequest:
    # Reading the machine's certificates takes longer than most of these tests, and nothing here is encrypted.
    unencrypted = {"verify": False}
    return HTTPXRequest(read_timeout=2.0, connect_timeout=2.0, connection_pool_size=8, httpx_kwargs=unencrypted)


@asynccontextmanager
async def staged(telegram: Telegram) -> AsyncIterator[SandboxStage]:
    """A stage on a Telegram of the test's own making; Anna has started the bot, and no update waits."""
    async with (
        hosting.serving(telegram) as url,
        library_bot(telegram, url) as bot,
        httpx.AsyncClient(base_url=url, timeout=10.0, verify=False) as http,  # noqa: S501 - loopback
    ):
        anna = telegram.person("Anna")
        if not anna.chat.started:
            await anna.starts()
            telegram.forget(telegram.queue.confirm(telegram.queue.next_id))
        yield SandboxStage(telegram, url, bot, anna, http)


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture
async def stage(clock: StandingClock) -> AsyncIterator[SandboxStage]:
    async with staged(Telegram(clock=clock)) as stage:
        yield stage
