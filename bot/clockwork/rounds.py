"""Use cases of the clock: schedule, send, remind, expire, wake, purge; each does a little and says whether it did."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import TypeVar

import structlog

from bot.base import anchors
from bot.base.settings import Settings
from bot.dialogue import buddies as pairs
from bot.dialogue import participation, play
from bot.dialogue.nudge_kinds import registry
from bot.rhythm import extras, own_rhythm, promises
from bot.turns.runtime import Runtime
from bot.turns.turn import Turn
from flows import session as engine_session
from flows.resumes import Remind, Timeout
from flows.world import UnknownFlow
from nudges import availability
from nudges.availability import Reason
from nudges.backoff import Cadence
from nudges.lifecycle import NudgeAct
from nudges.person import Status
from store import (
    absences,
    agenda,
    audit,
    buddies,
    decisions,
    erasure,
    goals,
    handovers,
    inbox,
    installation,
    invitations,
    keyboards,
    leaves,
    outbox,
    passes,
    people,
    schedules,
    sessions,
    sharing,
    signins,
    steering,
    trouble,
    windows,
)
from store.agenda import Nudge
from store.database import Transaction
from store.leavings import Left
from store.outbox import Priority
from store.sessions import StoredSession, Wakeup

T = TypeVar("T", Nudge, Wakeup)

_log = structlog.get_logger()

AHEAD = timedelta(hours=36)  # how far ahead occurrences are put on the agenda
AT_ONCE = 16  # so that a reply never waits long behind a round: some 10 ms; each ends with a flush of the disk
LATE_AFTER = timedelta(hours=2)  # what is due longer ago fell out of its window
FLOW_GONE = "flow_gone"  # the flow that was planned is on no shelf any more
WENT_WRONG = "went_wrong"
LOOK_AGAIN = timedelta(minutes=1)  # whether the conversation that a nudge waits for is over
REST = timedelta(hours=20)  # between a prompt and its reminder
_HANDLED_KEPT = timedelta(hours=48)
_SET_ASIDE_KEPT = timedelta(days=7)
_TRIALS_KEPT = timedelta(days=1)  # that somebody left open


def plan(db: Transaction, runtime: Runtime, now: datetime) -> bool:
    """Put the next occurrences on the agenda."""
    to_plan = schedules.to_plan(db, now + AHEAD, AT_ONCE)
    for schedule in to_plan:
        turn = Turn(db, runtime, people.by_id(db, schedule.person_id), now)
        registry.of(schedule.kind).plan(turn, schedule)
    return bool(to_plan)


def send(db: Transaction, runtime: Runtime, now: datetime) -> bool:
    """Begin what is due, or skip it with a reason."""

    def begin(nudge: Nudge) -> None:
        _send(Turn(db, runtime, people.by_id(db, nudge.person_id, lock=True), now), nudge)

    def give_up(nudge: Nudge, error: Exception) -> None:
        reason = FLOW_GONE if isinstance(error, UnknownFlow) else WENT_WRONG
        agenda.move(db, nudge.id, NudgeAct.SKIP, reason=reason, settled_at=now)

    return _each(db, agenda.due(db, now, AT_ONCE), begin, give_up)


def _each(db: Transaction, dues: Sequence[T], do: Callable[[T], None], give_up: Callable[[T, Exception], None]) -> bool:
    """Do each by itself: one that goes wrong is given up and holds up nobody; says whether there was any."""
    for due in dues:
        try:
            db.apart(partial(do, due))
        except Exception as error:
            if trouble.of(error) is not None:
                raise  # the database fails, not this one: the whole round is done again
            _log.error("what was due went wrong", action="give_up", row=due.id, error=type(error).__name__)
            give_up(due, error)
    return bool(dues)


def _send(turn: Turn, nudge: Nudge) -> None:
    reason = _why_not(turn, nudge) or registry.of(nudge.kind).why_not(turn, nudge)
    current = sessions.current(turn.db, turn.person.id)
    if reason is not None:
        _skip(turn, nudge, reason)
    elif current is not None and not _abandoned(current, turn.now):
        _meet(turn, nudge, current)
    else:
        play.begin_nudge(turn, nudge)


def _skip(turn: Turn, nudge: Nudge, reason: str) -> None:
    """Leave a nudge out. A step that days off moved is put on the agenda anew; who stayed silent is left in peace."""
    agenda.move(turn.db, nudge.id, NudgeAct.SKIP, reason=reason, settled_at=turn.now)
    schedule = schedules.by_id(turn.db, nudge.schedule_id)
    moved = own_rhythm.next_moment(turn.db, turn.person, schedule.recurrence, nudge.due_at)
    if moved is not None and moved < schedule.next_at:
        schedules.put_off(turn.db, schedule.id, moved)
    registry.of(nudge.kind).skipped(turn, nudge, reason)
    if reason == Reason.BACKED_OFF and own_rhythm.cadence(turn.db, turn.person) is Cadence.STOP:
        participation.stop(turn)


def _why_not(turn: Turn, nudge: Nudge) -> Reason | None:
    """Say why the person may not be spoken to, if so; who waited for a conversation is judged by the hour now."""
    restored = installation.restored_at(turn.db)
    late = availability.missed(nudge.due_at, turn.now, LATE_AFTER) or (
        restored is not None and nudge.due_at <= restored
    )
    if nudge.again_at is None:
        if late:
            return Reason.MISSED
        return own_rhythm.verdict(turn.db, turn.person, nudge.occasion, nudge.due_at, dialogue_open=False).reason
    if late:
        return Reason.DIALOGUE_OPEN
    return own_rhythm.verdict(turn.db, turn.person, nudge.occasion, turn.now, dialogue_open=False).reason


def _meet(turn: Turn, nudge: Nudge, current: StoredSession) -> None:
    """Let a nudge meet an open conversation: its kind says whether it waits, joins after this step, or interrupts."""
    kind = registry.of(nudge.kind)
    policy = kind.policy(turn, nudge)
    if policy == "interrupt":
        play.begin_nudge(turn, nudge)
        return
    if policy == "join":
        sessions.let_join(turn.db, current.id, nudge.id)
    agenda.note(turn.db, nudge.id, again_at=turn.now + LOOK_AGAIN)
    kind.waits(turn)


def _abandoned(session: StoredSession, now: datetime) -> bool:
    # A dialogue that nobody touched for an hour is not interrupted by something new: it is parked.
    return now - session.touched_at > timedelta(hours=1)


def expire(db: Transaction, _: Runtime, now: datetime) -> bool:
    """Close prompts that nobody answered in time: from now on an answer is late."""
    to_expire = agenda.to_expire(db, now, AT_ONCE)
    for nudge in to_expire:
        registry.of(nudge.kind).expired(db, nudge, now)
    return bool(to_expire)


def wake(db: Transaction, runtime: Runtime, now: datetime) -> bool:
    """Give sessions the reminders, time-outs and ends of pauses that they wait for."""

    def rouse(wakeup: Wakeup) -> None:
        _wake(Turn(db, runtime, people.by_id(db, wakeup.person_id, lock=True), now), wakeup)

    # What is given up was taken already; its session waits on for whatever the person does.
    return _each(db, sessions.claim_wakeups(db, now, AT_ONCE), rouse, lambda *_: None)


def _wake(turn: Turn, wakeup: Wakeup) -> None:
    session = sessions.by_id(turn.db, wakeup.session_id)
    if session is None or session.stamp != wakeup.stamp:
        return
    if session.status == sessions.PARKED and wakeup.kind == "timeout":
        play.drop(turn, session)  # nobody came back to it in time
    if session.status != sessions.WAITING:
        return
    opening = _opening(turn, wakeup, session)
    if opening is None:
        return
    if opening > turn.now:
        sessions.wake_later(turn.db, session.id, session.stamp, wakeup.kind, opening)
        return
    if wakeup.kind == "remind":
        _remind(turn, session)
    else:
        play.take_up(turn, session)
        play.wake(turn, session, Timeout(), priority=Priority.NUDGE)


def _remind(turn: Turn, session: StoredSession) -> None:
    """Remind of an open question, but of one prompt only once, and not too soon after it was really sent."""
    nudge = None if session.nudge_id is None else agenda.by_id(turn.db, session.nudge_id)
    if nudge is not None:
        if nudge.reminded_at is not None:
            return
        rested = (nudge.sent_at or turn.now) + REST
        if rested > turn.now:
            sessions.wake_later(turn.db, session.id, session.stamp, "remind", rested)
            return
        agenda.note(turn.db, nudge.id, reminded_at=turn.now)
    play.take_up(turn, session)
    play.wake(turn, session, Remind(), priority=Priority.NUDGE)


def _opening(turn: Turn, wakeup: Wakeup, session: StoredSession) -> datetime | None:
    """Find when the person may be spoken to; what expires says nothing, and a call was asked for."""
    if turn.person.status == Status.UNREACHABLE:
        return None
    wait = engine_session.from_json(session.body).wait
    if wakeup.kind == "timeout" and wait is not None and (wait.answer or wait.call):
        return turn.now
    return availability.next_opening(own_rhythm.of(turn.db, turn.person), turn.now)


def purge(db: Transaction, runtime: Runtime, now: datetime) -> bool:
    """Write down what came of decisions while that can still be seen, and forget what has been kept long enough."""
    extras.settle_all(db, now)
    settings = runtime.settings
    texts, scores = (now - timedelta(days=days) for days in (settings.keep_text_days, settings.keep_score_days))
    inbox.purge(db, now - _HANDLED_KEPT, now - _SET_ASIDE_KEPT)
    outbox.purge(db, now - _SET_ASIDE_KEPT)
    keyboards.purge(db, (now - _SET_ASIDE_KEPT).date())
    invitations.purge(db, now, scores)
    signins.purge(db, now)
    buddies.purge(db, now)
    _purge_leaves(db, settings, texts.date(), scores.date(), now)
    promises.ask_before_they_go(db, settings, now)
    steering.purge(db, texts, scores, promises.waiting(db, settings, now))
    sharing.purge(db, texts)
    handovers.purge(db, texts)
    passes.purge(db, now)
    decisions.purge(db, scores)
    audit.purge(db, now - timedelta(days=settings.keep_audit_days))
    sessions.purge(db, texts, now - _TRIALS_KEPT)
    windows.purge(db, scores)
    agenda.purge(db, scores)
    absences.purge(db, scores.date())
    people.end_quiet_days(db, now)
    anchors.write(db, settings.data_dir, now)
    return _forget_gone(db, runtime, scores, now)


def _purge_leaves(db: Transaction, settings: Settings, texts: date, scores: date, now: datetime) -> None:
    goals_kept = (now - timedelta(days=settings.keep_goal_days)).date()
    goals.purge_words(db, texts, goals_kept)
    goals.let_go(db, texts, goals_kept, now.date())
    leaves.purge(db, scores)


def _forget_gone(db: Transaction, runtime: Runtime, before: datetime, now: datetime) -> bool:
    """Erase some of those who left, once nothing but their row is kept; says whether there were any."""
    person_ids = people.long_gone(db, before, AT_ONCE)
    for number in person_ids:
        turn = Turn(db, runtime, people.by_id(db, number, lock=True), now)
        participation.leave(turn, Left.ERASED)
        pairs.leave(db, runtime, number, now)
        erasure.erase(db, number)
    return bool(person_ids)
