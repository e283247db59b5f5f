"""Runs the people of a benchmark in a process of its own: prints an address, lets them play, prints what they saw."""

import asyncio
import sys
from collections.abc import Awaitable, Callable

import msgspec

from sandbox import hosting
from sandbox.telegram import Telegram


async def opens(telegram: Telegram, play: Callable[[], Awaitable[msgspec.Struct]]) -> None:
    """Serve this Telegram until our input ends."""
    async with hosting.serving(telegram) as address:
        says(address)
        await asyncio.to_thread(sys.stdin.readline)
        says(msgspec.json.encode(await play()).decode())
        await asyncio.to_thread(sys.stdin.read)


def says(line: str) -> None:
    """Tell whoever started us, at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
