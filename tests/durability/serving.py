"""The real bot as a process of its own, for tests that kill it: settings from the environment, the pace as told."""

import asyncio
import sys
from dataclasses import replace
from functools import partial

from bot import app
from bot.base import logs, settings
from bot.channels import configured
from bot.channels.telegram.address import NAME
from bot.channels.telegram.channel import connected
from bot.channels.telegram.entry import ENTRY
from bot.channels.telegram.pace import Limits
from tests.playing import UNHURRIED

PACES = {"unhurried": UNHURRIED, "telegram": Limits()}

if __name__ == "__main__":
    logs.configure()
    paced = replace(ENTRY, connected=partial(connected, limits=PACES[sys.argv[1]]))
    connect = partial(configured.connected, channels={NAME: paced})
    asyncio.run(app.serve(settings.load(_env_file=None), connect=connect))
