"""Plays a person's twelve weeks with the real bot on SQLite, on a calendar and a chance that are the same each time."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

from bot.base.outgoing import OutgoingKind
from bot.demo import played_rounds
from bot.demo.clock_driver import ClockDriver
from bot.turns.runtime import Runtime
from flows import marked_text
from store import invitations, people
from store.database import Transaction
from tests import addresses
from tests.bot import building
from tests.bot.phones import Street
from tests.personas.persona import SILENT, ZONE, Persona

CHAT = 6_400_000_000
ENDS = building.START + timedelta(weeks=12)
THINKS = timedelta(seconds=15)
REFERENCE = re.compile(r"/[\w-]{22}\b")  # of a row in an address: another one in each installation
PATIENCE = 60  # replies to what comes at one moment
INSTALLATION = {"controller": "De organisatie van deze test", "help_contact": "een mens"}
SHOWN = {OutgoingKind.MESSAGE, OutgoingKind.LETTER, OutgoingKind.EDIT, OutgoingKind.PICTURE}
DAYS = ("ma", "di", "wo", "do", "vr", "za", "zo")


@dataclass(frozen=True, slots=True)
class Line:
    """Holds one thing that was said: by the bot with its buttons, or by the person, pressed or typed."""

    at: datetime
    bot: bool
    text: str
    buttons: tuple[str, ...] = ()
    pressed: bool = False


@dataclass(slots=True)
class PlayedWeeks:
    """Lets a person answer the bot week after week; `lines` is all that was said, in order."""

    persona: Persona
    street: Street
    lines: list[Line] = field(default_factory=list)
    _read: int = 0
    _messages: dict[str, str] = field(default_factory=dict)

    @property
    def runtime(self) -> Runtime:
        """The bot that is played with."""
        return self.street.runtime

    @property
    def person(self) -> int:
        """The number of the person's row."""
        row = self.runtime.database.call(addresses.by_chat, CHAT)
        assert row is not None
        return row.id

    def joins(self) -> None:
        """Come in by an invitation and answer the welcome."""
        code = self.runtime.database.call(_code, self.persona, self.runtime.clock.now())
        self._add(Line(self.runtime.clock.now(), bot=False, text="/start CODE"))
        self.street.says(CHAT, f"/start {code}")
        person, always_so = self.person, f"persona {self.persona.name}"
        self.runtime.database.call(lambda tx: people.change(tx, person, pseudonym=always_so))
        self._answers()

    def lives(self) -> None:
        """Let twelve weeks go by."""
        for moment, words in [*self.persona.deeds, (ENDS, "")]:
            driver = ClockDriver(self.runtime.clock, moment)
            while driver.goes_on(self.runtime.database.call(played_rounds.next_due)):
                self.street.tick()
                self._answers()
            if words:
                self._does(words)
                self._answers()

    def _answers(self) -> None:
        for _ in range(PATIENCE):
            if not self._looks():
                return
            last = self.lines[-1]
            reply = self.persona.reply(last.text, last.buttons)
            if reply == SILENT:
                return
            self.runtime.clock.move_to(self.runtime.clock.now() + THINKS)
            self._does(reply)
        raise AssertionError(f"{self.persona.name} goes round in a circle: {self.lines[-1]}")

    def _does(self, reply: str) -> None:
        pressed = reply in self.street.labels(CHAT)
        self._add(Line(self.runtime.clock.now(), bot=False, text=reply, pressed=pressed))
        if pressed:
            self.street.presses(CHAT, reply)
        else:
            self.street.says(CHAT, reply)

    def _looks(self) -> bool:
        """Read what came since; whether the person has something to answer."""
        new, self._read = self.street.deliveries[self._read :], len(self.street.deliveries)
        before = len(self.lines)
        for chat, kind, body, message in new:
            if chat == CHAT and kind in SHOWN:
                text = REFERENCE.sub("/REFERENCE", marked_text.plain(body.get("text") or body.get("caption", "")))
                buttons = tuple(label for row in body.get("buttons", ()) for label, _ in row)
                self._shown(message, text, buttons)
        return any(line.bot and (line.buttons or line.text) for line in self.lines[before:])

    def _shown(self, message: str, text: str, buttons: tuple[str, ...]) -> None:
        """Note a message, or of one that changed what is new in it."""
        old = self._messages.get(message, "").splitlines()
        self._messages[message] = text
        fresh = "\n".join(part for part in text.splitlines() if part not in old).strip()
        if buttons or (fresh and not fresh.startswith("✓")):  # what was pressed just now is shown once
            self._add(Line(self.runtime.clock.now(), bot=True, text=fresh, buttons=buttons))

    def _add(self, line: Line) -> None:
        self.lines.append(line)

    def replies(self) -> Iterator[tuple[Line, Line]]:
        """Give each thing that the person did with what the bot said to it first."""
        yield from ((said, answer) for said, answer in pairwise(self.lines) if not said.bot and answer.bot)

    def transcript(self) -> str:
        """Write all that was said, to be read aloud."""
        return "\n".join(_written(line) for line in self.lines) + "\n"


@contextmanager
def played(persona: Persona, folder: Path) -> Iterator[PlayedWeeks]:
    """Play a person's twelve weeks in this empty folder; afterwards the bot is still there to be asked."""
    with building.built(folder, **INSTALLATION) as runtime:
        runtime.database.keys = replace(runtime.database.keys, study=b"the same chance each time, 32 by")
        runtime.database.call(building.settle)
        play = PlayedWeeks(persona, Street(runtime))
        play.joins()
        play.lives()
        yield play


def _code(db: Transaction, persona: Persona, now: datetime) -> str:
    team = 1  # Balie, the first of the town
    return invitations.issue(db, team, persona.role, now)[1]


def _written(line: Line) -> str:
    local = line.at.astimezone(ZONE)
    moment = f"{DAYS[local.weekday()]} {local:%d-%m %H:%M}"
    said = line.text.replace("\n", "\n    ")
    if not line.bot:
        return f"{moment}  > [{said}]" if line.pressed else f"{moment}  > {said}"
    buttons = "".join(f"\n    [{label}]" if len(label) > 40 else f" [{label}]" for label in line.buttons)
    return f"{moment}  Koersvast: {said}" + (f"\n   {buttons}" if buttons else "")
