"""The real bot as a process of its own, for tests that kill it: settings from the environment, an unhurried pace."""

import asyncio

from bot import app, logs, settings
from tests.playing import UNHURRIED

if __name__ == "__main__":
    logs.configure()
    asyncio.run(app.serve(settings.load(_env_file=None), limits=UNHURRIED))
