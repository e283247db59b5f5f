"""Lets weeks pass: whatever is due first happens next, be it a tick, a deed of somebody, or a message that may go."""

import heapq
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any

from bot.base.button_data import ButtonData
from bot.channels.telegram import translate
from bot.channels.telegram.address import NAME, key_of
from bot.clockwork import ticks
from bot.clockwork.ticks import Round, Ticks
from bot.demo import played_rounds
from bot.demo.clock_driver import ClockDriver
from bot.dialogue import conversation
from sandbox.chats import Chat
from simulation import people, stage, telegram
from simulation.people import ZONE, Actor, LeavingWay, Message
from simulation.stage import SimulationStage
from simulation.watch import Watch, WatchedEvent
from store import inbox, outbox

_NEVER = datetime.max.replace(tzinfo=UTC)
_A_SECOND = timedelta(seconds=1)
_A_LITTLE = timedelta(milliseconds=1)  # what floats of seconds may round away
_LOOK_WITHIN = timedelta(minutes=10)  # a deed makes nothing due sooner: the shortest "later" is half an hour
_JOIN_WITHIN = timedelta(hours=3)


@dataclass(order=True, slots=True)
class _Planned:
    at: datetime
    order: int
    who: Actor = field(compare=False)
    does: Message | str = field(compare=False)  # a button, a text, or one of the words below
    message: int | None = field(compare=False, default=None)
    weeks: int = field(compare=False, default=0)


def _going_away(weeks: int) -> tuple[ButtonData, str]:
    """The button to look for, and the command to give: a week by even weg, else by a pause."""
    return (_THIS_WEEK, "/weg") if weeks == 1 else (ButtonData.of("pause", weeks), "/pauze")


JOIN, AWAY, GOODBYE = "join", "away", "goodbye"
_THIS_WEEK = ButtonData.of("away", "week")  # the button for even weg up to and including Sunday


async def _never_rests(_: float) -> None:
    """Nobody else waits for a turn."""


class Simulation:
    """One run; the same seed gives the same events."""

    def __init__(
        self, parts: SimulationStage, cast: Sequence[Actor], watch: Watch, rounds: Sequence[Round] = ticks.EVERY_SECOND
    ) -> None:
        self._stage = parts
        self._watch = watch
        self._cast = {who.chat: who for who in cast}
        self._ticks = Ticks(parts.runtime, rounds, _never_rests)
        self._deeds: list[_Planned] = []
        self._order = count()
        self._answering: dict[int, _Planned] = {}  # chat -> what they are about to do; something newer takes its place
        self._touched: dict[int, Actor] = {}
        self._begun: list[tuple[Actor, Message]] = []  # messages by which the bot began, to be looked at
        self._tick_at = parts.calendar.now()
        self._look_at = self._send_at = _NEVER  # when to see whether a deed made something due, and to send on
        parts.telegram.listeners.append(self._seen)

    def plan(self, begins: datetime, weeks: int) -> None:
        """Write down what is settled beforehand: joining, leave, leaving."""
        for number, who in enumerate(self._cast.values()):
            self._later(begins + _JOIN_WITHIN * number / len(self._cast), who, JOIN)
            for morning, away in people.leave(who, begins, weeks):
                self._later(morning, who, AWAY, weeks=away)
            last = people.goodbye(who, begins, weeks)
            if last is not None:
                self._later(last, who, GOODBYE)

    async def play(self, until: datetime, tell: Callable[[datetime], None] = lambda _: None) -> None:
        """Let everything happen that happens up to `until`. Raises Breach."""
        driver = ClockDriver(self._stage.calendar, until)
        while driver.goes_on(min(self._tick_at, self._look_at), min(self._send_at, self._next_deed())):
            now = self._now
            tell(now)
            while self._deeds and self._deeds[0].at <= now:
                await self._do(heapq.heappop(self._deeds))
            if self._tick_at <= now or now == until:
                await self._tick()
            elif self._look_at <= now:
                self._look_ahead()
            await self._send()
        self._watch.end(until)

    def _next_deed(self) -> datetime:
        return self._deeds[0].at if self._deeds else _NEVER

    @property
    def _now(self) -> datetime:
        return self._stage.calendar.now()

    async def _tick(self) -> None:
        await self._ticks.tick()
        self._watch.look(self._now)
        self._look_ahead()

    def _look_ahead(self) -> None:
        due = self._stage.runtime.database.call(played_rounds.next_due)
        self._look_at = _NEVER
        self._tick_at = _NEVER if due is None else max(due, self._now + _A_SECOND)

    async def _send(self) -> None:
        now = self._now
        if self._stage.runtime.database.call(outbox.waits):
            await self._carry(now)
        touched, self._touched = self._touched, {}
        for who in touched.values():
            self._watch.follow(who, now)
        if touched:
            self._look_at = min(self._look_at, now + _LOOK_WITHIN)

    async def _carry(self, now: datetime) -> None:
        courier = self._stage.courier
        await courier.drain()
        # Not where it is seen: there the library would take a breach for trouble on the line.
        begun, self._begun = self._begun, []
        for who, message in begun:
            self._watch.begun(who, message, now)
        waits = self._stage.runtime.database.call(outbox.waits)
        self._send_at = now + timedelta(seconds=courier.next_look()) + _A_LITTLE if waits else _NEVER

    # what people do

    async def _do(self, deed: _Planned) -> None:
        who, phone = deed.who, self._stage.telegram.at(self._stage.telegram.chats[deed.who.chat])
        match deed.does:
            case str() as word if word == JOIN:
                self._join(who)
                return
            case str() as word if who.gone_at is not None and word in (AWAY, GOODBYE):
                return
            case str() as word if word == AWAY:
                who.wants, said = _going_away(deed.weeks)
                await phone.says(said)
            case str() as word if word == GOODBYE:
                if not await self._says_goodbye(who):
                    return
            case str() as text:
                if self._answering.get(who.chat) is not deed:
                    return
                await phone.says(text)
            case button:
                if self._answering.get(who.chat) is not deed or deed.message not in phone.chat.messages:
                    return
                phone.presses_data(deed.message, button["callback_data"], button["text"])
                self._pressed(who, button)
        self._hear(who)

    def _join(self, who: Actor) -> None:
        who.spoke_at = self._now
        self._stage.telegram.chats[who.chat].started = True
        who.person_id = self._stage.runtime.database.call(stage.seat, self._stage.runtime, who, self._now)
        self._watch.met(who)
        self._look_at = self._now

    async def _says_goodbye(self, who: Actor) -> bool:
        """Whether they said so now; those who do it under a prompt wait for one."""
        phone = self._stage.telegram.at(self._stage.telegram.chats[who.chat])
        match who.way:
            case LeavingWay.BUTTON:
                who.leaves = True
                return False
            case LeavingWay.COMMAND:
                who.wants = ButtonData.of("stop", "all")
                await phone.says("/stop")
            case LeavingWay.ERASES:
                who.wants = ButtonData.of("erase", "yes")
                await phone.says("/verwijder")
            case LeavingWay.BLOCKS:
                self._is_gone(who)
                await phone.blocks()
        return True

    def _pressed(self, who: Actor, button: Message) -> None:
        data = str(button["callback_data"])
        own = ButtonData.read(data)
        if own is not None and own == who.wants:
            if own == _THIS_WEEK:
                self._is_away(who, 1, self._now.astimezone(ZONE).weekday())
            elif own.name == "pause":
                self._is_away(who, int(own.argument))
            else:
                self._is_gone(who)
            who.wants = None
        elif own is not None and people.goes_on_leave(own):
            self._will_be_away(who, *map(date.fromisoformat, own.parts[1:]))
        elif who.leaves and data.endswith(":stoppen") and not self._is_prompt(who, button):
            self._is_gone(who)

    def _is_prompt(self, who: Actor, button: Message) -> bool:
        """Whether this stood under a prompt, where stopping is asked once more."""
        for message in reversed(self._stage.telegram.chats[who.chat].messages.values()):
            shown = [one for row in message.get("reply_markup", {}).get("inline_keyboard", []) for one in row]
            if any(one.get("callback_data") == button["callback_data"] for one in shown):
                return any(str(one.get("callback_data", "")).endswith(":nu") for one in shown)
        return False

    def _is_away(self, who: Actor, weeks: int, less: int = 0) -> None:
        day = self._now.astimezone(ZONE).date() + timedelta(weeks=weeks, days=-less)
        who.away.append((self._now, datetime.combine(day, time(0), ZONE).astimezone(UTC)))
        self._watch.events.append(WatchedEvent(self._now, who.name, "away", f"until {day}"))

    def _will_be_away(self, who: Actor, first: date, last: date) -> None:
        begins, ends = (datetime.combine(day, time(0), ZONE) for day in (first, last + timedelta(days=1)))
        who.away.append((begins.astimezone(UTC), ends.astimezone(UTC)))
        self._watch.events.append(WatchedEvent(self._now, who.name, "away", f"from {first} until {ends.date()}"))

    def _is_gone(self, who: Actor) -> None:
        who.gone_at = self._now
        self._watch.events.append(WatchedEvent(self._now, who.name, "left", who.way.value))

    def _hear(self, who: Actor) -> None:
        runtime, now = self._stage.runtime, self._now
        who.spoke_at = now
        self._touched[who.chat] = who
        held = self._stage.telegram.queue.held
        while held:
            _, update = held.popitem(last=False)
            raw = update.update
            (waiting,) = runtime.database.call(inbox.keep, NAME, [(key_of(raw), translate.chat_of(raw), raw)], now)
            runtime.database.call(conversation.hear, runtime, waiting.id, translate.translate(raw), now)

    # what people see

    def _seen(self, chat: Chat | None, kind: str, content: Any) -> None:
        if chat is None or kind != "message" or not content["from"]["is_bot"]:
            return
        who, now = self._cast[chat.id], self._now
        telegram.scroll(chat)
        self._touched[chat.id] = who
        if not who.talking(now) and "edit_date" not in content:
            self._begun.append((who, content))
        reaction = people.reaction(who, content, now)
        if reaction is not None:
            self._answering[chat.id] = self._later(reaction[0], who, reaction[1], message=content["message_id"])

    def _later(
        self, at: datetime, who: Actor, does: Message | str, message: int | None = None, weeks: int = 0
    ) -> _Planned:
        deed = _Planned(at, next(self._order), who, does, message, weeks)
        heapq.heappush(self._deeds, deed)
        return deed
