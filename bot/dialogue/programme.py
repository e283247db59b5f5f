"""The programme as it runs: puts everybody's next step on the agenda, and judges it when it is due."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import structlog

from bot.dialogue import facts
from bot.rhythm import own_rhythm
from bot.turns.turn import Turn
from flows import expressions
from flows import session as engine_session
from flows.session import SessionStatus
from nudges import availability, dose, programme, schedule
from nudges.lifecycle import NudgeState
from nudges.programme import Due, PastOffers, PersonFacts, ProgrammeStep, Strand, Substitute, WeeklyFlow
from nudges.recurrence import At, Once
from store import agenda, installation, people, schedules, sessions
from store.agenda import Nudge
from store.database import Transaction

_log = structlog.get_logger()

STEP = "step"
"""The kind of nudge that offers a step; its subject is the step's label."""
LOOK = "programme"
"""The kind that sends nothing, and only says when to look at somebody's programme again."""
_VERSION = "programme"  # the fact that says which programme is in place
NOT_NEEDED = "not_needed"  # the condition of a step did not hold when it was due
DONE = "done_already"  # the person did it by themselves
FADED = "faded"  # the habit is there: the weekly flow comes less often
_SOONEST = timedelta(hours=37)  # further off than the round of planning looks, or it would look for ever
_DONE_LOOKS_BACK = timedelta(weeks=2)
_ONE_WEEK_ONCE = timedelta(days=3)
_LOOK_AHEAD = timedelta(weeks=16)
_FADE_LOOKS_BACK = timedelta(weeks=13)


def refresh(db: Transaction, version: str, now: datetime) -> None:
    """Have everybody's next step looked at again after another programme was put in place; what was sent stays sent."""
    if installation.fact(db, _VERSION) != version.encode():
        installation.remember(db, _VERSION, version.encode())
        schedules.look_again(db, LOOK, _once(now), now)


def look(turn: Turn) -> None:
    """Put the person's next step on the agenda in place of the one that was there, and come back for the one after."""
    schedules.withdraw(turn.db, turn.person.id, STEP, turn.now + schedules.NEVER)
    coming = _coming(turn)
    if coming:
        _set(turn, STEP, coming[0].step.flow, coming[0].at, coming[0].label)
    after = next((due for due in coming if due.at > coming[0].at), None)
    if after is None:
        _set(turn, LOOK, None, turn.now + schedules.NEVER)
    else:
        _set(turn, LOOK, after.step.flow, max(after.at, turn.now + _SOONEST))


def held_back(turn: Turn, at: datetime, *, just_now: bool = False) -> str | None:
    """Say why the weekly flow stays away at that moment, as far as is known now; `just_now`: it is being done."""
    if _is_done(turn, own_rhythm.REFLECTION_FLOW, at, just_now=just_now):
        return DONE
    return FADED if faded(turn, at) else None


def _is_done(turn: Turn, flow: str, at: datetime, *, just_now: bool = False) -> bool:
    """Say whether the person did this flow by themselves in the week of that moment, or in the three days before."""
    zone = ZoneInfo(turn.person.zone)
    done = [turn.now] if just_now else _done(turn, flow, at - _DONE_LOOKS_BACK)
    week = at.astimezone(zone).isocalendar()[:2]
    return any(one.astimezone(zone).isocalendar()[:2] == week or at - one < _ONE_WEEK_ONCE for one in done)


def _done(turn: Turn, flow: str, since: datetime) -> Sequence[datetime]:
    """List when the person finished this flow by themselves since then."""
    begun = sessions.begun_by_themselves(turn.db, turn.person.id, flow, since)
    completed = SessionStatus.COMPLETED
    return [kept.touched_at for kept in begun if engine_session.from_json(kept.body).status is completed]


def was_done(turn: Turn, flow: str | None) -> bool:
    """Say whether the person did this flow by themselves lately, so that a step need not offer it."""
    return flow is not None and bool(_done(turn, flow, turn.now - _DONE_LOOKS_BACK))


def why_no_step(turn: Turn, label: str) -> str | None:
    """Say why the step of this label is not offered now, if it is not."""
    step = next((step for step in _steps(turn) if label in _labels(step)), None)
    if step is None:
        return None
    if facts.unanswered(turn):
        return availability.Reason.BACKED_OFF  # whoever is silent gets nothing on top of the weekly flow
    if was_done(turn, step.flow):
        return DONE
    return NOT_NEEDED if step.when and not _holds(turn, step.when) else None


def weekly_flow(turn: Turn) -> str | None:
    """Choose which flow the weekly prompt begins now, for another may take its place; None: the programme has none."""
    weekly = _weekly(turn)
    if weekly is None:
        return None
    return next((one.flow for one in weekly.instead if _takes_its_place(turn, one)), weekly.flow)


def _takes_its_place(turn: Turn, substitute: Substitute) -> bool:
    return not (substitute.once and _had(turn, substitute.flow)) and _holds(turn, substitute.when)


def _had(turn: Turn, flow: str) -> bool:
    """Say whether this flow ever reached the person: it was sent, or finished by themselves."""
    return agenda.last_sent(turn.db, turn.person.id, flow) is not None or bool(_done(turn, flow, turn.person.joined_at))


def faded(turn: Turn, at: datetime) -> bool:
    """Say whether the weekly flow stays away at that moment because the habit is there, as far as is known now."""
    weekly = _weekly(turn)
    if weekly is None or weekly.fade is None:
        return False
    sent = agenda.prompts(turn.db, turn.person.id, own_rhythm.REFLECTION, turn.now - _FADE_LOOKS_BACK)
    last = sent[-1].sent_at if sent else None
    return programme.rests(weekly.fade, last, at) and _holds(turn, weekly.fade.when)


def _coming(turn: Turn) -> Sequence[Due]:
    person, who = turn.person, own_rhythm.of(turn.db, turn.person)
    ahead = own_rhythm.ahead(turn.db, person, turn.now, turn.now + _LOOK_AHEAD) if _weekly(turn) else ()
    start = person.joined_at.astimezone(who.zone).date()
    offered = agenda.of_kind(turn.db, turn.person.id, STEP)
    recent = own_rhythm.recent(turn.db, person, turn.now)
    own = PersonFacts(who.zone, start, who.calendar, recent, ahead, partial(own_rhythm.open_time, person))
    return programme.upcoming(_steps(turn), own, _past(offered), turn.now)


def _past(offered: Sequence[Nudge]) -> PastOffers:
    """Sort out what is over (sent, on its way, or passed over) from what was tried and could not go."""
    over, tried = set(), dict[str, datetime]()
    for nudge in offered:
        label = nudge.subject_id
        if nudge.sent_at is not None or nudge.state == NudgeState.QUEUED or nudge.reason in (NOT_NEEDED, DONE):
            over.add(label)
        else:
            tried[label] = max(nudge.occurs_at, tried.get(label, nudge.occurs_at))
    return PastOffers(over, tried)


def _set(turn: Turn, kind: str, flow: str | None, at: datetime, label: str = "") -> None:
    returns = _once(at.astimezone(ZoneInfo(turn.person.zone)))
    schedules.give(turn.db, turn.person.id, kind, flow, returns, at, dose.Occasion.CUE, label)


def _once(at: datetime) -> str:
    return schedule.to_json(Once(at.date(), 0, At(at.time())))


def _strands(turn: Turn) -> Sequence[Strand]:
    roles = people.roles(turn.db, turn.person.id)
    return [strand for role, strand in turn.runtime.library.programme.programme.strands.items() if role in roles]


def _weekly(turn: Turn) -> WeeklyFlow | None:
    return next((strand.weekly for strand in _strands(turn) if strand.weekly is not None), None)


def _steps(turn: Turn) -> Sequence[ProgrammeStep]:
    return [step for strand in _strands(turn) for step in strand.steps]


def _labels(step: ProgrammeStep) -> Sequence[str]:
    return [step.label(week) for week in step.weeks()]


def _holds(turn: Turn, condition: str) -> bool:
    expression = turn.runtime.library.programme.conditions[condition]
    try:
        return expression.holds(facts.named(turn, expression.reads))
    except expressions.FAILURES as error:  # whoever wrote it hears from the check; this person's week goes on
        _log.error("a condition of the programme cannot be worked out", action="none", error=type(error).__name__)
        return False
