"""Lets people take part, pause and stop: changes the person, their rhythm and their open conversations together."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import structlog

from bot.dialogue import buddies, menu, onlookers
from bot.dialogue.nudge_kinds import registry
from bot.turns.turn import Turn
from flows.session import SessionStatus
from nudges.person import Away, Status
from nudges.taking_part import Transition
from store import absences, outbox, people, schedules, seats, sessions
from store.leavings import Left

_log = structlog.get_logger()


def activate(turn: Turn) -> None:
    """Let the person take part from now on; employees and leads get their rhythm."""
    take(turn, Transition.BEGIN, active_since=turn.now)
    refresh(turn)


def come_back(turn: Turn) -> None:
    """Let the person take part again, after a stop, a pause or an end; who never began goes on joining."""
    never_began = turn.person.active_since is None and turn.person.status != Status.ACTIVE
    if (
        take(turn, Transition.COME_BACK_JOINING)
        if never_began
        else take(turn, Transition.COME_BACK, active_since=turn.now)
    ):
        leave(turn, Left.BACK)
        _end_pause(turn)
        refresh(turn)


def unreachable(turn: Turn) -> None:
    """Note that the person blocked the bot: nothing is sent until they are heard again."""
    take(turn, Transition.LOSE)
    outbox.drop_waiting(turn.db, turn.person.id)


def reachable_again(turn: Turn) -> None:
    """Note that the person is heard again, and go on from where they were; who never began goes on joining."""
    if turn.person.active_since is None:
        take(turn, Transition.FIND_JOINING)
    elif take(turn, Transition.FIND, active_since=turn.now):
        refresh(turn)


def refresh(turn: Turn) -> None:
    """Bring agenda and menu in line with the person's settings and roles."""
    for kind in registry.KINDS.values():
        kind.settle(turn)
    menu.refresh(turn)


def pause(turn: Turn, weeks: int) -> None:
    """Send no prompts for so many weeks from today, 0: until they come back; what the person asks for still works.

    The days of it are no working days of theirs, so their programme goes on where it was.
    """
    pause_until(turn, turn.local_now.date() + timedelta(weeks=weeks) if weeks else None)


def pause_until(turn: Turn, ends: date | None) -> None:
    """Send no prompts before this day; None: until they come back."""
    last = None if ends is None else ends - timedelta(days=1)
    absences.pause(turn.db, turn.person.id, Away(turn.local_now.date(), last))
    refresh(turn)


def be_quiet_today(turn: Turn) -> None:
    """Begin nothing more today, which stays a working day; what the person asks for still works."""
    tomorrow = turn.local_now.date() + timedelta(days=1)
    change(turn, quiet_until=datetime.combine(tomorrow, time(0), ZoneInfo(turn.person.zone)))


def _end_pause(turn: Turn) -> None:
    change(turn, quiet_until=None)
    absences.end_pause(turn.db, turn.person.id, turn.local_now.date())


def stop(turn: Turn) -> None:
    """Send no prompts any more; what was said stays until it is erased or its time is over."""
    if take(turn, Transition.STOP):
        leave(turn, Left.STOPPED)
    buddies.leave(turn.db, turn.runtime, turn.person.id, turn.now)
    _end_pause(turn)
    _silence(turn)


def end(turn: Turn) -> None:
    """End the participation for the organisation: out of all teams, no prompts."""
    take(turn, Transition.END)
    leave(turn, Left.ENDED)
    buddies.leave(turn.db, turn.runtime, turn.person.id, turn.now)
    _end_pause(turn)
    onlookers.leaves(turn.db, turn.runtime, turn.person.id, turn.now)
    people.leave(turn.db, turn.person.id, turn.now)
    _silence(turn)


def leave(turn: Turn, left: Left) -> None:
    """Remember apart from the database how the person stands, in case a copy of before is put back one day."""
    try:
        turn.runtime.leavings.note(turn.db, turn.person.audit_key, left)
    except OSError as error:
        # Whoever leaves, leaves now; an operator reads here that a copy must not be put back as if this had not been.
        _log.error("who left could not be written down apart", action="free the disk", error=type(error).__name__)


def _silence(turn: Turn) -> None:
    schedules.switch(turn.db, turn.person.id, active=False)
    for stored in sessions.open_ones(turn.db, turn.person.id):
        turn.clear(stored.shown_ref)
        if stored.trial:
            sessions.discard(turn.db, stored.id)
            continue
        sessions.wake(turn.db, stored.id, stored.stamp, ())
        sessions.mark(turn.db, stored.id, SessionStatus.STOPPED, turn.now)


def take(turn: Turn, step: Transition, **values: object) -> bool:
    """Take a step of taking part; False, and nothing, where somebody's state does not allow it."""
    taken = people.move(turn.db, turn.person.id, step, **values)
    turn.person = people.by_id(turn.db, turn.person.id)
    if taken and turn.person.status == Status.ACTIVE:
        seats.take(turn.db, turn.person.id)
    return taken


def change(turn: Turn, **values: object) -> None:
    """Change some of the person's settings; `refresh` then brings the rhythm in line."""
    people.change(turn.db, turn.person.id, **values)
    turn.person = people.by_id(turn.db, turn.person.id)
