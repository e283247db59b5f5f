"""The bot is killed again and again while people talk: nothing they said is lost, doubled or misfiled."""

import asyncio
import contextlib
import json
import os
import random
import sys
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from bot import clock, opening, settings
from sandbox import hosting
from sandbox.people import Person
from sandbox.telegram import Telegram
from store import invitations, tables, tally, teams
from store.database import Transaction
from store.people import Role
from tests.playing import made_up_settings

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("Anna", "Emma", "Farid", "Gijs")
PATIENCE = 60.0
SILENCE = 4.0  # longer than a new process takes to speak: after it a dialogue is over


@dataclass(slots=True)
class Talker:
    """Somebody who begins a reflection whenever nothing is open, and presses what is asked; keeps what they pressed."""

    phone: Person
    chance: random.Random
    pressed: list[tuple[str, str, str]] = field(default_factory=list)  # session, visit, choice
    dialogues: int = 0

    async def joins(self, code: str) -> None:
        """Through the welcome, to its end."""
        before = len(self.phone.transcript())
        await self.phone.starts(code)
        await self._changes(before)
        await self._until_done({"nl", "je", "-done", "middag", "-skip"})

    async def talks(self) -> None:
        """One reflection, to its end."""
        before = len(self.phone.transcript())
        await self.phone.says("/reflectie")
        await self._changes(before)
        await self._until_done(set())
        self.dialogues += 1

    async def _until_done(self, prefers: set[str]) -> None:
        while await self.phone.chat.when(lambda: bool(self._options()), SILENCE):
            options = self._options()
            wanted = sorted(prefers & options.keys()) or sorted(key for key in options if key in ("-right", "-done"))
            key = wanted[0] if wanted and self._may(wanted[0]) else self._real(options)
            message, data = options[key]
            before = len(self.phone.transcript())
            self.phone.presses_data(message, data, key)
            session, visit, choice = data.split(":", 2)
            self.pressed.append((session, visit, choice))
            await self._changes(before)

    def _may(self, key: str) -> bool:
        """Done with several, once something is marked."""
        marked = any("✓" in label for shown in self.phone.screen()[-1:] for label in shown.buttons)
        return key != "-done" or marked

    def _real(self, options: Mapping[str, tuple[int, str]]) -> str:
        real = sorted(key for key in options if not key.startswith("-")) or sorted(options)
        return self.chance.choice(real)

    def _options(self) -> dict[str, tuple[int, str]]:
        """The buttons of the newest message that has any: key → (message, data)."""
        for number, message in sorted(self.phone.chat.messages.items(), reverse=True):
            rows = message.get("reply_markup", {}).get("inline_keyboard", [])
            if rows:
                datas = [button["callback_data"] for row in rows for button in row]
                flows = [data for data in datas if not data.startswith("!")]
                return {data.split(":", 2)[2]: (number, data) for data in flows}
        return {}

    async def _changes(self, before: int) -> None:
        """Until the bot has said or edited something since."""
        lines = self.phone.transcript
        assert await self.phone.chat.when(
            lambda: any(line.who == "bot" and line.act != "toasts" for line in lines()[before:]), PATIENCE
        ), f"the bot fell silent\n{self.phone.screen_text()}"


class Bot:
    """The process that is killed and started anew."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = dict(environment)
        self._process: asyncio.subprocess.Process | None = None

    async def starts(self) -> None:
        """A new process; it takes about a second before it speaks."""
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.durability.serving", cwd=ROOT, env=self._environment
        )

    async def dies(self) -> None:
        """SIGKILL: no chance to tidy up."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()
            await self._process.wait()


@contextlib.asynccontextmanager
async def stage(folder: Path) -> AsyncIterator[tuple[Telegram, Bot, settings.Settings]]:
    """A pretend Telegram in the test's loop, and the bot outside it."""
    telegram = Telegram(pace=None)
    async with hosting.serving(telegram) as url:
        chosen = made_up_settings(folder, bot_api_url=url, bot_token=telegram.token)
        given = {
            f"KOERSVAST_{name.upper()}": str(value) for name, value in chosen.model_dump(exclude_none=True).items()
        }
        bot = Bot({**os.environ, **given})
        try:
            yield telegram, bot, chosen
        finally:
            await bot.dies()


async def kills(bot: Bot, times: int, chance: random.Random) -> None:
    """Kill it at random moments, each time soon after it began to speak again."""
    for _ in range(times):
        await asyncio.sleep(chance.uniform(1.0, 3.0))
        await bot.dies()
        await bot.starts()


async def play(folder: Path, times: int, seed: int) -> None:
    """People talk while the bot dies `times` times; then everything is counted."""
    chance = random.Random(seed)  # noqa: S311 - a test that can be repeated
    async with stage(folder) as (telegram, bot, chosen):
        codes = _codes(chosen)
        await bot.starts()
        talkers = [Talker(telegram.person(name), random.Random(f"{seed} {name}")) for name in NAMES]  # noqa: S311 - as above
        await asyncio.gather(*(talker.joins(code) for talker, code in zip(talkers, codes, strict=True)))
        killer = asyncio.create_task(kills(bot, times, chance))
        await asyncio.gather(*(_talks_on(talker, killer) for talker in talkers))
        await killer
        await asyncio.sleep(1.0)
        await bot.dies()
    _count(chosen, talkers, times, seed)


async def _talks_on(talker: Talker, killer: asyncio.Task[None]) -> None:
    while not killer.done():
        await talker.talks()


def _codes(chosen: settings.Settings) -> list[str]:
    with opening.beside(chosen, invited_at()) as database:
        return database.call(_invite)


def invited_at() -> datetime:
    """Now: the process that is killed has the real calendar."""
    return clock.Clock().now()


def _invite(db: Transaction) -> list[str]:
    team = teams.add(db, "Balie", invited_at())
    return [invitations.issue(db, team.id, Role.EMPLOYEE, invited_at())[1] for _ in NAMES]


def _count(chosen: settings.Settings, talkers: list[Talker], times: int, seed: int) -> None:
    told = f"seed {seed}, {times} kills"
    with opening.beside(chosen, invited_at()) as database:
        stored, doubts = database.call(_stored), database.call(tally.counts)
        moments = database.call(_moments_told)
    pressed = {key: choice for talker in talkers for *key_, choice in talker.pressed for key in [tuple(key_)]}
    for (session, visit), values in stored.items():
        assert len(values) == 1, f"{told}: {session}:{visit} was stored {len(values)} times"
        if isinstance(values[0], str) and (session, visit) in pressed:
            assert values[0] == pressed[session, visit], f"{told}: {session}:{visit} was misfiled"
    ended = sum(talker.dialogues for talker in talkers)
    assert moments >= ended, f"{told}: {ended} dialogues ended, {moments} of their first answers are kept"
    repeated = sum(_asked_twice(talker.phone) for talker in talkers)
    counted = doubts.get("sent again in doubt", 0)
    assert repeated <= counted, f"{told}: {repeated} questions came twice, {counted} sendings were in doubt"
    assert all(talker.dialogues for talker in talkers), told


def _stored(db: Transaction) -> dict[tuple[str, str], list[object]]:
    answer = tables.table(tables.Answer)
    found: dict[tuple[str, str], list[object]] = defaultdict(list)
    rows = db.execute(
        select(answer.c.session_id, answer.c.visit, answer.c.value).where(answer.c.corrected_at.is_(None))
    )
    for row in rows:
        found[str(row.session_id), str(row.visit)].append(None if row.value is None else json.loads(row.value))
    return found


def _moments_told(db: Transaction) -> int:
    """Every reflection asks once where its moment was."""
    answer = tables.table(tables.Answer)
    return len(db.execute(select(answer.c.id).where((answer.c.name == "plek") & ~answer.c.skipped)).all())


def _asked_twice(phone: Person) -> int:
    """How many messages showed a question that another message showed before."""
    shown = Counter(
        line.text for line in phone.transcript() if line.who == "bot" and line.act == "says" and line.buttons
    )
    return sum(shown.values()) - len(shown)


@pytest.mark.parametrize("seed", [1])
async def test_ten_kills_lose_nothing(seed: int, tmp_path: Path) -> None:
    """No answer lost, none stored twice, no question twice but for counted doubts; every dialogue comes to its end."""
    await play(tmp_path, 10, seed)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2, 12))
async def test_two_hundred_kills_lose_nothing(seed: int, tmp_path: Path) -> None:
    """The same, twenty kills for each of ten seeds."""
    await play(tmp_path, 20, seed)
