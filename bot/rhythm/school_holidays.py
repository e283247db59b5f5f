"""Asks once before a school holiday of somebody's region whether they are away; nothing is taken for granted."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.base import outgoing
from bot.base.outgoing import OutgoingKind as Sent
from bot.rhythm import own_rhythm
from bot.turns.turn import Turn
from nudges import calendar_nl, localtime, schedule, school
from nudges.calendar_nl import Region, SchoolHoliday
from nudges.lifecycle import NudgeState
from nudges.recurrence import At, Once
from store import agenda, outbox, schedules
from store.database import Transaction
from store.outbox import Priority
from store.people import Person

KIND = "school_holiday"
"""The kind of nudge that is planned here."""
_NOT_ASKED = frozenset({NudgeState.PLANNED, NudgeState.SKIPPED, NudgeState.FAILED})
_A_DAY = timedelta(days=1)
_LOOKS_BACK = timedelta(days=60)  # longer than any question is asked before its holiday


def settle(db: Transaction, person: Person, now: datetime) -> None:
    """Put the next question on the agenda, or none: no region, or nothing to ask."""
    who = own_rhythm.of(db, person)
    local = localtime.local(now, who.zone)
    earliest = local.date() if local.time() < who.prompt_time else local.date() + _A_DAY
    question = school.question(_holidays(person, local.date()), who.calendar, earliest, _asked_on(db, person, now))
    if question is None:
        schedules.rest(db, person.id, KIND)
        return
    returns = schedule.to_json(Once(question.day, 0, At(who.prompt_time)))
    at = localtime.moment(question.day, who.prompt_time, who.zone)
    schedules.give(db, person.id, KIND, None, returns, at, question.occasion)


def none_left(turn: Turn) -> bool:
    """Say whether the person chose a region of which no holiday is known any more, so that nothing will be asked."""
    return turn.person.school_region is not None and not any(_holidays(turn.person, turn.local_now.date()))


def ask(turn: Turn, nudge_id: int) -> bool:
    """Queue the question as that nudge; False, and nothing, where no holiday is near any more."""
    today = turn.local_now.date()
    near = [one for one in _holidays(turn.person, today) if today < one.first <= today + school.AHEAD]
    if not near:
        return False
    holiday, voice = near[0], turn.voice
    text = turn.text(
        "school.ask",
        holiday=turn.plain(f"school.holiday.{holiday.name}"),
        region=turn.plain(f"school.region.{turn.person.school_region}"),
        first=voice.long_day(holiday.first),
        last=voice.long_day(holiday.last),
    )
    buttons = [
        [turn.button("school.yes", "away", "until", holiday.first, holiday.last)],
        [turn.button("school.some", "away", "first", holiday.first), turn.button("school.no", "away", "not")],
    ]
    body = outgoing.message(text, buttons)
    outbox.put(turn.db, turn.person.id, Sent.MESSAGE, body, turn.now, priority=Priority.NUDGE, nudge_id=nudge_id)
    return True


def _holidays(person: Person, today: date) -> Iterator[SchoolHoliday]:
    if person.school_region is not None:
        yield from calendar_nl.school_holidays(Region(person.school_region), today)


def _asked_on(db: Transaction, person: Person, now: datetime) -> date | None:
    asked = [
        nudge.occurs_at
        for nudge in agenda.of_kind(db, person.id, KIND)
        if nudge.occurs_at >= now - _LOOKS_BACK and nudge.state not in _NOT_ASKED
    ]
    return max(asked).astimezone(ZoneInfo(person.zone)).date() if asked else None
