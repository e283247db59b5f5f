"""How long the words of a lead's promise are kept, and the question that comes before they go."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.base.settings import Settings
from bot.rhythm import own_rhythm
from nudges.lifecycle import NudgeState
from nudges.person import Status
from store import agenda, people, schedules, steering
from store.agenda import Nudge
from store.database import Transaction
from store.people import Person
from store.steering import SteeringAct

_NOTICE = timedelta(days=14)  # from when somebody can be asked
_ASKED_BEFORE = timedelta(days=7)  # what is aimed at; and so long they have after they were asked late
_DAY = timedelta(days=1)


def has_its_time_on(act: SteeringAct, settings: Settings, zone: ZoneInfo) -> date:
    """Find the day on which the words of a promise have had their time, if its maker is there to be asked before."""
    return (act.said_at + _kept(settings)).astimezone(zone).date()


def gone_on(db: Transaction, person: Person, act: SteeringAct, settings: Settings, now: datetime) -> date:
    """Find the day on which the words of a promise go: those of somebody who was away and could not be asked wait for
    them, at most `steering.WAITS`."""
    day, zone = has_its_time_on(act, settings, ZoneInfo(person.zone)), ZoneInfo(person.zone)
    if person.status != Status.ACTIVE:
        return day
    asked = [nudge.occurs_at.astimezone(zone).date() for nudge in _questions(db, person, act, day, now)]
    if asked:
        return day if min(asked) < day else min(min(asked) + _ASKED_BEFORE, day + steering.WAITS)
    tomorrow = max(now.astimezone(zone).date() + _DAY, day - _NOTICE)
    back = next(own_rhythm.of(db, person).calendar.between(tomorrow, day + steering.WAITS), day + steering.WAITS)
    return day if back < day else min(back + _ASKED_BEFORE, day + steering.WAITS)


def _questions(db: Transaction, person: Person, act: SteeringAct, day: date, now: datetime) -> list[Nudge]:
    """List the questions about this promise that came in the last two weeks of its words or later, today's too; what
    was skipped does not count."""
    zone, mine = ZoneInfo(person.zone), _about(db, person, act, now - _NOTICE - steering.WAITS)
    near = [nudge for nudge in mine if is_going(day, nudge.occurs_at.astimezone(zone).date())]
    return [nudge for nudge in near if nudge.occurs_at <= now and nudge.state != NudgeState.SKIPPED]


def _about(db: Transaction, person: Person, act: SteeringAct, since: datetime) -> list[Nudge]:
    """List the nudges that came back on this promise since then."""
    of_promises = agenda.of_kind(db, person.id, own_rhythm.PROMISE)
    return [nudge for nudge in of_promises if nudge.subject_id == str(act.id) and nudge.occurs_at >= since]


def _kept(settings: Settings) -> timedelta:
    return timedelta(days=min(settings.keep_text_days, settings.keep_score_days))


def is_going(day: date, today: date) -> bool:
    """Say whether the words that go on this day go soon."""
    return day - today <= _NOTICE


def ask_before_they_go(db: Transaction, settings: Settings, now: datetime) -> None:
    """Come back once on each open promise whose words go soon, if nothing else will before."""
    for number, act in steering.going(db, now + _NOTICE - _kept(settings)):
        person = people.by_id(db, number)
        day = gone_on(db, person, act, settings, now)
        if is_going(day, now.astimezone(ZoneInfo(person.zone)).date()) and not _is_asked(db, person, act, day, now):
            own_rhythm.follow_up(db, person, act.id, _day_to_ask(db, person, day, now), now)


def waiting(db: Transaction, settings: Settings, now: datetime) -> frozenset[int]:
    """List the promises whose words have had their time and wait for who could not be asked."""
    waiting_ids = set()
    for number, act in steering.going(db, now - _kept(settings)):
        person = people.by_id(db, number)
        if gone_on(db, person, act, settings, now) > now.astimezone(ZoneInfo(person.zone)).date():
            waiting_ids.add(act.id)
    return frozenset(waiting_ids)


def _is_asked(db: Transaction, person: Person, act: SteeringAct, gone_on: date, now: datetime) -> bool:
    """Say whether it was asked about in the last two weeks of its words, or will be; what was skipped is no asking."""
    zone, which = ZoneInfo(person.zone), (own_rhythm.PROMISE, str(act.id))
    running = schedules.of_person(db, person.id)
    days = [schedule.next_at for schedule in running if (schedule.kind, schedule.subject_id) == which]
    if any(now <= at and at.astimezone(zone).date() <= gone_on for at in days):
        return True
    mine = _about(db, person, act, now - _NOTICE)
    return any(nudge.state != NudgeState.SKIPPED and _is_near(nudge.occurs_at, gone_on, zone) for nudge in mine)


def _is_near(at: datetime, gone_on: date, zone: ZoneInfo) -> bool:
    return is_going(gone_on, at.astimezone(zone).date())


def _day_to_ask(db: Transaction, person: Person, gone_on: date, now: datetime) -> date:
    """Find a working day about a week before; where they are away then, the last one before that there is."""
    calendar = own_rhythm.of(db, person).calendar
    tomorrow = now.astimezone(ZoneInfo(person.zone)).date() + _DAY
    aim = max(tomorrow, gone_on - _ASKED_BEFORE)
    after = next(calendar.between(aim, gone_on), None)
    before = list(calendar.between(tomorrow, aim))[-1:]
    return after or next(iter(before), tomorrow)
