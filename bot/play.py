"""Plays flows with somebody: begins them, wakes them with what was said or with the clock, and keeps the session."""

from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from bot import facts, participation, rhythm
from bot.stage import DRAWS, Stage
from bot.turn import Turn
from flows import engine
from flows import session as engine_session
from flows.events import Finished
from flows.resumes import Resume
from flows.session import Session, SessionStatus
from flows.world import Sprint, Trigger, World
from nudges import policy
from nudges.person import Status
from store import sessions
from store.outbox import Priority
from store.sessions import Kept

TriggerKind = Literal["command", "nudge", "join", "flow", "trial"]


def begin(turn: Turn, name: str, kind: TriggerKind, *, nudge: int | None = None, promise: int | None = None) -> int:
    """Start a flow with the person; what was open is parked until this is done. Returns the session's number.

    `promise` is the one that a follow-up comes back on.
    """
    _park_current(turn)
    flow = turn.runtime.library.flow(name)
    known = facts.gather(turn, flow, prompted=kind == "nudge", promise=promise)
    row = sessions.reserve(turn.db, turn.person.id, name, flow.version, turn.now, nudge)
    person = turn.person
    trigger = Trigger(kind, person.language, person.tone, known, person.pseudonym)
    sprint = engine.start(flow, trigger, world(turn))
    stage = Stage(
        turn,
        row,
        name,
        sprint.session.sprint,
        nudge_id=nudge,
        priority=Priority.NUDGE if nudge is not None else Priority.REPLY,
    )
    _keep(turn, stage, sprint, was=-1)
    return row


def wake(
    turn: Turn, kept: Kept, resume: Resume, *, pressed: int | None = None, priority: Priority = Priority.REPLY
) -> None:
    """Give a session what it waits for. `pressed` is the message whose button was pressed."""
    before = engine_session.from_json(kept.body)
    sprint = engine.resume(before, resume, world(turn))
    stage = Stage(
        turn,
        kept.id,
        kept.flow,
        sprint.session.sprint,
        nudge_id=kept.nudge_id,
        shown=pressed if pressed is not None else kept.message_id,
        priority=priority,
    )
    if sprint.session == before:
        stage.apply(sprint.events)
    else:
        _keep(turn, stage, sprint, was=before.sprint, had_wakeups=_has_moments(before))


def go_on(turn: Turn) -> bool:
    """Ask the open question again, as a new message; False if nothing is open."""
    kept = sessions.current(turn.db, turn.person.id) or sessions.parked(turn.db, turn.person.id)
    if kept is None or not _asks(kept):
        return False
    take_up(turn, kept)
    before = engine_session.from_json(kept.body)
    sprint = engine.reask(before, world(turn))
    stage = Stage(turn, kept.id, kept.flow, sprint.session.sprint, nudge_id=kept.nudge_id, shown=kept.message_id)
    if sprint.session == before:
        stage.apply(sprint.events)
    else:
        _keep(turn, stage, sprint, was=before.sprint, had_wakeups=_has_moments(before))
    return True


def take_up(turn: Turn, kept: Kept) -> None:
    """Make this the conversation that is open; another that waits for an answer is parked."""
    current = sessions.current(turn.db, turn.person.id)
    if current is not None and current.id != kept.id:
        _park_current(turn)
    if kept.status == sessions.PARKED:
        sessions.mark(turn.db, kept.id, sessions.WAITING, turn.now)


def drop(turn: Turn, kept: Kept) -> None:
    """End a session without another word."""
    sessions.wake(turn.db, kept.id, kept.sprint, ())
    sessions.mark(turn.db, kept.id, SessionStatus.STOPPED, turn.now)


def world(turn: Turn) -> World:
    """What the engine may know of this turn."""
    return World(
        now=turn.now,
        chance=lambda decision: policy.chance(turn.db.keys.study, DRAWS, turn.person.pseudonym, decision),
        moment=lambda name, at: rhythm.moment(turn.db, turn.person, name, at),
        library=turn.runtime.library,
        zone=ZoneInfo(turn.person.zone),
    )


def _keep(turn: Turn, stage: Stage, sprint: Sprint, was: int, had_wakeups: bool = False) -> None:
    session = sprint.session
    body = engine_session.to_json(session)
    # Rows of the session first: everything that follows points at it.
    if not sessions.save(
        turn.db, stage.session_id, was, status=session.status, sprint=session.sprint, body=body, now=turn.now
    ):
        raise ConcurrentTurn(str(ConcurrentTurn.__doc__))
    stage.apply(sprint.events)
    due = _moments(session)
    if due or had_wakeups:
        sessions.wake(turn.db, stage.session_id, session.sprint, due)
    for event in sprint.events:
        if isinstance(event, Finished):
            _after(turn, stage, event)


class ConcurrentTurn(Exception):
    """Another turn moved this session on first; this one is done again from the start."""


def _after(turn: Turn, stage: Stage, finished: Finished) -> None:
    if stage.flow == participation.WELCOME and finished.status == SessionStatus.COMPLETED:
        participation.activate(turn)
    if finished.outcome == "stop_all":
        participation.stop(turn)
    elif stage.nudge_id is None or finished.status == SessionStatus.COMPLETED:
        _offer_to_go_back(turn)


def _offer_to_go_back(turn: Turn) -> None:
    parked = sessions.parked(turn.db, turn.person.id)
    if parked is None or turn.person.status == Status.STOPPED:
        return
    back = turn.button("flow.yes_back", "resume", str(parked.id))
    leave = turn.button("flow.no_back", "drop", str(parked.id))
    turn.say("flow.go_back", [[back, leave]], title=title(turn, parked.flow))


def title(turn: Turn, name: str) -> str:
    """What the person sees a flow called."""
    flow = turn.runtime.library.flow(name)
    return flow.titles.get(turn.person.language, flow.title)


def _park_current(turn: Turn) -> None:
    current = sessions.current(turn.db, turn.person.id)
    if current is None:
        return
    if _asks(current):
        sessions.mark(turn.db, current.id, sessions.PARKED, turn.now)


def _asks(kept: Kept) -> bool:
    wait = engine_session.from_json(kept.body).wait
    return wait is not None and wait.answer


def _moments(session: Session) -> list[tuple[str, datetime]]:
    wait = session.wait
    if wait is None:
        return []
    found = []
    if wait.remind_at is not None:
        found.append(("remind", wait.remind_at))
    if wait.until is not None:
        found.append(("timeout", wait.until))
    return found


def _has_moments(session: Session) -> bool:
    return session.wait is not None and (session.wait.remind_at is not None or session.wait.until is not None)
