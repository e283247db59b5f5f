"""Opens a throw-away installation and puts made-up people in it, on one thread and on a calendar that stands still."""

import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from bot import app
from bot.base import clock, opening, settings
from bot.base.settings import Settings
from bot.channels.courier import Courier
from bot.channels.telegram.address import address_of
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.pace import Limits
from bot.channels.telegram.transport import LightBot, LightRequest
from bot.dialogue import play, welcoming
from bot.library import programme_file
from bot.turns.runtime import Runtime
from bot.turns.turn import Turn
from sandbox.pace import ServerPace
from sandbox.telegram import Telegram
from simulation import people as made_up
from simulation import telegram
from simulation.people import Actor
from simulation.telegram import InMemory
from store import absences, database, people, teams
from store.database import InOrder, Transaction
from store.people import Role

TOKEN = "1000:simulation"  # noqa: S105 - of the in-memory Telegram
_SECRET = "a key that seals nothing but made-up answers"  # noqa: S105


@dataclass(frozen=True, slots=True)
class SimulationStage:
    """The parts that a simulation plays with."""

    runtime: Runtime
    telegram: Telegram
    transport: InMemory
    courier: Courier

    @property
    def calendar(self) -> clock.Clock:
        """Where its calendar stands."""
        return self.runtime.clock


@dataclass(frozen=True, slots=True)
class OwnFiles:
    """What a coach wants to try: a folder of flows, and a programme."""

    flows: Path | None = None
    programme: Path | None = None


@asynccontextmanager
async def opened(
    begins: datetime, seed: int, pace: ServerPace, limits: Limits, own: OwnFiles
) -> AsyncIterator[SimulationStage]:
    """A stage whose calendar stands at `begins`; nothing of it is kept."""
    with tempfile.TemporaryDirectory() as folder:
        calendar = clock.Clock(begins, speed=0.0)
        chosen = _settings(Path(folder), _shelf(Path(folder), own))
        memory = _memory(chosen, begins, seed)
        try:
            runtime = app.build(chosen, memory, calendar)
            runtime.database.call(absences.import_days, None, [(day, "Dicht") for day in sorted(made_up.CLOSED)])
            world = telegram.build(TOKEN, calendar, pace)
            transport = InMemory(world)
            bot = LightBot(TOKEN, request=transport, get_updates_request=InMemory(world))
            channel = TelegramChannel(bot, LightRequest(), limits)
            doors = app.build_doors(runtime, [channel], steady=lambda: calendar.now().timestamp())
            yield SimulationStage(runtime, world, transport, doors.couriers[0])
        finally:
            memory.close()


def _shelf(folder: Path, own: OwnFiles) -> Path | None:
    """A shelf with the flows and the programme that are tried, so that the originals are only read."""
    if own.flows is None and own.programme is None:
        return None
    shelf = folder / "shelf"
    shelf.mkdir()
    if own.flows is not None:
        shutil.copytree(own.flows, shelf, dirs_exist_ok=True)
    if own.programme is not None:
        (shelf / programme_file.PLACE).parent.mkdir(exist_ok=True)
        shutil.copyfile(own.programme, shelf / programme_file.PLACE)
    return shelf


def _settings(folder: Path, flows_dir: Path | None) -> Settings:
    values: dict[str, Any] = {
        "_env_file": None,
        "data_dir": folder,
        "database_url": f"sqlite:///{folder / 'simulation.sqlite3'}",
        "secret_key": _SECRET,
        "controller": "Niemand: alles is verzonnen",
        "privacy_contact": "niemand",
        "legal_ground": "geen",
        "works_council_decision": "geen",
        "timezone": "Europe/Amsterdam",
        "language": "nl",
        "flows_dir": flows_dir,
    }
    return settings.load(**values)


def _memory(chosen: Settings, now: datetime, seed: int) -> InOrder:
    with opening.beside(chosen, now) as memory:
        vault, keys = memory.vault, memory.keys
    keys.study = f"the study key of a simulation with seed {seed}".encode()  # so that the draws are the same again
    return InOrder(database.connect(chosen.database), vault, keys)


def seat(db: Transaction, runtime: Runtime, who: Actor, now: datetime) -> int:
    """Let somebody in, as an invitation does, under a pseudonym that is always the same, with hours of their own."""
    person = people.add(db, address_of(who.chat), now, language="nl", zone="Europe/Amsterdam")
    quiet = who.hours.quiet
    people.change(
        db,
        person.id,
        pseudonym=who.name,
        day_starts=f"{who.hours.starts:%H:%M}",
        day_ends=f"{who.hours.ends:%H:%M}",
        quiet_starts=quiet and f"{quiet[0]:%H:%M}",
        quiet_ends=quiet and f"{quiet[1]:%H:%M}",
        school_region=who.hours.region,
    )
    people.join(db, person.id, _team(db, who.team_id, now), Role.EMPLOYEE, now)
    play.begin(Turn(db, runtime, people.by_id(db, person.id), now), welcoming.FLOW, "join")
    return person.id


def _team(db: Transaction, number: int, now: datetime) -> int:
    name = f"Team {number}"
    team_id = next((one.id for one in teams.every(db) if one.name == name), None)
    if team_id is None:
        team_id = teams.add(db, name, now).id
        absences.import_days(db, team_id, [(day, "Teamdag") for day in sorted(made_up.team_days(number))])
    return team_id
