"""Between a person's settings and the rules of the rhythm: when the next reflection is, and what a moment means."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from nudges import availability, calendar_nl, dose, schedule
from nudges import person as rhythm_person
from nudges.recurrence import At, Once, Weekly
from store import agenda
from store.database import Transaction
from store.people import Person

REFLECTION = "weekreflectie"
PROMISE = "beloofd"
_DOSE_LOOKS_BACK = timedelta(hours=240)


def of(person: Person) -> rhythm_person.Person:
    """What the rules may know of this person."""
    return _of(
        person.zone,
        person.status,
        person.working_days,
        person.day_starts,
        person.day_ends,
        person.prompt_time,
        person.paused_until,
    )


@lru_cache(maxsize=4096)
def _of(
    zone: str, status: rhythm_person.Status, days: str, starts: str, ends: str, prompt: str, paused: datetime | None
) -> rhythm_person.Person:
    return rhythm_person.Person(
        zone=ZoneInfo(zone),
        status=status,
        working_days=frozenset(map(int, days)),
        hours=rhythm_person.Span(time.fromisoformat(starts), time.fromisoformat(ends)),
        prompt_time=time.fromisoformat(prompt),
        paused_until=paused,
        holidays=calendar_nl.cao_gemeenten(),
    )


def recurrence(person: Person) -> schedule.Recurrence:
    """The weekly reflection on the person's own day and hour; on a day they do not work it moves to the next."""
    days = sorted(map(int, person.working_days))
    day = next((day for day in days if day >= person.prompt_day), days[0])
    return Weekly(frozenset({day}), At(time.fromisoformat(person.prompt_time)))


def settle(db: Transaction, person: Person, now: datetime) -> None:
    """Put the person's weekly reflection on the agenda as their settings now say."""
    returns = recurrence(person)
    following = next_moment(person, schedule.to_json(returns), now)
    if following is not None:
        agenda.set_schedule(db, person.id, REFLECTION, REFLECTION, schedule.to_json(returns), following)


def follow_up(db: Transaction, person: Person, promise: int, due_on: date, now: datetime) -> None:
    """Come back on a promise on its day, at the person's own hour."""
    returns = Once(due_on, 0, At(time.fromisoformat(person.prompt_time)))
    following = schedule.next_after(returns, ZoneInfo(person.zone), now, b"")
    if following is not None:
        agenda.set_schedule(db, person.id, f"{PROMISE} {promise}", PROMISE, schedule.to_json(returns), following)


def subject(nudge: str) -> int | None:
    """Which promise a schedule of this name comes back on."""
    name, _, number = nudge.partition(" ")
    return int(number) if name == PROMISE and number.isdecimal() else None


def next_moment(person: Person, returns: str, after: datetime) -> datetime | None:
    """The next occurrence of a stored recurrence for this person."""
    return schedule.next_after(
        schedule.from_json(returns),
        ZoneInfo(person.zone),
        after,
        person.pseudonym.encode(),
        of(person).calendar,
    )


def moment(person: Person, name: str, at: datetime) -> datetime:
    """What a moment's name in a script means to this person; raises UnknownMoment for another name."""
    who = of(person)
    match name:
        case "next_working_day":
            return availability.moment(who, "tomorrow", at)
        case "next_prompt":
            following = next_moment(person, schedule.to_json(recurrence(person)), at)
            return following or availability.moment(who, "next_week", at)
        case "reminder":
            return availability.remind_at(who, at)
        case "expiry":
            return availability.expires_at(who, at)
        case _:
            return availability.moment(who, name, at)


def recent(db: Transaction, person: Person, at: datetime) -> Sequence[dose.Sending]:
    """The prompts of the last ten days, for the dose."""
    sent = agenda.sendings(db, person.id, at - _DOSE_LOOKS_BACK)
    return [dose.Sending(dose.Kind.REFLECTION, moment) for moment in sent]


def verdict(db: Transaction, person: Person, flow: str, at: datetime, dialogue_open: bool) -> availability.Verdict:
    """Whether a nudge with this flow may go at `at`, and if not, why."""
    kind = dose.Kind.REQUESTED if flow == PROMISE else dose.Kind.REFLECTION
    return availability.may_nudge(of(person), at, recent(db, person, at), kind, dialogue_open)
