"""A programme in working weeks: what is offered to somebody next, and when; leave and holidays move the rest."""

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo

from nudges import dose, localtime, workdays

Condition = str
"""A condition as it was written; whoever knows the facts says whether it holds."""

TEN = time(10)  # when a step comes that says no time
_WEEK = timedelta(days=7)
_HORIZON = 520  # calendar weeks; who is away for longer has no next working week
_LATE = timedelta(hours=1)  # what was due a moment ago may still go, and what goes may leave a little late


@dataclass(frozen=True, slots=True)
class ProgrammeStep:
    """A flow that is offered from a working day of a working week on, once or every so many weeks."""

    name: str
    flow: str
    week: int
    day: int = 1
    at: time = TEN
    every: int = 0
    until: int = 0
    when: Condition | None = None

    def weeks(self) -> Sequence[int]:
        """List the working weeks in which it comes; just the one where it does not return."""
        return range(self.week, self.until + 1, self.every) if self.every else (self.week,)

    def label(self, week: int) -> str:
        """Name its offer of this week, for ever."""
        return f"{self.name} {week}" if self.every else self.name


@dataclass(frozen=True, slots=True)
class Substitute:
    """A flow that takes the place of the weekly one while its condition holds; `once`: never a second time."""

    flow: str
    when: Condition
    once: bool = False


@dataclass(frozen=True, slots=True)
class Fade:
    """Once the condition holds the weekly flow comes every so many weeks only."""

    when: Condition
    every: int


@dataclass(frozen=True, slots=True)
class WeeklyFlow:
    """What comes each week on the person's own day and hour."""

    flow: str
    instead: Sequence[Substitute] = ()
    fade: Fade | None = None


@dataclass(frozen=True, slots=True)
class WeeklyItem:
    """A part of the weekly flow that comes in some working weeks, and every so many after the last of them."""

    weeks: Sequence[int]  # in order; one at least
    every: int

    def due(self, week: int, asked: int | None) -> bool:
        """Say whether it is to be asked in this working week; `asked` is the one in which it was asked last."""
        turn = self._turn(week)
        return turn is not None and (asked is None or asked < turn)

    def _turn(self, week: int) -> int | None:
        """Find the newest week, up to this one, in which it had its turn."""
        last = self.weeks[-1]
        if week >= last:
            return week - (week - last) % self.every
        return max((turn for turn in self.weeks if turn <= week), default=None)


@dataclass(frozen=True, slots=True)
class Strand:
    """The programme of one role."""

    weekly: WeeklyFlow | None = None
    steps: Sequence[ProgrammeStep] = ()


@dataclass(frozen=True, slots=True)
class Programme:
    """A strand per role, in so many working weeks."""

    title: str
    weeks: int
    strands: Mapping[str, Strand]
    items: Mapping[str, WeeklyItem] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PastOffers:
    """What was offered: labels that are over, and per label the last moment at which it could not go."""

    over: Container[str] = frozenset()
    tried: Mapping[str, datetime] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What bears on one person: zone, first day, working days, prompts sent lately, and weekly ones still ahead.

    `open_time` moves a local time to one at which they may be spoken to on the same day.
    """

    zone: tzinfo
    start: date
    calendar: workdays.Workdays
    recent: Sequence[dose.Sending] = ()
    ahead: Sequence[dose.Sending] = ()
    open_time: Callable[[time], time] = lambda wall: wall


@dataclass(frozen=True, slots=True)
class Due:
    """A step's offer for one of its weeks, at a moment (aware, UTC)."""

    step: ProgrammeStep
    label: str
    at: datetime


def week_of(start: date, day: date, calendar: workdays.Workdays) -> int:
    """In which working week of the programme this day falls: those with a working day, from 1; 0 before the first.

    A week without a working day belongs to the working week before it.
    """
    first, week = workdays.monday_of(start), 0
    for monday in (first + _WEEK * number for number in range(_HORIZON)):
        if monday > day:
            break
        begins = next(calendar.between(max(monday, start), monday + _WEEK), None)
        week += begins is not None and begins <= day
    return week


def upcoming(steps: Sequence[ProgrammeStep], own: PersonFacts, past: PastOffers, now: datetime) -> list[Due]:
    """List everything that is still to come, the earliest first, each as if it were the only one."""
    last = max((week for step in steps for week in step.weeks()), default=0) + 1
    weeks = _first_weeks(own.start, last, own.calendar)
    dues = [
        Due(step, label, at)
        for step in steps
        for week in step.weeks()
        if (label := step.label(week)) not in past.over
        and (at := _moment(step, weeks[week - 1 : week + 1], own, past.tried.get(label), now)) is not None
    ]
    return sorted(dues, key=lambda due: due.at)


def rests(fade: Fade, last_sent: datetime | None, at: datetime) -> bool:
    """Say whether the weekly flow stays away at `at`, once it has faded."""
    # Half a week of slack: a prompt that left late must not push the next one a week further.
    return last_sent is not None and at < last_sent + _WEEK * fade.every - _WEEK / 2


def _moment(
    step: ProgrammeStep, weeks: Sequence[Sequence[date]], own: PersonFacts, tried: datetime | None, now: datetime
) -> datetime | None:
    """Find the first moment that fits from the step's day up to the end of the working week after it."""
    if not weeks:
        return None
    own_week = weeks[0]
    days = [*own_week[min(step.day, len(own_week)) - 1 :], *(day for week in weeks[1:] for day in week)]
    wall = own.open_time(step.at)
    for day in days:
        at = localtime.moment(day, wall, own.zone)
        if at >= now - _LATE and (tried is None or at > tried) and _fits(at, own):
            return at
    return None


def _fits(at: datetime, own: PersonFacts) -> bool:
    """Say whether a prompt at this moment is within the dose and takes no weekly one's place."""
    # What lies further off than the longest stretch of the dose bears on nothing here.
    since, until = at - _LATE - dose.LONGEST, at + _LATE + dose.LONGEST
    before = [each for each in own.recent if each.at > since]
    before += (dose.Sending(each.kind, each.at + _LATE) for each in own.ahead if since < each.at < at)
    ahead = [each for each in own.ahead if at <= each.at < until]
    return dose.breach(before, at) is None and not dose.yields(dose.Occasion.CUE, at + _LATE, before, ahead)


def _first_weeks(start: date, count: int, calendar: workdays.Workdays) -> list[list[date]]:
    weeks: list[list[date]] = []
    for week in _weeks(start, calendar):
        if len(weeks) == count:
            break
        weeks.append(week)
    return weeks


def _weeks(start: date, calendar: workdays.Workdays) -> Iterator[list[date]]:
    """List the working days of each week that has some, from `start` on."""
    monday = workdays.monday_of(start)
    for _ in range(_HORIZON):
        days = [day for day in calendar.in_week(monday) if day >= start]
        if days:
            yield days
        monday += _WEEK
