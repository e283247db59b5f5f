"""What comes next for somebody, as far as that can be known: the first moment that will not be passed over."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import merge

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
    kind: Occasion
    flow: str
    reason: str | None = None


def ahead(db: Transaction, person: Person, now: datetime) -> Iterator[Moment]:
    """List the occurrences of the coming twelve weeks in order, each judged by what is known now.

    An open conversation, the dose and what chance will decide are not known yet.
    """
    who, silence = own_rhythm.of(db, person), own_rhythm.silence(db, person)
    for at, kind, flow in merge(*_everything(db, person, now)):
        reason = availability.may_nudge(who, at, (), kind, dialogue_open=False).reason
        if reason is None and own_rhythm.rests(silence, kind, at):
            reason = Reason.BACKED_OFF
        yield Moment(at, kind, flow, reason)


def _everything(db: Transaction, person: Person, now: datetime) -> list[Iterator[tuple[datetime, Occasion, str]]]:
    planned = [(nudge.due_at, nudge.kind, nudge.flow) for nudge in agenda.planned(db, person.id) if nudge.due_at > now]
    return [iter(planned), *(_of_schedule(db, person, one, now) for one in schedules.of_person(db, person.id))]


def _of_schedule(
    db: Transaction, person: Person, schedule: schedules.Schedule, now: datetime
) -> Iterator[tuple[datetime, Occasion, str]]:
    at: datetime | None = schedule.next_at - _SHORTEST
    while at is not None and (at := own_rhythm.next_moment(db, person, schedule.recurrence, at)) is not None:
        if at > now + _AS_FAR:
            return
        if at > now:
            yield at, schedule.kind, schedule.flow
