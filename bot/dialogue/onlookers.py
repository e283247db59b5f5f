"""Tells the members of a team when another may look at what is published of it, or somebody no longer may."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from babel.lists import format_list

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


def came(db: Transaction, runtime: Runtime, team_id: int, role: Role, newcomer: int, now: datetime) -> None:
    """Say that a lead or coach came; an employee looks at nothing."""
    _tell(db, runtime, team_id, role, newcomer, now, "came")


def leaves(db: Transaction, runtime: Runtime, person_id: int, now: datetime) -> None:
    """Say that this person, who is about to leave all teams, may not look at those they lead or coach any more."""
    for place in people.memberships(db, person_id):
        _tell(db, runtime, place.team_id, place.role, person_id, now, "left")


def regrouped(db: Transaction, runtime: Runtime, before: Mapping[int, frozenset[int]], now: datetime) -> None:
    """Say that teams are published together or apart from the next windows on, or not at all any more.

    `before` is how they were published until now. Members of the teams below are in the figures of the whole.
    """
    after = teams.published_as(db)
    for team in sorted(before):
        group = after.get(team)
        if group != before[team]:
            key = "closed" if group is None else "together" if len(group) > 1 else "apart"
            _tell_members(db, runtime, frozenset({team}), f"onlooker.{key}", _names(db, group or {team}), now)


def _tell_members(
    db: Transaction, runtime: Runtime, concerned: Collection[int], key: str, names: Sequence[str], now: datetime,
    but: int | None = None,
) -> None:  # fmt: skip
    """Tell the employees of these teams and of the teams below them, each once."""
    whole = frozenset[int]().union(*(teams.below(db, team) for team in concerned))
    members = {member.person_id for team in whole for member in people.members(db, team, Role.EMPLOYEE)}
    for person_id in sorted(members - {but}):
        _put(db, runtime, people.by_id(db, person_id), key, names, now)


def _names(db: Transaction, wanted: Collection[int]) -> Sequence[str]:
    return [team.name for team in teams.every(db) if team.id in wanted]


def _tell(
    db: Transaction, runtime: Runtime, team_id: int, role: Role, onlooker: int, now: datetime, what: str
) -> None:  # fmt: skip
    """Tell the members of a team that somebody looks at it, and those of the teams below it or published with it: they
    are seen as well."""
    if role == Role.EMPLOYEE:
        return
    together = teams.published_as(db).get(team_id, frozenset({team_id}))
    _tell_members(db, runtime, together, f"onlooker.{what}.{role}", _names(db, {team_id}), now, but=onlooker)


def _put(db: Transaction, runtime: Runtime, person: Person, key: str, names: Sequence[str], now: datetime) -> None:
    opening = availability.next_opening(own_rhythm.of(db, person), now)
    if person.status != Status.ACTIVE or opening is None:
        return  # they take no part now, or nobody knows when they are back
    said = format_list(names, locale=person.language)
    text = Voice(runtime.texts, person.language, person.tone).say(key, team=said)
    outbox.put(
        db, person.id, OutgoingKind.MESSAGE, outgoing.message(text), now, priority=Priority.NUDGE, not_before=opening
    )  # fmt: skip
