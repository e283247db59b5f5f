"""A database that cannot be had for a while is waited for, with few words, and people are answered once it can."""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import make_url
from structlog.testing import capture_logs

from bot.base import database_wait
from bot.base.last_contact import Contact
from bot.base.rare_lines import Seldom
from bot.channels.reception import Reception
from bot.channels.telegram.channel import connected
from store import trouble
from store.database import Database
from tests import addresses
from tests.playing import JourneyStage, playing, said, seated

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PATIENCE = 30.0  # on a machine that others use too
WAITS = "the database cannot take this yet"


@contextmanager
def server(url: str) -> Iterator[Callable[[str], None]]:
    """What an administrator of the server may say."""
    at = make_url(url)
    with psycopg.connect(
        host=str(at.query["host"]), user="postgres", dbname="postgres", autocommit=True
    ) as administrator:

        def says(words: str) -> None:
            administrator.execute(words.format(at.database).encode())

        yield says


END_ALL = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{}'"


@pytest.mark.postgres
async def test_a_server_that_takes_no_changes_for_a_while_mutes_nobody(tmp_path: Path, postgres_url: str) -> None:
    """As a standby does in a failover: what is said meanwhile is answered once, afterwards, and so is what follows."""
    async with playing(tmp_path, NOW, database_url=postgres_url) as stage:
        (anna, _), (farid, _) = seated(stage, "Anna"), seated(stage, "Farid")
        await anna.says("/wie")
        await stage.quiet()
        with server(postgres_url) as says, capture_logs() as logs:
            says('ALTER DATABASE "{}" SET default_transaction_read_only = on')
            says(END_ALL)
            await anna.says("/help")
            await farid.says("/help")
            await _logged(logs, WAITS)
            says('ALTER DATABASE "{}" RESET default_transaction_read_only')
            says(END_ALL)
        for phone, answers in ((anna, 2), (farid, 1)):
            await _hears(stage, phone, answers)
        await anna.says("/wie")
        await _hears(stage, anna, 3)
        assert 6 > sum(line["event"] == WAITS for line in logs)


async def _hears(stage: JourneyStage, phone: Any, answers: int) -> None:
    assert await phone.chat.when(lambda: len(said(phone)) >= answers, PATIENCE), phone.screen_text()
    await stage.quiet()
    assert answers == len(said(phone))


async def _logged(logs: list[Any], event: str) -> None:
    async with asyncio.timeout(PATIENCE):
        while event not in [entry["event"] for entry in logs]:  # noqa: ASYNC110 - a log calls nobody
            await asyncio.sleep(0.02)


class _Spoiled:
    """A database that is damaged as soon as a turn is played."""

    def __init__(self, real: Database, error: sqlite3.Error) -> None:
        self._real = real
        self._error = error

    async def run(self, use_case: Any, *args: Any, **kwargs: Any) -> Any:
        if use_case.__name__ == "hear":
            raise self._error
        return await self._real.run(use_case, *args, **kwargs)


async def test_a_page_that_is_found_damaged_ends_the_reception_with_a_sentence(tmp_path: Path) -> None:
    """Nobody is told sorry for it, and the update lies in the inbox for whoever puts the copy back."""
    (tmp_path / "spoiled").write_bytes(b"no database" * 1000)
    with pytest.raises(sqlite3.DatabaseError) as damage:
        sqlite3.connect(tmp_path / "spoiled").execute("SELECT * FROM sqlite_master")
    async with playing(tmp_path, NOW) as stage:
        anna, _ = seated(stage, "Anna")
        await anna.says("/wie")
        await stage.quiet()
        update = {"update_id": 1, "message": {"message_id": 1, "chat": anna.chat.as_chat(), "text": "/wie"}}
        await stage.runtime.database.run(addresses.keep, [(anna.id, update)], NOW)
        database: Any = _Spoiled(stage.runtime.database, damage.value)
        async with connected(stage.runtime.settings, Contact("Telegram")) as channel, asyncio.timeout(PATIENCE):
            with pytest.raises(trouble.Damaged, match="latest copy"):
                await Reception(replace(stage.runtime, database=database), channel).run()
        assert 1 == len(said(anna))
        assert 1 == len(await stage.runtime.database.run(addresses.waiting))


async def test_a_mistake_of_ours_is_not_waited_for(tmp_path: Path) -> None:
    """It would come again for ever."""
    async with playing(tmp_path, NOW) as stage:
        with pytest.raises(ZeroDivisionError):
            await database_wait.run(stage.runtime.database, lambda _: 1 / 0)


def test_many_at_once_are_one_line() -> None:
    """And the next one says how many there were."""
    seldom = Seldom(again_after=0.0)
    assert [1, 1] == [seldom.times("a"), seldom.times("b")]
    seldom = Seldom(again_after=1000.0)
    assert [1, *[0] * 99] == [seldom.times("a") for _ in range(100)]
