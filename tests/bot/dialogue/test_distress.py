"""Words of distress are heard everywhere, lead to people and leave no trace; the words of the work are no distress."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlmodel import SQLModel

from bot.base.incoming import HeardKind
from bot.clockwork import rounds
from bot.dialogue import distress, remarks
from bot.rhythm import own_rhythm
from store import absences, people, sessions
from store.absences import NotAtWork
from store.database import Transaction
from tests.bot import building
from tests.bot.phones import Street

PAGE = Path(__file__).parents[3] / "docs" / "distress.md"


@pytest.mark.parametrize(
    "typed",
    [
        "ik wil niet meer leven",
        "ik zit er helemaal doorheen",
        "ik trek het niet meer, ik zit er helemaal doorheen",
        "'k trek 't nie meer",
        "Ik wil écht gewoon DOOD!!",
        "soms wou ik dat ik dood was",
        "ik kan niet meer",
        "ik kan niet meer en niemand ziet het",
        "zo hou ik het niet meer vol",
        "ik denk aan zelfmoord",
        "suïcide",
        "ik ben op",
        "ik ga er aan onderdoor",
        "ik zie het allemaal niet meer zitten",
        "I can't go on",
        "i just want to die",
        "I don't want to be here anymore",
        "im at breaking point",
        "ik zit in een burn-out",
    ],
)
def test_who_may_not_be_well_is_heard(typed: str) -> None:
    """Also with short forms, capitals, accents and words in between."""
    assert distress.is_in(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "de aanvraag is dood",
        "een dood spoor",
        "ik was doodmoe na de wijkavond",
        "de deadline, daar zit ik bovenop",
        "ik kan niet meer inloggen",
        "dat kan niet meer voor vrijdag",
        "we zitten door het budget heen",
        "ik ben op kantoor",
        "ik ben op donderdag vrij",
        "de printer is kapot",
        "ik trek het besluit niet in",
        "ik trek dit niet in",
        "het gebouw staat op instorten",
        "ik wil een eind maken aan de wachtlijst",
        "het heeft geen zin om nog een brief te sturen",
        "ik hou dit niet meer bij in het systeem",
        "de meeting can't go on without her",
        "if I can't take this call, I ring back",
        "ik zie het niet zitten om te bellen",
        "ik wil niet meer vergaderen op maandag",
        "suicidepreventie staat op de agenda",
        "wij maken er een eind aan",
    ],
)
def test_ordinary_words_of_the_work_are_no_distress(typed: str) -> None:
    """What a civil servant types about files, rooms and deadlines is an answer like any other."""
    assert not distress.is_in(typed)


def test_the_list_is_published_as_it_is() -> None:
    """The page names every phrase, and every word that is looked past."""
    page = PAGE.read_text()
    assert [] == [phrase for phrase in distress.PHRASES if f"\n{phrase}\n" not in page]
    assert f"*{', '.join(distress.FILLERS.split())}*" in page


HEARD = {
    "a text": {"kind": HeardKind.TEXT, "text": "ik zit er doorheen", "ref": "41"},
    "a command": {"kind": HeardKind.COMMAND, "name": "ik", "text": "wil dood"},
    "words behind a command": {"kind": HeardKind.COMMAND, "name": "pauze", "text": "ik kan niet meer"},
    "an edit": {"kind": HeardKind.EDIT, "text": "i want to die", "ref": "41"},
    "beside a picture": {"kind": HeardKind.UNREADABLE, "text": "photo", "caption": "ik wil niet meer leven"},
    "beside a file": {"kind": HeardKind.DOCUMENT, "name": "brief.pdf", "data": "1", "caption": "ik trek het niet meer"},
}


@pytest.mark.parametrize("state", ["nothing open", "a question of choices", "a question of words", "stopped"])
@pytest.mark.parametrize("way", HEARD)
def test_it_is_heard_in_every_state_and_keeps_nothing(
    street: Street, anna: tuple[int, int], state: str, way: str
) -> None:
    """Whom to turn to comes at once with two buttons; no answer is written, and what was open is still open."""
    person, chat = anna
    _brings(street, chat, state)
    before = street.runtime.database.call(_traces, person)
    street.hears(chat, **HEARD[way])  # type: ignore[arg-type]  # of different kinds by name
    said = street.texts(chat)[-1]
    assert all(part in said for part in ("Dat klinkt zwaar", "113", "112", street.runtime.settings.human("nl")))
    assert ["Zet de vragen stil", "Verander niets"] == street.labels(chat)
    assert before == street.runtime.database.call(_traces, person)


def _brings(street: Street, chat: int, state: str) -> None:
    if state == "a question of choices":
        street.says(chat, "/reflectie")
    elif state == "a question of words":
        street.says(chat, "/afronden")
        street.presses(chat, "Geen van deze")
    elif state == "stopped":
        street.says(chat, "/stop")
        street.presses(chat, "Helemaal stoppen")


def _traces(db: Transaction, person: int) -> list[Any]:
    """How many rows each table has but those that pass a message on, and what the open conversation holds."""
    stored = next(iter(sessions.recent(db, person, 1)), None)
    tables = [table for table in SQLModel.metadata.sorted_tables if table.name not in ("inbox", "outbox")]
    counts = [db.execute(select(func.count()).select_from(table)).scalar_one() for table in tables]
    return [*counts, None if stored is None else (stored.status, stored.stamp, stored.body)]


def test_nothing_more_comes_that_day(street: Street, anna: tuple[int, int]) -> None:
    """Neither the reflection that is due that afternoon nor a reminder; the week after all is as it was."""
    _, chat = anna
    street.at(building.START + timedelta(days=3))  # Thursday morning
    street.says(chat, "ik zit er doorheen")
    before = len(street.texts(chat))
    street.at(building.START + timedelta(days=3, hours=15))
    assert [] == street.texts(chat)[before:]
    street.at(building.START + timedelta(days=10, hours=9))
    assert any("minuut" in text for text in street.texts(chat)[before:])


def test_the_questions_are_stilled_by_a_press(street: Street, anna: tuple[int, int]) -> None:
    """Whom to turn to stays to be read, and nothing comes until /verder."""
    person, chat = anna
    street.says(chat, "ik kan niet meer")
    street.presses(chat, "Zet de vragen stil")
    said = street.texts(chat)[-1]
    assert "113" in said
    assert "staan stil" in said
    before = len(street.texts(chat))
    street.at(building.START + timedelta(days=30))
    assert [] == street.texts(chat)[before:]
    street.says(chat, "/verder")
    assert not _pauses(street, person)


def _pauses(street: Street, person: int) -> bool:
    now = street.runtime.clock.now()
    return street.runtime.database.call(lambda db: own_rhythm.pauses(db, people.by_id(db, person), now))


def test_peace_for_today_takes_no_working_day_and_is_forgotten_by_night(street: Street, anna: tuple[int, int]) -> None:
    """Until midnight it is a pause by its reason; no day of a pause is written down, and the night leaves no trace."""
    person, chat = anna
    street.says(chat, "ik ben op")
    database, clock = street.runtime.database, street.runtime.clock
    assert _pauses(street, person)
    assert database.call(lambda db: own_rhythm.of(db, people.by_id(db, person)).calendar.works(clock.now().date()))
    assert NotAtWork((), ()) == database.call(absences.not_at_work, person)
    street.at(building.START + timedelta(days=1))
    database.call(rounds.purge, street.runtime, clock.now())
    assert database.call(people.by_id, person).quiet_until is None


def test_a_stranger_is_told_whom_to_turn_to(street: Street) -> None:
    """Without a person there is nothing to change, so without buttons; it is no failed try of a code."""
    ended = street.hears(99, HeardKind.TEXT, text="ik wil dood", language="nl")
    assert ended.farewell is not None
    assert "113" in ended.farewell


@pytest.mark.parametrize(
    "typed",
    [
        "wie ziet dit?",
        "Kan Bram dit lezen?",
        "kan mijn leidinggevende meelezen",
        "leest Bram mee?",
        "is dit anoniem?",
        "wie kan mijn antwoorden zien",
        "Can my boss read this?",
        "ziet Fatima van personeelszaken dit?",
    ],
)
def test_who_asks_who_reads_this_is_told(typed: str) -> None:
    """The question is understood, by whatever name the reader is called in it."""
    assert remarks.is_about_readers(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "Wie leest dit besluit straks aan de balie?",
        "wat ziet de inwoner hiervan",
        "kan de balie dit oplossen",
        "dat zij het zag",
    ],
)
def test_an_answer_about_readers_is_an_answer(typed: str) -> None:
    """What one might ask a resident is no question to the bot."""
    assert not remarks.is_about_readers(typed)


@pytest.mark.parametrize("typed", ["bedankt!", "Dank je wel", "super bedankt", "thanks", "hartelijk dank"])
def test_thanks_get_a_friendly_word(street: Street, anna: tuple[int, int], typed: str) -> None:
    """And no lecture about questions that are not open."""
    street.says(anna[1], typed)
    assert "Graag gedaan." == street.texts(anna[1])[-1]


@pytest.mark.parametrize("typed", ["👍", "ok", "Prima"])
def test_agreement_gets_a_word(street: Street, anna: tuple[int, int], typed: str) -> None:
    """In a word or a thumb."""
    street.says(anna[1], typed)
    assert "Goed. Wil je iets doen? Stuur /help." == street.texts(anna[1])[-1]
