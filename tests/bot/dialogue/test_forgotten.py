"""Whoever is forgotten is gone from rows, from the trail and from memory; whoever left goes when their time is over."""

import gc
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import SQLModel

from bot.base.incoming import HeardKind
from bot.clockwork import rounds
from bot.dialogue import participation
from bot.rhythm import own_rhythm
from bot.turns.runtime import Runtime
from bot.turns.turn import Turn
from store import audit, invitations, people, tables
from store.database import Transaction
from store.people import Person, Role
from tests import addresses
from tests.bot import building
from tests.bot.building import Town
from tests.bot.phones import Street, moves_in

CHAT = 5_123_456_789


def _joins(runtime: Runtime, town: Town, street: Street) -> tuple[Person, str]:
    """Anna comes in by a code, reads the welcome, and looks at what she can."""
    handle, code = runtime.database.call(invitations.issue, town.counter, Role.EMPLOYEE, runtime.clock.now())
    runtime.clock.move_to(runtime.clock.now() + timedelta(hours=5))
    street.says(CHAT, f"/start {code}")
    street.says(CHAT, "/mijngegevens")
    street.presses(CHAT, "Laat zien")
    anna = runtime.database.call(lambda db: addresses.by_chat(db, CHAT))
    assert anna is not None
    return anna, handle


def _forgets(street: Street) -> None:
    street.says(CHAT, "/verwijder")
    assert street.presses(CHAT, street.labels(CHAT)[0]).farewell


def test_no_line_leads_from_a_handle_to_what_was_done(runtime: Runtime, town: Town) -> None:
    """With the list of who got which handle, the database and its key: no name and no moment in common."""
    street = Street(runtime)
    anna, handle = _joins(runtime, town, street)
    lines = [line for line in runtime.database.call(audit.lines) if line.actor == anna.audit_key]
    assert {"join"} < {line.event for line in lines}
    assert handle not in {line.subject for line in lines}
    _forgets(street)
    invitation = tables.table(tables.InvitationRow)
    row = runtime.database.call(lambda db: db.execute(select(invitation).where(invitation.c.handle == handle)).one())
    trail = runtime.database.call(audit.lines)
    assert (None, row.created_at) == (row.person_id, row.used_at)
    assert row.used_at not in {line.at for line in trail}
    assert not [line for line in trail if anna.audit_key in (line.actor, line.subject)]
    assert runtime.database.call(audit.verify) is None


def test_nothing_in_memory_holds_who_was_forgotten(runtime: Runtime, town: Town) -> None:
    """Neither their settings nor the number of their chat stays in the process, in whatever cache."""
    street = Street(runtime)
    anna, _ = _joins(runtime, town, street)
    runtime.database.call(own_rhythm.of, anna)
    assert list(_held(anna.pseudonym)), "the search is blind"
    assert list(_numbers())
    _forgets(street)
    street.deliveries.clear()
    pseudonym = anna.pseudonym
    del anna
    assert [] == list(_held(pseudonym))
    assert [] == list(_numbers())


def _held(pseudonym: str) -> Iterator[Any]:
    """What is alive and says who somebody is: a person, or what the rules know of one."""
    gc.collect()
    for alive in gc.get_objects():
        if isinstance(alive, Person) and alive.pseudonym == pseudonym:
            yield alive


def _numbers() -> Iterator[Any]:
    """What is alive and holds the number of the chat; the code of this test does too, as a constant."""
    gc.collect()
    for alive in gc.get_objects():
        held = (
            [*alive.keys(), *alive.values()]
            if type(alive) is dict
            else alive
            if type(alive) in (tuple, list, set)
            else ()
        )
        if any(type(part) is int and part == CHAT for part in held) and alive is not globals():
            yield alive


@pytest.mark.parametrize("way", ["ended", "stopped", "blocked"])
def test_who_left_is_gone_when_their_time_is_over(runtime: Runtime, town: Town, way: str) -> None:
    """Three years later no row of any table leads to them; a year later it still does, and others stay."""
    street = Street(runtime)
    now = building.START
    runtime.clock.move_to(now)
    (person, chat), (stays, _) = (runtime.database.call(moves_in, town.counter, Role.EMPLOYEE, now) for _ in range(2))
    street.says(chat, "/reflectie")
    if way == "blocked":
        street.hears(chat, HeardKind.BLOCKED)
    else:
        leave = participation.end if way == "ended" else participation.stop
        runtime.database.call(lambda db: leave(Turn(db, runtime, people.by_id(db, person), now)))
    _purge(runtime, days=300)
    assert "person" in runtime.database.call(_leading_to, person)
    _purge(runtime, days=3 * 365)
    assert set() == runtime.database.call(_leading_to, person)
    assert {"person", "membership", "schedule"} <= runtime.database.call(_leading_to, stays)


def _purge(runtime: Runtime, days: int) -> None:
    while runtime.database.call(rounds.purge, runtime, building.START + timedelta(days=days)):
        pass


def _leading_to(db: Transaction, person: int) -> set[str]:
    table_names = set()
    for table in SQLModel.metadata.sorted_tables:
        column = table.c.id if table is tables.table(tables.PersonRow) else table.c.get("person_id")
        if column is not None and db.execute(select(column).where(column == person)).first():
            table_names.add(str(table.name))
    return table_names
