"""Reads a lead's own log of steering, from what they noted themselves: weeks kept, acts, promises."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.leads import week_drawing
from bot.leads.week_drawing import Week
from bot.rhythm import own_rhythm
from nudges import steering as measures
from nudges import summary, workdays
from nudges.closure import Outcome
from nudges.line import LineState
from nudges.reflection import Principle
from store import lines, steering
from store.database import Transaction
from store.people import Person
from store.steering import SteeringAct

_LOOK_BACK = timedelta(weeks=26)
_WEEK = timedelta(weeks=1)
_QUARTER = timedelta(weeks=13)


@dataclass(frozen=True, slots=True)
class OwnLog:
    """Holds what a lead noted: the weeks that are shown (oldest first), all of it for the measures, open promises."""

    weeks: Sequence[Week]
    log: summary.Log
    acts: Mapping[Principle, int]
    promises: Sequence[SteeringAct]


def read(db: Transaction, person: Person, now: datetime) -> OwnLog:
    """Read the log of this person, up to now; nobody else's rows are looked at."""
    zone = ZoneInfo(person.zone)
    noted = steering.acts(db, person.id, now - _LOOK_BACK, now + timedelta(seconds=1))
    steered = [act for act in noted if act.kind == "act"]
    acts = [(act.acted_at.astimezone(zone).date(), Principle(act.principle)) for act in steered if act.principle]
    today, calendar = now.astimezone(zone).date(), own_rhythm.of(db, person).calendar
    joined = person.joined_at.astimezone(zone).date()
    weeks = week_drawing.last(_weeks(joined, today, {day for day, _ in acts}, calendar))
    return OwnLog(
        weeks,
        _log(acts, weeks, noted, lambda act: _waited(act, now, zone, calendar)),
        Counter(principle for _, principle in acts),
        steering.open_promises(db, person.id),
    )


@dataclass(frozen=True, slots=True)
class LeadQuarter:
    """Counts of a lead's own log over thirteen weeks: weeks with steering, of those that count, and what became of
    their lines and promises."""

    weeks: int
    possible: int
    closed: int
    dropped: int
    done: int
    broken: int


def of_quarter(db: Transaction, person: Person, now: datetime) -> LeadQuarter:
    """Count what this person noted in the last thirteen weeks; nobody else's rows are looked at."""
    zone = ZoneInfo(person.zone)
    today, since = now.astimezone(zone).date(), now - _QUARTER
    noted = steering.acts(db, person.id, since, now + timedelta(seconds=1))
    days = {act.acted_at.astimezone(zone).date() for act in noted if act.kind == "act" and act.principle}
    joined = max(person.joined_at, since).astimezone(zone).date()
    weeks = [week.completed for week in _weeks(joined, today, days, own_rhythm.of(db, person).calendar)]
    begun = [each.standing for each in lines.lines(db, person.id)]
    states = Counter(stands.state for stands in begun if stands.began_on >= since.astimezone(zone).date())
    became = Counter(act.became for act in noted if act.kind == "promise" and act.closed_at is not None)
    return LeadQuarter(
        weeks.count(True), len(weeks) - weeks.count(None), states[LineState.CLOSED], states[LineState.DROPPED],
        became["kept"], became["broken"],
    )  # fmt: skip


def _weeks(joined: date, today: date, days: set[date], calendar: workdays.Workdays) -> list[Week]:
    """List every week since joining. The first and the running one are not whole: they count if something was done."""
    monday, this_monday = workdays.monday_of(max(joined, today - _LOOK_BACK)), workdays.monday_of(today)
    steered = {workdays.monday_of(day) for day in days}
    weeks = []
    while monday <= this_monday:
        whole = joined <= monday < this_monday
        was_kept = measures.week(
            enrolled=whole or monday in steered,
            working_days=len(calendar.in_week(monday)),
            delivered=True,  # a log waits for nobody's prompt
            completed=monday in steered,
        )
        weeks.append(Week(monday, was_kept))
        monday += _WEEK
    return weeks


def _log(
    acts: Sequence[tuple[date, Principle]],
    weeks: Sequence[Week],
    noted: Sequence[SteeringAct],
    waited: Callable[[SteeringAct], int],
) -> summary.Log:
    """Sort promises by what became of them, each with how many working days it was there."""
    promises = [(act.closed_as if act.closed_at else None, waited(act)) for act in noted if act.kind == "promise"]
    set_apart = (None, Outcome.NOT_NEEDED, Outcome.NOT)
    return summary.Log(
        acts,
        [week.completed for week in weeks],
        [days for closed_as, days in promises if closed_as not in set_apart],
        *([days for closed_as, days in promises if closed_as == apart] for apart in set_apart),
    )


def _waited(act: SteeringAct, now: datetime, zone: ZoneInfo, calendar: workdays.Workdays) -> int:
    """Count the working days from a promise until it was closed, or until now; a broken one is never kept, so it goes
    on being watched."""
    until = now if act.closed_at is None or act.closed_as == Outcome.NOT else act.closed_at
    first, last = (moment.astimezone(zone).date() for moment in (act.acted_at, until))
    return len(list(calendar.between(first, last)))
