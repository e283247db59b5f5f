"""The door for updates: stored before they are confirmed, one after another for each person, and none in the way."""

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from bot.base import clock, opening
from bot.channels.reception import Reception
from bot.channels.telegram.pace import Farewells
from sandbox.people import PhoneOwner
from sandbox.telegram import Telegram
from store import tables
from store.database import Database, Transaction
from tests import addresses
from tests.playing import JourneyStage, made_up_settings, playing, said, seated

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PATIENCE = 20.0  # on a machine that others use too
_INBOX = tables.table(tables.InboxRow)


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[JourneyStage]:
    """The bot without a hurry."""
    async with playing(tmp_path, NOW) as stage:
        yield stage


@pytest.fixture
def url(request: pytest.FixtureRequest) -> str:
    """The address of the database of each kind; nothing for a file."""
    return "" if request.param == "sqlite" else str(request.getfixturevalue("postgres_url"))


on_both = pytest.mark.parametrize(
    "url", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)


def set_aside(db: Transaction) -> list[str]:
    """The kinds of error of what was set aside."""
    return list(db.execute(select(_INBOX.c.error).where(_INBOX.c.set_aside_at.is_not(None))).scalars())


async def test_one_person_s_updates_are_heard_in_order(stage: JourneyStage) -> None:
    """Whatever is said at once is answered in the order in which it was said."""
    anna, _ = seated(stage, "Anna")
    for text in ("/wie", "/help", "/overslaan", "/wie", "/help"):
        await anna.says(text)
    await stage.quiet()
    wie, help_, skip, *again = said(anna)
    assert [wie, help_] == again
    assert 3 == len({wie, help_, skip})


async def test_a_turn_that_fails_is_set_aside_and_apologised_for(stage: JourneyStage) -> None:
    """The log names the error and its place and nothing of what was said; the next words are heard as ever."""
    anna, person = seated(stage, "Anna")
    stage.runtime.database.call(lambda db: db.execute(tables.table(tables.SessionRow).insert(), _spoiled(person)))
    with capture_logs() as logs:
        await anna.says("mijn geheim")
        await stage.quiet()
    assert ["CannotOpen"] == stage.runtime.database.call(set_aside)
    assert [stage.runtime.texts.say("sorry", "nl")] == said(anna)
    assert "mijn geheim" not in repr(logs)
    await anna.says("/wie")
    await stage.quiet()
    assert 2 == len(said(anna))


def _spoiled(person: int) -> dict[str, object]:
    moments = {"begun_at": NOW, "touched_at": NOW}
    values = {"person_id": person, "flow": "waarom", "version": "v", "status": "waiting", "sprint": 0}
    return {**values, **moments, "sealed": b"spoiled on the disk"}


async def test_typing_is_shown_when_it_takes_longer_than_a_moment(stage: JourneyStage) -> None:
    """Somebody who waits sees that we are at it."""
    anna, _ = seated(stage, "Anna")
    (waiting,) = stage.runtime.database.call(addresses.keep, [(anna.id, _wie(anna))], NOW)
    gate = threading.Event()
    blocked = asyncio.create_task(stage.runtime.database.run(lambda _: gate.wait(PATIENCE)))
    await asyncio.sleep(0)
    Reception(stage.runtime, stage.channel).hand_over(waiting)
    shown = await _typing(anna)
    gate.set()
    await blocked
    await stage.quiet()
    assert shown
    assert 1 == len(said(anna))


async def _typing(phone: PhoneOwner) -> bool:
    async with asyncio.timeout(PATIENCE):
        while not phone.chat.typing_until:  # noqa: ASYNC110 - the sandbox tells nobody of it
            await asyncio.sleep(0.02)
    return True


def _wie(phone: PhoneOwner) -> dict[str, Any]:
    chat = {"id": phone.id, "type": "private"}
    return {"update_id": 1, "message": {"message_id": 1, "date": 1, "chat": chat, "text": "/wie"}}


@asynccontextmanager
async def stopped(
    folder: Path, *names: str, url: str = ""
) -> AsyncIterator[tuple[Telegram, list[PhoneOwner], Database]]:
    """An installation with these people in it, after its bot was stopped: Telegram, their phones, the database."""
    telegram = Telegram(pace=None)
    async with playing(folder, NOW, telegram=telegram, database_url=url) as stage:
        phones = [seated(stage, name)[0] for name in names]
    with opening.beside(made_up_settings(folder, database_url=url), NOW) as database:
        yield telegram, phones, database


@on_both
async def test_what_a_stop_left_is_heard_by_the_next_process(tmp_path: Path, url: str) -> None:
    """It lies in the inbox, confirmed to Telegram, and is handled at the start."""
    async with stopped(tmp_path, "Anna", url=url) as (telegram, (anna,), database):
        database.call(addresses.keep, [(anna.id, _wie(anna))], NOW)
    async with playing(tmp_path, NOW, telegram=telegram, database_url=url):
        await anna.sees("chatbot", PATIENCE)


async def test_an_update_of_nobody_s_chat_is_put_away(stage: JourneyStage) -> None:
    """A kind from the future has no chat; it is taken and forgotten."""
    await stage.quiet()
    stage.telegram.queue.allowed = None
    stage.telegram.update("telepathy", {"thought": "later"})
    await stage.quiet()
    assert [] == stage.runtime.database.call(set_aside)
    assert [] == stage.runtime.database.call(addresses.waiting)


async def test_a_handled_update_keeps_nothing_of_what_was_said(stage: JourneyStage) -> None:
    """Only its number stays, for Telegram may send it again."""
    anna, _ = seated(stage, "Anna")
    await anna.says("/wie")
    await stage.quiet()
    rows = stage.runtime.database.call(lambda db: db.execute(select(_INBOX.c.sealed, _INBOX.c.chat_hash)).all())
    assert [(b"", None)] == [tuple(row) for row in rows]


async def test_a_full_disk_loses_nothing(stage: JourneyStage) -> None:
    """While nothing can be stored Telegram keeps what is said; with room again each word is answered once."""
    anna, _ = seated(stage, "Anna")
    await stage.runtime.database.run(_no_room_left)
    with capture_logs() as logs:
        for _ in range(5):
            await anna.says("/wie " + "een lang verhaal " * 200)
        await _logged(logs, "the database cannot take this yet")
    assert [] == said(anna)
    await stage.runtime.database.run(lambda db: db.connection.exec_driver_sql("PRAGMA max_page_count = 1000000"))
    await stage.quiet()
    assert 5 == len(said(anna))
    assert "een lang verhaal" not in repr(logs)


def _no_room_left(db: Transaction) -> None:
    """The file grows no more, and the pages that migrations left free are taken."""
    db.connection.exec_driver_sql("CREATE TABLE taken (page BLOB)")
    db.connection.exec_driver_sql("PRAGMA max_page_count = 1")
    pages = db.connection.exec_driver_sql("PRAGMA freelist_count").scalar_one()
    db.connection.exec_driver_sql("INSERT INTO taken VALUES (zeroblob(4092 * ?))", (pages,))  # what a page holds
    assert 0 == db.connection.exec_driver_sql("PRAGMA freelist_count").scalar_one()


async def _logged(logs: list[Any], event: str) -> None:
    async with asyncio.timeout(PATIENCE):
        while event not in [entry["event"] for entry in logs]:  # noqa: ASYNC110 - a log calls nobody
            await asyncio.sleep(0.02)


@on_both
async def test_a_spoiled_row_of_the_inbox_keeps_nobody_from_being_heard(tmp_path: Path, url: str) -> None:
    """Its writer hears a sorry at the next start, everybody else their answer, and the log says how many."""
    async with stopped(tmp_path, "Anna", "Farid", url=url) as (telegram, (anna, farid), database):
        rows = [(phone.id, _wie(phone) | {"update_id": number}) for number, phone in ((1, anna), (2, anna), (3, farid))]
        database.call(addresses.keep, rows, NOW)
        database.call(lambda db: db.execute(_INBOX.update().where(_INBOX.c.update_key == "1").values(sealed=b"x")))
    with capture_logs() as logs:
        async with playing(tmp_path, NOW, telegram=telegram, database_url=url) as stage:
            await farid.sees("chatbot", PATIENCE)
            await anna.sees("chatbot", PATIENCE)
            await anna.sees(stage.runtime.texts.plain("sorry", "nl"), PATIENCE)
            assert ["CannotOpen"] == stage.runtime.database.call(set_aside)
    assert 2 == len(said(anna))
    assert 1 == next(line["times"] for line in logs if line["event"] == "rows of the inbox cannot be read")


async def test_a_lane_goes_on_when_not_even_setting_aside_works(stage: JourneyStage) -> None:
    """A trigger refuses to set anything aside: the next words of the same person are heard."""
    anna, person = seated(stage, "Anna")
    stage.runtime.database.call(lambda db: db.execute(tables.table(tables.SessionRow).insert(), _spoiled(person)))
    stage.runtime.database.call(
        lambda db: db.connection.exec_driver_sql(
            "CREATE TRIGGER never BEFORE UPDATE OF set_aside_at ON inbox WHEN NEW.set_aside_at IS NOT NULL "
            "BEGIN SELECT RAISE(ABORT, 'never'); END"
        )
    )
    await anna.says("wat zeg je?")
    await anna.says("/wie")
    await anna.sees("chatbot", PATIENCE)


async def test_many_strangers_do_not_use_up_what_telegram_allows() -> None:
    """The first one is answered at once, and each that comes in the same moment a little later than the one before."""
    farewells, order = Farewells(apart=0.05), list[int]()
    began = clock.steady()

    async def take_turn(number: int) -> float:
        await farewells.turn()
        order.append(number)
        return clock.steady() - began

    moments = await asyncio.gather(*(take_turn(number) for number in range(6)))
    assert list(range(6)) == order
    assert moments[-1] >= 5 * 0.05  # never sooner, however busy the machine
