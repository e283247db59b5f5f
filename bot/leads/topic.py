"""What a lead steers on this week: one habit, one question and why, the same on Monday, in /sturen and on the page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.base import access
from bot.base.voice import Voice
from bot.leads import open_line, own_log, questions, team_view
from bot.library.live import LiveLibrary
from flows.kinds import kind
from nudges import localtime, reflection, workdays
from nudges import topic as rules
from nudges.reflection import Level, Principle
from nudges.topic import Because
from store import lines, steering
from store.database import Transaction
from store.lines import SteeringLine
from store.people import Person
from store.steering import SteeringAct

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
    `question` is None where the shelf has none about it. A `line` that is open comes before all of it."""

    habit: Principle
    because: Because
    low: Sequence[Low]
    question: kind.Option | None
    line: SteeringLine | None = None
    promise: SteeringAct | None = None
    """to which that line led"""
    today: date = date.min
    """of the lead, when it was asked"""


def of(db: Transaction, library: LiveLibrary, person: Person, now: datetime) -> Topic:
    """Decide what this lead steers on now: the line that they have open; else the week's habit and question, which from
    its Monday on neither what they log during the week nor what is published in it changes."""
    line = lines.open_line(db, person.id)
    if line is None:
        return of_week(db, library, person, now)
    promise = steering.promise(db, person.id, int(line.standing.promise or 0))
    today = now.astimezone(ZoneInfo(person.zone)).date()
    asks = questions.find(library, line.question)
    return Topic(Principle(line.habit), Because.OPEN, (), asks, line, promise, today)


def of_week(db: Transaction, library: LiveLibrary, person: Person, now: datetime) -> Topic:
    """Decide what a lead without an open line steers on this week."""
    zone = ZoneInfo(person.zone)
    monday = workdays.monday_of(now.astimezone(zone).date())
    low = _low(db, person, monday, localtime.moment(monday, time(0), zone))
    acts = own_log.read(db, person, now).log.acts
    chosen = rules.choose({each.habit for each in low}, acts, monday)
    fresh = _fresh(db, person, monday, questions.of_shelf(library, chosen.habit))
    return Topic(chosen.habit, chosen.because, low if chosen.because is Because.LOW else (), next(iter(fresh), None))


def _fresh(db: Transaction, person: Person, monday: date, shelf: Sequence[kind.Option]) -> Sequence[kind.Option]:
    """List the questions from the week's on, without those of lines that began this week, if that leaves any."""
    first = rules.turn(monday, len(shelf)) if shelf else 0
    in_turn = [*shelf[first:], *shelf[:first]]
    begun = {line.question for line in lines.lines(db, person.id) if line.standing.began_on >= monday}
    return [option for option in in_turn if option.key not in begun] or in_turn


def _low(db: Transaction, person: Person, monday: date, before: datetime) -> Sequence[Low]:
    """List what the newest period that this lead may see says: of each team the habit that alone stands on low."""
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


def about(topic: Topic, voice: Voice) -> str:
    """Name the habit."""
    return voice.plain(f"habit.{topic.habit}")


def why(topic: Topic, voice: Voice) -> str:
    """Say in one sentence why it is this habit."""
    if topic.line is not None:
        return open_line.why(topic.line, topic.promise, topic.today, voice)
    if topic.because is not Because.LOW:
        return voice.plain(f"topic.{topic.because}")
    first = topic.low[0]
    teams = voice.listed([each.team for each in topic.low])
    return voice.plain("topic.low", teams=teams, period=voice.period(first.opens_on, first.closes_on))


def question(topic: Topic, voice: Voice) -> str:
    """Word the question; where the shelf has none, say to think of one."""
    own_words = None if topic.line is None else topic.line.text
    return own_words or questions.wording(topic.question, voice)
