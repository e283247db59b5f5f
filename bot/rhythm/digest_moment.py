"""When a lead gets the message at the beginning of their week, and how they change that."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from bot.rhythm import own_rhythm
from nudges import localtime, schedule
from nudges.dose import Occasion
from nudges.person import Status
from nudges.recurrence import At, WeekBegins
from store import digests, people, schedules
from store.database import Transaction
from store.digests import Digest
from store.people import Person, Role

KIND = "digest"
"""The kind of nudge that is planned here."""
HOUR = time(9)


def settle(db: Transaction, person: Person, now: datetime) -> datetime | None:
    """Put the next message on the agenda as the lead chose; returns when it comes, None if it does not."""
    chosen = digests.of(db, person.id)
    following = next_moment(db, person, chosen, now) if Role.LEAD in people.roles(db, person.id) else None
    if following is None:
        schedules.rest(db, person.id, KIND)
    else:
        returns = schedule.to_json(_recurrence(person, chosen))
        schedules.give(db, person.id, KIND, None, returns, following, Occasion.DIGEST)
    return following


def choose(db: Transaction, person: Person, chosen: Digest, now: datetime) -> datetime | None:
    """Change when a lead's message comes from now on; returns when the next one comes."""
    digests.choose(db, person.id, chosen)
    return settle(db, person, now)


def next_moment(db: Transaction, person: Person, chosen: Digest, now: datetime) -> datetime | None:
    """Find when the next message comes: the first working day of a week, at the fixed hour or when the lead's own day
    begins, if that is later."""
    if chosen.every_weeks == 0 or person.status != Status.ACTIVE:
        return None
    after = now
    if chosen.rests_until is not None:
        after = max(now, localtime.moment(chosen.rests_until, time(0), ZoneInfo(person.zone)))
    return own_rhythm.next_moment(db, person, schedule.to_json(_recurrence(person, chosen)), after)


def _recurrence(person: Person, chosen: Digest) -> WeekBegins:
    return WeekBegins(At(own_rhythm.open_time(person, HOUR)), chosen.every_weeks)
