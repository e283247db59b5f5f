"""Names the channels that there are, and opens those through which this installation reaches people."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime

from bot.base import abilities
from bot.base.abilities import Abilities
from bot.base.last_contact import Contact
from bot.base.launch import Launch
from bot.base.settings import Settings, SettingsError
from bot.channels.channel import Channel
from bot.channels.telegram import channel, launch_data, sending


@dataclass(frozen=True, slots=True)
class ChannelEntry:
    """What is known of a channel before it is opened: what it can show, how it is opened, by which name people find the
    bot there, and how it says who opens the page from within it."""

    abilities: Abilities
    connected: Callable[[Settings, Contact], AbstractAsyncContextManager[Channel]]
    username: Callable[[Settings], Awaitable[str | None]]
    read_launch: Callable[[Settings, str, datetime], Launch]


CHANNELS: Mapping[str, ChannelEntry] = {
    "telegram": ChannelEntry(sending.ABILITIES, channel.connected, channel.username, launch_data.read),
}


def chosen(settings: Settings, channels: Mapping[str, ChannelEntry] = CHANNELS) -> Sequence[ChannelEntry]:
    """List the channels that the settings name. Raises SettingsError."""
    names = dict.fromkeys(settings.channel_names)
    expected = f"expected one of these: {', '.join(channels)}"
    if not names:
        raise SettingsError([f"KOERSVAST_CHANNELS is empty: {expected}."])
    unknown = [name for name in names if name not in channels]
    if unknown:
        raise SettingsError([f"KOERSVAST_CHANNELS names {unknown[0]!r}, which is no channel: {expected}."])
    return [channels[name] for name in names]


def can_show(settings: Settings) -> Abilities:
    """Say what all of the chosen channels can show. Raises SettingsError."""
    return abilities.least([entry.abilities for entry in chosen(settings)])


def connected(settings: Settings, contact: Contact) -> AbstractAsyncContextManager[Channel]:
    """Open the chosen channel. Raises SettingsError, and on entering ShutOut."""
    return _only(settings).connected(settings, contact)


async def username(settings: Settings) -> str | None:
    """Ask the chosen channel for the bot's name there; None when it does not answer. Raises SettingsError, ShutOut."""
    return await _only(settings).username(settings)


def read_launch(settings: Settings, data: str, now: datetime) -> Launch:
    """Read who opens the page from within the chosen channel. Raises SettingsError, NotSigned."""
    return _only(settings).read_launch(settings, data, now)


def _only(settings: Settings) -> ChannelEntry:
    """The one channel by which people are reached: reception and courier serve one."""
    entries = chosen(settings)
    if len(entries) > 1:
        raise SettingsError(["KOERSVAST_CHANNELS names several channels: leave one, for only one is served at a time."])
    return entries[0]
