"""Whoever holds the file and not the key cannot tell two people apart by what they chose."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update
from sqlmodel import SQLModel

from bot.turns.runtime import Runtime
from flows import session as engine_session
from nudges.reflection import Level
from store import answers, people, sessions, steering, tables
from store.database import Transaction
from store.people import Role
from store.steering_log import LogPlace
from tests.bot import building
from tests.bot.building import Town
from tests.bot.phones import Street, moves_in

# Names by chance, and numbers that go up with whatever anybody does: they say whose a row is, not what was chosen.
BY_CHANCE = {
    "id",
    "person_id",
    "session_id",
    "nudge_id",
    "schedule_id",
    "decision_id",
    "pseudonym",
    "audit_key",
    "stamp",
}
BY_CHANCE |= {"chat_hash", "digest", "hash"}

LOW = ["Nu", "Balie of telefoon", "Niet bij stilgestaan", "De procedure", "Na een klacht of vraag", "Niemand", "Klaar"]
HIGH = ["Nu", "Overleg", "Gevraagd en er iets mee gedaan", "Regels én resultaat gewogen", "Al bij de voorbereiding"]
HIGH += ["Een andere afdeling", "Klaar", "Ja, dat botste"]
QUIET = ["Nu", "Geen moment"]
KEPT, MISSED, AWAY = ["Eén keer", "Het scheelde werk"], ["Niet", "Vergeten"], ["Het moment was er niet"]
GOAL = {"cue": "ik een besluit schrijf", "response": "bel ik eerst"}
WAYS = {
    "low or high": ([*KEPT, *LOW], [*KEPT, *HIGH]),
    "a moment or none": ([*AWAY, *LOW], [*AWAY, *QUIET]),
    "this week or not": ([*KEPT, *LOW], ["Deze week niet"]),
    "a goal that was done or not": ([*KEPT, *LOW], [*MISSED, *LOW]),
    "a moment for the goal or none": ([*KEPT, *LOW], [*AWAY, *LOW]),
    "everything passed over": ([*KEPT, *LOW], [*AWAY, "Nu", "Overslaan"]),
}


@pytest.mark.parametrize("way", WAYS)
def test_what_was_chosen_shows_in_no_column_length_or_number(runtime: Runtime, town: Town, way: str) -> None:
    """Five weeks of two people who chose differently: table by table their rows look the same."""
    runtime.clock.move_to(building.START)
    street = Street(runtime)
    pair = [runtime.database.call(moves_in, town.counter, Role.EMPLOYEE, building.START) for _ in range(2)]
    for person, _ in pair:
        runtime.database.call(steering.make_plan, person, GOAL, building.START, LogPlace(person, "leg_vast"))
    for week in range(5):
        street.at(building.START + timedelta(weeks=week, days=4))
        for (person, chat), wishes in zip(pair, WAYS[way], strict=True):
            _answers(street, person, chat, wishes)
    counts = [len(runtime.database.call(answers.every, person)) for person, _ in pair]
    chosen = [_chosen(runtime, person) for person, _ in pair]
    assert chosen[0] != chosen[1], f"they chose the same ({counts})"
    first, other = (runtime.database.call(_seen, person) for person, _ in pair)
    assert {"leaf", "session", "nudge"} <= {table for table, _ in first}
    assert first == other


def test_later_today_looks_like_now(runtime: Runtime, town: Town) -> None:
    """When both are done: who put it off, and who did not, differ in moments alone."""
    runtime.clock.move_to(building.START)
    street = Street(runtime)
    pair = [runtime.database.call(moves_in, town.counter, Role.EMPLOYEE, building.START) for _ in range(2)]
    street.at(building.START + timedelta(days=4))
    _answers(street, *pair[0], LOW)
    _answers(street, *pair[1], ["Morgen"])
    street.at(building.START + timedelta(days=8))  # the next working day is over
    _answers(street, *pair[1], ["Deze week niet"])
    first, other = (runtime.database.call(_seen, person, moments=False) for person, _ in pair)
    assert first == other


def test_a_value_put_in_another_s_place_is_refused_and_harms_nobody(runtime: Runtime, town: Town) -> None:
    """Without the key somebody copies Anna's leaf into Daan's row: nothing of hers opens there, and he goes on."""
    street = Street(runtime)
    (anna, chat), (daan, his) = (
        runtime.database.call(moves_in, town.counter, Role.EMPLOYEE, runtime.clock.now()) for _ in range(2)
    )
    for person, to in ((anna, chat), (daan, his)):
        street.says(to, "/reflectie")
        _answers(street, person, to, [*LOW, "Brief"])
    runtime.database.call(_swap, anna, daan)
    assert [] == runtime.database.call(answers.every, daan)
    street.says(his, "/reflectie")
    _answers(street, daan, his, HIGH)
    levels = {one.name: one.level for one in runtime.database.call(answers.every, daan)}
    assert Level.HIGH == levels["waarom"]


def _swap(db: Transaction, source: int, target: int) -> None:
    leaf = tables.table(tables.LeafRow)
    stolen = db.execute(leaf.select().where(leaf.c.person_id == source)).first()
    assert stolen is not None
    db.execute(update(leaf).where(leaf.c.person_id == target).values(sealed=stolen.sealed))


def _answers(street: Street, person: int, chat: int, wishes: Sequence[str]) -> None:
    """Press what is wished for as long as something is asked; write a sentence where nothing of it is offered."""
    for _ in range(40):
        stored = street.runtime.database.call(sessions.current, person)
        wait = None if stored is None else engine_session.from_json(stored.body).wait
        if wait is None or not wait.answer:
            return
        labels = street.labels(chat)
        before = len(street.deliveries)
        wished = [wish for wish in wishes if wish in labels and wish not in ("Klaar", "Overslaan")]
        last = [wish for wish in wishes if wish in labels]
        if wished:
            street.presses(chat, wished[0])
            if "Klaar" in street.labels(chat):
                street.presses(chat, "Klaar")
        elif last:
            street.presses(chat, last[-1])
        else:
            street.presses(chat, labels[0])
        assert len(street.deliveries) > before, labels
    raise AssertionError(f"it does not end: {street.texts(chat)[-3:]}")


def _chosen(runtime: Runtime, person: int) -> list[tuple[str, Any]]:
    return [(one.name, one.value) for one in runtime.database.call(answers.every, person)]


def _seen(db: Transaction, person: int, *, moments: bool = True) -> Counter[tuple[str, tuple[Any, ...]]]:
    """How often each row stands in the file, as somebody without the key reads it: of what is sealed, the length."""
    who = people.by_id(db, person)
    rows: Counter[tuple[str, tuple[Any, ...]]] = Counter()
    for table in SQLModel.metadata.sorted_tables:
        for row in db.execute(table.select()).mappings():
            mine = row.get("person_id") == person or row.get("pseudonym") == who.pseudonym
            if mine and table is not tables.table(tables.PersonRow):
                rows[str(table.name), tuple(_read(row, moments))] += 1
    return rows


def _read(row: Any, moments: bool) -> list[Any]:
    read = []
    for name, value in row.items():
        if name in BY_CHANCE or (not moments and name.endswith(("_at", "_on"))):
            continue
        read.append((name, len(value) if isinstance(value, bytes) else value))
    return read
