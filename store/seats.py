"""Seats in teams: who joined has one until the next head count, so that leaving looks exactly like not answering.

Whoever stops, blocks the bot or is ended by the operator keeps their seat and answers nothing. Whoever is erased leaves
an empty one, a random number below zero in their place: in their teams, and in the windows that had counted them.
"""

import json
import secrets
from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import delete, exists, func, insert, select, update

from nudges.person import Status
from store import tables
from store.database import Transaction
from store.people import Role

_SEAT = tables.table(tables.SeatRow)
_TEAM = tables.table(tables.TeamRow)
_MEMBERSHIP = tables.table(tables.MembershipRow)
_PERSON = tables.table(tables.PersonRow)
_WINDOW = tables.table(tables.WindowRow)
_COHORT = tables.table(tables.WindowMemberRow)

_OF_EMPLOYEES = _MEMBERSHIP.c.role == Role.EMPLOYEE
_THERE = _MEMBERSHIP.c.until.is_(None)
_STAND_UP = _OF_EMPLOYEES & _THERE & ~_MEMBERSHIP.c.seat
_ACTIVE = exists().where((_PERSON.c.id == _MEMBERSHIP.c.person_id) & (_PERSON.c.status == Status.ACTIVE))
_BELOW = -(2**40)  # empty seats are far below zero, so that none is mistaken for anything else
_RANDOM_BITS = 50


def take(db: Transaction, person_id: int) -> None:
    """Give somebody who takes part a seat in each team that they work in."""
    db.execute(update(_MEMBERSHIP).where(_STAND_UP & (_MEMBERSHIP.c.person_id == person_id)).values(seat=True))


def take_all(db: Transaction, before: datetime) -> None:
    """Give everybody who takes part and joined before that moment a seat in each team that they work in."""
    db.execute(update(_MEMBERSHIP).where(_STAND_UP & (_MEMBERSHIP.c.since < before) & _ACTIVE).values(seat=True))


def empty(db: Transaction) -> Mapping[int, frozenset[int]]:
    """List the empty seats by team, as numbers below zero."""
    tokens: dict[int, set[int]] = {}
    for team, token in db.execute(select(_SEAT.c.team_id, _SEAT.c.token)):
        tokens.setdefault(team, set()).add(token)
    return {team: frozenset(numbers) for team, numbers in tokens.items()}


def leave_empty(db: Transaction, person_id: int) -> None:
    """Leave an empty seat wherever somebody was counted who is about to be erased; nothing leads from it to them."""
    token = _BELOW - secrets.randbits(_RANDOM_BITS)
    rows = db.execute(
        select(_MEMBERSHIP.c.team_id, _MEMBERSHIP.c.role, _MEMBERSHIP.c.seat).where(
            _MEMBERSHIP.c.person_id == person_id
        )
    )
    places = [(row.team_id, row.role, row.seat) for row in rows]
    looked = {team for team, role, _ in places if role != Role.EMPLOYEE}
    teams = {team for team, role, seat in places if role == Role.EMPLOYEE and seat} - looked
    if teams:
        db.execute(insert(_SEAT), [{"team_id": team, "token": token} for team in sorted(teams)])
    for window in db.execute(select(_COHORT.c.window_id).where(_COHORT.c.person_id == person_id)).scalars().all():
        _leave_in_window(db, window, token)


def _leave_in_window(db: Transaction, window_id: int, token: int) -> None:
    frozen = json.loads(db.execute(select(_WINDOW.c.thresholds).where(_WINDOW.c.id == window_id)).scalar_one())
    frozen["seats"] = sorted({*frozen.get("seats", ()), token})
    db.execute(update(_WINDOW).where(_WINDOW.c.id == window_id).values(thresholds=json.dumps(frozen, sort_keys=True)))


def number(db: Transaction, team_id: int) -> int:
    """Count how many seats a team has, whoever sits in them."""
    taken = select(func.count(func.distinct(_MEMBERSHIP.c.person_id)))
    taken = taken.where(_OF_EMPLOYEES & _MEMBERSHIP.c.seat & (_MEMBERSHIP.c.team_id == team_id))
    left = select(func.count()).select_from(_SEAT).where(_SEAT.c.team_id == team_id)
    return int(db.execute(taken).scalar_one()) + int(db.execute(left).scalar_one())


def note_head_count(db: Transaction, team_id: int, people: int, today: date) -> None:
    """Write down how many people the operator says work in the team."""
    db.execute(update(_TEAM).where(_TEAM.c.id == team_id).values(head_count=people, counted_on=today))


def clear(db: Transaction, team_id: int, people: int) -> None:
    """Leave as many seats of those who left as the head count has room for, from the windows that open next on."""
    of_team = _OF_EMPLOYEES & _MEMBERSHIP.c.seat & (_MEMBERSHIP.c.team_id == team_id)
    active = set(db.execute(select(_MEMBERSHIP.c.person_id).where(of_team & _THERE & _ACTIVE)).scalars())
    left = select(_MEMBERSHIP.c.person_id).where(of_team).distinct().order_by(_MEMBERSHIP.c.person_id)
    gone = [person for person in db.execute(left).scalars() if person not in active]
    erased = list(db.execute(select(_SEAT.c.id).where(_SEAT.c.team_id == team_id).order_by(_SEAT.c.id)).scalars())
    room = max(0, people - len(active))
    stood_up, taken_away = gone[room:], erased[max(0, room - len(gone)) :]
    if stood_up:
        db.execute(update(_MEMBERSHIP).where(of_team & _MEMBERSHIP.c.person_id.in_(stood_up)).values(seat=False))
    if taken_away:
        db.execute(delete(_SEAT).where(_SEAT.c.id.in_(taken_away)))
