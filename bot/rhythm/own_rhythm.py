"""Brings a person's settings and the rules of the rhythm together: when they reflect, and what a moment means."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from nudges import availability, backoff, calendar_nl, dose, programme, quiet, schedule
from nudges import person as rhythm_person
from nudges.lifecycle import NudgeState
from nudges.recurrence import At, Once, TimeWindow, Weekly
from store import absences, agenda, people, schedules, sessions
from store.database import Transaction
from store.people import Person

REFLECTION, CUE, PROMISE, LINE = "reflection", "cue", "promise", "line"
"""The kinds of nudge that are planned here."""
REFLECTION_FLOW, CUE_FLOW = "weekreflectie", "seintje"
PROMISE_FLOW, LINE_FLOW = "beloofd", "sturen"
EXPIRED = "expired"  # the outcome of a prompt to which nothing came back
_DOSE_LOOKS_BACK = timedelta(hours=240)
_CUES_FROM, _CUES_UNTIL = time(9), time(12)
_ONE_WEEK_ONCE = timedelta(days=3)


def of(db: Transaction, person: Person) -> rhythm_person.PersonRhythm:
    """Gather what the rules may know of this person."""
    return db.work_out(("rhythm", person), lambda: _gathered(db, person))


def _gathered(db: Transaction, person: Person) -> rhythm_person.PersonRhythm:
    teams = frozenset(member.team_id for member in people.memberships(db, person.id))
    stretches, own_days = absences.not_at_work(db, person.id), absences.days_of_teams(db, teams)
    return db.caches.remember((person, stretches, own_days), lambda: _of(person, stretches, own_days))


def _of(person: Person, stretches: absences.NotAtWork, own_days: frozenset[date]) -> rhythm_person.PersonRhythm:
    return rhythm_person.PersonRhythm(
        zone=ZoneInfo(person.zone),
        status=person.status,
        working_days=_weekdays(person.working_days),
        even_days=None if person.even_days is None else _weekdays(person.even_days),
        hours=_hours(person),
        quiet=_quiet(person),
        prompt_time=open_time(person, time.fromisoformat(person.prompt_time)),
        quiet_until=person.quiet_until,
        pauses=stretches.pauses,
        away=stretches.away,
        holidays=calendar_nl.cao_gemeenten(own_days),
    )


def pauses(db: Transaction, person: Person, now: datetime) -> bool:
    """Say whether they asked for peace: by a pause, or for the rest of this day."""
    if person.quiet_until is not None and person.quiet_until > now:
        return True
    today = now.astimezone(ZoneInfo(person.zone)).date()
    return any(today in pause for pause in absences.not_at_work(db, person.id).pauses)


def _hours(person: Person) -> rhythm_person.TimeSpan:
    return rhythm_person.TimeSpan(time.fromisoformat(person.day_starts), time.fromisoformat(person.day_ends))


def _quiet(person: Person) -> tuple[rhythm_person.TimeSpan, ...]:
    if person.quiet_starts is None or person.quiet_ends is None:
        return ()
    return (rhythm_person.TimeSpan(time.fromisoformat(person.quiet_starts), time.fromisoformat(person.quiet_ends)),)


def open_time(person: Person, wall: time) -> time:
    """Find this local time, or the nearest at which they may be spoken to on the same day: later rather than
    earlier."""
    return quiet.fitting(wall, _hours(person), _quiet(person))


def is_open(person: Person, wall: str) -> bool:
    """Say whether a local time `HH:MM` lies within their hours and outside their quiet ones."""
    return quiet.is_open(time.fromisoformat(wall), _hours(person), _quiet(person))


def has_room(person: Person, starts: str, ends: str) -> bool:
    """Say whether anything of this stretch of the day is left outside their quiet hours."""
    return quiet.longest(time.fromisoformat(starts), time.fromisoformat(ends), _quiet(person)) is not None


def open_stretch(person: Person, starts: time, ends: time) -> At | TimeWindow:
    """Draw a moment from the longest part of this stretch that is not quiet; where all of it is, the next open one."""
    part = quiet.longest(starts, ends, _quiet(person))
    return At(open_time(person, starts)) if part is None else TimeWindow(*part)


def _weekdays(digits: str) -> frozenset[int]:
    return frozenset(map(int, digits))


def recurrence(person: Person) -> Weekly:
    """Say how the weekly reflection returns, on the person's own day and hour; on a day they never work it moves to the
    next."""
    return Weekly(frozenset({prompt_day(person)}), when(person))


def in_words(returns: Weekly) -> tuple[int, str, str | None]:
    """Give the weekday of a reflection, its local time `HH:MM`, and the end of its window if it has one."""
    (day,) = returns.days
    if isinstance(returns.when, At):
        return day, f"{returns.when.time:%H:%M}", None
    return day, f"{returns.when.starts:%H:%M}", f"{returns.when.ends:%H:%M}"


def prompt_day(person: Person) -> int:
    """Find the ISO weekday of the reflection: their own, or the next one that they work on in whatever week."""
    days = sorted({*map(int, person.working_days), *map(int, person.even_days or "")})
    return next((day for day in days if day >= person.prompt_day), days[0])


def when(person: Person) -> At | TimeWindow:
    """Say at what time of day the person is asked, outside quiet hours: a fixed one, or a moment drawn from a
    window."""
    starts = time.fromisoformat(person.prompt_time)
    if person.prompt_until is None:
        return At(open_time(person, starts))
    return open_stretch(person, starts, time.fromisoformat(person.prompt_until))


def settle(db: Transaction, person: Person, now: datetime) -> None:
    """Put the person's weekly reflection, and the cue between two of them, on the agenda as their settings now say."""
    returns = recurrence(person)
    last = max((one.at for one in recent(db, person, now) if one.kind == dose.Occasion.REFLECTION), default=None)
    # Whoever moves the day to tomorrow after today's reflection is not asked twice about one week.
    after = now if last is None else max(now, last + _ONE_WEEK_ONCE)
    following = next_moment(db, person, schedule.to_json(returns), after)
    if following is not None:
        schedules.give(db, person.id, REFLECTION, REFLECTION_FLOW, schedule.to_json(returns), following)
    _settle_cue(db, person, now)


def _settle_cue(db: Transaction, person: Person, now: datetime) -> None:
    """Schedule an extra about halfway between two reflections, for whoever wants extras; chance decides each time."""
    returns = schedule.to_json(cue_recurrence(person))
    following = next_moment(db, person, returns, now) if person.extras else None
    if following is None:
        schedules.rest(db, person.id, CUE)
    else:
        schedules.give(db, person.id, CUE, CUE_FLOW, returns, following, dose.Occasion.EXTRA)


def cue_recurrence(person: Person) -> Weekly:
    """Say how the midweek cue returns: on the working day farthest from that of the reflection, at a moment drawn from
    the morning."""
    reflects = prompt_day(person)
    day = max(sorted(map(int, person.working_days)), key=lambda day: min((day - reflects) % 7, (reflects - day) % 7))
    hours = _hours(person)
    return Weekly(frozenset({day}), open_stretch(person, max(hours.starts, _CUES_FROM), min(hours.ends, _CUES_UNTIL)))


def follow_up(db: Transaction, person: Person, promise_id: int, due_on: date, now: datetime) -> None:
    """Come back on a promise on its day, at the person's own hour."""
    _come_back(db, person, PROMISE, PROMISE_FLOW, promise_id, due_on, now)


def ask_on(db: Transaction, person: Person, line_id: int, day: date, now: datetime) -> None:
    """Ask on this day how it stands with a line of steering, at the person's own hour."""
    _come_back(db, person, LINE, LINE_FLOW, line_id, day, now)


def _come_back(
    db: Transaction, person: Person, kind: str, flow: str, subject_id: int, due_on: date, now: datetime
) -> None:
    returns = Once(due_on, 0, At(open_time(person, time.fromisoformat(person.prompt_time))))
    following = schedule.next_after(returns, ZoneInfo(person.zone), now, b"")
    if following is not None:
        text, occasion = schedule.to_json(returns), dose.Occasion.REQUESTED
        schedules.give(db, person.id, kind, flow, text, following, occasion, str(subject_id))


def ahead(db: Transaction, person: Person, since: datetime, until: datetime) -> Sequence[dose.Sending]:
    """List the weekly prompts that are still to come, as the person's settings say."""
    who = of(db, person)
    seed = person.pseudonym.encode()
    moments = schedule.occurrences(recurrence(person), who.zone, since, until, seed, who.calendar)
    return [dose.Sending(dose.Occasion.REFLECTION, moment) for moment in moments]


def programme_week(db: Transaction, person: Person, at: datetime) -> int:
    """Count the person's working weeks of the programme up to a moment, from 1."""
    who = of(db, person)
    joined, day = (moment.astimezone(who.zone).date() for moment in (person.joined_at, at))
    return db.caches.remember(
        ("programme week", joined, day, who), lambda: programme.week_of(joined, day, who.calendar)
    )


def next_moment(db: Transaction, person: Person, returns: str, after: datetime) -> datetime | None:
    """Find the next occurrence of a stored recurrence for this person."""
    return _following(person, of(db, person), schedule.from_json(returns), after)


def _following(
    person: Person, who: rhythm_person.PersonRhythm, returns: schedule.Recurrence, after: datetime
) -> datetime | None:
    return schedule.next_after(returns, who.zone, after, person.pseudonym.encode(), who.calendar)


# Moments that are the same for all who have the same rhythm.
_ALIKE = {"reminder": availability.remind_at, "expiry": availability.expires_at}


def moments(db: Transaction, person: Person) -> Callable[[str, datetime], datetime]:
    """Say what the names of moments in a flow mean to this person now; raises UnknownMoment for another name.

    Their days are read when the first moment is asked for, and not again: a question asks for two.
    """
    who: rhythm_person.PersonRhythm | None = None

    def moment(name: str, at: datetime) -> datetime:
        nonlocal who
        who = who or of(db, person)
        return _moment(db, person, who, name, at)

    return moment


def _moment(db: Transaction, person: Person, who: rhythm_person.PersonRhythm, name: str, at: datetime) -> datetime:
    if name in _ALIKE:
        return _shared(db, _ALIKE[name], who, at)
    return availability.moment(who, name, at, lambda: _following(person, who, recurrence(person), at))


def expires_at(db: Transaction, person: Person, sent_at: datetime) -> datetime:
    """Find until when an answer to what was sent then is in time."""
    return _shared(db, availability.expires_at, of(db, person), sent_at)


def _shared(
    db: Transaction,
    rule: Callable[[rhythm_person.PersonRhythm, datetime], datetime],
    who: rhythm_person.PersonRhythm,
    at: datetime,
) -> datetime:
    """Work a moment out once for all who have the same rhythm: many prompts begin in one round."""
    return db.caches.remember((rule, who, at), lambda: rule(who, at))


def recent(db: Transaction, person: Person, at: datetime) -> Sequence[dose.Sending]:
    """List the prompts of the last ten days, for the dose."""
    return agenda.sendings(db, person.id, at - _DOSE_LOOKS_BACK)


def verdict(
    db: Transaction, person: Person, occasion: dose.Occasion, at: datetime, dialogue_open: bool
) -> availability.Verdict:
    """Judge whether a nudge for this occasion may go at `at`, and if not, why: availability first, then the silence.

    A digest asks nothing, so it interrupts nothing.
    """
    interrupts = dialogue_open and occasion is not dose.Occasion.DIGEST
    coming = _coming(db, person, at) if dose.gives_way(occasion) else ()
    verdict = availability.may_nudge(of(db, person), at, recent(db, person, at), occasion, interrupts, coming)
    if verdict.allowed and rests(silence(db, person), occasion, at):
        return availability.Verdict(allowed=False, reason=availability.Reason.BACKED_OFF)
    return verdict


def _coming(db: Transaction, person: Person, at: datetime) -> Sequence[dose.Sending]:
    """List what is on the agenda for the next ten days, and what the rhythms will put there."""
    until = at + _DOSE_LOOKS_BACK
    return [*agenda.ahead(db, person.id, at, until), *schedules.ahead(db, person.id, at, until)]


def rests(silent: tuple[int, datetime | None], occasion: dose.Occasion, at: datetime) -> bool:
    """Say whether a nudge stays away because of the silence before it; extras do as soon as reflections come seldom."""
    unanswered, last_sent = silent
    if occasion in dose.EXEMPT or backoff.cadence(unanswered) is backoff.Cadence.WEEKLY:
        return False
    return occasion != dose.Occasion.REFLECTION or backoff.rests(unanswered, last_sent, at)


def cadence(db: Transaction, person: Person) -> backoff.Cadence:
    """Say how often somebody who has been silent still hears from us."""
    return backoff.cadence(silence(db, person)[0])


def silence(db: Transaction, person: Person) -> tuple[int, datetime | None]:
    """Count how many reflections in a row nobody answered, and when the last was sent; any sign of life begins anew."""
    alive = max(
        (at for at in (person.active_since, sessions.last_begun(db, person.id)) if at is not None), default=None
    )
    unanswered = 0
    sent = agenda.prompts_sent(db, person.id, dose.Occasion.REFLECTION)
    for nudge in sent:
        if nudge.outcome != EXPIRED and nudge.state != NudgeState.SENT:
            break
        if alive is not None and nudge.occurs_at <= alive:
            break
        unanswered += nudge.state == NudgeState.EXPIRED
    return unanswered, sent[0].sent_at if sent else None
