"""When somebody who has a buddy is asked whether they want to ask something: on the day of the cue, in its place."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo

from bot.rhythm import own_rhythm
from nudges import buddy, localtime, schedule
from nudges.dose import Occasion
from nudges.lifecycle import NudgeState
from nudges.person import PersonRhythm, Status
from nudges.recurrence import At, Once
from store import agenda, buddies, schedules
from store.agenda import Nudge
from store.buddies import Pairing
from store.database import Transaction
from store.people import Person

KIND = "buddy"
"""The kind of nudge that is planned here."""
FLOW = "maatje-vraag"
_A_DAY = timedelta(days=1)


def settle(db: Transaction, person: Person, now: datetime, rest: timedelta = timedelta(0)) -> None:
    """Put the next question on the agenda, none within `rest`; or none at all: no buddy, or no part in it now."""
    pairing = buddies.of(db, person.id) if person.status == Status.ACTIVE else None
    who = own_rhythm.of(db, person)
    day = None if pairing is None else _day(db, person, who, pairing, now + rest)
    if day is None:
        schedules.rest(db, person.id, KIND)
        return
    returns = schedule.to_json(Once(day, 0, At(who.prompt_time)))
    at = localtime.moment(day, who.prompt_time, who.zone)
    schedules.give(db, person.id, KIND, FLOW, returns, at, Occasion.BUDDY)


def _day(db: Transaction, person: Person, who: PersonRhythm, pairing: Pairing, earliest: datetime) -> date | None:
    local = localtime.local(earliest, who.zone)
    open_from = local.date() if local.time() < who.prompt_time else local.date() + _A_DAY
    # What chance would add that week comes on this day too, and gives way: no message more.
    (weekday,) = own_rhythm.cue_recurrence(person).days
    return buddy.day(_begins(db, person, pairing), weekday, open_from, who.calendar)


def _begins(db: Transaction, person: Person, pairing: Pairing) -> date:
    zone = ZoneInfo(person.zone)
    first = buddy.first_from(
        pairing.since.astimezone(zone).date(), goes_first=pairing.person_id < pairing.buddy_id
    )  # fmt: skip
    asked = [nudge for nudge in agenda.of_kind(db, person.id, KIND) if _reached(nudge)]
    if not asked:
        return first
    last = (asked[-1].sent_at or asked[-1].occurs_at).astimezone(zone).date()
    return max(first, buddy.next_from(last, _unanswered(asked, pairing.since)))


def _reached(nudge: Nudge) -> bool:
    return nudge.sent_at is not None or nudge.state == NudgeState.QUEUED


def _unanswered(asked: Sequence[Nudge], since: datetime) -> int:
    """Count how many in a row, since they have this buddy, nobody answered."""
    of_pair = [nudge for nudge in asked if nudge.occurs_at >= since and nudge.state != NudgeState.QUEUED]
    waiting = (NudgeState.SENT, NudgeState.EXPIRED)
    silent = takewhile(lambda nudge: nudge.state in waiting, reversed(of_pair))
    return sum(nudge.state == NudgeState.EXPIRED for nudge in silent)
