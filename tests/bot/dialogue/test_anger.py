"""Anger gets rest, a way to stop or the question again, never a lecture; what was typed leaves no trace."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlmodel import SQLModel

from bot.base.incoming import HeardKind
from bot.dialogue import anger
from store import people, sessions
from store.database import Transaction
from tests.bot import building
from tests.bot.phones import Street

PAGE = Path(__file__).parents[3] / "docs" / "anger.md"
OFFER = "Dit komt nu niet gelegen. Wat wil je?"
PASSING_ON = ("inbox", "outbox", "keyboard")  # what is sent, and the buttons under it
WAYS = ["Deze week niet", "Vier weken niet", "Stoppen", "Toch antwoorden"]


@pytest.mark.parametrize(
    "typed",
    [
        "rot toch op met die vragen, we zitten met drie man minder",
        "We zitten met drie man minder, rot toch op met die vragen!",
        "pfff niet weer jij",
        "ik ben het zó zat",
        "Ik word hier GEK van",
        "Wat een gezeik. Ik heb een balie vol mensen",
        "kap ermee",
        "kut",
        "Wat een rotbot zeg",
        "dit slaat echt nergens op",
        "what a load of rubbish",
        "I don't have time for this",
        "this is a waste of time",
    ],
)
def test_anger_is_heard(typed: str) -> None:
    """At the beginning of a sentence or behind a comma, with words in between, in capitals, in both languages."""
    assert anger.is_in(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "De inwoner riep rot op",
        "De inwoner riep: rot op",
        "Hij zei, wat een onzin",
        "we hebben stomme pech met het systeem",
        "val dood gewicht weg",
        "geen tijd",
        "ik heb geen tijd gehad",
        "ik hou op tijd ruimte",
        "de inwoner was boos over de kapvergunning",
        "she said: stop asking me for papers",
    ],
)
def test_an_answer_about_anger_is_an_answer(typed: str) -> None:
    """Somebody tells what happened, or what was in the way, and is not angry with the bot."""
    assert not anger.is_in(typed)


def test_the_list_is_published_as_it_is() -> None:
    """The page names every phrase, and every word that is looked past."""
    page = PAGE.read_text()
    assert [] == [phrase for phrase in anger.PHRASES if f"\n{phrase}\n" not in page]
    assert f"*{', '.join(anger.FILLERS.split())}*" in page


def test_anger_in_place_of_an_answer_leaves_no_trace(street: Street, anna: tuple[int, int]) -> None:
    """No answer is written, the question is still open, and not even that it was misunderstood is counted."""
    person, chat = anna
    street.says(chat, "/afronden")
    street.presses(chat, "Geen van deze")
    before = street.runtime.database.call(_traces, person)
    street.says(chat, "rot toch op met die vragen, we zitten met drie man minder")
    assert OFFER == street.texts(chat)[-1]
    assert street.labels(chat) == WAYS
    assert before == street.runtime.database.call(_traces, person)


def test_an_answer_edited_into_anger_is_not_kept(street: Street, anna: tuple[int, int]) -> None:
    """The answer stays what it was, and rest is offered."""
    person, chat = anna
    street.says(chat, "/afronden")
    street.presses(chat, "Geen van deze")
    street.hears(chat, HeardKind.TEXT, text="Ze bellen minder terug.", ref="41")
    before = street.runtime.database.call(_traces, person)
    street.hears(chat, HeardKind.EDIT, text="wat een gezeur", ref="41")
    assert OFFER == street.texts(chat)[-1]
    assert before == street.runtime.database.call(_traces, person)


def _traces(db: Transaction, person: int) -> tuple[Any, ...]:
    """How many rows each table has but those that pass a message on, and what the open conversation holds."""
    stored = next(iter(sessions.recent(db, person, 1)), None)
    tables = [table for table in SQLModel.metadata.sorted_tables if table.name not in PASSING_ON]
    counts = {t.name: db.execute(select(func.count()).select_from(t)).scalar_one() for t in tables}
    return counts, None if stored is None else (stored.status, stored.stamp, stored.body)


@pytest.mark.parametrize(("label", "days"), [("Deze week niet", 7), ("Vier weken niet", 28)])
def test_rest_is_rest_and_then_one_question(street: Street, anna: tuple[int, int], label: str, days: int) -> None:
    """Nothing comes before the day; then one question, which can be declined."""
    person, chat = anna
    street.says(chat, "/afronden")
    street.says(chat, "rot op")
    street.presses(chat, label)
    assert street.runtime.database.call(sessions.current, person) is None
    before = len(street.texts(chat))
    street.at(building.START + timedelta(days=days - 1))
    assert [] == street.texts(chat)[before:]
    street.at(building.START + timedelta(days=days + 2))
    assert 1 == len(street.texts(chat)[before:])
    assert {"Deze week niet", "Stoppen"} <= set(street.labels(chat))


def test_stopping_is_asked_as_by_its_command(street: Street, anna: tuple[int, int]) -> None:
    """One press stops nothing; the second does what it says."""
    person, chat = anna
    street.says(chat, "/afronden")
    street.says(chat, "Fuck off")
    street.presses(chat, "Stoppen")
    assert ["Alleen dit gesprek", "Een tijdje pauze", "Helemaal stoppen", "Toch niet stoppen"] == street.labels(chat)
    assert "active" == street.runtime.database.call(people.by_id, person).status
    street.presses(chat, "Helemaal stoppen")
    assert "stopped" == street.runtime.database.call(people.by_id, person).status


def test_who_answers_after_all_gets_the_question_again(street: Street, anna: tuple[int, int]) -> None:
    """The same question, as a new message."""
    _, chat = anna
    street.says(chat, "/reflectie")
    asked = street.texts(chat)[-1].splitlines()[-1]
    street.says(chat, "laat me met rust")
    street.presses(chat, "Toch antwoorden")
    assert asked in street.texts(chat)[-1]


def test_where_nothing_is_open_there_is_nothing_to_answer(street: Street, anna: tuple[int, int]) -> None:
    """The fourth button is left out."""
    street.says(anna[1], "hou je kop")
    assert street.labels(anna[1]) == WAYS[:3]


def test_who_stopped_is_offered_no_rest(street: Street, anna: tuple[int, int]) -> None:
    """Nothing comes anyway, so only the question about stopping is left."""
    _, chat = anna
    street.says(chat, "/stop")
    street.presses(chat, "Helemaal stoppen")
    street.says(chat, "rot op")
    assert ["Stoppen"] == street.labels(chat)
