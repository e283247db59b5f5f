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


def username(here: Desk) -> str:
    """The bot's username, without @. Raises Mistake when neither Telegram nor the memory knows it."""
    asked = asyncio.run(_ask(here.settings)) if here.settings.bot_token else None
    if asked is not None:
        here.do(_remember, asked)
        return asked
    known = here.do(_recall)
    if known is not None:
        return known
    if not here.settings.bot_token:
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
    found = installation.fact(db, _FACT)
    return None if found is None else found.decode()
