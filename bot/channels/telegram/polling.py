"""Asks Telegram for updates, whatever comes back: waits out a trouble that passes, and reports one that does not."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from telegram import Bot
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.base import clock
from bot.base.rare_lines import Seldom
from bot.channels.channel import ShutOut
from bot.channels.telegram.transport import LightRequest, asked_patience

_log = structlog.get_logger()

POLL_SECONDS = 25
CONFLICTS_AT_MOST = 5  # of a newcomer; after a kill Telegram believes for a while that the old process still polls
UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
_LARGEST_ID = (1 << 63) - 1
_WEBHOOK = "webhook"


class CannotPoll(ShutOut):
    """Updates cannot be had; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Manners:
    """Says how a poller behaves, in seconds: when it asks again after an error that passes, how long a newcomer waits
    after its first conflict (doubled at each), and after how long without a conflict it is no newcomer any more."""

    asks_again: float = 1.0
    first_pause: float = 1.0
    settled_after: float = 60.0

    def pause(self, error: TelegramError) -> float:
        """Say how long to wait after an error: as Telegram asks, else longer when it refused than when it was not
        there."""
        if isinstance(error, RetryAfter):
            return asked_patience(error).total_seconds()
        return self.asks_again if isinstance(error, NetworkError) else 3 * self.asks_again


class TwoProcesses(CannotPoll):
    """Another process polls with this token and was there first: stop that one, or give this one a token of its own."""


class WebhookComesBack(CannotPoll):
    """Another program sets a webhook for this token again and again: stop it, or let @BotFather make a new token."""


class TokenRefused(CannotPoll):
    """Telegram does not know this token any more: copy KOERSVAST_BOT_TOKEN once more from @BotFather."""


class Polling:
    """Asks Telegram for updates, as one poller of a token."""

    def __init__(self, bot: Bot, polls: LightRequest, manners: Manners) -> None:
        self._bot = bot
        self._polls = polls
        self._manners = manners
        self._offset: int | None = None
        self._quiet_since = clock.steady()  # no conflict since
        self._settled = False
        self._conflicts = 0
        self._webhooks = 0
        self._seldom = Seldom()

    async def next(self) -> Sequence[Mapping[str, Any]]:
        """Give the next updates that came, in order. Raises CannotPoll."""
        while True:
            try:
                updates = await self._ask()
            except Conflict as error:
                await self._bear(error)
            except InvalidToken:
                raise TokenRefused(str(TokenRefused.__doc__)) from None
            except TelegramError as error:
                self._tell("Telegram does not answer", error)
                await asyncio.sleep(self._manners.pause(error))
            else:
                self._undisturbed()
                if updates:
                    return updates

    def confirm(self, updates: Sequence[Mapping[str, Any]]) -> None:
        """Confirm updates that are stored: Telegram may forget them, and is told so when it is next asked."""
        self._offset = updates[-1]["update_id"] + 1

    async def _ask(self) -> Sequence[Mapping[str, Any]]:
        parameters: dict[str, object] = {"timeout": POLL_SECONDS, "allowed_updates": UPDATES}
        if self._offset is not None:
            parameters["offset"] = self._offset
        result = await self._polls.call(self._bot.base_url, "getUpdates", parameters, POLL_SECONDS + 10)
        updates = [raw for raw in result if _has_number(raw)]
        if len(updates) < len(result):
            _log.warning("what came is no update", action="ignore", times=len(result) - len(updates))
        if result and not updates:
            raise NetworkError("no update among them")  # it would come again at once
        return sorted(updates, key=lambda raw: raw["update_id"])

    def _undisturbed(self) -> None:
        if clock.steady() - self._quiet_since >= self._manners.settled_after:
            self._settled, self._conflicts, self._webhooks = True, 0, 0

    async def _bear(self, error: Conflict) -> None:
        """Hold on against another who polls if we came first; as a newcomer give up, before people speak to two."""
        self._quiet_since = clock.steady()
        if _WEBHOOK in error.message:
            await self._take_webhook_away()
            return
        self._tell("another process polls with this token", error)
        if self._settled:
            await asyncio.sleep(1.0)
            return
        self._conflicts += 1
        if self._conflicts > CONFLICTS_AT_MOST:
            raise TwoProcesses(str(TwoProcesses.__doc__))
        await asyncio.sleep(self._manners.first_pause * (1 << (self._conflicts - 1)))

    async def _take_webhook_away(self) -> None:
        self._webhooks += 1
        if self._webhooks > CONFLICTS_AT_MOST:
            raise WebhookComesBack(str(WebhookComesBack.__doc__))
        _log.warning("updates went to a webhook of another program, which is taken away", action="delete_webhook")
        try:
            await self._bot.delete_webhook()
        except TelegramError as error:
            self._tell("the webhook could not be taken away", error)
            await asyncio.sleep(self._manners.pause(error))

    def _tell(self, words: str, error: TelegramError) -> None:
        if times := self._seldom.times((words, type(error))):
            _log.warning(words, action="wait", error=type(error).__name__, times=times)


def _has_number(raw: Any) -> bool:
    # What is beyond the largest number could neither be kept nor confirmed; below zero it would mean something else.
    number = raw.get("update_id") if isinstance(raw, dict) else None
    return isinstance(number, int) and not isinstance(number, bool) and 0 <= number < _LARGEST_ID
