"""Plays flows with somebody: begins them, wakes them with what was said or with the clock, and keeps the session."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

import structlog

from bot.base import clock
from bot.dialogue import facts, participation, welcoming
from bot.dialogue.nudge_kinds import reflection, registry
from bot.dialogue.nudge_kinds.kind import Opening
from bot.dialogue.recording import DRAWS, EventRecorder
from bot.rhythm import own_rhythm
from bot.turns import unseen
from bot.turns.turn import Turn
from flows import engine
from flows import session as engine_session
from flows.events import Asked, Called, Chosen, Event, Finished, Paused, Remembered, Said, WroteBack, WroteToBuddy
from flows.resumes import Edited, Resume, Timeout, Typed
from flows.session import Session, SessionStatus
from flows.world import Sprint, Trigger, UnknownFlow, World
from nudges import policy
from nudges.lifecycle import NudgeState
from nudges.person import Status
from store import agenda, leaves, references, sessions, steering
from store.agenda import Nudge
from store.outbox import Priority
from store.sessions import StoredSession

_log = structlog.get_logger()

_LONG = 1.0  # seconds
_OF_THE_RHYTHM = frozenset(("language", "working_days", "prompt_day", "prompt_time"))
TriggerKind = Literal["command", "nudge", "join", "flow", "trial"]
NEXT_REFLECTION = "next_reflection"  # for a text: pauses wait for `next_prompt`
_DONE = SessionStatus.COMPLETED
_MOST_PAUSES = 20  # that a trial leaves out in a row: a flow may go round


def begin(
    turn: Turn,
    name: str,
    kind: TriggerKind,
    *,
    nudge_id: int | None = None,
    promise_id: int | None = None,
    wording: str = "",
    handover: Mapping[str, str] | None = None,
) -> int:
    """Start a flow with the person; what was open is parked until this is done. Returns the session's number.

    `promise` is the one that a follow-up comes back on, `wording` what chance chose for an extra, `handover` the shared
    item in their hands. Of a trial nothing is kept.
    """
    _park_current(turn)
    flow, trial, person = turn.runtime.library.flow(name), kind == "trial", turn.person
    initial_facts = (
        facts.of_trial(turn, flow)
        if trial
        else facts.gather(turn, flow, kind == "nudge", promise_id, wording, handover)
    )
    row = sessions.reserve(turn.db, person.id, name, flow.version, turn.now, nudge_id, trial=trial)
    if not trial:
        leaves.begin(turn.db, person.id, row, nudge_id, name, turn.now)
    trigger = Trigger(kind, person.language, person.tone, initial_facts, person.pseudonym)
    sprint = _watched(name, lambda: engine.start(flow, trigger, world(turn, name)))
    priority = Priority.NUDGE if kind == "nudge" else Priority.REPLY
    recorder = EventRecorder(turn, row, name, nudge_id=nudge_id, priority=priority, trial=trial)
    _keep(turn, recorder, sprint)
    return row


def on_request(turn: Turn, name: str) -> None:
    """Play a flow that the person asks for; where one of it stands open, go on with that and begin no second one."""
    standing = (
        stored for stored in sessions.open_ones(turn.db, turn.person.id) if stored.flow == name and not stored.trial
    )
    stored = next((one for one in standing if _asks(one) or is_invitation(turn, one)), None)
    if stored is None:
        begin(turn, name, "command")
    else:
        go_on_with(turn, stored)


def is_invitation(turn: Turn, stored: StoredSession) -> bool:
    """Say whether the bot began this conversation and nothing came of it yet: whoever asks for it says "now" by
    asking."""
    return stored.nudge_id is not None and steering.left_nothing(turn.db, stored.person_id, stored.id)


def go_on_with(turn: Turn, stored: StoredSession) -> None:
    """Ask the open question of a conversation again; in place of an invitation what it invites to begins at once."""
    if not is_invitation(turn, stored):
        _ask_again(turn, stored)
        return
    turn.clear(stored.shown_ref)
    sessions.discard(turn.db, stored.id)
    begin(turn, stored.flow, "command", nudge_id=stored.nudge_id)


def begin_nudge(turn: Turn, nudge: Nudge) -> None:
    """Begin what the bot had planned, as its kind says."""
    registry.of(nudge.kind).begin(turn, nudge, _start)


def _start(turn: Turn, nudge: Nudge, opening: Opening) -> None:
    begin(turn, opening.flow, "nudge", nudge_id=nudge.id, promise_id=opening.promise_id, wording=opening.wording)


def wake(
    turn: Turn,
    stored: StoredSession,
    resume: Resume,
    *,
    pressed: str | None = None,
    priority: Priority = Priority.REPLY,
) -> None:
    """Give a session what it waits for. `pressed` is the message whose button was pressed."""
    before = _before(turn, stored)
    visit = unseen.waits_for(stored, before)
    if visit is not None and isinstance(resume, unseen.ANSWERS):
        _show_first(turn, stored, visit)
        return
    if visit is not None:
        unseen.see(turn, stored, visit, resume, pressed)
    sprint = _resumed(turn, stored, before, resume)
    joins = _joins(turn, stored, before, sprint.session)
    recorder = _recorder(turn, stored, pressed=pressed, priority=priority, silent=joins is not None)
    if sprint.session == before:
        recorder.apply(sprint.events)
    else:
        _keep(turn, recorder, sprint, had_wakeups=_has_moments(before))
    if isinstance(resume, Edited) and sprint.session != before and not _shows(sprint):
        turn.say("answer_changed")
    if joins is not None:
        begin_nudge(turn, joins)


def _before(turn: Turn, stored: StoredSession) -> Session:
    return facts.renewed(turn, engine_session.from_json(stored.body))


def _show_first(turn: Turn, stored: StoredSession, visit: int) -> None:
    """Show the question again unless it is on its way: nobody answers what they have not seen."""
    if unseen.excuse(turn, stored, visit):
        _ask_again(turn, stored)


def offers(turn: Turn, stored: StoredSession, said: str) -> bool:
    """Say whether a button of the open question reads exactly so."""
    return engine.offers(_before(turn, stored), said, world(turn))


def understands(turn: Turn, stored: StoredSession, said: Typed) -> bool:
    """Say whether the open question can do something with this; nothing happens."""
    before = _before(turn, stored)
    if before.wait is None or not before.wait.answer:
        return False
    sprint = _resumed(turn, stored, before, said)
    turn.tried = (stored.stamp, said, sprint)
    return sprint.session.refused is None or sprint.session.refused != said.ref


def _resumed(turn: Turn, stored: StoredSession, before: Session, resume: Resume) -> Sprint:
    """Let the session make of it what it does; what was tried a moment ago is not played a second time."""
    if turn.tried is not None and turn.tried[:2] == (stored.stamp, resume):
        return turn.tried[2]
    return _watched(stored.flow, lambda: engine.resume(before, resume, world(turn, stored.flow)))


def heard(stored: StoredSession, ref: str, *, otherwise: str | None = None) -> bool:
    """Say whether this typed message was an answer in a session; `otherwise`: and its words were not these."""
    check = engine.answered_by(engine_session.from_json(stored.body), ref)
    return check is not None and (otherwise is None or check != engine_session.check_of(otherwise))


def _ended_silently(sprint: Sprint) -> bool:
    """Say whether a flow ended without a word; then whoever answered it still hears that they were heard."""
    completed = any(isinstance(event, Finished) and event.status == _DONE for event in sprint.events)
    return completed and not _shows(sprint)


def _shows(sprint: Sprint) -> bool:
    return any(isinstance(event, Said | Asked | Chosen | WroteBack | WroteToBuddy) for event in sprint.events)


def _joins(turn: Turn, stored: StoredSession, before: Session, after: Session) -> Nudge | None:
    """Find the nudge that waited for this step and comes before the next question, if the step is done."""
    if stored.joining_id is None or after.visits == before.visits or after.wait is None or not after.wait.answer:
        return None
    sessions.let_join(turn.db, stored.id, None)
    nudge = agenda.by_id(turn.db, stored.joining_id)
    return nudge if nudge is not None and nudge.state == NudgeState.PLANNED else None


def _recorder(turn: Turn, stored: StoredSession, *, pressed: str | None = None, **how: Any) -> EventRecorder:
    if not stored.trial and stored.touched_at.date() != turn.now.date():
        leaves.touch(turn.db, stored.person_id, stored.id, turn.now)
    return EventRecorder(
        turn,
        stored.id,
        stored.flow,
        nudge_id=stored.nudge_id,
        shown=pressed if pressed is not None else stored.shown_ref,
        trial=stored.trial,
        stamp=stored.stamp,
        **how,
    )


def go_on(turn: Turn) -> bool:
    """Ask the open question again, as a new message; False if nothing is open."""
    stored = standing(turn)
    if stored is not None and not _comes_by_itself(turn, stored):
        _ask_again(turn, stored)
    return stored is not None


def standing(turn: Turn) -> StoredSession | None:
    """Find the conversation whose question stands open, or the one that was left last."""
    person = turn.person.id
    both = (sessions.current(turn.db, person), sessions.parked(turn.db, person))
    return next((kept for kept in both if kept is not None and _asks(kept)), None)


def _comes_by_itself(turn: Turn, stored: StoredSession) -> bool:
    """Say whether the open question is on its way: who unblocks the bot sends /start in the same breath."""
    visit = unseen.waits_for(stored, engine_session.from_json(stored.body))
    return stored.status == sessions.WAITING and visit is not None and unseen.is_on_its_way(turn, stored, visit)


def _ask_again(turn: Turn, stored: StoredSession) -> None:
    take_up(turn, stored)
    before = _before(turn, stored)
    sprint = _watched(stored.flow, lambda: engine.reask(before, world(turn)))
    recorder = _recorder(turn, stored)
    if sprint.session == before:
        recorder.apply(sprint.events)
    else:
        _keep(turn, recorder, sprint, had_wakeups=_has_moments(before))


def session(turn: Turn, shown: str) -> StoredSession | None:
    """Find the session that a button refers to, if it is theirs."""
    number = references.row(turn.db, references.ReferenceKind.SESSION, turn.person.id, shown)
    stored = None if number is None else sessions.by_id(turn.db, number)
    return stored if stored is not None and stored.person_id == turn.person.id else None


def take_up(turn: Turn, stored: StoredSession) -> None:
    """Make this the conversation that is open; another that waits for an answer is parked."""
    current = sessions.current(turn.db, turn.person.id)
    if current is not None and current.id != stored.id:
        _park_current(turn)
    if stored.status == sessions.PARKED:
        sessions.mark(turn.db, stored.id, sessions.WAITING, turn.now)


def drop(turn: Turn, stored: StoredSession) -> None:
    """End a session without another word."""
    turn.clear(stored.shown_ref)
    sessions.wake(turn.db, stored.id, stored.stamp, ())
    sessions.mark(turn.db, stored.id, SessionStatus.STOPPED, turn.now)


def _watched(flow: str, play: Callable[[], Sprint]) -> Sprint:
    """Play, and log what took long. What a flow may cost is counted; time ends nothing, for a machine may be busy."""
    began = clock.steady()
    sprint = play()
    took = clock.steady() - began
    if took > _LONG:
        _log.warning("a turn of a flow took long", action="none", flow=flow, seconds=round(took, 1))
    return sprint


def world(turn: Turn, flow: str = "") -> World:
    """Give the engine what it may know of this turn; `flow` is the one being played."""
    return World(
        now=turn.now,
        chance=lambda decision: policy.chance(turn.db.keys.study, DRAWS, turn.person.pseudonym, decision),
        moment=_when(turn, flow),
        library=turn.runtime.library,
        zone=ZoneInfo(turn.person.zone),
        room=turn.runtime.abilities.room,
    )


def _when(turn: Turn, flow: str) -> Callable[[str, datetime], datetime]:
    named = own_rhythm.moments(turn.db, turn.person)

    def moment(name: str, at: datetime) -> datetime:
        if name != NEXT_REFLECTION:
            return named(name, at)
        following = reflection.next_moment(turn, flow)
        if following is None:
            raise LookupError("no reflection is in sight")
        return following

    return moment


def _keep(turn: Turn, recorder: EventRecorder, sprint: Sprint, had_wakeups: bool = False) -> None:
    _write(turn, recorder, sprint, had_wakeups)
    if recorder.trial:
        _do_not_wait(turn, recorder, sprint)


def _write(turn: Turn, recorder: EventRecorder, sprint: Sprint, had_wakeups: bool = False) -> None:
    session = sprint.session
    body = engine_session.to_json(session)
    # Rows of the session first: everything that follows points at it.
    stamp = sessions.save(
        turn.db, turn.person.id, recorder.session_id, was=recorder.stamp, status=session.status, body=body, now=turn.now
    )
    if stamp is None:
        raise ConcurrentTurn(str(ConcurrentTurn.__doc__))
    recorder.stamp = stamp
    recorder.apply(sprint.events)
    due = [] if recorder.trial and not (session.wait and session.wait.call) else _moments(session)
    if had_wakeups:
        sessions.wake(turn.db, recorder.session_id, stamp, due)
    else:
        for kind, due_at in due:
            sessions.wake_later(turn.db, recorder.session_id, stamp, kind, due_at)
    if turn.heard is not None and _ended_silently(sprint):
        turn.say("flow.noted")
    if (
        not recorder.trial
        and turn.person.status == Status.ACTIVE
        and any(_bears_on_rhythm(event) for event in sprint.events)
    ):
        participation.refresh(turn)
    for event in sprint.events:
        if isinstance(event, Finished):
            _after(turn, recorder, event, session)
        elif isinstance(event, Paused) and _interrupts(turn, recorder, session):
            _come_back(turn)


def _bears_on_rhythm(event: Event) -> bool:
    return isinstance(event, Remembered) and event.name in _OF_THE_RHYTHM


class ConcurrentTurn(Exception):
    """Another turn moved this session on first; this one is done again from the start."""


def _do_not_wait(turn: Turn, recorder: EventRecorder, sprint: Sprint) -> None:
    """Tell of a pause in a trial and leave it out; nothing is sent to another program there."""
    for _ in range(_MOST_PAUSES):
        wait = sprint.session.wait
        if wait is None or wait.answer or wait.until is None:
            return
        if not wait.call:
            until = wait.until.astimezone(ZoneInfo(turn.person.zone))
            turn.say("trial.pause", at=turn.voice.moment(until))
        elif any(isinstance(event, Called) and event.body for event in sprint.events):
            turn.say("trial.call")
        else:
            return  # a question to another program is asked in a trial too
        so_far = sprint.session
        sprint = _watched(recorder.flow, lambda: engine.resume(so_far, Timeout(), world(turn)))  # noqa: B023 - run at once
        _write(turn, recorder, sprint)


def _after(turn: Turn, recorder: EventRecorder, finished: Finished, session: Session) -> None:
    if recorder.trial:
        sessions.discard(turn.db, recorder.session_id)
        turn.say("trial.ends")
        _offer_to_go_back(turn)
        return
    if recorder.flow == welcoming.FLOW and finished.status == SessionStatus.COMPLETED:
        participation.activate(turn)
    if finished.outcome == "stop_all":
        participation.stop(turn)
    elif finished.status != SessionStatus.EXPIRED and _interrupts(turn, recorder, session):
        _come_back(turn)
    elif turn.heard is None:
        _take_up_again(turn)
    else:
        _offer_to_go_back(turn)


def _interrupts(turn: Turn, recorder: EventRecorder, session: Session) -> bool:
    """Say whether this came in between something else, which is resumed by itself."""
    if recorder.nudge_id is None:
        return False
    try:
        return turn.runtime.library.version(session.flow, session.version).policy != "wait"
    except UnknownFlow:
        return False


def _parked(turn: Turn) -> StoredSession | None:
    """Find what the person left for something else; after a stop nothing."""
    stopped = turn.person.status in (Status.STOPPED, Status.ENDED)
    return None if stopped else sessions.parked(turn.db, turn.person.id)


def _take_up_again(turn: Turn) -> None:
    """Open again, without a word, what was left: its message with the buttons is still there."""
    parked = _parked(turn)
    if parked is not None:
        take_up(turn, parked)


def _come_back(turn: Turn) -> None:
    """Take up what was interrupted and ask its question again."""
    parked = _parked(turn)
    if parked is not None and _asks(parked):
        turn.say("flow.going_back", title=title(turn, parked.flow))
        _ask_again(turn, parked)


def _offer_to_go_back(turn: Turn) -> None:
    """Offer what somebody was in the midst of; an invitation to which nobody came only stands open again."""
    parked = _parked(turn)
    if parked is None:
        return
    if is_invitation(turn, parked):
        take_up(turn, parked)
        return
    shown = references.refer(turn.db, references.ReferenceKind.SESSION, turn.person.id, parked.id)
    back, leave = turn.button("flow.yes_back", "resume", shown), turn.button("flow.no_back", "drop", shown)
    turn.say("flow.go_back", [[back, leave]], title=title(turn, parked.flow))


def title(turn: Turn, name: str) -> str:
    """Give the title of a flow as the person sees it."""
    flow = turn.runtime.library.flow(name)
    return flow.titles.get(turn.person.language, flow.title)


def _park_current(turn: Turn) -> None:
    current = sessions.current(turn.db, turn.person.id)
    if current is None:
        return
    if current.trial:
        turn.clear(current.shown_ref)
        sessions.discard(turn.db, current.id)
    elif _asks(current):
        sessions.mark(turn.db, current.id, sessions.PARKED, turn.now)


def _asks(stored: StoredSession) -> bool:
    wait = engine_session.from_json(stored.body).wait
    return wait is not None and wait.answer


def _moments(session: Session) -> list[tuple[str, datetime]]:
    wait = session.wait
    if wait is None:
        return []
    moments = []
    if wait.remind_at is not None:
        moments.append(("remind", wait.remind_at))
    if wait.until is not None:
        moments.append(("timeout", wait.until))
    return moments


def _has_moments(session: Session) -> bool:
    return session.wait is not None and (session.wait.remind_at is not None or session.wait.until is not None)
