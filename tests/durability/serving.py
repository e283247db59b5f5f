"""The real bot as a process of its own, for tests that kill it: settings from the environment, the pace as told."""

import asyncio
import sys

from bot import app
from bot.base import logs, settings
from bot.channels.telegram.pace import Limits
from tests.playing import UNHURRIED

PACES = {"unhurried": UNHURRIED, "telegram": Limits()}

if __name__ == "__main__":
    logs.configure()
    asyncio.run(app.serve(settings.load(_env_file=None), limits=PACES[sys.argv[1]]))
