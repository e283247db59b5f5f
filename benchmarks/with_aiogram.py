"""The same five questions as a bot written with aiogram, as its documentation shows: its own states, in memory.

Nothing of it outlives the process. Updates of one person are handled side by side, as aiogram does when nobody asks.
It runs in an environment of its own (`benchmarks/aiogram.lock`), since aiogram wants an older pydantic than ours.
"""

import argparse
import asyncio
import logging
import sys
from typing import Any

from aiogram import Bot, Dispatcher, F
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import Command, StateFilter
from aiogram.fsm.state import State
from aiogram.fsm.storage.memory import MemoryStorage

from benchmarks import processes
from benchmarks.dialogue import CLOSING, COMMAND, QUESTIONS

ASKED = State("asked", group_name="vijf")


async def begin(message: Any, state: Any) -> None:
    """/vijf."""
    await state.set_state(ASKED)
    await state.set_data({"answers": []})
    await message.answer(QUESTIONS[0])


async def hear(message: Any, state: Any) -> None:
    """Take an answer and ask the next question, or close."""
    answers = [*(await state.get_data())["answers"], message.text]
    if len(answers) == len(QUESTIONS):
        await state.clear()
        await message.answer(CLOSING)
    else:
        await state.set_data({"answers": answers})
        await message.answer(QUESTIONS[len(answers)])


async def _announce() -> None:
    sys.stdout.write("ready\n")
    sys.stdout.flush()


async def _run(api: str, token: str) -> None:
    dispatcher = Dispatcher(storage=MemoryStorage())
    dispatcher.message.register(begin, Command(COMMAND.removeprefix("/")))
    dispatcher.message.register(hear, StateFilter(ASKED), F.text)
    dispatcher.startup.register(_announce)
    bot = Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(api)))
    await dispatcher.start_polling(bot, polling_timeout=25)


def main() -> None:
    """Poll until asked to stop."""
    processes.end_with_starter()
    parser = argparse.ArgumentParser(prog="python -m benchmarks.with_aiogram", description=__doc__)
    parser.add_argument("--api", required=True, help="root of the Bot API server")
    parser.add_argument("--token", required=True)
    chosen = parser.parse_args()
    logging.disable()  # it tells at length of every reply that is cut off when the benchmark ends
    asyncio.run(_run(chosen.api, chosen.token))


if __name__ == "__main__":
    main()
