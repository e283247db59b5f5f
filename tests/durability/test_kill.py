"""The bot is killed again and again while people talk: nothing that anybody said is lost, doubled or misfiled."""

import asyncio
import random
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bot.base import clock, opening
from sandbox.faults import Fault, FaultKind
from store import invitations, tally, teams
from store.database import Transaction
from store.people import Role
from tests.durability import journal, talking
from tests.durability.dying import PATIENCE, kills, stage
from tests.durability.journal import JournalCount
from tests.durability.talking import Questions, Talker
from tests.playing import settled

NAMES = ("Anna", "Emma", "Farid", "Gijs")
LONGEST = 1.5  # seconds between the first word of a process and its end


async def play(
    folder: Path,
    times: int,
    seed: int,
    names: Sequence[str] = NAMES,
    silence: float = talking.SILENCE,
    **overrides: Any,
) -> str:
    """People talk while the bot dies `times` times; then everything is counted: the figures, in a sentence."""
    chance = random.Random(seed)  # noqa: S311 - a test that can be repeated
    async with stage(folder, "unhurried", **overrides) as kill_stage:
        with opening.beside(kill_stage.chosen, invited_at()) as database:
            codes = database.call(_invite, len(names))
            database.call(journal.keep)
        questions = Questions(kill_stage.telegram)
        await kill_stage.bot.starts()
        talkers = [
            Talker(kill_stage.telegram.person(name), random.Random(f"{seed} {name}"), silence=silence)  # noqa: S311 - as above
            for name in names
        ]
        await asyncio.gather(*(talker.joins(code) for talker, code in zip(talkers, codes, strict=True)))
        killer = asyncio.create_task(kills(kill_stage.bot, times, chance, LONGEST))
        await asyncio.gather(*(_talks_on(talker, killer) for talker in talkers))
        await killer
        with opening.beside(kill_stage.chosen, invited_at()) as database:
            async with asyncio.timeout(PATIENCE):
                while not await database.run(settled):  # noqa: ASYNC110 - another process has the events
                    await asyncio.sleep(0.2)
            messages = _messages(database.call(journal.hold, kill_stage.telegram), database.call(tally.counts))
            return f"{talking.count(database, talkers, questions, f'seed {seed}, {times} kills')}; {messages}"


def _messages(held: JournalCount, counted: Mapping[str, int]) -> str:
    """Every message that was committed came; what came once too often was in doubt, and was counted."""
    again, left = counted.get("sent again in doubt", 0), counted.get("left in doubt", 0)
    figures = f"{held.committed} messages, {held.lost} lost, {held.doubled} doubled, {again} + {left} in doubt"
    assert (0, 0) == (held.lost, counted.get("failed", 0)), figures
    assert held.doubled <= again, figures
    return figures


async def _talks_on(talker: Talker, killer: asyncio.Task[None]) -> None:
    while not killer.done():
        await talker.talks()


def invited_at() -> datetime:
    """Now: the process that is killed has the real calendar."""
    return clock.Clock().now()


def _invite(db: Transaction, many: int) -> list[str]:
    team = teams.add(db, "Balie", invited_at())
    return [invitations.issue(db, team.id, Role.EMPLOYEE, invited_at())[1] for _ in range(many)]


async def test_ten_kills_lose_nothing(tmp_path: Path, tells: Callable[[str], None]) -> None:
    """No answer lost, none stored twice, no question twice but for counted doubts; every dialogue comes to its end."""
    tells(await play(tmp_path, 10, 1))


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2, 12))
async def test_two_hundred_kills_lose_nothing(seed: int, tmp_path: Path, tells: Callable[[str], None]) -> None:
    """The same, twenty kills for each of ten seeds."""
    tells(await play(tmp_path, 20, seed))


@pytest.mark.long
@pytest.mark.parametrize("where", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
async def test_a_hundred_kills_with_fifty_people_lose_no_message(
    request: pytest.FixtureRequest, tmp_path: Path, where: str, tells: Callable[[str], None]
) -> None:
    """Whatever was committed to the outbox is in its chat, closing words and all; doubles are counted doubts."""
    url = "" if where == "sqlite" else request.getfixturevalue("postgres_url")
    everybody = [f"Collega {number}" for number in range(50)]
    tells(f"{where}: {await play(tmp_path, 100, 21, everybody, silence=PATIENCE, database_url=url)}")


async def test_a_stop_with_hanging_sends_loses_nothing(tmp_path: Path) -> None:
    """Three sends hang for longer than anybody waits: it ends by itself, and the next life says all of it."""
    async with stage(tmp_path, "unhurried") as kill_stage:
        with opening.beside(kill_stage.chosen, invited_at()) as database:
            codes = database.call(_invite, 3)
            database.call(journal.keep)
        phones = [kill_stage.telegram.person(name) for name in NAMES[:3]]
        kill_stage.telegram.faults.add(Fault(FaultKind.SLOW, "sendMessage", times=3, seconds=PATIENCE))
        await kill_stage.bot.starts()
        for phone, code in zip(phones, codes, strict=True):
            await phone.says(f"/start {code}")
        async with asyncio.timeout(PATIENCE):
            while kill_stage.telegram.faults.struck[FaultKind.SLOW] < 3:  # noqa: ASYNC110 - the sandbox counts, it does not call
                await asyncio.sleep(0.05)
            await kill_stage.bot.ends()
        await kill_stage.bot.starts()
        with opening.beside(kill_stage.chosen, invited_at()) as database:
            async with asyncio.timeout(PATIENCE):
                while not await database.run(settled):  # noqa: ASYNC110 - as above
                    await asyncio.sleep(0.2)
            held = database.call(journal.hold, kill_stage.telegram)
            assert held.committed >= 3
            _messages(held, database.call(tally.counts))
