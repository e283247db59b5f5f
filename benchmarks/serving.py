"""The real bot as a process of its own, with Telegram's pace lifted if that is what is measured.

`python -m benchmarks.serving …` prints a line when its doors are open, and ends on SIGTERM.
"""

import argparse
import asyncio
from dataclasses import replace
from functools import partial
from pathlib import Path

from benchmarks import hall, installation, processes
from benchmarks.over_httpx import HttpxRequest
from bot import app
from bot.base import logs
from bot.channels import configured
from bot.channels.telegram.address import NAME
from bot.channels.telegram.channel import connected
from bot.channels.telegram.entry import ENTRY
from bot.channels.telegram.pace import Limits
from bot.channels.telegram.transport import LightRequest

LIFTED = Limits(over_all=1_000_000, in_chat=1_000_000.0, chat_burst=1_000_000)


def main() -> None:
    """Serve until asked to stop."""
    processes.end_with_starter()
    parser = argparse.ArgumentParser(prog="python -m benchmarks.serving", description=__doc__)
    parser.add_argument("--api", required=True, help="root of the Bot API server")
    parser.add_argument("--token", required=True)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--database", default="", help="empty: an SQLite file in the folder")
    parser.add_argument("--lift-pace", action="store_true")
    parser.add_argument("--over-all", type=int, default=Limits().over_all, help="messages a second")
    parser.add_argument("--clock", default=None, help="ISO 8601: when its calendar starts")
    parser.add_argument("--httpx", action="store_true", help="let httpx carry what it says, not its own lines")
    chosen = parser.parse_args()
    logs.configure()
    overrides = {"database_url": chosen.database} if chosen.database else {}
    overrides |= {"clock_start": chosen.clock} if chosen.clock else {}
    settings = installation.make_settings(chosen.folder, bot_token=chosen.token, bot_api_url=chosen.api, **overrides)
    limits = LIFTED if chosen.lift_pace else Limits(over_all=chosen.over_all)
    request = HttpxRequest if chosen.httpx else LightRequest
    quicker = replace(ENTRY, connected=partial(connected, limits=limits, request=request))
    connect = partial(configured.connected, channels={NAME: quicker})
    asyncio.run(app.serve(settings, ready=hall.says, connect=connect))


if __name__ == "__main__":
    main()
