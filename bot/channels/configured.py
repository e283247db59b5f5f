"""Names the channels that there are, and opens those through which this installation reaches people."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import datetime

from bot.base import abilities
from bot.base.abilities import Abilities
from bot.base.last_contact import Contact
from bot.base.launch import Launch, NotSigned
from bot.base.settings import Settings, SettingsError
from bot.channels.channel import Channel
from bot.channels.entry import ChannelEntry
from bot.channels.telegram import address
from bot.channels.telegram.entry import ENTRY as TELEGRAM

CHANNELS: Mapping[str, ChannelEntry] = {address.NAME: TELEGRAM}


def chosen(settings: Settings, channels: Mapping[str, ChannelEntry] = CHANNELS) -> Mapping[str, ChannelEntry]:
    """Map the names of the channels that the settings name to what is known of them. Raises SettingsError."""
    names = dict.fromkeys(settings.channel_names)
    expected = f"expected one of these: {', '.join(channels)}"
    if not names:
        raise SettingsError([f"KOERSVAST_CHANNELS is empty: {expected}."])
    unknown = [name for name in names if name not in channels]
    if unknown:
        raise SettingsError([f"KOERSVAST_CHANNELS names {unknown[0]!r}, which is no channel: {expected}."])
    return {name: channels[name] for name in names}


def missing(settings: Settings) -> list[str]:
    """List one sentence for every setting without which a chosen channel cannot be opened. Raises SettingsError."""
    return [sentence for entry in chosen(settings).values() for sentence in settings.missing(entry.needed)]


def can_show(settings: Settings) -> Abilities:
    """Say what all of the chosen channels can show. Raises SettingsError."""
    return abilities.least([entry.abilities for entry in chosen(settings).values()])


def contacts(settings: Settings) -> Mapping[str, Contact]:
    """Give each chosen channel a memory of when it last answered. Raises SettingsError."""
    return {name: Contact(entry.title) for name, entry in chosen(settings).items()}


@asynccontextmanager
async def connected(
    settings: Settings, remembered: Mapping[str, Contact], channels: Mapping[str, ChannelEntry] = CHANNELS
) -> AsyncIterator[Sequence[Channel]]:
    """Open the chosen channels side by side; `remembered` has the contact of each. Raises SettingsError, ShutOut."""
    entries = chosen(settings, channels)
    async with AsyncExitStack() as opened:
        opening = [
            asyncio.create_task(opened.enter_async_context(entry.connected(settings, remembered[name])))
            for name, entry in entries.items()
        ]
        try:
            ready = await asyncio.gather(*opening)
        except BaseException:  # one that does not open stops the others, which may wait for a network
            for task in opening:
                task.cancel()
            await asyncio.gather(*opening, return_exceptions=True)
            raise
        yield ready


def read_launch(settings: Settings, data: str, now: datetime) -> Launch:
    """Read who opens the page from within a chosen channel, whichever signed it. Raises SettingsError, NotSigned."""
    for entry in chosen(settings).values():
        with suppress(NotSigned):
            return entry.read_launch(settings, data, now)
    raise NotSigned(str(NotSigned.__doc__))
