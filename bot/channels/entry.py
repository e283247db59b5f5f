"""Describes a channel before it is opened, for the list of those that there are."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime

from bot.base.abilities import Abilities
from bot.base.last_contact import Contact
from bot.base.launch import Launch
from bot.base.settings import Settings
from bot.channels.channel import Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelEntry:
    """What is known of a channel before it is opened: how people call it, what it can show, the settings that it needs
    with what to give, how it is opened, by which name people find the bot there, the link by which somebody comes in
    with a code, and how it says who opens the page from within it."""

    title: str
    abilities: Abilities
    needed: Mapping[str, str]
    connected: Callable[[Settings, Contact], AbstractAsyncContextManager[Channel]]
    username: Callable[[Settings], Awaitable[str | None]]
    link: Callable[[str, str], str]
    read_launch: Callable[[Settings, str, datetime], Launch]
