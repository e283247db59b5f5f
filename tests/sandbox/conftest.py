"""A pretend Telegram on a free port, Anna with her phone, and the library's own bot talking to it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest
import telegram as library
from telegram.request import HTTPXRequest

from sandbox import hosting
from sandbox.people import Person
from sandbox.telegram import Telegram


@dataclass
class Stage:
    """Everything a test plays with."""

    telegram: Telegram
    url: str
    bot: library.Bot
    anna: Person


def library_bot(telegram: Telegram, url: str) -> library.Bot:
    """The real python-telegram-bot against the sandbox; impatient, so that a lost answer does not hold up a test."""
    request = HTTPXRequest(read_timeout=1.0, connect_timeout=1.0, connection_pool_size=8)
    return library.Bot(telegram.token, base_url=f"{url}/bot", base_file_url=f"{url}/file/bot", request=request)


@asynccontextmanager
async def staged(telegram: Telegram) -> AsyncIterator[Stage]:
    """A stage on a Telegram of the test's own making; Anna has started the bot, and no update waits."""
    async with hosting.serving(telegram) as url, library_bot(telegram, url) as bot:
        anna = telegram.person("Anna")
        await anna.starts()
        telegram.queue.held.clear()
        yield Stage(telegram, url, bot, anna)


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with staged(Telegram()) as made:
        yield made
