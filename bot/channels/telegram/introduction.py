"""What the bot tells Telegram about itself: description, short description, and the commands of somebody new."""

import structlog
from telegram import Bot, BotCommand
from telegram.error import TelegramError

from bot.base.texts import LANGUAGES, Texts

_log = structlog.get_logger()

_FOR_STRANGERS = ("start",)


async def introduce(bot: Bot, texts: Texts, language: str) -> None:
    """Set everything per language, and in the installation's own language for all others.

    Telegram allows this only so many times a day; without it everything still works.
    """
    try:
        for code, spoken in [("", language), *((code, code) for code in LANGUAGES)]:
            commands = [BotCommand(name, texts.plain(f"menu.{name}", spoken)) for name in _FOR_STRANGERS]
            await bot.set_my_commands(commands, language_code=code or None)
            await bot.set_my_description(texts.plain("bot.description", spoken), language_code=code or None)
            await bot.set_my_short_description(texts.plain("bot.short_description", spoken), language_code=code or None)
    except TelegramError as error:
        _log.warning("the bot could not introduce itself", action="none", error=type(error).__name__)
