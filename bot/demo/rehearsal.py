"""Plays weeks in seconds: the real engine, rounds and store, a calendar of its own, and made-up people who answer."""

import heapq
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from bot.base import button_data
from bot.base.incoming import Heard, HeardKind
from bot.base.outgoing import OutgoingKind
from bot.demo import played_rounds
from bot.demo.clock_driver import ClockDriver
from bot.demo.played_rounds import PlayedRounds
from bot.dialogue import conversation
from bot.turns.runtime import Runtime
from store import inbox
from store.addresses import Address
from store.database import Transaction
from store.outbox import Outgoing
from store.people import Role

_THINKS = timedelta(seconds=8)


@dataclass(slots=True)
class Bubble:
    """Shows one message as somebody sees it; `mine` is what they wrote themselves."""

    number: int
    at: datetime
    text: str
    mine: bool = False
    buttons: Sequence[Sequence[tuple[str, str]]] = ()
    picture: Mapping[str, Any] | None = None


@dataclass(slots=True)
class MadeUpPerson:
    """Describes a made-up person: how reliably and how quickly they answer, and how their answers lean (0 low … 1
    high)."""

    name: str
    address: Address
    role: Role
    answers: float = 0.9
    slowness: timedelta = timedelta(minutes=20)
    leans: Callable[[datetime], float] = lambda _: 0.5
    prefers: frozenset[str] = frozenset()  # keys of choices they take whenever they are offered
    words: Sequence[str] = ()  # what they type when asked to
    screen: list[Bubble] = field(default_factory=list)


@dataclass(order=True, slots=True)
class _Deed:
    at: datetime
    order: int
    actor: MadeUpPerson = field(compare=False)
    heard: Heard = field(compare=False)
    shown: str = field(compare=False)


class Rehearsal:
    """Plays made-up people with the real bot on a clock that it moves; the same seed gives the same play."""

    def __init__(self, runtime: Runtime, actors: Iterable[MadeUpPerson], seed: int) -> None:
        self._runtime = runtime
        self._actors = {actor.address: actor for actor in actors}
        self._chance = random.Random(seed)  # noqa: S311 - made-up people need no secrets
        self._deeds: list[_Deed] = []
        self._order = count()
        self._updates = count(1)
        self._numbers = count(1)
        self._rounds = PlayedRounds(runtime, self._show, self._numbers)

    def says(self, actor: MadeUpPerson, at: datetime, text: str, language: str = "nl") -> None:
        """Let an actor give a command or write something at that moment."""
        name, _, rest = text[1:].partition(" ")
        heard = (
            Heard(HeardKind.COMMAND, actor.address, rest, name, language=language)
            if text.startswith("/")
            else Heard(HeardKind.TEXT, actor.address, text, language=language)
        )
        self._add(at, actor, heard, text)

    def play(self, until: datetime, tell: Callable[[datetime], None] = lambda _: None) -> None:
        """Let everything happen that happens up to `until`, in order of time; each moment is one transaction."""
        database, driver = self._runtime.database, ClockDriver(self._runtime.clock, until)
        due = database.call(played_rounds.next_due)
        while driver.goes_on(due, self._deeds[0].at if self._deeds else None):
            tell(self._runtime.clock.now())
            due = database.call(self._live, until)

    def _live(self, db: Transaction, until: datetime) -> datetime | None:
        """Do what people do now, and what the clock does if it has anything to do; give when it will have."""
        now = self._runtime.clock.now()
        while self._deeds and self._deeds[0].at <= now:
            self._hear(db, heapq.heappop(self._deeds))
            self._rounds.deliver(db)
        due = played_rounds.next_due(db)
        if now < until and (due is None or due > now):
            return due
        self._rounds.tick(db)
        return played_rounds.next_due(db)

    def _hear(self, db: Transaction, deed: _Deed) -> None:
        now = self._runtime.clock.now()
        number = next(self._numbers)
        if deed.heard.kind != HeardKind.PRESS:
            deed.actor.screen.append(Bubble(number, now, deed.shown, mine=True))
        key = f"rehearsal {next(self._updates)}"  # no update of the channel bears such a one
        (waiting,) = inbox.keep(db, deed.actor.address.channel, [(key, deed.actor.address, {})], now)
        conversation.hear(db, self._runtime, waiting.id, deed.heard, now)

    def _show(self, row: Outgoing, ref: str) -> None:
        actor, now, number = self._actors[row.address], self._runtime.clock.now(), int(ref)
        match row.kind:
            case OutgoingKind.EDIT | OutgoingKind.CLEAR:
                bubble = next(bubble for bubble in actor.screen if bubble.number == number)
                bubble.text, bubble.buttons = row.body.get("text", bubble.text), row.body.get("buttons", ())
            case OutgoingKind.MESSAGE | OutgoingKind.PICTURE:
                text = row.body.get("text") or row.body.get("caption", "")
                bubble = Bubble(number, now, text, buttons=row.body.get("buttons", ()), picture=row.body.get("drawing"))
                actor.screen.append(bubble)
            case _:
                return
        self._answer(actor, bubble, now)

    def _answer(self, actor: MadeUpPerson, bubble: Bubble, now: datetime) -> None:
        offered = options([pair for row in bubble.buttons for pair in row])
        if not offered:
            return
        begins = "nu" in offered
        if begins and self._chance.random() > actor.answers:
            return
        wait = _THINKS * (0.5 + self._chance.random())
        if begins:
            wait += actor.slowness * self._chance.random()
        key = choose(actor, offered, now, self._chance)
        if key is None:
            self.says(actor, now + wait, self._chance.choice(actor.words))
            return
        label, data = offered[key]
        pressed = Heard(HeardKind.PRESS, actor.address, data=data, ref=str(bubble.number), callback_id="rehearsal")
        self._add(now + wait, actor, pressed, label)

    def _add(self, at: datetime, actor: MadeUpPerson, heard: Heard, shown: str) -> None:
        heapq.heappush(self._deeds, _Deed(at, next(self._order), actor, heard, shown))


_NO_LEVEL = ("nvt", "na", "geen")
_TYPES = 0.6


def choose(actor: MadeUpPerson, offered: Mapping[str, Any], now: datetime, chance: random.Random) -> str | None:
    """Choose as this actor would: the key of a button, or None to type instead."""
    if "nu" in offered:
        return chance.choices(("nu", "morgen", "niet"), (0.9, 0.06, 0.04))[0]
    if "-right" in offered:
        return "-right"
    preferred = actor.prefers & offered.keys()
    if preferred:
        return min(preferred)
    marked = any(label.startswith("✓") for label, _ in offered.values())
    if "-done" in offered and marked:
        return "-done"
    real = [key for key in offered if not key.startswith("-") and key not in _NO_LEVEL]
    if not real:
        can_type = actor.words and chance.random() < _TYPES
        return None if can_type else next(iter(offered))
    leaning = actor.leans(now) + chance.uniform(-0.4, 0.4)
    return real[round(min(1.0, max(0.0, leaning)) * (len(real) - 1))]


def options(buttons: Iterable[tuple[str, str]]) -> dict[str, tuple[str, str]]:
    """List the buttons of a flow's question, choice key → (label, data); the bot's own buttons, and links, are left
    alone."""
    flows = [(label, data) for label, data in buttons if data and not button_data.is_own(data)]
    return {data.split(":", 2)[2]: (label, data) for label, data in flows}
