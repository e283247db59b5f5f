"""What a prompt costs in one process: judged, composed, sealed, stored, claimed and settled; nothing leaves."""

import asyncio
import time
from dataclasses import dataclass
from itertools import count
from typing import cast

from benchmarks import punctual
from bot import app
from bot.base import clock
from bot.base.outgoing import Paper
from bot.base.settings import Settings
from bot.channels.channel import Channel
from bot.channels.courier import Courier
from bot.channels.telegram import sending
from bot.channels.telegram.pace import Limits, Pace
from bot.clockwork import rounds
from bot.clockwork.ticks import Ticks
from bot.turns.runtime import Runtime
from sandbox.exchange import FIRST_PERSON
from store import outbox
from store.outbox import Outgoing

_LOOKS = 0.01  # seconds between two looks whether all is carried
LIFTED = Limits(over_all=1_000_000, in_chat=1_000_000.0, chat_burst=1_000_000)


@dataclass(frozen=True, slots=True)
class PromptTimes:
    """How many prompts took how long; `cpu` is that of the whole process, both in seconds."""

    prompts: int
    seconds: float
    cpu: float

    @property
    def cpu_ms(self) -> float:
        """Milliseconds of CPU for each."""
        return 1000 * self.cpu / self.prompts


class NearChannel:
    """Takes whatever the courier brings, at once."""

    def __init__(self) -> None:
        self.abilities = sending.ABILITIES
        self.pace = Pace(LIFTED)
        self._numbers = count(1)

    async def send(self, _row: Outgoing, _paper: Paper | None, _png: bytes | None) -> int:
        """Number it as the next message."""
        return next(self._numbers)


def run(chosen: Settings, prompts: int) -> PromptTimes:
    """Let so many fall due in the same second, and see them begun by the clock and carried by the courier."""
    chats = range(FIRST_PERSON, FIRST_PERSON + prompts)
    with punctual.on_the_agenda(chosen, chats, chats) as database:
        calendar = clock.Clock(punctual.STARTS, speed=0.0)
        runtime = app.build(chosen, database, calendar)
        courier, bots = Courier(runtime, cast(Channel, NearChannel())), Ticks(runtime)
        asyncio.run(bots.tick())  # what is loaded at the first tick, and its purge, come once
        database.call(rounds.send, runtime, punctual.DUE)  # and so do the statements
        app.settle_in()
        calendar.move_to(punctual.DUE)
        began, cpu = time.perf_counter(), time.process_time()
        asyncio.run(_until_carried(runtime, courier, bots))
        return PromptTimes(prompts - rounds.AT_ONCE, time.perf_counter() - began, time.process_time() - cpu)


async def _until_carried(runtime: Runtime, courier: Courier, bots: Ticks) -> None:
    carrying = asyncio.create_task(courier.run())
    await bots.tick()
    while await runtime.database.run(outbox.under_way, punctual.DUE):  # noqa: ASYNC110 - the database does not call
        await asyncio.sleep(_LOOKS)
    carrying.cancel()
    await asyncio.wait([carrying])
