"""However many people are on the agenda, the bot needs the memory of what is due."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import SQLModel

from bot.base import opening
from bot.channels.telegram.address import address_of
from bot.rhythm import own_rhythm
from nudges.person import Status
from store import people, schedules, tables
from store.database import Transaction
from tests.durability.dying import PATIENCE, KillStage, stage
from tests.playing import settled

ZONE = "Europe/Amsterdam"
NOW = datetime(2026, 11, 26, 15, 30, tzinfo=ZoneInfo(ZONE))  # a Thursday
DUE = 300  # people who are prompted now, in a small place and in a large one
FEW, MANY = 1_000, 100_000
ROOM = 16.0  # MB that two runs of the same may differ in


async def peak(folder: Path, crowd: int) -> float:
    """The most memory, in MB, of the bot while it prompts DUE people of whom `crowd` others are on the agenda."""
    async with stage(folder, "unhurried", clock_start=NOW.isoformat()) as kill_stage:
        phones = [kill_stage.telegram.person(f"Collega {number}") for number in range(DUE)]
        for phone in phones:
            phone.chat.started = True
        with opening.beside(kill_stage.chosen, NOW) as database:
            database.call(_seat, [phone.id for phone in phones])
            database.call(_fill, crowd)
            assert crowd + DUE == database.call(_people)
            await kill_stage.bot.starts()
            await _all_prompted(kill_stage)
            async with asyncio.timeout(PATIENCE):
                while not await database.run(settled):  # noqa: ASYNC110 - another process has the events
                    await asyncio.sleep(0.2)
        return kill_stage.bot.peak()


def _seat(db: Transaction, chats: list[int]) -> None:
    for chat in chats:
        person = people.add(db, address_of(chat), NOW, language="nl", zone=ZONE).id
        people.change(db, person, status=Status.ACTIVE)
        own_rhythm.settle(db, people.by_id(db, person), NOW - timedelta(days=1))
    schedule = next(one for one in schedules.of_person(db, people.by_id(db, 1).id) if one.kind == own_rhythm.REFLECTION)
    schedules.plan(db, schedule, NOW, NOW + timedelta(weeks=1))


def _fill(db: Transaction, crowd: int) -> None:
    """Others, each with a rhythm that returns next week and a nudge that is planned for tomorrow."""
    numbers = f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {crowd})"  # noqa: S608 - a number of our own
    later, tomorrow = ((NOW + timedelta(days=days)).strftime("%Y-%m-%d %H:%M:%S.000000") for days in (7, 1))
    theirs = dict.fromkeys(("pseudonym", "audit_key", "chat_hash"), "hex(randomblob(16))")
    _copy(db, numbers, tables.PersonRow, theirs | {"id": "i + 1000000"})
    _copy(db, numbers, tables.ScheduleRow, {"id": "i + 1000000", "person_id": "i + 1000000", "next_at": f"'{later}'"})
    moments = {"occurs_at": f"'{tomorrow}'", "due_at": f"'{tomorrow}'"}
    keys = dict.fromkeys(("id", "person_id", "schedule_id"), "i + 1000000")
    _copy(db, numbers, tables.NudgeRow, keys | moments)


def _copy(db: Transaction, numbers: str, row: type[SQLModel], others: dict[str, str]) -> None:
    table = tables.table(row)
    values = ", ".join(others.get(column.name, f"first.{column.name}") for column in table.c)
    names = ", ".join(column.name for column in table.c)
    first = f"(SELECT * FROM {table.name} ORDER BY id LIMIT 1) AS first"  # noqa: S608 - names of our own
    db.connection.exec_driver_sql(f"{numbers} INSERT INTO {table.name} ({names}) SELECT {values} FROM n, {first}")  # noqa: S608 - words of our own


def _people(db: Transaction) -> int:
    return int(db.connection.exec_driver_sql("SELECT count(*) FROM person").scalar_one())


async def _all_prompted(kill_stage: KillStage) -> None:
    async with asyncio.timeout(PATIENCE * 3):
        while any(not chat.lines for chat in kill_stage.telegram.chats.values()):  # noqa: ASYNC110 - of many chats at once
            await asyncio.sleep(0.2)


@pytest.mark.long
async def test_memory_does_not_grow_with_the_people_on_the_agenda(tmp_path: Path, tells: Callable[[str], None]) -> None:
    """A hundred thousand people cost what a thousand cost."""
    few, many = await peak(tmp_path / "few", FEW), await peak(tmp_path / "many", MANY)
    tells(f"peak memory of the bot: {few:.1f} MB with {FEW} people on the agenda, {many:.1f} MB with {MANY}")
    assert many - few < ROOM
