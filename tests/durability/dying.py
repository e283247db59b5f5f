"""A pretend Telegram in the test's own loop, and the real bot in a process beside it that dies and lives again."""

import asyncio
import contextlib
import os
import random
import sys
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.base.settings import Settings
from sandbox import hosting
from sandbox.telegram import Telegram
from tests.playing import made_up_settings

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0  # on a machine that others use too


class Bot:
    """The process that dies and lives again."""

    def __init__(self, telegram: Telegram, environment: Mapping[str, str], pace: str) -> None:
        self._telegram = telegram
        self._pace = pace
        self._environment = dict(environment)
        self._process: asyncio.subprocess.Process | None = None
        self._heard = 0

    async def starts(self) -> None:
        """A new process; it takes a second or more before it speaks."""
        self._heard = self._lines()
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.durability.serving", self._pace, cwd=ROOT, env=self._environment
        )

    async def speaks(self) -> None:
        """Wait until this process has said something to somebody."""
        async with asyncio.timeout(PATIENCE):
            while self._lines() == self._heard:
                assert self._process is None or self._process.returncode is None, "the bot ended by itself"
                await asyncio.sleep(0.005)

    def peak(self) -> float:
        """The most memory that the process had at any moment, in MB."""
        assert self._process is not None
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        return int(status.partition("VmHWM:")[2].split()[0]) / 1024

    async def dies(self) -> None:
        """SIGKILL: no chance to tidy up."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()
            await self._process.wait()

    async def ends(self) -> None:
        """SIGTERM: it ends by itself."""
        assert self._process is not None
        self._process.terminate()
        await self._process.wait()

    def _lines(self) -> int:
        return sum(line.who == "bot" for chat in self._telegram.chats.values() for line in chat.lines)


@dataclass(frozen=True, slots=True)
class KillStage:
    """Who plays, and what the process was told."""

    telegram: Telegram
    bot: Bot
    chosen: Settings


@contextlib.asynccontextmanager
async def stage(folder: Path, pace: str, **overrides: Any) -> AsyncIterator[KillStage]:
    """An installation of its own; the bot, at `pace` (see serving), is not started yet, and dead at the end."""
    telegram = Telegram(pace=None)
    async with hosting.serving(telegram) as url:
        chosen = made_up_settings(folder, bot_api_url=url, bot_token=telegram.token, **overrides)
        environment = {
            f"KOERSVAST_{name.upper()}": str(value) for name, value in chosen.model_dump(exclude_none=True).items()
        }
        bot = Bot(telegram, {**os.environ, **environment}, pace)
        try:
            yield KillStage(telegram, bot, chosen)
        finally:
            await bot.dies()


async def kills(bot: Bot, times: int, chance: random.Random, longest: float) -> None:
    """Kill it `times` times, each time at most `longest` seconds after it began to speak again."""
    for _ in range(times):
        await bot.speaks()
        await asyncio.sleep(chance.uniform(0.0, longest))
        await bot.dies()
        await bot.starts()
