"""What a lead steers on this week: one habit, one question and why, the same on Monday, in /sturen and on the page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.base import access
from bot.base.voice import Voice
from bot.leads import own_log, team_view
from bot.library.live import LiveLibrary
from flows import recalling
from flows.kinds import kind
from flows.nodes import ask
from flows.world import UnknownFlow
from nudges import localtime, reflection, workdays
from nudges import topic as rules
from nudges.reflection import Level, Principle
from nudges.topic import Because
from store.database import Transaction
from store.people import Person

FLOW = "sturen"
ANSWER = "stuurvraag"  # the name under which that flow keeps which question was chosen
_FRESH = timedelta(weeks=6)  # for so long a window that closed speaks of the team; one closes every four weeks


@dataclass(frozen=True, slots=True)
class Low:
    """Names a habit that one window shows low, of a team and of a period (its end not included)."""

    habit: Principle
    team: str
    opens_on: date
    closes_on: date


@dataclass(frozen=True, slots=True)
class Topic:
    """Holds the habit and the question of a lead's week; `low` is where the habit stands on low, if that is why;
    `question` is None where the shelf has none about it."""

    habit: Principle
    because: Because
    low: Sequence[Low]
    question: kind.Option | None


def of(db: Transaction, library: LiveLibrary, person: Person, now: datetime) -> Topic:
    """Decide what this lead steers on this week. From its Monday on nothing changes it: neither what they log during
    the week nor what is published in it."""
    zone = ZoneInfo(person.zone)
    monday = workdays.monday_of(now.astimezone(zone).date())
    low = _low(db, person, monday, localtime.moment(monday, time(0), zone))
    acts = own_log.read(db, person, now).log.acts
    chosen = rules.choose({each.habit for each in low}, acts, monday)
    questions = of_shelf(library, chosen.habit)
    asks = questions[rules.turn(monday, len(questions))] if questions else None
    return Topic(chosen.habit, chosen.because, low if chosen.because is Because.LOW else (), asks)


def _low(db: Transaction, person: Person, monday: date, before: datetime) -> Sequence[Low]:
    """What the newest period that this lead may see says: of each team the habit that alone stands on low."""
    windows = [
        (member.team, window)
        for member in access.led_teams(db, person.id)
        for window in team_view.content(db, member)
        if window.published_at < before and window.closes_on >= monday - _FRESH
    ]
    newest = max((window.opens_on for _, window in windows), default=None)
    return [
        Low(habits[0], team, window.opens_on, window.closes_on)
        for team, window in windows
        if window.opens_on == newest and len(habits := _habits(window.bands)) == 1
    ]


def _habits(bands: Mapping[str, str | None]) -> Sequence[Principle]:
    return [principle for principle, item in reflection.WEEKLY.items() if bands.get(item) == Level.LOW]


def of_shelf(library: LiveLibrary, habit: Principle) -> Sequence[kind.Option]:
    """Find the questions about this habit in the flow that a lead chooses one from, in the order of the file."""
    try:
        nodes = library.flow(FLOW).nodes.values()
    except UnknownFlow:
        return ()
    asked = [node.answers for node in nodes if isinstance(node, ask.Ask) and node.variable == ANSWER]
    options = [kind.Option(key, label) for answers in asked for key, label in answers.labels().items()]
    return [option for option in options if option.key.startswith(f"{habit}_")]


def about(topic: Topic, voice: Voice) -> str:
    """Name the habit."""
    return voice.plain(f"habit.{topic.habit}")


def why(topic: Topic, voice: Voice) -> str:
    """Say in one sentence why it is this habit."""
    if topic.because is not Because.LOW:
        return voice.plain(f"topic.{topic.because}")
    first = topic.low[0]
    teams = voice.listed([each.team for each in topic.low])
    return voice.plain("topic.low", teams=teams, period=voice.period(first.opens_on, first.closes_on))


def question(topic: Topic, voice: Voice) -> str:
    """Word the question; where the shelf has none, say to think of one."""
    words = None if topic.question is None else recalling.wording(topic.question.label, voice.language, voice.tone)
    return words or voice.plain("topic.own_question")
