"""Empties the outbox of one channel, at its pace: replies first, each chat in order, each row settled by its answer."""

import asyncio
import contextlib
from collections.abc import Callable, Set
from datetime import timedelta

import structlog

from bot.base import clock, database_wait
from bot.base.outgoing import OutgoingKind, Paper
from bot.channels import delivery, settlement
from bot.channels.channel import Channel
from bot.channels.delivery import Arrival
from bot.channels.fate import Fate, NotDelivered
from bot.channels.settlement import Settlement
from bot.turns.runtime import Runtime
from store import outbox
from store.outbox import Allowance, Outgoing, Priority

_log = structlog.get_logger()

AT_ONCE = 64
PATIENCE = timedelta(seconds=2)  # before the second try; doubled each time
LONGEST_PATIENCE = timedelta(minutes=5)
A_BREATH = timedelta(seconds=1)  # before what is in doubt for the second time; longer each time
FINISH = 3.0  # seconds for what is under way at the end; the next start takes care of the rest
LOOK_BACK = 5.0  # seconds until what is left behind on its way is looked for again
_JUMP = 5.0  # seconds by which a calendar that was set back differs from one that ticks


class Courier:
    """Sends what the outbox holds for the people of a channel, as soon as the runtime's `to_send` is given."""

    def __init__(self, runtime: Runtime, channel: Channel, steady: Callable[[], float] = clock.steady) -> None:
        self._steady = steady
        self._runtime = runtime
        self._channel = channel
        self._pace = channel.pace
        self._to_send = runtime.to_send.followed()
        self._under_way: dict[int, asyncio.Task[Arrival | None]] = {}  # person -> the one thing that is being sent
        self._held: set[int] = set()  # its rows
        self._arrived: list[Arrival] = []  # under way until the next lap has settled them
        self._one_lap = asyncio.Lock()
        self._look_back_at = steady() + LOOK_BACK
        self._ahead = self._calendar_ahead()

    async def run(self) -> None:
        """Send until cancelled; what is under way is finished first, as far as that goes quickly."""
        database, now = self._runtime.database, self._runtime.clock.now
        await database_wait.run(database, delivery.recover, now(), LONGEST_PATIENCE, self._channel.name)
        try:
            while True:
                self._to_send.take()
                if await self._lap() < AT_ONCE:
                    await self._to_send.wait(self.next_look())
                if self._steady() >= self._look_back_at:
                    await self._look_back()
        finally:
            await self._finish()

    async def _look_back(self) -> None:
        """Take back what is on its way in the database and in nobody's hands: settling it failed, or claiming it."""
        self._look_back_at = self._steady() + LOOK_BACK
        held = frozenset(self._held)
        database, now = self._runtime.database, self._runtime.clock.now()
        if await database_wait.run(database, delivery.take_back, now, held, self._channel.name):
            _log.warning("a message was left behind on its way", action="taken back")

    async def _finish(self) -> None:
        if not self._under_way:
            return
        _, late = await asyncio.wait(self._under_way.values(), timeout=FINISH)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        with contextlib.suppress(TimeoutError):  # a database that is away holds up no end
            async with asyncio.timeout(FINISH):
                await self._lap(closing=True)

    async def drain(self) -> None:
        """Send until nothing is left that may go now."""
        while await self._lap() or self._under_way:
            if self._under_way:
                await asyncio.wait(self._under_way.values(), return_when=asyncio.FIRST_COMPLETED)

    def next_look(self) -> float:
        """Count the seconds until something may go that may not go now: at most one second."""
        return self._pace.next_change(self._steady())

    async def _lap(self, *, closing: bool = False) -> int:
        """Settle what arrived since the last lap and claim what may go now, in one transaction: with very much to send,
        a transaction of its own for each would cost more than the sending. Says how many were claimed."""
        async with self._one_lap:
            return await self._go_round(closing=closing)

    async def _go_round(self, *, closing: bool) -> int:
        await self._mind_the_calendar()
        arrivals = tuple(self._arrived)
        # Whoever has what they were sent may be sent the next.
        busy = self._under_way.keys() - {arrival.row.person_id for arrival in arrivals}
        most = 0 if closing or self._pace.all_held(self._steady()) else AT_ONCE
        if not arrivals and most == 0:
            return 0
        database, now, allowance = self._runtime.database, self._runtime.clock.now(), self._allowance(busy)
        lap = await database_wait.run(database, delivery.carry_on, arrivals, now, most, allowance)
        del self._arrived[: len(arrivals)]  # not before: a lap that is broken off leaves them to the last one
        for arrival in arrivals:
            self._let_go(arrival.row)
        if lap.unsettled:
            self._look_back_at = min(self._look_back_at, self._steady() + 1.0)
        for row in lap.claimed:
            self._begin(row)
        return len(lap.claimed)

    def _allowance(self, busy: Set[int]) -> Allowance:
        now = self._steady()
        return Allowance(
            paced=self._pace.free(now),
            nudges=self._pace.nudges_free(now),
            busy=busy | self._pace.held(now),
            resting=self._pace.resting(now),
            channel=self._channel.name,
        )

    async def _mind_the_calendar(self) -> None:
        """Hold patience to its length: when the calendar is set back, what waits must not wait for it to catch up."""
        before, self._ahead = self._ahead, self._calendar_ahead()
        if before - self._ahead > _JUMP:
            back = timedelta(seconds=before - self._ahead)
            database, now = self._runtime.database, self._runtime.clock.now()
            await database_wait.run(database, outbox.hasten, now, back, self._channel.name)

    def _calendar_ahead(self) -> float:
        return self._runtime.clock.now().timestamp() - self._steady()

    def _begin(self, row: Outgoing) -> None:
        if row.priority != Priority.AT_ONCE:
            self._pace.sent(row.person_id, self._steady(), nudge=row.priority == Priority.NUDGE)
        task = asyncio.create_task(self._deliver(row))
        self._under_way[row.person_id] = task
        self._held.add(row.id)
        task.add_done_callback(lambda done: self._finished(row, done))

    def _finished(self, row: Outgoing, done: asyncio.Task[Arrival | None]) -> None:
        """Let go of a row, unless it arrived: that is settled by the next lap."""
        arrival = None
        if not done.cancelled() and (error := done.exception()) is not None:
            _log.error("a message could not be settled", action="taken back", row=row.id, error=type(error).__name__)
            self._look_back_at = min(self._look_back_at, self._steady() + 1.0)
        elif not done.cancelled():
            arrival = done.result()
        if arrival is None:
            self._let_go(row)
        else:
            self._arrived.append(arrival)
        self._to_send.give()

    def _let_go(self, row: Outgoing) -> None:
        del self._under_way[row.person_id]
        self._held.discard(row.id)
        self._runtime.arrivals.tell(row.person_id)

    async def _deliver(self, row: Outgoing) -> Arrival | None:
        """Send one thing; where it did not arrive, what becomes of it is settled here."""
        try:
            paper, png = await self._make(row)
        except NotDelivered as error:
            await self._take_note(row, error)
        except Exception as error:
            # A picture that cannot be drawn must not stop everybody's messages.
            _log.error("could not make what was to be sent", action="failed", row=row.id, error=type(error).__name__)
            await self._settle(row, Settlement.FAILED)
        else:
            return await self._send(row, paper, png)
        return None

    async def _send(self, row: Outgoing, paper: Paper | None, png: bytes | None) -> Arrival | None:
        try:
            return Arrival(row, await self._channel.send(row, paper, png))
        except NotDelivered as error:
            await self._take_note(row, error)
        except Exception as error:
            # It may have left: what came back is nothing that the channel says.
            _log.error("a message got an odd answer", action="in doubt", row=row.id, error=type(error).__name__)
            await self._settle(row, settlement.decide(row, Fate.IN_DOUBT))
        return None

    async def _take_note(self, row: Outgoing, error: NotDelivered) -> None:
        if error.patience is not None:
            self._pace.hold(row.person_id, error.patience.total_seconds(), self._steady())
        decided = settlement.decide(row, error.fate)
        _log.info("a message did not go straight through", action=decided, row=row.id, error=error.kind)
        await self._settle(row, decided, error.patience)

    async def _settle(self, row: Outgoing, decided: Settlement, asked: timedelta | None = None) -> None:
        now, patience = self._runtime.clock.now(), _patience(row, decided) if asked is None else asked
        texts = self._runtime.texts
        await database_wait.run(self._runtime.database, delivery.settle_and_tell, texts, row, decided, now, patience)

    async def _make(self, row: Outgoing) -> tuple[Paper | None, bytes | None]:
        makers = self._runtime.makers
        if row.kind == OutgoingKind.DOSSIER:
            now = self._runtime.clock.now()
            return await database_wait.run(self._runtime.database, makers.dossier, row.person_id, now), None
        if row.kind == OutgoingKind.PICTURE:
            return None, await asyncio.to_thread(makers.picture, row.body["drawing"])
        if row.kind == OutgoingKind.FINDINGS:
            content = await self._channel.fetch(row.body["file"])
            return await asyncio.to_thread(makers.findings, row.body, content, self._runtime.clock.now()), None
        return None, None


def _patience(row: Outgoing, decided: Settlement) -> timedelta:
    if decided is Settlement.AGAIN:
        return min(LONGEST_PATIENCE, row.doubts * A_BREATH)  # the silence itself was long
    return min(LONGEST_PATIENCE, PATIENCE * (1 << min(row.attempts - 1, 16)))
