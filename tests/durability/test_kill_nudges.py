"""The bot is killed inside rounds of nudges: each person is prompted once, or it is counted why not."""

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.base import opening
from bot.channels.telegram.address import address_of
from bot.rhythm import own_rhythm
from nudges.lifecycle import NudgeState
from nudges.person import Status
from sandbox.people import PhoneOwner
from store import people, tables, tally
from store.database import Transaction
from store.outbox import SendingState
from tests import rows
from tests.durability.dying import PATIENCE, KillStage, stage

ZONE = "Europe/Amsterdam"
NOW = datetime(2026, 11, 26, 15, 30, tzinfo=ZoneInfo(ZONE))  # a Thursday; each new process believes that it is now
A_ROUND = 45  # people, more than one transaction takes
LONGEST = 1.0  # seconds between the first prompt of a process and its end


@dataclass(frozen=True, slots=True)
class StoredStates:
    """What the database holds: states of nudges and of the sessions that they began, and what was counted."""

    nudges: Counter[str]
    sessions: Counter[str]
    sessions_of_one: int  # the most that one nudge began
    waiting: int  # nudges and messages that are still to go
    doubts: Mapping[str, int]


async def play(folder: Path, times: int, seed: int) -> str:
    """Before each life of the bot another round of nudges comes due; what was counted at the end, in a sentence."""
    chance = random.Random(seed)  # noqa: S311 - a test that can be repeated
    everybody: list[PhoneOwner] = []
    async with stage(folder, "telegram", clock_start=NOW.isoformat()) as kill_stage:
        for _ in range(times):
            everybody += _round(kill_stage, len(everybody))
            await kill_stage.bot.starts()
            await kill_stage.bot.speaks()
            await asyncio.sleep(chance.uniform(0.0, LONGEST))
            await kill_stage.bot.dies()
        await kill_stage.bot.starts()
        states = await _when_quiet(kill_stage)
    return _count(f"seed {seed}, {times} kills", [_prompts(phone) for phone in everybody], states)


def _round(kill_stage: KillStage, before: int) -> Sequence[PhoneOwner]:
    phones = [kill_stage.telegram.person(f"Collega {before + number}") for number in range(A_ROUND)]
    for phone in phones:
        phone.chat.started = True
    with opening.beside(kill_stage.chosen, NOW) as database:
        database.call(_seat, [phone.id for phone in phones])
    return phones


def _seat(db: Transaction, chats: Sequence[int]) -> None:
    for chat in chats:
        person = people.add(db, address_of(chat), NOW, language="nl", zone=ZONE).id
        people.change(db, person, status=Status.ACTIVE, prompt_day=4, prompt_time="15:30")
        own_rhythm.settle(db, people.by_id(db, person), NOW - timedelta(days=1))


async def _when_quiet(kill_stage: KillStage) -> StoredStates:
    with opening.beside(kill_stage.chosen, NOW) as database:
        async with asyncio.timeout(PATIENCE):
            while (states := await database.run(_read)).waiting:  # noqa: ASYNC110 - another process has the events
                await asyncio.sleep(0.2)
    return states


def _read(db: Transaction) -> StoredStates:
    nudge, session = tables.table(tables.NudgeRow), tables.table(tables.SessionRow)
    states = Counter(db.execute(select(nudge.c.state).where(nudge.c.due_at <= NOW)).scalars())
    begun = db.execute(select(session.c.nudge_id, session.c.status).where(session.c.nudge_id.is_not(None))).all()
    sending = rows.sending(db)
    waiting = states[NudgeState.PLANNED] + states[NudgeState.QUEUED]
    waiting += sending[SendingState.QUEUED] + sending[SendingState.SENDING]
    most = max(Counter(row.nudge_id for row in begun).values(), default=0)
    return StoredStates(states, Counter(row.status for row in begun), most, waiting, tally.counts(db))


def _prompts(phone: PhoneOwner) -> int:
    """How many messages ask whether it suits now."""
    return sum("Nu" in line.buttons for line in phone.transcript() if line.who == "bot" and line.act == "says")


def _count(label: str, prompts: Sequence[int], states: StoredStates) -> str:
    everybody = len(prompts)
    assert {NudgeState.SENT: everybody} == states.nudges, label
    assert ({"waiting": everybody}, 1) == (states.sessions, states.sessions_of_one), label
    doubled, lost = sum(max(0, count - 1) for count in prompts), prompts.count(0)
    again, left = states.doubts.get("sent again in doubt", 0), states.doubts.get("left in doubt", 0)
    assert doubled <= again, f"{label}: {doubled} prompts came twice, {again} sendings were in doubt"
    assert lost <= left, f"{label}: {lost} prompts never came, {left} sendings were left in doubt"
    return (
        f"{label}: {everybody} nudges, {doubled} came twice of {again} in doubt, {lost} never of {left} left in doubt"
    )


async def test_four_kills_in_rounds_of_nudges(tmp_path: Path, tells: Callable[[str], None]) -> None:
    """No nudge is lost, none goes twice but for counted doubts, and each began exactly one whole session."""
    tells(await play(tmp_path, 4, 1))


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2, 12))
async def test_two_hundred_kills_in_rounds_of_nudges(seed: int, tmp_path: Path, tells: Callable[[str], None]) -> None:
    """The same, twenty kills for each of ten seeds."""
    tells(await play(tmp_path, 20, seed))
