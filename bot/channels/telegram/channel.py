"""Makes Telegram a channel, and opens it with the bot's token."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from typing import Any

import structlog
from telegram import Bot
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, InvalidToken, TelegramError

from bot.base import egress
from bot.base.incoming import Heard
from bot.base.last_contact import Contact
from bot.base.outgoing import Paper
from bot.base.settings import Settings
from bot.base.texts import Texts
from bot.channels.channel import ShutOut
from bot.channels.telegram import html, introduction, sending, translate
from bot.channels.telegram.address import NAME, chat_id_of, key_of
from bot.channels.telegram.outcome import not_delivered
from bot.channels.telegram.pace import Limits, Pace
from bot.channels.telegram.polling import POLL_SECONDS, Manners, Polling
from bot.channels.telegram.transport import LightBot, LightRequest
from store.addresses import Address
from store.outbox import Outgoing

_log = structlog.get_logger()


class WrongToken(ShutOut):
    """Telegram does not know this token: copy KOERSVAST_BOT_TOKEN once more from @BotFather."""


class TelegramChannel:
    """Telegram, through one bot; `Channel` says what each method is for."""

    def __init__(
        self, bot: LightBot, polls: LightRequest, limits: Limits | None = None, manners: Manners | None = None
    ) -> None:
        self.name = NAME
        self.abilities = sending.ABILITIES
        self.pace = Pace(limits or Limits())
        self._bot = bot
        self._polling = Polling(bot, polls, manners or Manners())

    @property
    def identity(self) -> str:
        """Give the bot's own number."""
        return str(self._bot.id)

    async def introduce(self, texts: Texts, language: str) -> None:
        """Set description, short description, and the commands of somebody new."""
        await introduction.introduce(self._bot, texts, language)

    async def receive(self) -> Sequence[Mapping[str, Any]]:
        """Poll until there are updates. Raises CannotPoll."""
        return await self._polling.next()

    def confirm(self, updates: Sequence[Mapping[str, Any]]) -> None:
        """Let Telegram forget them, when it is next asked."""
        self._polling.confirm(updates)

    def key_of(self, raw: Mapping[str, Any]) -> str:
        """Give the number of an update."""
        return key_of(raw)

    def chat_of(self, raw: Mapping[str, Any]) -> Address | None:
        """Find the chat of an update, if it has one."""
        return translate.chat_of(raw)

    def translate(self, raw: Mapping[str, Any]) -> Heard | None:
        """Translate an update into what was heard. Raises msgspec.ValidationError."""
        return translate.translate(raw)

    def what_can_be_read(self, raw: Mapping[str, Any]) -> Heard | None:
        """Find whom to say sorry for an update that cannot be translated."""
        return translate.what_can_be_read(raw)

    async def send(self, row: Outgoing, paper: Paper | None, png: bytes | None) -> str | None:
        """Send one thing by a call of the library."""
        with _neutrally():
            return await sending.send(self._bot, row.address, row.kind, row.body, paper, png)

    async def fetch(self, file: str) -> bytes | None:
        """Ask where a file lies, and fetch it from there."""
        with _neutrally():
            try:
                location = await self._bot.get_file(file)
                return bytes(await location.download_as_bytearray())
            except BadRequest:
                return None

    async def show_typing(self, address: Address) -> None:
        """Say that the bot is typing; it passes by itself."""
        with _neutrally():
            await self._bot.send_chat_action(chat_id_of(address), ChatAction.TYPING)

    async def acknowledge(self, heard: Heard, toast: str | None) -> None:
        """Answer the query of a button."""
        with _neutrally():
            await self._bot.answer_callback_query(str(heard.callback_id), toast)

    async def take_buttons(self, heard: Heard) -> None:
        """Leave the message as it is, without its keyboard."""
        with _neutrally():
            await self._bot.edit_message_reply_markup(
                chat_id_of(heard.address), None if heard.ref is None else int(heard.ref)
            )

    async def say(self, address: Address, text: str) -> None:
        """Send a text past the outbox."""
        with _neutrally():
            await self._bot.send_message(chat_id_of(address), html.render(text), parse_mode=ParseMode.HTML)


@contextlib.contextmanager
def _neutrally() -> Iterator[None]:
    """Let the library's errors out as what they mean for whoever sends."""
    try:
        yield
    except TelegramError as error:
        raise not_delivered(error) from error


@contextlib.asynccontextmanager
async def connected(
    settings: Settings, contact: Contact, *, limits: Limits | None = None, request: type[LightRequest] = LightRequest
) -> AsyncIterator[TelegramChannel]:
    """Connect to Telegram with the token of these settings, once it answers. Raises WrongToken.

    `request` carries what goes to Telegram, and `limits` is how fast; a benchmark puts others in their places.
    """
    root, way_out = settings.bot_api_url, egress.of(settings)
    polls = request(connections=2, read_timeout=POLL_SECONDS + 10, egress=way_out, contact=contact)
    bot = LightBot(
        settings.bot_token,
        base_url=f"{root}/bot",
        base_file_url=f"{root}/file/bot",
        request=request(egress=way_out, contact=contact),
        get_updates_request=polls,
    )
    try:
        await _greet(bot)
        yield TelegramChannel(bot, polls, limits)
    finally:
        await bot.shutdown()


async def _greet(bot: Bot) -> None:
    """Ask Telegram who we are; patient with the network, not with a wrong token."""
    patience = 1.0
    while True:
        try:
            await bot.initialize()
        except InvalidToken:
            raise WrongToken(str(WrongToken.__doc__)) from None
        except TelegramError as error:
            _log.warning("Telegram does not answer yet", action="wait", error=type(error).__name__)
            await asyncio.sleep(patience)
            patience = min(60.0, patience * 2)
        else:
            return


def link(username: str, code: str) -> str:
    """Give the link by which somebody comes in with a code."""
    return f"https://t.me/{username}?start={code}"


async def username(settings: Settings) -> str | None:
    """Give the bot's name there, without @, by which links to it are made; None when Telegram does not answer.

    Raises WrongToken.
    """
    root, way_out = settings.bot_api_url, egress.of(settings)
    bot = Bot(
        settings.bot_token,
        base_url=f"{root}/bot",
        base_file_url=f"{root}/file/bot",
        request=LightRequest(egress=way_out),
        get_updates_request=LightRequest(connections=1, egress=way_out),
    )
    try:
        async with bot:
            return bot.username
    except InvalidToken:
        raise WrongToken(str(WrongToken.__doc__)) from None
    except TelegramError:
        return None
