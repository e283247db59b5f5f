"""Finds out where people meet the bot: its username, as Telegram says, or as Telegram last said."""

import asyncio

from bot.base.settings import Settings
from bot.channels import configured
from bot.channels.channel import ShutOut
from bot.cli.desk import Desk, OperatorMistake
from store import installation
from store.database import Transaction

_FACT = "bot.username"


def username(desk: Desk) -> str:
    """Give the bot's username, without @. Raises OperatorMistake when neither Telegram nor the memory knows it."""
    asked = _ask(desk.settings) if desk.settings.bot_token else None
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


def _ask(settings: Settings) -> str | None:
    try:
        return asyncio.run(configured.username(settings))
    except ShutOut as error:
        raise OperatorMistake(str(error)) from None


def _remember(db: Transaction, name: str) -> None:
    if _recall(db) != name:
        installation.remember(db, _FACT, name.encode())


def _recall(db: Transaction) -> str | None:
    username_bytes = installation.fact(db, _FACT)
    return None if username_bytes is None else username_bytes.decode()
