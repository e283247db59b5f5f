"""Names the channels through which this installation reaches people: today Telegram alone."""

from bot.base import abilities
from bot.channels.telegram.channel import connected, username
from bot.channels.telegram.sending import ABILITIES as TELEGRAM

__all__ = ["ABILITIES", "connected", "username"]

ABILITIES = abilities.least([TELEGRAM])
