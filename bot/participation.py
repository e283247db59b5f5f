"""Taking part, pausing, stopping: what changes with the person, their rhythm and their open conversations."""

from datetime import datetime

from bot import digest, menu, programme, rhythm, school
from bot.turn import Turn
from flows.session import SessionStatus
from nudges.person import Status
from store import agenda, outbox, people, sessions
from store.people import Role

WELCOME = "welkom"


def activate(turn: Turn) -> None:
    """From now on the person takes part; employees and leads get their rhythm."""
    change(turn, status=Status.ACTIVE, paused_until=None, active_since=turn.now)
    refresh(turn)


def unreachable(turn: Turn) -> None:
    """They blocked the bot: nothing is sent until they are heard again."""
    if turn.person.status in (Status.ACTIVE, Status.JOINING):
        change(turn, status=Status.UNREACHABLE)
    outbox.drop_waiting(turn.db, turn.person.id)


def reachable_again(turn: Turn) -> None:
    """They are heard again: on from where they were."""
    joining = any(kept.flow == WELCOME for kept in sessions.open_ones(turn.db, turn.person.id))
    change(turn, status=Status.JOINING if joining else Status.ACTIVE, active_since=turn.now)
    refresh(turn)


def refresh(turn: Turn) -> None:
    """Bring rhythm and menu in line with the person's settings and roles."""
    roles = people.roles(turn.db, turn.person.id)
    if Role.EMPLOYEE in roles and turn.person.status == Status.ACTIVE:
        rhythm.settle(turn.db, turn.person, turn.now)
    digest.settle(turn.db, turn.person, turn.now)
    if turn.person.status == Status.ACTIVE:
        school.settle(turn.db, turn.person, turn.now)
        programme.look(turn)
    menu.refresh(turn)


def pause(turn: Turn, until: datetime) -> None:
    """No prompts before `until`; what the person asks for still works."""
    change(turn, paused_until=until)


def stop(turn: Turn) -> None:
    """No prompts any more; what was said stays until it is erased or its time is over."""
    change(turn, status=Status.STOPPED, paused_until=None)
    _silence(turn)


def end(turn: Turn) -> None:
    """The organisation ends the participation: out of all teams, no prompts."""
    change(turn, status=Status.ENDED, paused_until=None)
    people.leave(turn.db, turn.person.id, turn.now)
    _silence(turn)


def _silence(turn: Turn) -> None:
    agenda.switch(turn.db, turn.person.id, active=False)
    for kept in sessions.open_ones(turn.db, turn.person.id):
        sessions.wake(turn.db, kept.id, kept.sprint, ())
        sessions.mark(turn.db, kept.id, SessionStatus.STOPPED, turn.now)


def change(turn: Turn, **values: object) -> None:
    """Change some of the person's settings; `refresh` then brings the rhythm in line."""
    people.change(turn.db, turn.person.id, **values)
    turn.person = people.by_id(turn.db, turn.person.id)
