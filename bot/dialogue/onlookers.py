"""Tells the members of a team when another may look at what is published of it, or somebody no longer may."""

from datetime import datetime

from bot.base import outgoing
from bot.base.outgoing import OutgoingKind
from bot.base.voice import Voice
from bot.rhythm import own_rhythm
from bot.turns.runtime import Runtime
from nudges import availability
from nudges.person import Status
from store import outbox, people, teams
from store.database import Transaction
from store.outbox import Priority
from store.people import Person, Role


def came(db: Transaction, runtime: Runtime, team: int, role: Role, newcomer: int, now: datetime) -> None:
    """Say that a lead or coach came; an employee looks at nothing."""
    _tell(db, runtime, team, role, newcomer, now, "came")


def leaves(db: Transaction, runtime: Runtime, person: int, now: datetime) -> None:
    """Say that this person, who is about to leave all teams, may not look at those they lead or coach any more."""
    for place in people.memberships(db, person):
        _tell(db, runtime, place.team_id, place.role, person, now, "left")


def _tell(
    db: Transaction, runtime: Runtime, team: int, role: Role, onlooker: int, now: datetime, what: str
) -> None:  # fmt: skip
    """Whoever looks at a team also sees it with the teams below it: their members are told as well."""
    if role == Role.EMPLOYEE:
        return
    name = next(each.name for each in teams.every(db) if each.id == team)
    members = [one for each in sorted(teams.below(db, team)) for one in people.members(db, each, Role.EMPLOYEE)]
    for number in sorted({member.person_id for member in members} - {onlooker}):
        _put(db, runtime, people.by_id(db, number), f"onlooker.{what}.{role}", name, now)


def _put(db: Transaction, runtime: Runtime, person: Person, key: str, team: str, now: datetime) -> None:
    opening = availability.next_opening(own_rhythm.of(db, person), now)
    if person.status != Status.ACTIVE or opening is None:
        return  # they take no part now, or nobody knows when they are back
    text = Voice(runtime.texts, person.language, person.tone).say(key, team=team)
    outbox.put(
        db, person.id, OutgoingKind.MESSAGE, outgoing.message(text), now, priority=Priority.NUDGE, not_before=opening
    )  # fmt: skip
