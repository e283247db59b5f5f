"""Cases from the work, with the real bot: by kind of work, in the place of an open question, answered in one tap."""

import json
from datetime import timedelta

import pytest

from bot.turns.runtime import Runtime
from store import answers, dossier, verdicts
from store.people import Role
from tests.bot import building
from tests.bot.building import Town
from tests.bot.phones import Street, moves_in

WEEK = timedelta(weeks=1)
Phone = tuple[Street, int, int]


@pytest.fixture
def anna(runtime: Runtime, town: Town) -> Phone:
    """Her phone, five weeks after she joined: (street, person, chat)."""
    runtime.clock.move_to(building.START)
    person, chat = runtime.database.call(moves_in, town.counter, Role.EMPLOYEE, building.START)
    runtime.clock.move_to(building.START + 5 * WEEK)
    return Street(runtime), person, chat


MOMENT = ("Brief of besluit", "Ik had een vermoeden", "N.v.t.", "N.v.t.", "N.v.t.")
MONTHLY = ("Soms", "4")  # what is asked once a month in the place of the deepening question


def reflects(anna: Phone) -> None:
    """Her reflection up to the deepening question, about why alone; what comes once a month is answered first."""
    street, _, chat = anna
    street.says(chat, "/reflectie")
    if "Nooit" in street.labels(chat):  # a look back has its turn, and takes the place of the questions
        looks_back(anna)
        reflects(anna)
        return
    for label in MOMENT:
        street.presses(chat, label)
    monthly = [label for label in MONTHLY if label in street.labels(chat)]
    if monthly:
        street.presses(chat, monthly[0])
        reflects(anna)
    else:
        street.presses(chat, "Nee")


def looks_back(anna: Phone) -> None:
    """A look back inside the reflection, passed over question by question."""
    street, _, chat = anna
    for _ in range(4):
        street.presses(chat, "N.v.t.")
    street.says(chat, "/overslaan")  # what helped most


def shown(anna: Phone) -> str:
    return anna[0].texts(anna[2])[-1]


def chooses(anna: Phone, label: str) -> None:
    street, _, chat = anna
    street.says(chat, "/werk")
    street.presses(chat, label)


def met(anna: Phone) -> list[tuple[str, str]]:
    street, person, _ = anna
    return [(one.text, one.word) for one in street.runtime.database.call(verdicts.of_person, person)]


def test_whoever_was_never_asked_chooses_their_work_once(anna: Phone) -> None:
    """In the place of the open question, and only that time; no case comes before."""
    street, _, chat = anna
    reflects(anna)
    assert "Wat voor werk doe je vooral?" in shown(anna)
    assert "Balie en telefoon" in street.labels(chat)
    assert 1 == street.labels(chat).count("Iets anders")
    street.says(chat, "/overslaan")
    street.at(street.runtime.clock.now() + WEEK)
    reflects(anna)
    assert "Wat voor werk" not in shown(anna)
    assert [] == met(anna)


def test_a_case_says_why_it_is_this_one_and_takes_one_tap(anna: Phone) -> None:
    """It is of her work and of the habit of this reflection, and what she said of it stands in her data."""
    street, person, chat = anna
    chooses(anna, "Balie en telefoon")
    reflects(anna)
    card = shown(anna)
    assert "omdat je aan de balie of de telefoon werkt en het deze week over vragen naar het waarom gaat" in card
    assert "Iets kleins voor deze week:" in card
    assert ["Hier heb ik iets aan", "Niet voor mij"] == street.labels(chat)[:2]
    street.presses(chat, "Hier heb ik iets aan")
    ((name, word), (again, said)) = met(anna)
    assert (name, "shown", "useful") == (again, word, said)
    book = street.runtime.library.cases.cases[name.removeprefix("case ")]
    assert ("why", True) == (book.case.habit, "balie" in book.case.work)
    assert book.words["nl"].case in card
    assert name in json.dumps(street.runtime.database.call(dossier.everything, person), default=str)


def test_what_is_not_for_her_does_not_come_back(anna: Phone) -> None:
    """Nor does anything else that she met, over a year; when all of a habit were met the open question is back."""
    street, _, chat = anna
    chooses(anna, "Balie en telefoon")
    names: list[str] = []
    for _ in range(13):
        reflects(anna)
        if "Niet voor mij" in street.labels(chat):
            street.presses(chat, "Niet voor mij")
            names.append(met(anna)[-1][0])
        street.at(street.runtime.clock.now() + 4 * WEEK)
    fitting = [one for one in street.runtime.library.cases.cases.values() if "balie" in one.case.work]
    assert len(names) == len(set(names)) == sum(one.case.habit == "why" for one in fitting)


def test_cases_keep_three_weeks_between_them(anna: Phone) -> None:
    """The open question is what comes most weeks."""
    street, _, chat = anna
    chooses(anna, "Brieven en bezwaar")
    came = []
    for _ in range(7):
        reflects(anna)
        came.append("Iets kleins voor deze week" in shown(anna))
        if came[-1]:
            street.presses(chat, "Hier heb ik iets aan")
        street.at(street.runtime.clock.now() + WEEK)
    assert [True, False, False, True, False, False, True] == came


def test_what_was_said_is_counted_once_for_whoever_mends_the_texts(anna: Phone) -> None:
    """Typed or pressed, in the month in which it was said."""
    street, _, chat = anna
    chooses(anna, "Wmo en zorg")
    reflects(anna)
    street.says(chat, "ja")
    assert ["shown", "useful"] == [word for _, word in met(anna)]
    month = street.runtime.clock.now().date().replace(day=1)
    counts = street.runtime.database.call(verdicts.counts, month, month + timedelta(days=32))
    assert [{"useful": 1}] == list(counts.values())


def test_the_work_is_changed_in_the_same_way(anna: Phone) -> None:
    """It says what stands there, keeps the new choice, and the next case is of that."""
    street, person, chat = anna
    chooses(anna, "Balie en telefoon")
    street.says(chat, "/werk")
    assert "Je koos eerder: Balie en telefoon." in shown(anna)
    street.says(chat, "schulden")
    newest = street.runtime.database.call(answers.latest, person, "werk")
    assert "geld" == newest[0].value
    reflects(anna)
    assert "omdat je met inkomen en schulden werkt" in shown(anna)


def test_whose_work_is_on_no_button_gets_cases_too(anna: Phone) -> None:
    """Nothing is said of work then, for nothing is known of it."""
    chooses(anna, "Iets anders")
    reflects(anna)
    assert "Dit geval krijg je omdat het deze week over vragen naar het waarom gaat." in shown(anna)
