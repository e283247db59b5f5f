"""Takes updates in: stored before Telegram is told so, then handled in order for each person, people side by side."""

import asyncio
import traceback
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any, Concatenate, ParamSpec, TypeVar

import structlog
from telegram import Bot
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot import clock, conversation, patience
from bot.conversation import Aftermath
from bot.handlers import translate
from bot.heard import Heard
from bot.runtime import Runtime
from bot.wire import LightRequest, asked_patience
from store import inbox
from store.database import Transaction
from store.inbox import Waiting

P = ParamSpec("P")
T = TypeVar("T")

_log = structlog.get_logger()

POLL_SECONDS = 25
CONFLICT_PATIENCE = 60.0  # after a kill Telegram believes for a while that the old process still polls
A_MOMENT = 0.8  # seconds after which somebody should see that we are at it
UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")


class TwoProcesses(Exception):
    """Another process polls with this token; stop that one, or start this one later."""


class Reception:
    """The polling loop and, for each person, a lane of updates that wait their turn."""

    def __init__(
        self, runtime: Runtime, bot: Bot, polls: LightRequest, conflict_patience: float = CONFLICT_PATIENCE
    ) -> None:
        self._runtime = runtime
        self._bot = bot
        self._polls = polls
        self._conflict_patience = conflict_patience
        self._conflicts: tuple[float, float] | None = None  # when they began, when the last one was
        self._lanes: dict[str, deque[Waiting]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Until cancelled; what was begun is finished first. Raises TwoProcesses, InvalidToken."""
        try:
            for waiting in await self._run(inbox.waiting):
                self.hand_over(waiting)
            await self._poll()
        finally:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    def hand_over(self, waiting: Waiting) -> None:
        """Give an update its place in the lane of its person."""
        lane = waiting.chat or f"no chat {waiting.id}"
        if lane in self._lanes:
            self._lanes[lane].append(waiting)
            return
        self._lanes[lane] = deque([waiting])
        self._spawn(self._empty(lane))

    async def _poll(self) -> None:
        offset: int | None = None
        while True:
            try:
                updates = await self._updates(offset)
            except Conflict:
                self._bear_conflict(clock.steady())
                await asyncio.sleep(1)
            except InvalidToken:
                raise
            except TelegramError as error:
                await asyncio.sleep(_patience(error))
            else:
                if updates:
                    await self._keep(updates)
                    offset = updates[-1]["update_id"] + 1

    def _bear_conflict(self, now: float) -> None:
        # Two processes take turns: each gets updates in between, so only a silence as long as our patience ends it.
        first, last = self._conflicts or (now, now)
        self._conflicts = (first if now - last < self._conflict_patience else now, now)
        if now - self._conflicts[0] > self._conflict_patience:
            raise TwoProcesses(str(TwoProcesses.__doc__))

    async def _updates(self, offset: int | None) -> list[Mapping[str, Any]]:
        parameters = {"timeout": POLL_SECONDS, "allowed_updates": UPDATES}
        if offset is not None:
            parameters["offset"] = offset
        result = await self._polls.call(self._bot.base_url, "getUpdates", parameters, POLL_SECONDS + 10)
        numbered = [raw for raw in result if isinstance(raw, dict) and isinstance(raw.get("update_id"), int)]
        return sorted(numbered, key=lambda raw: raw["update_id"])

    async def _keep(self, updates: list[Mapping[str, Any]]) -> None:
        batch = [(translate.chat_of(raw), raw) for raw in updates]
        # While the disk is full or the database locked, Telegram keeps the updates: it is asked for no others.
        for waiting in await self._run(inbox.keep, batch, self._runtime.clock.now()):
            self.hand_over(waiting)

    async def _empty(self, lane: str) -> None:
        queue = self._lanes[lane]
        while queue:
            await self._handle(queue[0])
            queue.popleft()
        del self._lanes[lane]

    async def _handle(self, waiting: Waiting) -> None:
        try:
            heard = translate.translate(waiting.raw)
        except Exception as error:
            await self._set_aside(waiting, error, None)
        else:
            await self._turn(waiting, heard)

    async def _turn(self, waiting: Waiting, heard: Heard | None) -> None:
        typing = asyncio.get_running_loop().call_later(A_MOMENT, self._show_typing, heard) if heard else None
        try:
            aftermath = await self._run(conversation.hear, self._runtime, waiting.id, heard, self._runtime.clock.now())
        except Exception as error:
            aftermath = await self._set_aside(waiting, error, heard)
        finally:
            if typing is not None:
                typing.cancel()
        self._runtime.wake_courier()
        if heard is not None and (heard.callback_id is not None or aftermath.farewell is not None):
            self._spawn(self._afterwards(heard, aftermath))

    async def _set_aside(self, waiting: Waiting, error: Exception, heard: Heard | None) -> Aftermath:
        # Only the kind of error and its place: its words may repeat what somebody wrote.
        kind, place = type(error).__name__, traceback.extract_tb(error.__traceback__)[-1]
        _log.error(
            "an update was set aside", action="set_aside", row=waiting.id, error=kind, at=f"{place.name}:{place.lineno}"
        )
        now = self._runtime.clock.now()
        return await self._run(conversation.set_aside, self._runtime, waiting.id, kind, heard, now)

    def _show_typing(self, heard: Heard) -> None:
        self._spawn(self._quietly(self._bot.send_chat_action(heard.chat_id, ChatAction.TYPING)))

    async def _afterwards(self, heard: Heard, aftermath: Aftermath) -> None:
        if heard.callback_id is not None:
            await self._quietly(self._bot.answer_callback_query(heard.callback_id, aftermath.toast))
        if aftermath.farewell is not None:
            await self._say_farewell(heard, aftermath.farewell)

    async def _say_farewell(self, heard: Heard, text: str) -> None:
        """To a chat that is not kept, so past the outbox: a stranger's, or that of somebody just erased."""
        if heard.callback_id is not None:
            await self._quietly(self._bot.edit_message_reply_markup(heard.chat_id, heard.message_id))
        await self._quietly(self._bot.send_message(heard.chat_id, text, parse_mode=ParseMode.HTML))

    async def _quietly(self, call: Any) -> None:
        try:
            await call
        except BadRequest:
            return  # "query is too old" is normal after a restart
        except TelegramError as error:
            _log.info("a courtesy did not arrive", action="none", error=type(error).__name__)

    async def _run(self, use_case: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await patience.run(self._runtime.database, use_case, *args, **kwargs)

    def _spawn(self, coroutine: Any) -> None:
        task = asyncio.create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _patience(error: TelegramError) -> float:
    if isinstance(error, RetryAfter):
        return asked_patience(error).total_seconds()
    return 1.0 if isinstance(error, NetworkError) else 3.0
