"""The real bot in the test's own loop: SQLite or PostgreSQL, the sandbox over HTTP, and a calendar to turn."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from bot import app
from bot.app import Doors
from bot.base import opening, settings
from bot.base.clock import Clock
from bot.base.settings import Settings
from bot.channels.telegram.address import NAME, address_of
from bot.channels.telegram.channel import TelegramChannel, connected
from bot.channels.telegram.pace import Limits
from bot.clockwork.ticks import Ticks
from bot.demo.clock_control import ClockControl
from bot.turns.runtime import Runtime
from nudges.person import Status
from sandbox import hosting
from sandbox.people import PhoneOwner
from sandbox.telegram import Telegram
from store import invitations, people, teams
from store.database import Transaction
from store.outbox import SendingState
from store.people import Role
from tests import addresses, installed, rows

UNHURRIED = Limits(over_all=1000, in_chat=100.0, chat_burst=100)


@dataclass(slots=True)
class JourneyStage:
    """Everything a journey plays with."""

    telegram: Telegram
    runtime: Runtime
    channel: TelegramChannel
    doors: Doors
    ticks: Ticks
    control: ClockControl

    async def quiet(self) -> None:
        """Wait until everything that was said has been heard, answered and delivered."""
        async with asyncio.timeout(10):
            while self.telegram.queue.held or not await self.runtime.database.run(settled):  # noqa: ASYNC110 - no event
                await asyncio.sleep(0.005)

    def invite(self, team: str, role: Role) -> str:
        """A code for the team, which is made if need be."""
        return self.runtime.database.call(_invite, team, role, self.runtime.clock.now())


def made_up_settings(folder: Path, **overrides: Any) -> Settings:
    """Settings of an installation that exists only in a test."""
    values = {
        "bot_token": "1:test",
        "data_dir": folder,
        "secret_key": "a secret of a test that is long enough to be one",
        "controller": "De organisatie van deze test",
        "privacy_contact": "privacy@example.org",
        "legal_ground": "een grondslag",
        "works_council_decision": "een besluit",
        "help_contact": "een mens",
        "web_port": 0,
    }
    return settings.load(_env_file=None, **values | overrides)


@asynccontextmanager
async def playing(
    folder: Path, starts: datetime, *, telegram: Telegram | None = None, limits: Limits = UNHURRIED, **overrides: Any
) -> AsyncIterator[JourneyStage]:
    """The bot, talking to a pretend Telegram; it stops in order at the end of the block."""
    telegram = telegram or Telegram(pace=None)
    async with hosting.serving(telegram) as url:
        chosen = made_up_settings(folder, bot_api_url=url, bot_token=telegram.token, **overrides)
        calendar = Clock(starts)
        telegram.clock.set(starts)
        installed.begin(chosen, starts)
        with opening.opened(chosen, starts) as database:
            runtime = app.build(chosen, database, calendar, "http://127.0.0.1:1")
            async with connected(chosen, runtime.contacts[NAME], limits=limits) as channel:
                doors, ticks = app.build_doors(runtime, [channel]), Ticks(runtime)
                running = doors.start()
                try:
                    yield JourneyStage(telegram, runtime, channel, doors, ticks, ClockControl(runtime, ticks))
                finally:
                    await _stop(running)


def seated(stage: JourneyStage, name: str) -> tuple[PhoneOwner, int]:
    """An employee who takes part, with a phone."""
    phone = stage.telegram.person(name)
    phone.chat.started = True
    return phone, stage.runtime.database.call(_seat, phone.id, stage.runtime.clock.now())


def _seat(db: Transaction, chat: int, now: datetime) -> int:
    person = people.add(db, address_of(chat), now, language="nl", zone="Europe/Amsterdam").id
    people.change(db, person, status=Status.ACTIVE, active_since=now)
    people.join(db, person, _team(db, "Balie", now), Role.EMPLOYEE, now)
    return person


def said(phone: PhoneOwner) -> list[str]:
    """What the bot said, in order."""
    return [line.text for line in phone.transcript() if line.who == "bot" and line.act == "says"]


async def _stop(doors: list[asyncio.Task[None]]) -> None:
    for door in doors:
        door.cancel()
    for ended in await asyncio.gather(*doors, return_exceptions=True):
        if isinstance(ended, Exception):
            raise ended


def settled(db: Transaction) -> bool:
    """Whether everything that arrived was heard, and everything that was said is on its way no more."""
    if addresses.waiting(db):
        return False
    busy = rows.sending(db)  # read after the inbox: whatever has left that one is in here
    return not busy[SendingState.QUEUED] and not busy[SendingState.SENDING]


def _invite(db: Transaction, team: str, role: Role, now: datetime) -> str:
    return invitations.issue(db, _team(db, team, now), role, now)[1]


def _team(db: Transaction, name: str, now: datetime) -> int:
    ids = {each.name: each.id for each in teams.every(db)}
    return ids[name] if name in ids else teams.add(db, name, now).id
