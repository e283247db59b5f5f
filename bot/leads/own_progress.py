"""How somebody's own weeks went, from their own rows alone: weeks of reflecting, plans, and the habit item."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.leads import week_drawing
from bot.leads.week_drawing import Week
from bot.rhythm import own_rhythm
from nudges import steering as measures
from nudges import workdays
from nudges.lifecycle import NudgeState
from store import agenda, answers, goals, steering
from store.agenda import Nudge
from store.answers import PastAnswer
from store.database import Transaction
from store.people import Person
from store.steering import IfThenPlan

HABIT = "automatisch"
PLAN_WENT = "plan_lukte"
_LOOK_BACK = timedelta(weeks=26)
_OPEN = {NudgeState.PLANNED, NudgeState.QUEUED, NudgeState.SENT}
_NEWEST = 40  # answers of one name: half a year of weeks, and more


@dataclass(frozen=True, slots=True)
class Progress:
    """`weeks` are the ones shown (oldest first), `rhythm` and `lately` speak of them and of half a year; `went`
    counts how plans went, by the answer's key; `habit` holds the answers from 1 to 7 about the goal as it is worded
    now, oldest first."""

    weeks: Sequence[Week]
    rhythm: measures.Rhythm
    lately: measures.MeasuredChange | None
    plan: IfThenPlan | None
    went: Mapping[str, int]
    habit: Sequence[int]


def read(db: Transaction, person: Person, now: datetime) -> Progress:
    """Read how this person's own weeks went, for that person."""
    every = _weeks(db, person, now)
    shown = week_drawing.last(every)
    went = [past for past in answers.latest(db, person.id, PLAN_WENT, _NEWEST) if past.answered_at >= now - _LOOK_BACK]
    return Progress(
        shown,
        measures.rhythm([week.completed for week in shown]),
        measures.lately([week.completed for week in every]),
        steering.plan(db, person.id, now),
        Counter(str(past.value) for past in went if not past.skipped),
        [int(past.value) for past in reversed(habit(db, person.id)) if not past.skipped],
    )


def habit(db: Transaction, person_id: int) -> Sequence[PastAnswer]:
    """Read how automatic the goal was, newest first: since it got its present words, for the item is about those."""
    goal = goals.of_person(db, person_id)
    if goal is None:
        return []
    return [past for past in answers.latest(db, person_id, HABIT, _NEWEST) if past.answered_at >= goal.made_at]


def _weeks(db: Transaction, person: Person, now: datetime) -> list[Week]:
    zone, calendar = ZoneInfo(person.zone), own_rhythm.of(db, person).calendar
    prompts: dict[date, list[Nudge]] = {}
    for nudge in agenda.prompts(db, person.id, own_rhythm.REFLECTION, now - _LOOK_BACK):
        prompts.setdefault(workdays.monday_of(nudge.occurs_at.astimezone(zone).date()), []).append(nudge)
    if not prompts:
        return []
    last, monday = workdays.monday_of(now.astimezone(zone).date()), min(prompts)
    mondays = [monday + timedelta(weeks=week) for week in range((last - monday).days // 7 + 1)]
    return [Week(each, _is_week_kept(prompts.get(each, ()), len(calendar.in_week(each)))) for each in mondays]


def _is_week_kept(prompts: Sequence[Nudge], working_days: int) -> bool | None:
    """Say whether a week was kept: its prompt was delivered and is over; an answer after its expiry keeps none."""
    delivered = [nudge for nudge in prompts if nudge.sent_at is not None]
    completed = any(nudge.state == NudgeState.ANSWERED and nudge.outcome == "answered" for nudge in delivered)
    running = any(nudge.state in _OPEN for nudge in delivered)
    return measures.week(
        enrolled=True,
        working_days=working_days,
        delivered=bool(delivered) and (completed or not running),
        completed=completed,
    )
