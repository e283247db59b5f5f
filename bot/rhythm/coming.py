"""What comes next for somebody, as far as that can be known: the first moment that will not be passed over."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from heapq import merge
from operator import attrgetter

from bot.rhythm import own_rhythm
from nudges import availability
from nudges.availability import Reason
from nudges.dose import Occasion
from store import agenda, schedules
from store.database import Transaction
from store.people import Person

_AS_FAR = timedelta(weeks=12)
_SHORTEST = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Moment:
    """Holds one occurrence ahead, and why it will be passed over, if it will."""

    at: datetime
    kind: str
    flow: str | None
    occasion: Occasion
    reason: str | None = None


def ahead(db: Transaction, person: Person, now: datetime) -> Iterator[Moment]:
    """List the occurrences of the coming twelve weeks in order, each judged by what is known now.

    An open conversation, the dose and what chance will decide are not known yet.
    """
    who, silence = own_rhythm.of(db, person), own_rhythm.silence(db, person)
    for moment in merge(*_everything(db, person, now), key=attrgetter("at", "occasion")):
        reason = availability.may_nudge(who, moment.at, (), moment.occasion, dialogue_open=False).reason
        if reason is None and own_rhythm.rests(silence, moment.occasion, moment.at):
            reason = Reason.BACKED_OFF
        yield replace(moment, reason=reason)


def _everything(db: Transaction, person: Person, now: datetime) -> list[Iterator[Moment]]:
    planned = (nudge for nudge in agenda.planned(db, person.id) if nudge.due_at > now)
    moments = (Moment(nudge.due_at, nudge.kind, nudge.flow, nudge.occasion) for nudge in planned)
    return [moments, *(_of_schedule(db, person, schedule, now) for schedule in schedules.of_person(db, person.id))]


def _of_schedule(db: Transaction, person: Person, schedule: schedules.Schedule, now: datetime) -> Iterator[Moment]:
    at: datetime | None = schedule.next_at - _SHORTEST
    while at is not None and (at := own_rhythm.next_moment(db, person, schedule.recurrence, at)) is not None:
        if at > now + _AS_FAR:
            return
        if at > now:
            yield Moment(at, schedule.kind, schedule.flow, schedule.occasion)
