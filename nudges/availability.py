"""May the bot begin to speak now, and if not, why: leave, working pattern, quiet hours, holidays, dose."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from nudges import dose, localtime, person, workdays

Away = person.Away
Kind = dose.Occasion
Person = person.PersonRhythm
Sending = dose.Sending
Status = person.Status


class Reason(StrEnum):
    """Why a nudge was not sent; stored with the nudge, in the order in which the questions are asked."""

    NOT_STARTED = "not_started"
    STOPPED = "stopped"
    UNREACHABLE = "unreachable"
    PAUSED = "paused"
    AWAY = "away"
    HOLIDAY = "holiday"
    DAY_OFF = "day_off"
    OUTSIDE_HOURS = "outside_hours"
    QUIET_HOURS = "quiet_hours"
    DIALOGUE_OPEN = "dialogue_open"
    MINIMUM_GAP = "minimum_gap"
    DOSE_24_HOURS = "dose_24_hours"
    DOSE_96_HOURS = "dose_96_hours"
    DOSE_240_HOURS = "dose_240_hours"
    YIELDS = "yields"
    MISSED = "missed"
    BACKED_OFF = "backed_off"
    DECLINED = "declined"
    NO_PLAN = "no_plan"
    BY_CHANCE = "by_chance"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Yes, or no with its reason."""

    allowed: bool
    reason: Reason | None = None


_YES = Verdict(allowed=True)

_STATUS_REASONS = {
    Status.JOINING: Reason.NOT_STARTED,
    Status.STOPPED: Reason.STOPPED,
    Status.ENDED: Reason.STOPPED,
    Status.UNREACHABLE: Reason.UNREACHABLE,
}
_CAP_REASONS = {24: Reason.DOSE_24_HOURS, 96: Reason.DOSE_96_HOURS, 240: Reason.DOSE_240_HOURS}


def may_nudge(
    who: Person,
    at: datetime,
    recent: Sequence[Sending],
    kind: Kind,
    dialogue_open: bool,
    ahead: Iterable[Sending] = (),
) -> Verdict:
    """Decide whether a prompt that is due at `at` (aware) may go; if not, by the first reason of `Reason` that holds.

    `recent` are the sendings to this person of the last 240 hours, `ahead` what is planned for the next 240;
    `dialogue_open` says that a dialogue is open which this prompt should not interrupt.
    """
    reason = (
        _STATUS_REASONS.get(who.status)
        or _closed(who, at)
        or (Reason.DIALOGUE_OPEN if dialogue_open else None)
        or (None if kind in dose.EXEMPT else _too_much(at, recent))
        or (Reason.YIELDS if dose.yields(kind, at, recent, ahead) else None)
    )
    return Verdict(allowed=False, reason=reason) if reason else _YES


def _closed(who: Person, at: datetime) -> Reason | None:
    """Say why this moment is none of theirs, if it is not."""
    local = localtime.local(at, who.zone)
    day, wall = local.date(), local.time()
    if (who.quiet_until is not None and at < who.quiet_until) or any(day in pause for pause in who.pauses):
        return Reason.PAUSED
    if any(day in away for away in who.away):
        return Reason.AWAY
    if day in who.holidays:
        return Reason.HOLIDAY
    if not who.pattern.works(day):
        return Reason.DAY_OFF
    if wall not in who.hours:
        return Reason.OUTSIDE_HOURS
    return Reason.QUIET_HOURS if any(wall in quiet for quiet in who.quiet) else None


def _too_much(at: datetime, recent: Sequence[Sending]) -> Reason | None:
    broken = dose.breach(recent, at)
    if isinstance(broken, dose.Cap):
        return _CAP_REASONS[broken.hours]
    return Reason.MINIMUM_GAP if broken else None


def is_open(who: Person, at: datetime) -> bool:
    """Say whether this moment is one of their own: not paused, away or on a holiday, inside days and hours."""
    return _closed(who, at) is None


def next_opening(
    who: Person, at: datetime, recent: Sequence[Sending] = (), kind: Kind = Kind.REQUESTED
) -> datetime | None:
    """Find the first moment from `at` on (aware, UTC) that is open to them and, for a counted kind, within the dose.

    None for somebody who does not take part, or who has no open moment within a year.
    """
    if who.status in _STATUS_REASONS:
        return None
    earliest = max(at, who.quiet_until) if who.quiet_until else at
    if kind not in dose.EXEMPT:
        earliest = dose.free_from(recent, earliest)
    first = localtime.day_of(earliest, who.zone)
    for day in who.calendar.between(first, first + timedelta(days=366)):
        for opening in _openings(who):
            opens_at = max(earliest, localtime.moment(day, opening, who.zone)).astimezone(UTC)
            if is_open(who, opens_at) and (kind in dose.EXEMPT or dose.breach(recent, opens_at) is None):
                return opens_at
    return None


def _openings(who: Person) -> list[time]:
    """List the local times at which a working day can begin to be open, in order."""
    return sorted({who.hours.starts, *(quiet.ends for quiet in who.quiet if quiet.ends in who.hours)})


def missed(due: datetime, now: datetime, window: timedelta) -> bool:
    """Say whether what was due fell out of its window: after an outage it is skipped with a reason, not sent late."""
    return now - due > window


class UnknownMoment(ValueError):
    """This is not the name of a moment; availability.moment lists the names."""


_PLANNED = frozenset({"next_prompt", "next_reflection"})
_PAUSES = {"in_one_week": 7, "in_two_weeks": 14, "in_four_weeks": 28}
_WEEKDAYS = {"monday": 1, "tuesday": 2, "wednesday": 3, "thursday": 4, "friday": 5, "saturday": 6, "sunday": 7}
_LATER = timedelta(hours=2)
_SHORTEST_LATER = timedelta(minutes=30)
_REMINDER_REST = timedelta(hours=20)


def moment(
    who: Person, name: str, now: datetime, next_reflection: Callable[[], datetime | None] = lambda: None
) -> datetime:
    """Work out the moment (aware, UTC) that a word means to this person; raises UnknownMoment for another word.

    later_today: two hours on, or half of what is left of their hours when that is less (at least half an hour),
    else as tomorrow. tomorrow, monday … sunday, next_week, in_one_week, in_two_weeks, in_four_weeks and an ISO
    date: at their prompt time on the first working day from the one that is meant, which is never today; so are
    next_working_day, and next_prompt and next_reflection for whoever has none planned. reminder and expiry: of what
    is asked now.
    """
    if name == "reminder":
        return remind_at(who, now)
    if name == "expiry":
        return expires_at(who, now)
    today = localtime.day_of(now, who.zone)
    if name in _PLANNED and (planned := next_reflection()) is not None:
        return planned
    if name == "later_today":
        return _later(who, now) or _at_prompt_time(who, today + timedelta(days=1))
    return _at_prompt_time(who, max(_meant(name, today), today + timedelta(days=1)))


def _meant(name: str, today: date) -> date:
    """Find the calendar day that the word means, before looking at who works when."""
    if name in ("tomorrow", "next_working_day"):
        return today + timedelta(days=1)
    if name == "next_week" or name in _PLANNED:
        return workdays.monday_of(today) + timedelta(days=7)
    if name in _PAUSES:
        return today + timedelta(days=_PAUSES[name])
    if name in _WEEKDAYS:
        return today + timedelta(days=(_WEEKDAYS[name] - today.isoweekday() - 1) % 7 + 1)
    try:
        return date.fromisoformat(name)
    except ValueError:
        raise UnknownMoment(f"{name!r} is not a moment; write later_today, tomorrow, a weekday or a date") from None


def _later(who: Person, now: datetime) -> datetime | None:
    """Later on this working day, to the minute, or None when too little of it is left."""
    today = localtime.day_of(now, who.zone)
    if not who.calendar.works(today):
        return None
    starts, ends = (localtime.moment(today, wall, who.zone) for wall in (who.hours.starts, who.hours.ends))
    if (ends - now) / 2 < _SHORTEST_LATER:
        return None
    aimed = max(now + min(_LATER, (ends - now) / 2), starts).astimezone(UTC).replace(second=0, microsecond=0)
    opening = _open_from(who, aimed)
    return opening if opening < ends else None


def _at_prompt_time(who: Person, day: date) -> datetime:
    """Their prompt time on the first working day from this one."""
    return _within_hours(who, who.calendar.on_or_after(day), who.prompt_time)


def _within_hours(who: Person, day: date, wall: time) -> datetime:
    """Move this local time of a day to the nearest end of their own hours and out of their quiet hours."""
    last = (datetime.combine(day, who.hours.ends) - timedelta(minutes=1)).time()
    return _open_from(who, localtime.moment(day, min(max(wall, who.hours.starts), last), who.zone))


def _open_from(who: Person, at: datetime) -> datetime:
    """Find the first open moment from here by their days and hours alone; this one, where there is none in a year."""
    bound = who.status is not Status.ACTIVE or who.quiet_until is not None
    return next_opening(replace(who, status=Status.ACTIVE, quiet_until=None) if bound else who, at) or at


def remind_at(who: Person, sent_at: datetime, hour: time | None = None) -> datetime:
    """Set when to remind once (aware, UTC): on their next working day at the same local hour, at least 20 hours later.

    `hour` is the local time at which the prompt was due; without it, that of the sending. Where 20 hours have
    not gone by then, the reminder waits until they have, or for the working day after.
    """
    local = localtime.local(sent_at, who.zone)
    day = who.calendar.after(local.date())
    wall = hour or local.time().replace(microsecond=0)
    earliest = sent_at + _REMINDER_REST
    while (at := _within_hours(who, day, wall)) < earliest:
        if earliest < localtime.moment(day, who.hours.ends, who.zone):
            return earliest.astimezone(UTC)
        day = who.calendar.after(day)
    return at


def expires_at(who: Person, sent_at: datetime, hour: time | None = None) -> datetime:
    """Set when an answer becomes late (aware, UTC): at the end of their working day after that of the reminder."""
    reminded = localtime.day_of(remind_at(who, sent_at, hour), who.zone)
    return localtime.moment(who.calendar.after(reminded), who.hours.ends, who.zone)
