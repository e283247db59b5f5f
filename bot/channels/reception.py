"""Takes updates in: kept before the channel is told so, then handled in order for each person, people side by side."""

import asyncio
import traceback
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Concatenate, ParamSpec, TypeVar

import structlog

from bot.base import clock, database_wait
from bot.base.incoming import Heard
from bot.channels.channel import Channel
from bot.channels.fate import Fate, NotDelivered
from bot.dialogue import conversation
from bot.dialogue.conversation import Aftermath
from bot.turns.runtime import Runtime
from bot.turns.unseen import NotShownYet
from store import inbox
from store.database import Transaction
from store.inbox import WaitingUpdate
from store.trouble import DatabaseError

P = ParamSpec("P")
T = TypeVar("T")

_log = structlog.get_logger()

QUESTION_PATIENCE = 3.0  # seconds that words wait for a question that is on its way; after that they are no answer
A_GLANCE = 0.1  # seconds until it is looked again whether it arrived, should nobody tell
A_MOMENT = 0.8  # seconds after which somebody should see that we are at it


class Reception:
    """Takes updates in by the door of a channel and, for each person, a lane of updates that wait their turn."""

    def __init__(self, runtime: Runtime, channel: Channel) -> None:
        self._runtime = runtime
        self._channel = channel
        self._lanes: dict[str, deque[WaitingUpdate]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._closing = False
        self._over: asyncio.Future[None] | None = None

    async def run(self) -> None:
        """Take updates in until cancelled; the turns that were begun are finished first, what waits behind them stays
        in the inbox.

        Raises ShutOut, and DatabaseError for what does not pass by waiting.
        """
        self._over = asyncio.get_running_loop().create_future()
        door = asyncio.create_task(self._take_in())
        try:
            await asyncio.wait([door, self._over], return_when=asyncio.FIRST_COMPLETED)
            (self._over if self._over.done() else door).result()
        finally:
            self._closing = True
            door.cancel()
            await asyncio.gather(door, *self._tasks, return_exceptions=True)

    async def _take_in(self) -> None:
        now = self._runtime.clock.now()
        if unreadable := await self._run(conversation.set_unreadable_aside, self._runtime, now):
            _log.error("rows of the inbox cannot be read", action="set_aside", times=unreadable)
            self._runtime.to_send.give()
        for waiting in await self._run(inbox.waiting, self._channel.name):
            self.hand_over(waiting)
        while True:
            updates = await self._channel.receive()
            await self._keep(updates)
            self._channel.confirm(updates)

    def hand_over(self, waiting: WaitingUpdate) -> None:
        """Give an update its place in the lane of its person."""
        lane = waiting.chat or f"no chat {waiting.id}"
        if lane in self._lanes:
            self._lanes[lane].append(waiting)
            return
        self._lanes[lane] = deque([waiting])
        self._spawn(self._empty(lane))

    async def _keep(self, updates: Sequence[Mapping[str, Any]]) -> None:
        batch = [(self._channel.key_of(raw), self._channel.chat_of(raw), raw) for raw in updates]
        # While the disk is full or the database locked, the channel keeps the updates: it is asked for no others.
        for waiting in await self._run(inbox.keep, self._channel.name, batch, self._runtime.clock.now()):
            self.hand_over(waiting)

    async def _empty(self, lane: str) -> None:
        queue = self._lanes[lane]
        try:
            while queue and not self._closing:
                await self._handle(queue.popleft())
        finally:
            # Whatever happened, what comes later begins anew; what is left here lies in the inbox for the next start.
            del self._lanes[lane]

    async def _handle(self, waiting: WaitingUpdate) -> None:
        try:
            await self._hear(waiting)
        except DatabaseError as error:
            self._end(error)
        except Exception as error:
            _log.error("an update could not be put away", action="none", row=waiting.id, error=type(error).__name__)

    async def _hear(self, waiting: WaitingUpdate) -> None:
        try:
            heard = self._channel.translate(waiting.raw)
        except Exception as error:
            heard = self._channel.what_can_be_read(waiting.raw)
            await self._finish(heard, await self._set_aside(waiting, error, heard))
        else:
            await self._turn(waiting, heard)

    async def _turn(self, waiting: WaitingUpdate, heard: Heard | None) -> None:
        typing = asyncio.get_running_loop().call_later(A_MOMENT, self._show_typing, heard) if heard else None
        try:
            aftermath = await self._heard(waiting, heard)
        except DatabaseError:
            raise
        except Exception as error:
            aftermath = await self._set_aside(waiting, error, heard)
        finally:
            if typing is not None:
                typing.cancel()
        await self._finish(heard, aftermath)

    async def _finish(self, heard: Heard | None, aftermath: Aftermath) -> None:
        self._runtime.to_send.give()
        if heard is not None and (heard.callback_id is not None or aftermath.farewell is not None):
            self._spawn(self._afterwards(heard, aftermath))

    async def _heard(self, waiting: WaitingUpdate, heard: Heard | None) -> Aftermath:
        """Take the turn; words that overtake their question wait for it a little, and nobody else waits with them."""
        until = clock.steady() + QUESTION_PATIENCE
        while True:
            now, may_wait = self._runtime.clock.now(), clock.steady() < until
            try:
                return await self._run(conversation.hear, self._runtime, waiting.id, heard, now, may_wait=may_wait)
            except NotShownYet as early:
                await self._runtime.arrivals.next(early.person, A_GLANCE)

    async def _set_aside(self, waiting: WaitingUpdate, error: Exception, heard: Heard | None) -> Aftermath:
        # Only the kind of error and its place: its words may repeat what somebody wrote.
        kind, place = type(error).__name__, traceback.extract_tb(error.__traceback__)[-1]
        _log.error(
            "an update was set aside", action="set_aside", row=waiting.id, error=kind, at=f"{place.name}:{place.lineno}"
        )
        now = self._runtime.clock.now()
        try:
            return await self._run(conversation.set_aside, self._runtime, waiting.id, kind, heard, now)
        except DatabaseError:
            raise
        except Exception:  # not even a sorry can be said: then without
            await self._run(inbox.set_aside, waiting.id, kind, now)
            return Aftermath()

    def _end(self, error: DatabaseError) -> None:
        """End the process with this sentence: nobody can be served any more."""
        if self._over is not None and not self._over.done():
            self._over.set_exception(error)

    def _show_typing(self, heard: Heard) -> None:
        self._spawn(self._quietly(self._channel.show_typing(heard.address)))

    async def _afterwards(self, heard: Heard, aftermath: Aftermath) -> None:
        if heard.callback_id is not None:
            await self._quietly(self._channel.acknowledge(heard, aftermath.toast))
        if aftermath.farewell is not None:
            await self._say_farewell(heard, aftermath.farewell)

    async def _say_farewell(self, heard: Heard, text: str) -> None:
        """Answer a chat that is not kept, so past the outbox: a stranger's, or that of somebody just erased."""
        await self._channel.pace.farewell()
        if heard.callback_id is not None:
            await self._quietly(self._channel.take_buttons(heard))
        await self._quietly(self._channel.say(heard.address, text))

    async def _quietly(self, courtesy: Awaitable[None]) -> None:
        try:
            await courtesy
        except NotDelivered as error:
            if error.fate not in (Fate.REFUSED, Fate.ARRIVED):  # a button may be too old after a restart
                _log.info("a courtesy did not arrive", action="none", error=error.kind)

    async def _run(self, use_case: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await database_wait.run(self._runtime.database, use_case, *args, **kwargs)

    def _spawn(self, coroutine: Any) -> None:
        task = asyncio.create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
