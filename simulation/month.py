"""Draws what one made-up person got in five weeks, and what was passed over and why: a calendar as SVG."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from nudges import workdays
from simulation.people import ZONE
from simulation.run import BEGINS, Result, Scenario
from simulation.watch import WatchedEvent

WEEKS = 5
_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
# What the flows of the rhythm itself are called here; the steps of a programme keep their names.
_SHORT = {"weekreflectie": "reflection", "seintje": "cue", "school_holiday": "question"}
_ENDS = frozenset({"answered", "expired", "skipped"})


class NobodyOfThatName(ValueError):
    """There is no such person in this simulation."""


@dataclass(frozen=True, slots=True)
class DayMark:
    """One thing on a day: answered, unanswered, reminder or passed (over); `words` say what, and why not."""

    shape: str
    at: str
    words: str


@dataclass(frozen=True, slots=True)
class Day:
    """A square of the calendar."""

    day: date
    away: bool
    marks: Sequence[DayMark]


def draw(asked: Scenario, result: Result, name: str | None = None) -> str:
    """The drawing of one person, the first where none is named. Raises NobodyOfThatName."""
    names = sorted(one for one, _ in result.people)
    chosen = names[0] if name is None else name
    if chosen not in names:
        raise NobodyOfThatName(f"There is no {chosen}; {names[0]} to {names[-1]} take part.")
    mine = sorted((event for event in result.events if event.who == chosen), key=lambda event: event.at)
    weeks = list(_weeks(mine, min(WEEKS, asked.weeks)))
    return _template().render(weeks=weeks, told=list(sentences(weeks)), name=chosen, seed=asked.seed) + "\n"


def sentences(weeks: Sequence[Sequence[Day]]) -> Iterator[str]:
    """The same in words, a sentence a day on which something happened, for whoever does not see the drawing."""
    for day in (day for week in weeks for day in week):
        if day.marks:
            said = "; ".join(f"{mark.at} {mark.words}" for mark in day.marks)
            yield f"{day.day:%A} {day.day.day} {day.day:%B}{', away' if day.away else ''}: {said}."


def _weeks(events: Sequence[WatchedEvent], count: int) -> Iterator[list[Day]]:
    first = workdays.monday_of(BEGINS.astimezone(ZONE).date())
    away = list(_away(events))
    for monday in (first + _WEEK * number for number in range(count)):
        yield [_day(day, events, any(a <= day < b for a, b in away)) for day in (monday + _DAY * n for n in range(7))]


def _day(day: date, events: Sequence[WatchedEvent], away: bool) -> Day:
    marks = [_mark(event, events) for event in events if _local(event).date() == day]
    return Day(day, away, [mark for mark in marks if mark is not None])


def _away(events: Sequence[WatchedEvent]) -> Iterator[tuple[date, date]]:
    """From the first day up to, not including, the last."""
    for event in events:
        if event.what == "away":
            *begins, _, ends = event.detail.split()
            yield date.fromisoformat(begins[1]) if begins else _local(event).date(), date.fromisoformat(ends)


def _mark(event: WatchedEvent, events: Sequence[WatchedEvent]) -> DayMark | None:
    at = f"{_local(event):%H:%M}"
    flow, _, rest = event.detail.partition(" ")
    match event.what:
        case "sent":
            end = _end(event, events)
            declined = ", declined" if end is not None and end.what == "skipped" else ""
            answered = end is not None and end.what == "answered"
            return DayMark("answered" if answered else "unanswered", at, f"{_SHORT.get(flow, flow)}{declined}")
        case "reminded":
            return DayMark("reminder", at, "reminder")
        case "skipped" if not _ended(event, events):
            return DayMark("passed", at, f"{_SHORT.get(flow, flow)}: {rest.replace('_', ' ')}")
        case _:
            return None


def _end(sent: WatchedEvent, events: Sequence[WatchedEvent]) -> WatchedEvent | None:
    """What became of it: an answer, none in time, or a no; None while it is open."""
    flow = sent.detail.partition(" ")[0]
    after = (one for one in events if one.at >= sent.at and one is not sent)
    return next((one for one in after if one.what in _ENDS and one.detail.partition(" ")[0] == flow), None)


def _ended(skipped: WatchedEvent, events: Sequence[WatchedEvent]) -> bool:
    """Whether this was sent before and then declined by the person: it is told where it was sent."""
    flow = skipped.detail.partition(" ")[0]
    before = [one for one in events if one.at <= skipped.at and one is not skipped]
    last = next((one for one in reversed(before) if one.detail.partition(" ")[0] == flow), None)
    return last is not None and last.what in ("sent", "reminded")


def _local(event: WatchedEvent) -> datetime:
    return event.at.astimezone(ZONE)


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("month.svg")
