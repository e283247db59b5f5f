"""Finds out where people meet the bot: its name on each channel, as that says, or as it last said."""

import asyncio
from collections.abc import Callable, Sequence

from bot.base.settings import Settings
from bot.channels import configured
from bot.channels.channel import ShutOut
from bot.channels.entry import ChannelEntry
from bot.cli.desk import Desk, OperatorMistake
from store import installation
from store.database import Transaction

_FACT = "bot.username"


def links(desk: Desk) -> Callable[[str], Sequence[str]]:
    """Give what makes the links, one for each channel, by which somebody comes in with a code. Raises OperatorMistake
    when neither a channel nor the memory knows the bot's name there."""
    found_by = [(entry, _username(desk, name, entry)) for name, entry in configured.chosen(desk.settings).items()]
    return lambda code: [entry.link(username, code) for entry, username in found_by]


def _username(desk: Desk, channel: str, entry: ChannelEntry) -> str:
    missing = desk.settings.missing(entry.needed)
    asked = None if missing else _ask(desk.settings, entry)
    if asked is not None:
        desk.do(_remember, channel, asked)
        return asked
    remembered = desk.do(_recall, channel)
    if remembered is not None:
        return remembered
    if missing:
        raise OperatorMistake(" ".join(missing))
    raise OperatorMistake(
        f"{entry.title} does not answer, and nobody knows the bot's name yet: try again once there is a network."
    )


def _ask(settings: Settings, entry: ChannelEntry) -> str | None:
    async def username() -> str | None:
        return await entry.username(settings)

    try:
        return asyncio.run(username())
    except ShutOut as error:
        raise OperatorMistake(str(error)) from None


def _remember(db: Transaction, channel: str, name: str) -> None:
    if _recall(db, channel) != name:
        installation.remember(db, installation.of_channel(_FACT, channel), name.encode())


def _recall(db: Transaction, channel: str) -> str | None:
    username_bytes = installation.fact(db, installation.of_channel(_FACT, channel))
    return None if username_bytes is None else username_bytes.decode()
