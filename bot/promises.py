"""How long the words of a lead's promise are kept, and the question that comes before they go."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot import rhythm
from bot.settings import Settings
from nudges.lifecycle import NudgeState
from store import agenda, people, schedules, steering
from store.database import Transaction
from store.people import Person
from store.steering import Act

_NOTICE = timedelta(days=14)  # from when somebody can be asked; so that most leave does not hide it
_ASKED_BEFORE = timedelta(days=7)  # what is aimed at
_DAY = timedelta(days=1)


def gone_on(act: Act, settings: Settings, zone: ZoneInfo) -> date:
    """The day on which the words of a promise have had their time."""
    return (act.said_at + _kept(settings)).astimezone(zone).date()


def _kept(settings: Settings) -> timedelta:
    return timedelta(days=min(settings.keep_text_days, settings.keep_score_days))


def is_going(day: date, today: date) -> bool:
    """Whether the words that go on this day go soon."""
    return day - today <= _NOTICE


def ask_before_they_go(db: Transaction, settings: Settings, now: datetime) -> None:
    """Come back once on each open promise whose words go soon, if nothing else will before."""
    for number, act in steering.going(db, now + _NOTICE - _kept(settings)):
        person = people.by_id(db, number)
        day = gone_on(act, settings, ZoneInfo(person.zone))
        if not _is_asked(db, person, act, day, now):
            rhythm.follow_up(db, person, act.id, _day_to_ask(db, person, day, now), now)


def _is_asked(db: Transaction, person: Person, act: Act, gone_on: date, now: datetime) -> bool:
    """Whether it was asked about in the last two weeks of its words, or will be; what was skipped does not count."""
    name, zone = rhythm.promise_name(act.id), ZoneInfo(person.zone)
    days = [schedule.next_at for schedule in schedules.of_person(db, person.id) if schedule.name == name]
    if any(now <= at and at.astimezone(zone).date() <= gone_on for at in days):
        return True
    lately = agenda.of_person(db, person.id, now - _NOTICE)
    mine = [nudge for nudge in lately if schedules.name(db, nudge.schedule_id) == name]
    return any(nudge.state != NudgeState.SKIPPED and _is_near(nudge.occurs_at, gone_on, zone) for nudge in mine)


def _is_near(at: datetime, gone_on: date, zone: ZoneInfo) -> bool:
    return is_going(gone_on, at.astimezone(zone).date())


def _day_to_ask(db: Transaction, person: Person, gone_on: date, now: datetime) -> date:
    """A working day about a week before; where they are away then, the last one before that there is."""
    calendar = rhythm.of(db, person).calendar
    tomorrow = now.astimezone(ZoneInfo(person.zone)).date() + _DAY
    aim = max(tomorrow, gone_on - _ASKED_BEFORE)
    after = next(calendar.between(aim, gone_on), None)
    before = list(calendar.between(tomorrow, aim))[-1:]
    return after or next(iter(before), tomorrow)
