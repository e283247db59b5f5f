"""Where people meet the bot: its username, as Telegram says, or as Telegram last said."""

import asyncio

from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.base import egress
from bot.base.settings import Settings
from bot.channels.telegram.transport import LightRequest
from bot.cli.desk import Desk, OperatorMistake
from store import installation
from store.database import Transaction

_FACT = "bot.username"


def username(desk: Desk) -> str:
    """The bot's username, without @. Raises Mistake when neither Telegram nor the memory knows it."""
    asked = asyncio.run(_ask(desk.settings)) if desk.settings.bot_token else None
    if asked is not None:
        desk.do(_remember, asked)
        return asked
    remembered = desk.do(_recall)
    if remembered is not None:
        return remembered
    if not desk.settings.bot_token:
        raise OperatorMistake(
            "KOERSVAST_BOT_TOKEN is empty: give the token that @BotFather gave, for the links name the bot."
        )
    raise OperatorMistake(
        "Telegram does not answer, and nobody knows the bot's name yet: try again once there is a network."
    )


async def _ask(settings: Settings) -> str | None:
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
        raise OperatorMistake(
            "Telegram does not know this token: copy KOERSVAST_BOT_TOKEN once more from @BotFather."
        ) from None
    except TelegramError:
        return None


def _remember(db: Transaction, name: str) -> None:
    if _recall(db) != name:
        installation.remember(db, _FACT, name.encode())


def _recall(db: Transaction) -> str | None:
    username_bytes = installation.fact(db, _FACT)
    return None if username_bytes is None else username_bytes.decode()
