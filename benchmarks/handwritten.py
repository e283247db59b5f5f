"""The same five questions as a bot written by hand with python-telegram-bot and sqlite3, as a good hand would.

State and answers lie in SQLite (WAL, synchronous=FULL) and every turn commits before its reply. It has no inbox, no
outbox, no encryption, no versions, no language, no reminders. `ordered` lets people go side by side but keeps each
person's messages in order, which the library alone does not; `ordinary` is how the library works when nobody asks.
"""

import argparse
import asyncio
import sqlite3
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from telegram import Update
from telegram.ext import Application, ApplicationBuilder, CommandHandler, ContextTypes, MessageHandler, filters

from benchmarks import processes
from benchmarks.dialogue import CLOSING, QUESTIONS

AnyApplication = Application[Any, Any, Any, Any, Any, Any]
MANNERS = ("ordinary", "ordered")
NOTHING_OPEN = "Typ /vijf om te beginnen."
NOT_A_NUMBER = "Dat is geen getal."
_NUMBERS = (0, 2, 4)  # the questions that want one
_SCHEMA = """
CREATE TABLE IF NOT EXISTS dialogue (id INTEGER PRIMARY KEY, chat INTEGER NOT NULL, question INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS standing (chat INTEGER PRIMARY KEY, dialogue INTEGER NOT NULL REFERENCES dialogue(id));
CREATE TABLE IF NOT EXISTS answer (
    id INTEGER PRIMARY KEY, dialogue INTEGER NOT NULL REFERENCES dialogue(id), question INTEGER NOT NULL, value NOT NULL
);
CREATE INDEX IF NOT EXISTS answer_of_dialogue ON answer (dialogue);
"""


class Memory:
    """The file: where everybody is, and what they answered."""

    def __init__(self, file: Path) -> None:
        self.file = sqlite3.connect(file, isolation_level=None)
        self.file.execute("PRAGMA journal_mode=WAL")
        self.file.execute("PRAGMA synchronous=FULL")
        self.file.executescript(_SCHEMA)

    def begin(self, chat: int) -> str:
        """Start the questions; the first one."""
        self.file.execute("BEGIN IMMEDIATE")
        inserted = self.file.execute("INSERT INTO dialogue (chat, question) VALUES (?, 0)", (chat,))
        self.file.execute("INSERT OR REPLACE INTO standing VALUES (?, ?)", (chat, inserted.lastrowid))
        self.file.execute("COMMIT")
        return QUESTIONS[0]

    def hear(self, chat: int, text: str) -> str:
        """Take an answer; the next question, or the closing words."""
        self.file.execute("BEGIN IMMEDIATE")
        reply = self._hear(chat, text)
        self.file.execute("COMMIT")
        return reply

    def _hear(self, chat: int, text: str) -> str:
        row = self.file.execute(
            "SELECT d.id, d.question FROM standing s JOIN dialogue d ON d.id = s.dialogue WHERE s.chat = ?", (chat,)
        ).fetchone()
        if row is None:
            return NOTHING_OPEN
        dialogue, question = row
        if question in _NUMBERS and not text.isdecimal():
            return NOT_A_NUMBER
        value: int | str = int(text) if question in _NUMBERS else text
        self.file.execute(
            "INSERT INTO answer (dialogue, question, value) VALUES (?, ?, ?)", (dialogue, question, value)
        )
        if question + 1 == len(QUESTIONS):
            self.file.execute("DELETE FROM standing WHERE chat = ?", (chat,))
            return CLOSING
        self.file.execute("UPDATE dialogue SET question = ? WHERE id = ?", (question + 1, dialogue))
        return QUESTIONS[question + 1]

    def answers(self) -> Sequence[tuple[int, Sequence[int | str]]]:
        """(chat, answers in order) of every dialogue."""
        held: dict[tuple[int, int], list[int | str]] = {}
        for dialogue, chat, value in self.file.execute(
            "SELECT dialogue.id, chat, value FROM answer JOIN dialogue ON dialogue.id = dialogue ORDER BY answer.id"
        ):
            held.setdefault((dialogue, chat), []).append(value)
        return [(chat, answers) for (_, chat), answers in held.items()]


class Dialogue:
    """The two handlers; `silent` leaves the sending out, as when only turns are measured."""

    def __init__(self, memory: Memory, *, silent: bool = False) -> None:
        self.memory = memory
        self.silent = silent
        self.turns: dict[int, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def begin(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """/vijf."""
        assert update.effective_chat is not None  # noqa: S101 - commands stand in a chat
        async with self.turns[update.effective_chat.id]:
            await self._send(update, self.memory.begin(update.effective_chat.id))

    async def hear(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """A text."""
        assert update.effective_chat is not None  # noqa: S101 - texts stand in a chat
        assert update.message is not None  # noqa: S101
        async with self.turns[update.effective_chat.id]:
            await self._send(update, self.memory.hear(update.effective_chat.id, update.message.text or ""))

    async def _send(self, update: Update, text: str) -> None:
        if not self.silent and update.effective_chat is not None:
            await update.effective_chat.send_message(text)


def application(token: str, api: str, dialogue: Dialogue, manner: str) -> AnyApplication:
    """The library's application with the handlers in it."""
    builder = ApplicationBuilder().token(token).base_url(f"{api}/bot").base_file_url(f"{api}/file/bot")
    if manner == "ordered":
        builder = builder.concurrent_updates(256)
    app = builder.build()
    add_handlers(app, dialogue)
    return app


def add_handlers(to: AnyApplication, dialogue: Dialogue) -> None:
    """The command and the answers."""
    to.add_handler(CommandHandler("vijf", dialogue.begin, filters=filters.UpdateType.MESSAGE))
    to.add_handler(MessageHandler(filters.UpdateType.MESSAGE & filters.TEXT & ~filters.COMMAND, dialogue.hear))


async def _announce(_: Any) -> None:
    sys.stdout.write("ready\n")
    sys.stdout.flush()


def main() -> None:
    """Poll until asked to stop."""
    processes.end_with_starter()
    parser = argparse.ArgumentParser(prog="python -m benchmarks.handwritten", description=__doc__)
    parser.add_argument("--api", required=True, help="root of the Bot API server")
    parser.add_argument("--token", required=True)
    parser.add_argument("--file", type=Path, required=True)
    parser.add_argument("--manner", choices=MANNERS, default="ordered")
    chosen = parser.parse_args()
    app = application(chosen.token, chosen.api, Dialogue(Memory(chosen.file)), chosen.manner)
    app.post_init = _announce
    app.run_polling(poll_interval=0.0, timeout=25)


if __name__ == "__main__":
    main()
