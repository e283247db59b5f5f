"""/dagboek: what somebody answered can be read again, week by week, and reading changes nothing."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import select
from sqlmodel import SQLModel

from bot.base.incoming import HeardKind
from bot.turns.runtime import Runtime
from flows import session
from store import answers, audit, decisions, people, sessions
from store.answers import NewAnswer
from store.database import Transaction
from store.decisions import Decision, DecisionOutcome
from store.people import Role
from tests import addresses
from tests.bot import building, seasons
from tests.bot.phones import Street, moves_in


def _reflects(db: Transaction, person: int, at: datetime, level: str) -> None:
    building.reflect(db, person, at, waarom=level, resultaat="mid", vooruit="low", samen=None)


def test_weeks_are_read_one_at_a_time_and_reading_counts_nowhere(runtime: Runtime, town: building.Town) -> None:
    """The newest first, back and forth; a no shows nothing; the person and the answers are as before."""
    street = Street(runtime)
    person, chat = runtime.database.call(moves_in, town.counter, Role.EMPLOYEE, building.START)
    street.says(chat, "/dagboek")
    street.presses(chat, "Laat zien")
    assert "Er is nog niets om terug te lezen." == street.texts(chat)[-1]
    for week, level in ((0, "high"), (1, "low")):
        at = building.START + timedelta(weeks=week)
        runtime.database.call(_reflects, person, at, level)
    before = runtime.database.call(people.by_id, person), runtime.database.call(answers.every, person)
    street.says(chat, "/dagboek")
    street.presses(chat, "Niet nu")
    assert "Goed, dan laat ik niets zien." == street.texts(chat)[-1]
    street.says(chat, "/dagboek")
    street.presses(chat, "Laat zien")
    newest = street.texts(chat)[-1]
    assert ["Vorige week", "Iets veranderen"] == street.labels(chat)
    street.presses(chat, "Vorige week")
    assert ["Volgende week", "Iets veranderen"] == street.labels(chat)
    assert newest != street.texts(chat)[-1]
    street.presses(chat, "Volgende week")
    assert newest == street.texts(chat)[-1]
    assert before == (runtime.database.call(people.by_id, person), runtime.database.call(answers.every, person))


UNTOUCHED = {"leaf", "session", "audit", "inbox", "outbox", "keyboard"}
"""tables in which an alteration or the chat itself leaves something; of a conversation, what is removed"""


def _rows(db: Transaction) -> dict[str, list[str]]:
    tables = [table for table in SQLModel.metadata.sorted_tables if table.name not in UNTOUCHED]
    rows = {table.name: sorted(map(repr, db.execute(select(table)))) for table in tables}
    return {name: [row for row in of_table if "chain.audit" not in row] for name, of_table in rows.items()}


def _answers(db: Transaction, person: int) -> list[tuple[str, Any, str | None, bool]]:
    return [(one.name, one.value, one.level, one.corrected_at is None) for one in answers.every(db, person)]


def _give(db: Transaction, person: int, at: datetime, name: str, kind: str, value: Any, level: str | None) -> None:
    """One answer of the weekly reflection, as it is given."""
    new = NewAnswer(person, 0, None, "weekreflectie", name, 0, name, kind, value, level, "team", False, False)
    answers.write(db, new, at, corrects=False)


def _picks(street: Street, chat: int, number: str) -> None:
    street.says(chat, "/dagboek")
    street.presses(chat, "Laat zien")
    street.presses(chat, "Iets veranderen")
    street.presses(chat, number)


@pytest.fixture
def anna(runtime: Runtime, town: building.Town) -> tuple[Street, int, int]:
    """A phone, and somebody with a choice, a choice of several and a text, in that order."""
    person, chat = runtime.database.call(moves_in, town.counter, Role.EMPLOYEE, building.START)
    for minute, said in enumerate(
        [("waarom", "choice", "niet", "low"), ("samen", "several", ["collega"], "mid"), ("los", "text", "klok", None)]
    ):
        runtime.database.call(_give, person, building.START + timedelta(minutes=minute), *said)
    return Street(runtime), person, chat


def test_what_was_chosen_is_changed_with_its_level_and_its_day(runtime: Runtime, anna: tuple[Street, int, int]) -> None:
    """The old answer stays beside it, marked; a choice of several is ticked anew, and too few of them are refused."""
    street, person, chat = anna
    _picks(street, chat, "1")
    street.presses(chat, "Gevraagd en er iets mee gedaan")
    assert "Gevraagd en er iets mee gedaan" in street.texts(chat)[-1]
    _picks(street, chat, "2")
    assert "Klaar" in street.labels(chat)
    before = street.labels(chat)
    assert street.presses(chat, "Klaar").toast
    assert before == street.labels(chat)
    street.presses(chat, "Een collega")
    street.presses(chat, "Inwoner of partner")
    assert {"✓ Een collega", "✓ Inwoner of partner"} < set(street.labels(chat))
    street.presses(chat, "Klaar")
    expected = [
        ("waarom", "niet", "low", False),
        ("waarom", "gebruikt", "high", True),
        ("samen", ["collega"], "mid", False),
        ("samen", ["collega", "inwoner"], "high", True),
        ("los", "klok", None, True),
    ]
    assert expected == runtime.database.call(_answers, person)
    minutes = [one.answered_at - building.START for one in runtime.database.call(answers.every, person)]
    assert [timedelta(minutes=minute) for minute in (0, 0, 1, 1, 2)] == minutes


def test_what_is_removed_is_gone_with_what_it_replaced(runtime: Runtime, anna: tuple[Street, int, int]) -> None:
    """Nothing of either value is left; a text can be removed only; the audit trail says that it was done."""
    street, person, chat = anna
    _picks(street, chat, "3")
    assert ["Verwijderen", "Laat zo"] == street.labels(chat)
    street.presses(chat, "Verwijderen")
    _picks(street, chat, "1")
    street.presses(chat, "Ik had een vermoeden")
    _picks(street, chat, "1")
    street.presses(chat, "Verwijderen")
    expected = [
        ("waarom", None, None, False),
        ("waarom", None, None, False),
        ("samen", ["collega"], "mid", True),
        ("los", None, None, False),
    ]
    assert expected == runtime.database.call(_answers, person)
    key = runtime.database.call(people.by_id, person).audit_key
    events = [(line.event, line.subject) for line in runtime.database.call(audit.lines) if line.actor == key]
    assert [(f"{verb} own answer", key) for verb in ("remove", "change", "remove")] == events


def _decided(db: Transaction, person: int) -> None:
    """A decision about this person with its outcome."""
    pseudonym = people.by_id(db, person).pseudonym
    decision = Decision("cue 1", "extras 1", building.START, "send", {"send": 0.5, "not": 0.5}, 0.2, subject="cue")
    decisions.write(db, pseudonym, decision)
    number = decisions.kept_of_person(db, pseudonym)[-1].id
    decisions.settle(db, number, DecisionOutcome("sent", 1.0, None, building.START))


def test_changing_touches_nothing_that_was_published_decided_or_counted(runtime: Runtime, town: building.Town) -> None:
    """After eleven weeks with published cells and a decision with its outcome, every other table is as it was."""
    now, person = seasons.play(runtime, town), town.anna
    runtime.database.call(_decided, person)
    runtime.database.call(_give, person, now + timedelta(days=7), "waarom", "choice", "nvt", None)
    street, chat = Street(runtime), runtime.database.call(addresses.chat_of, person)
    assert chat is not None
    street.deliver()
    before = runtime.database.call(_rows)
    assert before["published_cell"]
    assert before["decisionoutcome"]
    _picks(street, chat, "1")
    street.presses(chat, "Ik had een vermoeden")
    _picks(street, chat, "1")
    street.presses(chat, "Verwijderen")
    assert before == runtime.database.call(_rows)


def test_a_button_of_what_is_there_no_more_and_of_another_person_changes_nothing(
    runtime: Runtime, town: building.Town, anna: tuple[Street, int, int]
) -> None:
    """An answer that was changed meanwhile is not there any more, and a reference opens for one person alone."""
    street, person, chat = anna
    _picks(street, chat, "1")
    message, data = street.button(chat, "Verwijderen")
    street.presses(chat, "Gevraagd en er iets mee gedaan")
    before = runtime.database.call(_answers, person)
    street.hears(chat, HeardKind.PRESS, data=data, ref=message, callback_id="1")
    assert "Dat staat er niet meer. Met /dagboek zie je wat er nu staat." == street.texts(chat)[-1]
    _picks(street, chat, "1")
    _, data = street.button(chat, "Verwijderen")
    _, other = runtime.database.call(moves_in, town.counter, Role.EMPLOYEE, building.START)
    street.hears(other, HeardKind.PRESS, data=data, ref=message, callback_id="1")
    assert "Dat staat er niet meer. Met /dagboek zie je wat er nu staat." == street.texts(other)[-1]
    assert before == runtime.database.call(_answers, person)


@pytest.mark.parametrize("label", ["Iets veranderen", "1", "Gevraagd en er iets mee gedaan", "Verwijderen"])
def test_a_page_that_was_left_standing_asks_again(runtime: Runtime, anna: tuple[Street, int, int], label: str) -> None:
    """After an hour no button shows, changes or removes anything before the second step is taken again."""
    street, person, chat = anna
    _picks(street, chat, "1")
    before = runtime.database.call(_answers, person)
    message, data = street.button(chat, label)
    runtime.clock.move_to(runtime.clock.now() + timedelta(hours=1, minutes=1))
    street.hears(chat, HeardKind.PRESS, data=data, ref=message, callback_id="1")
    assert "Kijkt er niemand mee?" in street.texts(chat)[-1]
    assert before == runtime.database.call(_answers, person)
    assert all(
        len(data) <= 64 for _, _, body, _ in street.deliveries for row in body.get("buttons", ()) for _, data in row
    )


def _needs_it(db: Transaction, person: int) -> sessions.StoredSession:
    """The conversation as it would be if its flow looked at the answer further on: then the engine keeps it."""
    (stored,) = sessions.recent(db, person, 5)
    frame = session.Frame(values={"waarom": "gevraagd", "anders": "x"})
    sessions.rewrite(db, stored, session.to_json(replace(session.from_json(stored.body), frames=(frame,))))
    return sessions.recent(db, person, 5)[0]


def _values(stored: sessions.StoredSession) -> dict[str, Any]:
    return session.from_json(stored.body).frames[0].values


def test_what_is_removed_leaves_its_conversation_too(runtime: Runtime, town: building.Town) -> None:
    """What was typed stands in no record of a conversation that is over, and an answer of an open one stays."""
    street = Street(runtime)
    person, chat = runtime.database.call(moves_in, town.counter, Role.EMPLOYEE, building.START)
    street.says(chat, "/reflectie")
    street.presses(chat, "Brief of besluit")
    street.presses(chat, "Gevraagd")
    _picks(street, chat, "1")
    assert street.texts(chat)[-1].startswith("Dit antwoord hoort bij een gesprek dat nog openstaat.")
    street.says(chat, "/stop")
    street.presses(chat, "Alleen dit gesprek")
    before = runtime.database.call(_needs_it, person)
    _picks(street, chat, "1")
    street.presses(chat, "Verwijderen")
    (after,) = runtime.database.call(sessions.recent, person, 5)
    assert ({"waarom": "gevraagd", "anders": "x"}, {"waarom": None, "anders": "x"}) == (_values(before), _values(after))
    assert (before.status, before.stamp, before.touched_at) == (after.status, after.stamp, after.touched_at)
    assert [("waarom", None, None, False)] == runtime.database.call(_answers, person)


def test_another_day_and_a_button_of_an_earlier_version_ask_again(
    runtime: Runtime, anna: tuple[Street, int, int]
) -> None:
    """Twenty minutes are too long where midnight lies between, and a button that bears no moment is an old one."""
    street, _, chat = anna
    runtime.clock.move_to(building.START.replace(hour=21, minute=50))  # ten to twelve in Amsterdam
    _picks(street, chat, "1")
    message, data = street.button(chat, "Verwijderen")
    runtime.clock.move_to(runtime.clock.now() + timedelta(minutes=20))
    for pressed in (data, "!diary:0", "!diary:1"):
        street.hears(chat, HeardKind.PRESS, data=pressed, ref=message, callback_id="1")
        assert "Kijkt er niemand mee?" in street.texts(chat)[-1]
    street.presses(chat, "Laat zien")
    assert "klok" in street.texts(chat)[-1]
