"""What somebody is given when they ask for everything, and what is left when they ask to be forgotten."""

import html
import json
from dataclasses import asdict
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import SQLModel

from bot.base.outgoing import Paper
from bot.channels.telegram.address import address_of
from bot.dialogue import dossier
from bot.turns.runtime import Runtime
from nudges.closure import Outcome
from nudges.disclosure import DisclosureRules
from nudges.lifecycle import NudgeAct
from nudges.person import Away
from store import absences, agenda, answers, people, schedules, sharing, steering, tables
from store.database import Transaction
from store.dossier import ABOUT_NOBODY, KEPT_BACK
from store.people import Role
from store.steering_log import LogPlace
from tests.bot import building
from tests.bot.phones import Street, moves_in

NOT_ABOUT_THEM = {
    "chat_hash",
    "token_hash",
    "code_hash",
    "update_key",
    "stamp",
    "message",
    "digest",
    "hash",
    "forgotten",
}


@pytest.fixture
def anna(street: Street, town: building.Town) -> tuple[int, int]:
    """Anna, after a conversation, weeks of answers and a prompt: (person, chat)."""
    runtime = street.runtime
    runtime.clock.move_to(building.START)
    person, chat = runtime.database.call(moves_in, town.counter, Role.EMPLOYEE, building.START)
    street.says(chat, "/plan")
    runtime.database.call(_history, person, town.daan)
    return person, chat


def _history(db: Transaction, person: int, other: int) -> None:
    for week in range(60):
        at = building.START + timedelta(weeks=week)
        building.reflect(db, person, at, waarom="high", resultaat="mid", vooruit="low", samen=None)
        building.promise(db, person, at, f"Mijn eigen belofte {week} " + "over de wachttijd " * 20)
    building.promise(db, other, building.START, "Een belofte van Daan")


def _made(db: Transaction, runtime: Runtime, person: int) -> Paper:
    return dossier.make(db, runtime.texts, runtime.library, person, runtime.clock.now(), runtime.abilities.room)


def _rows(db: Transaction, person: int) -> dict[str, int]:
    """Rows about the person, counted by walking every table."""
    who = people.by_id(db, person)
    own_hash = db.execute(select(tables.PersonRow.chat_hash).where(tables.PersonRow.id == person)).scalar_one()  # type: ignore[call-overload]  # SQLModel's columns
    keys = {"person_id": person, "pseudonym": who.pseudonym, "chat_hash": own_hash, "actor": who.audit_key}
    counted = {}
    for table in SQLModel.metadata.sorted_tables:
        own = table.c.id == person if table is tables.table(tables.PersonRow) else None
        for name, value in keys.items():
            if own is None and name in table.c:
                own = table.c[name] == value
        if own is not None and (count := len(db.execute(table.select().where(own)).all())):
            counted[table.name] = count
    return counted


def test_the_file_holds_every_row_about_somebody(street: Street, anna: tuple[int, int]) -> None:
    """All tables, all rows, all columns that say something, and nothing that stays sealed."""
    db, (person, _) = street.runtime.database, anna
    paper = db.call(_made, street.runtime, person)
    held = json.loads(paper.content)
    del held["in_words"]
    assert db.call(_rows, person) == {name: len(rows) for name, rows in held.items()}
    assert {"person", "membership", "schedule", "session", "leaf", "act"} <= held.keys()
    for name, rows in held.items():
        columns = {column.name.removesuffix("_sealed") for column in SQLModel.metadata.tables[name].columns}
        assert columns - NOT_ABOUT_THEM - ({"sealed"} if name == "inbox" else set()) == set(rows[0])
    assert b"cannot be opened" not in paper.content
    assert b"Mijn eigen belofte 59" in paper.content


def test_every_table_is_in_it_or_is_about_nobody() -> None:
    """A new table with a person in it is held in the file, or somebody says why nobody is in it."""
    ways = {"person_id", "pseudonym", "chat_hash", "actor"}
    about = {str(table.name) for table in SQLModel.metadata.sorted_tables if ways & set(table.c.keys())}
    assert set(ABOUT_NOBODY) == {str(table.name) for table in SQLModel.metadata.sorted_tables} - about
    assert all(ABOUT_NOBODY.values())


def test_what_is_held_is_told_in_the_words_that_were_seen(street: Street, anna: tuple[int, int]) -> None:
    """Question and label stand beside each code; each message that the bot began has a line with what became of it."""
    person, chat = anna
    street.says(chat, "/reflectie")
    for label in ("Overleg", "Gevraagd"):
        if label in street.labels(chat):
            street.presses(chat, label)
    street.runtime.database.call(_all_kinds, person)
    paper = street.runtime.database.call(_made, street.runtime, person)
    held = json.loads(paper.content)
    in_words, text = held["in_words"], "\n".join(paper.messages)
    every = street.runtime.database.call(answers.every, person)
    assert [one.value for one in every] == [one["value"] for one in in_words["answers"]]
    assert all(one["question"].strip() and one["when"] and one["answer"] for one in in_words["answers"])
    assert "Gevraagd" in [one["answer"] for one in in_words["answers"]]
    assert len(held["nudge"]) == len(in_words["nudges"])
    for key in ("settings", "plans", "acts", "nudges", "shared", "away", "windows", "places"):
        assert in_words[key], key
        assert "acts" == key or in_words[key][-1] in html.unescape(text)
    assert any(
        line.endswith("Weekreflectie, ongeveer een minuut: niet verstuurd: je hebt pauze")
        for line in in_words["nudges"]
    )
    assert "Iets om te delen & meer (voor je leidinggevende, met de naam Anna)" in in_words["shared"]


def _all_kinds(db: Transaction, person: int) -> None:
    """What a conversation does not leave by itself."""
    now, (place,) = building.START, people.memberships(db, person)
    steering.make_plan(db, person, {"cue": "ik bel", "response": "luister ik"}, now, LogPlace(0, "plan"))
    sharing.share(db, place, Role.LEAD, "Iets om te delen & meer", "Anna", LogPlace(0, "delen"), now, now)
    absences.add(db, person, Away(now.date(), now.date() + timedelta(days=4)))
    rhythm_of = next(one for one in schedules.of_person(db, person) if one.flow == "weekreflectie")
    schedules.plan(db, rhythm_of, now + timedelta(days=3), now + timedelta(days=10))
    (nudge,) = agenda.of_person(db, person, now)
    agenda.move(db, nudge.id, NudgeAct.SKIP, reason="paused", settled_at=now)
    window = tables.table(tables.WindowRow)
    opens = {"opens_on": now.date(), "closes_on": now.date() + timedelta(days=28), "publish_at": now}
    frozen = json.dumps({"rules": asdict(DisclosureRules())})
    values = {"team_id": place.team_id, "kind": "content", "thresholds": frozen, **opens}
    inserted = db.execute(window.insert().values(values).returning(window.c.id))
    db.execute(tables.table(tables.WindowMemberRow).insert().values(window_id=inserted.scalar_one(), person_id=person))


TOLD_AS = {
    "person": "settings",
    "membership": "places",
    "invitation": "places",
    "away": "away",
    "leaf": "answers",
    "act": "acts",
    "shareditem": "shared",
    "nudge": "nudges",
    "windowmember": "windows",
    "audit": "audit",
    "inbox": "set_aside",
    "joinattempt": "attempts",
    "buddy": "buddies",
    "buddycode": "buddies",
}
IN_THE_FILE_ALONE = {
    "session": "the state of a conversation; its answers are told",
    "keyboard": "buttons that still stand in the chat",
    "call": "what is on its way to another program, shown before it went",
    "schedule": "when the bot speaks; what it planned is told",
    "sharedview": "that they were shown something of a colleague's; whose is not theirs to have",
    "handover": "that an item is in their hands to answer; whose is not theirs to have",
    "digest": "how often a lead's message comes; /maandag shows it",
    "decision": "what chance decided; /waaromnu words it",
    "decisionoutcome": "what came of that",
    "outbox": "what is on its way to this chat",
    "signin": "that a link to the page was made, and until when it works",
    "websession": "that a browser signed in, and until when",
}
"""Tables about people that are in the file and not in its words, each with its reason."""


def test_every_table_about_a_person_is_told_in_words_or_has_a_reason() -> None:
    """A new table is not there before somebody says how it reads, or why it need not."""
    about = {str(table.name) for table in SQLModel.metadata.sorted_tables} - ABOUT_NOBODY.keys()
    assert about == TOLD_AS.keys() | IN_THE_FILE_ALONE.keys()
    assert all(IN_THE_FILE_ALONE.values())


def test_every_column_that_is_kept_back_has_a_reason() -> None:
    """Whatever else a row about somebody holds stands in the file, whoever adds it."""
    columns = {str(name) for table in SQLModel.metadata.sorted_tables for name in table.columns.keys()}  # noqa: SIM118 - a collection of columns
    assert KEPT_BACK.keys() <= columns
    assert NOT_ABOUT_THEM - {"message"} == KEPT_BACK.keys() - {"message_sealed"}
    assert all(KEPT_BACK.values())


def test_a_second_step_comes_first(street: Street, anna: tuple[int, int]) -> None:
    """Nothing is shown to whoever looks along; a no shows nothing, a yes is in the audit and in the dossier itself."""
    _, chat = anna
    street.says(chat, "/mijngegevens")
    assert "Kijkt er niemand mee?" in street.texts(chat)[-1]
    street.presses(chat, "Niet nu")
    assert [] == [kind for to, kind, _, _ in street.deliveries if to == chat and kind == "dossier"]
    street.says(chat, "/mijngegevens")
    street.presses(chat, "Laat zien")
    assert ["dossier"] == [kind for to, kind, _, _ in street.deliveries if to == chat and kind == "dossier"]
    paper = street.runtime.database.call(_made, street.runtime, anna[0])
    assert "je vroeg je gegevens op" in "\n".join(paper.messages)
    assert ["export own data"] == [row["event"] for row in json.loads(paper.content)["audit"]]


def test_nobody_else_is_in_it(street: Street, anna: tuple[int, int], town: building.Town) -> None:
    """No key, no chat and no word of another person."""
    paper = street.runtime.database.call(_made, street.runtime, anna[0])
    others = [street.runtime.database.call(people.by_id, one) for one in (town.anna, town.bram, town.carla, town.daan)]
    text = paper.content.decode() + "".join(paper.messages)
    assert not [one for one in others if one.pseudonym in text or one.audit_key in text]
    assert "belofte van Daan" not in text


def test_a_promise_says_how_it_was_closed(street: Street, anna: tuple[int, int]) -> None:
    """Kept, not needed any more, or still open; a character of HTML stays what it was."""
    db, (person, _) = street.runtime.database, anna
    for outcome in (Outcome.DONE, Outcome.NOT_NEEDED, None):
        db.call(_promised, person, outcome)
    text = "\n".join(db.call(_made, street.runtime, person).messages)
    said = ["A &lt; B None", "A &lt; B done (nagekomen)", "A &lt; B not_needed (niet meer nodig)"]
    assert said == sorted(line.partition(" · ")[2] for line in text.splitlines() if "A &lt; B" in line)


def _promised(db: Transaction, person: int, outcome: Outcome | None) -> None:
    building.promise(db, person, building.START, f"A < B {outcome}")
    if outcome is not None:
        newest = steering.open_promises(db, person)[-1]
        assert steering.close_promise(db, person, newest.id, outcome, building.START, LogPlace(0, "beloofd"))


def test_messages_fit_in_telegram(street: Street, anna: tuple[int, int]) -> None:
    """However long somebody took part; each of them says something."""
    paper = street.runtime.database.call(_made, street.runtime, anna[0])
    assert len(paper.messages) > 1
    for text in paper.messages:
        assert 0 < len(text.encode("utf-16-le")) // 2 <= 4096


def test_being_forgotten_leaves_nothing(street: Street, anna: tuple[int, int]) -> None:
    """After /verwijder no row leads to them; no line of the audit trail says which others are of the same person."""
    db, (person, chat) = street.runtime.database, anna
    who = db.call(people.by_id, person)
    chat_hash = db.call(people.chat_hash, address_of(chat))
    street.says(chat, "/verwijder")
    ended = street.presses(chat, street.labels(chat)[0])
    assert ended.farewell
    assert [] == db.call(_traces, {who.pseudonym, chat_hash}, person)
    assert [] == db.call(_traces, {who.audit_key}, person)


def _traces(db: Transaction, keys: set[str], person: int) -> list[tuple[str, str]]:
    traces = []
    for table in SQLModel.metadata.sorted_tables:
        for row in db.execute(table.select()).mappings():
            traces += [(str(table.name), str(name)) for name, value in row.items() if _leads(name, value, keys, person)]
    return traces


def _leads(name: Any, value: Any, keys: set[str], person: int) -> bool:
    return value in keys if isinstance(value, str) else name == "person_id" and value == person
