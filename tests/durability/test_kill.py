"""The bot is killed again and again while people talk: nothing they said is lost, doubled or misfiled."""

import asyncio
import random
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from bot import clock, opening
from store import invitations, teams
from store.database import Transaction
from store.people import Role
from tests.durability import talking
from tests.durability.dying import PATIENCE, kills, stage
from tests.durability.talking import Questions, Talker
from tests.playing import settled

NAMES = ("Anna", "Emma", "Farid", "Gijs")
LONGEST = 1.5  # seconds between the first word of a process and its end


async def play(folder: Path, times: int, seed: int) -> str:
    """People talk while the bot dies `times` times; then everything is counted: the figures, in a sentence."""
    chance = random.Random(seed)  # noqa: S311 - a test that can be repeated
    async with stage(folder, "unhurried") as here:
        with opening.beside(here.chosen, invited_at()) as database:
            codes = database.call(_invite)
        questions = Questions(here.telegram)
        await here.bot.starts()
        talkers = [Talker(here.telegram.person(name), random.Random(f"{seed} {name}")) for name in NAMES]  # noqa: S311 - as above
        await asyncio.gather(*(talker.joins(code) for talker, code in zip(talkers, codes, strict=True)))
        killer = asyncio.create_task(kills(here.bot, times, chance, LONGEST))
        await asyncio.gather(*(_talks_on(talker, killer) for talker in talkers))
        await killer
        with opening.beside(here.chosen, invited_at()) as database:
            async with asyncio.timeout(PATIENCE):
                while not await database.run(settled):  # noqa: ASYNC110 - another process has the events
                    await asyncio.sleep(0.2)
            return talking.count(database, talkers, questions, f"seed {seed}, {times} kills")


async def _talks_on(talker: Talker, killer: asyncio.Task[None]) -> None:
    while not killer.done():
        await talker.talks()


def invited_at() -> datetime:
    """Now: the process that is killed has the real calendar."""
    return clock.Clock().now()


def _invite(db: Transaction) -> list[str]:
    team = teams.add(db, "Balie", invited_at())
    return [invitations.issue(db, team.id, Role.EMPLOYEE, invited_at())[1] for _ in NAMES]


async def test_ten_kills_lose_nothing(tmp_path: Path, tells: Callable[[str], None]) -> None:
    """No answer lost, none stored twice, no question twice but for counted doubts; every dialogue comes to its end."""
    tells(await play(tmp_path, 10, 1))


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2, 12))
async def test_two_hundred_kills_lose_nothing(seed: int, tmp_path: Path, tells: Callable[[str], None]) -> None:
    """The same, twenty kills for each of ten seeds."""
    tells(await play(tmp_path, 20, seed))
