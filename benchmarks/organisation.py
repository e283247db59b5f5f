"""A made-up organisation with years of answers behind it, put into the database in bulk."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from sqlalchemy import text

from bot.channels.telegram.address import address_of
from nudges.person import Status
from nudges.reflection import WEEKLY, Level
from store import leaves, people, teams
from store.database import Transaction
from store.leaves import Content, Given
from store.people import Role

MEMBERS = 12  # in a team, and a lead beside them
BEGINS = date(2026, 1, 5)  # a Monday on which a block of four weeks opens
FIRST_CHAT = 800_000_000
_COLUMNS = "id, person_id, session_id, nudge_id, first_on, last_on, sealed, words_gone"
_OWN = ("plek", "plan_ging", "automatisch")  # answers of a reflection that nobody else sees
_WEEKLY = (*WEEKLY.values(), "dilemma")
A_WEEK = len(_WEEKLY) + len(_OWN)  # answers of one person


@dataclass(frozen=True, slots=True)
class Organisation:
    """The leads' and the members' numbers, by team."""

    teams: Sequence[int]
    leads: Sequence[int]
    members: Sequence[Sequence[int]]


def settle(db: Transaction, count: int, now: datetime) -> Organisation:
    """So many teams side by side, each with a lead."""
    numbers, leads, members = [], [], []
    for index in range(count):
        team = teams.add(db, f"Team {index + 1:04}", now).id
        first = FIRST_CHAT + index * (MEMBERS + 1)
        numbers.append(team)
        leads.append(_seat(db, first, team, Role.LEAD, now))
        members.append([_seat(db, first + each, team, Role.EMPLOYEE, now) for each in range(1, MEMBERS + 1)])
    return Organisation(numbers, leads, members)


def _seat(db: Transaction, chat: int, team_id: int, role: Role, now: datetime) -> int:
    person = people.add(db, address_of(chat), now, language="nl", zone="Europe/Amsterdam").id
    people.join(db, person, team_id, role, now)
    people.change(db, person, status=Status.ACTIVE)
    return person


def reflect(db: Transaction, organisation: Organisation, weeks: range, seed: int) -> None:
    """Everybody's weekly reflections in these weeks, past the library: ten million answers."""
    rows = _rows(db, organisation, weeks, Random(seed))  # noqa: S311 - made-up answers
    driver: Any = db.connection.connection.driver_connection
    if db.postgres:
        with driver.cursor() as cursor, cursor.copy(f"COPY leaf ({_COLUMNS}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        db.connection.execute(text("SELECT setval(pg_get_serial_sequence('leaf', 'id'), max(id)) FROM leaf"))
    else:
        marks = ", ".join("?" * len(_COLUMNS.split(",")))
        driver.executemany(f"INSERT INTO leaf ({_COLUMNS}) VALUES ({marks})", rows)  # noqa: S608 - our own names


def answers(organisation: Organisation, weeks: range) -> int:
    """How many answers everybody's reflections of these weeks hold."""
    return len(organisation.teams) * MEMBERS * len(weeks) * A_WEEK


def _rows(db: Transaction, organisation: Organisation, weeks: range, chance: Random) -> Iterator[tuple[Any, ...]]:
    number = db.next_number("leaf")
    for week in weeks:
        at = datetime.combine(BEGINS + timedelta(weeks=week, days=3), time(14, 31), UTC)
        day = at.date() if db.postgres else at.date().isoformat()
        for person in (one for team in organisation.members for one in team):
            yield number, person, None, None, day, day, leaves.sealed(db, number, person, _content(at, chance)), False
            number += 1


def _content(at: datetime, chance: Random) -> Content:
    levels = [level.value for level in Level]
    answers = []
    for visit, name in enumerate((*_WEEKLY, *_OWN)):
        counts = name in _WEEKLY
        level, seen_by = (chance.choice(levels), "team") if counts else (None, "self")
        answers.append(Given(name, name, visit, "choice", "x", level, seen_by, False, False, leaves.stamp(at)))
    return Content("weekreflectie", answers)
