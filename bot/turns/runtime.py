"""Holds the parts that every use case needs, put together once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.base.abilities import Abilities
from bot.base.arrivals import Arrivals
from bot.base.clock import Clock
from bot.base.last_contact import Contact
from bot.base.launch import Launch
from bot.base.outgoing import Makers
from bot.base.settings import Settings
from bot.base.texts import Texts
from bot.base.work_signal import WorkSignal
from bot.library.live import LiveLibrary
from bot.turns.command_list import CommandList
from store.database import Database
from store.leavings import Leavings

ReadLaunch = Callable[[Settings, str, datetime], Launch]


@dataclass(frozen=True, slots=True)
class Runtime:
    """Holds what a use case may lean on; `abilities` say how much one message holds, `read_launch` says who opens the
    page from within a channel, `page_address` is its root as people reach it. `to_send` is given once something
    was queued and committed, `to_call` once another program is to be asked something; by `arrivals` a turn waits for
    what is on its way, `contacts` know when each channel last answered, `leavings` remembers apart from the database
    who left."""

    settings: Settings
    clock: Clock
    database: Database
    library: LiveLibrary
    texts: Texts
    makers: Makers
    abilities: Abilities
    commands: CommandList  # the bot's own
    read_launch: ReadLaunch
    page_address: str = ""
    to_send: WorkSignal = field(default_factory=WorkSignal)
    to_call: WorkSignal = field(default_factory=WorkSignal)
    leavings: Leavings = field(default_factory=Leavings)
    contacts: Mapping[str, Contact] = field(default_factory=dict)
    arrivals: Arrivals = field(default_factory=Arrivals)
