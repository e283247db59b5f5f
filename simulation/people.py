"""Made-up people: how they are, when they work, and what they do with what they see."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

import holidays

from bot.base import button_data
from bot.base.button_data import ButtonData

ZONE = ZoneInfo("Europe/Amsterdam")
_FULL_WEEK = frozenset({1, 2, 3, 4, 5})
_PART_TIME = (frozenset({1, 2, 4}), frozenset({1, 2, 3}), frozenset({2, 4, 5}), frozenset({1, 4}))
_WORDS = ("Ik belde eerst.", "De collega had het antwoord al.", "Volgende keer vraag ik het aan het begin.")
_NO_LEVEL = frozenset({"nvt", "na", "geen"})
_WEEKDAYS = {"mon": 1, "tue": 2, "wed": 3, "thu": 4, "fri": 5, "sat": 6, "sun": 7}
_USUAL = ("nl", "je")
_NOT_AWAY = ButtonData.of("away", "not")
TEAM_OF = 10  # people

Message = Mapping[str, Any]


class Manner(StrEnum):
    """How somebody is."""

    RESPONSIVE = "responsive"
    FORGETFUL = "forgetful"
    ON_LEAVE = "on leave"
    PART_TIME = "part-time"
    SILENT = "silent"
    LEAVING = "leaving"


# Out of twenty; the same in every simulation, so that two of them can be laid side by side.
_OF_TWENTY = {
    Manner.RESPONSIVE: 7,
    Manner.FORGETFUL: 4,
    Manner.ON_LEAVE: 3,
    Manner.PART_TIME: 3,
    Manner.SILENT: 2,
    Manner.LEAVING: 1,
}


@dataclass(frozen=True, slots=True)
class Habits:
    """How often a prompt gets an answer, after how many minutes on average, and how often a talk is broken off."""

    answers: float
    minutes: float
    breaks_off: float


_HABITS = {
    Manner.RESPONSIVE: Habits(0.92, 25, 0.005),
    Manner.FORGETFUL: Habits(0.45, 240, 0.03),
    Manner.ON_LEAVE: Habits(0.85, 40, 0.01),
    Manner.PART_TIME: Habits(0.8, 60, 0.01),
    Manner.SILENT: Habits(0.03, 300, 0.05),
    Manner.LEAVING: Habits(0.7, 60, 0.01),
}


@dataclass(frozen=True, slots=True)
class Hours:
    """Between which local times somebody works, when they want quiet, and where their children go to school."""

    starts: time = time(8)
    ends: time = time(18)
    quiet: tuple[time, time] | None = None
    region: str | None = None

    def holds(self, wall: time) -> bool:
        """Whether they may be spoken to at this local time."""
        quiet = self.quiet is not None and self.quiet[0] <= wall < self.quiet[1]
        return self.starts <= wall < self.ends and not quiet


# Dealt out in turn; seven, so that each comes together with each manner.
_HOURS = (
    Hours(),
    Hours(region="Noord"),
    Hours(quiet=(time(12), time(13, 30))),
    Hours(time(9), time(17), region="Midden"),
    Hours(),
    Hours(quiet=(time(15), time(18))),
    Hours(time(7), time(16), (time(7), time(10)), "Zuid"),
)
CLOSED = frozenset({date(2026, 12, 24), date(2027, 5, 7)})
"""Days off of the whole organisation."""
_TEAM_DAY = date(2026, 9, 24)


class LeavingWay(StrEnum):
    """How somebody leaves."""

    BUTTON = "button"  # under the next prompt
    COMMAND = "stop"
    BLOCKS = "blocks"
    ERASES = "erases"


@dataclass(slots=True)
class Actor:
    """One made-up person; what they know of their own days is the truth that the bot is held to."""

    name: str
    chat: int
    manner: Manner
    chance: random.Random
    days: frozenset[int]
    way: LeavingWay = LeavingWay.COMMAND
    hours: Hours = Hours()
    team_id: int = 1
    away: list[tuple[datetime, datetime]] = field(default_factory=list)
    gone_at: datetime | None = None
    leaves: bool = False  # at the next prompt
    wants: ButtonData | None = None  # which of the bot's own buttons they are looking for
    spoke_at: datetime | None = None
    person_id: int = 0

    @property
    def habits(self) -> Habits:
        """How they answer."""
        return _HABITS[self.manner]

    def open_at(self, at: datetime) -> bool:
        """Whether the bot may begin to speak to them at this moment, as they would say themselves."""
        local = at.astimezone(ZONE)
        if self.gone_at is not None and at >= self.gone_at:
            return False
        if any(first <= at < last for first, last in self.away):
            return False
        off = is_holiday(local) or local.date() in CLOSED | team_days(self.team_id)
        return local.isoweekday() in self.days and not off and self.hours.holds(local.time())

    def talking(self, now: datetime) -> bool:
        """Whether they said something a moment ago, so that what comes now is an answer."""
        return self.spoke_at is not None and now - self.spoke_at < timedelta(seconds=90)


def team_days(team_id: int) -> frozenset[date]:
    """The days off of one team: every other one has a day of its own."""
    return frozenset() if team_id % 2 else frozenset({_TEAM_DAY})


_HOLIDAYS = holidays.country_holidays("NL", language="en_US")
_WORKED = "Good Friday"


def is_holiday(local: datetime) -> bool:
    """A day off of municipalities by their agreement: the public ones without Good Friday, and 5 May each year."""
    named = _HOLIDAYS.get(local.date())
    return (local.month, local.day) == (5, 5) or (named is not None and named != _WORKED)


@dataclass(frozen=True, slots=True)
class Participant:
    """One of those who take part: how they are, and chance of their own."""

    name: str
    manner: Manner
    hours: Hours
    team_id: int
    chance: random.Random


def cast(count: int, seed: int) -> list[Participant]:
    """Who takes part: P001 …"""
    manners = [manner for manner, share in _OF_TWENTY.items() for _ in range(share)]
    random.Random(f"{seed} manners").shuffle(manners)  # noqa: S311 - made-up people need no secrets
    names = [f"P{number:0{max(3, len(str(count)))}}" for number in range(1, count + 1)]
    return [
        Participant(
            name,
            manners[number % len(manners)],
            _HOURS[number % len(_HOURS)],
            1 + number // TEAM_OF,
            random.Random(f"{seed} {name}"),  # noqa: S311 - as above
        )
        for number, name in enumerate(names)
    ]


def actor(who: Participant, chat: int) -> Actor:
    """Them, in their chat."""
    days = who.chance.choice(_PART_TIME) if who.manner is Manner.PART_TIME else _FULL_WEEK
    way = who.chance.choice(list(LeavingWay))
    return Actor(who.name, chat, who.manner, who.chance, days, way, who.hours, who.team_id)


def reaction(who: Actor, message: Message, now: datetime) -> tuple[datetime, Message | str] | None:
    """When they do what about this message: press a button (its Bot API shape), type a text, or nothing."""
    buttons = [button for row in message.get("reply_markup", {}).get("inline_keyboard", []) for button in row]
    flow = {button["callback_data"].split(":", 2)[2]: button for button in buttons if _of_flow(button)}
    if not flow:
        own = _own(who, buttons)
        return None if own is None else (now + _thinks(who), own)
    if "nu" in flow:
        return _to_prompt(who, flow, now)
    if who.chance.random() < who.habits.breaks_off:
        return None
    key = _choose(who, flow)
    return now + _thinks(who), flow[key] if key else who.chance.choice(_WORDS)


def _of_flow(button: Mapping[str, Any]) -> bool:
    data = button.get("callback_data")
    return data is not None and not button_data.is_own(str(data))


def _own(who: Actor, buttons: Sequence[Message]) -> Message | None:
    """One of the bot's own buttons, where they look for it or are asked whether to go back."""
    own = {data: button for button in buttons if (data := ButtonData.read(str(button.get("callback_data", ""))))}
    if who.wants in own:
        return own[who.wants]
    away = [button for data, button in own.items() if goes_on_leave(data)]
    if away and _NOT_AWAY in own:
        return _to_school_holiday(who, away[0], own[_NOT_AWAY])
    back = [button for data, button in own.items() if data.name in ("resume", "drop")]
    return who.chance.choice(back) if back else None


def goes_on_leave(data: ButtonData) -> bool:
    """Whether a button answers that they are away during a school holiday."""
    return data.name == "away" and data.parts[0] == "until"


def _to_school_holiday(who: Actor, away: Message, not_away: Message) -> Message | None:
    if who.chance.random() > who.habits.answers:
        return None
    # Those who go on leave have settled when, and say so with a command of their own.
    goes = who.manner is not Manner.ON_LEAVE and who.chance.random() < 0.6
    return away if goes else not_away


def _to_prompt(who: Actor, flow: Mapping[str, Message], now: datetime) -> tuple[datetime, Message] | None:
    if who.leaves and "stoppen" in flow:
        return now + _thinks(who), flow["stoppen"]
    if who.chance.random() > who.habits.answers:
        return None
    offered = [(key, weight) for key, weight in _TO_PROMPT if key in flow]
    key = who.chance.choices([key for key, _ in offered], [weight for _, weight in offered])[0]
    return now + _thinks(who) + timedelta(minutes=who.chance.expovariate(1 / who.habits.minutes)), flow[key]


_TO_PROMPT = (("nu", 84), ("later", 6), ("morgen", 6), ("niet", 4))


def _choose(who: Actor, flow: Mapping[str, Message]) -> str | None:
    """The key of a button, or None to type instead."""
    key: str
    if who.leaves and "stoppen" in flow:
        return "stoppen"
    for key, day in _WEEKDAYS.items():
        if "-done" in flow and key in flow and flow[key]["text"].startswith("✓") != (day in who.days):
            return key
    marked = any(button["text"].startswith("✓") for button in flow.values())
    for key in ("-right", *_USUAL, *(("-done",) if marked else ())):
        if key in flow:
            return key
    if "thu" in flow and "-done" not in flow:  # the day of the reflection
        return next(key for key, day in _WEEKDAYS.items() if day in who.days and key in flow)
    real = [key for key in flow if not key.startswith("-") and key not in _NO_LEVEL]
    if real:
        return who.chance.choice(real)
    return None if who.chance.random() < 0.5 else next(iter(flow))


def _thinks(who: Actor) -> timedelta:
    return timedelta(seconds=round(who.chance.uniform(4, 14), 3))


def leave(who: Actor, begins: datetime, weeks: int) -> list[tuple[datetime, int]]:
    """The Monday mornings on which they go away and for how many weeks: one to three times a year."""
    if who.manner is not Manner.ON_LEAVE or weeks < 3:
        return []
    times = max(1, round(3 * weeks / 52))
    edges = [1 + round(number * (weeks - 2) / times) for number in range(times)]
    local = begins.astimezone(ZONE)
    mornings = []
    for first, last in zip(edges, [*edges[1:], weeks - 1], strict=True):
        week = who.chance.randrange(first, max(first + 1, last - 1))
        day = local.date() + timedelta(weeks=week)
        minute = who.chance.randrange(60)
        mornings.append((datetime.combine(day, time(8, minute), ZONE).astimezone(UTC), who.chance.choice((1, 2))))
    return mornings


def goodbye(who: Actor, begins: datetime, weeks: int) -> datetime | None:
    """When they leave, if they are of that kind."""
    if who.manner is not Manner.LEAVING:
        return None
    return begins + timedelta(weeks=who.chance.uniform(min(1.5, weeks / 2), weeks))
