"""One goal over twelve weeks and more, with the real bot: it is held, it remembers, and it goes with what was kept."""

from datetime import timedelta

import pytest

from bot.channels.telegram.address import address_of
from bot.clockwork import rounds
from bot.demo.rehearsal import MadeUpPerson, Rehearsal
from bot.turns.runtime import Runtime
from store import answers, dossier, goals, steering
from store.people import Role
from tests.bot import building
from tests.bot.building import Town
from tests.bot.phones import Street, moves_in

REASON = "omdat mensen anders drie keer bellen"
SENTENCE = {"cue": "ik een aanvraag oppak", "response": "bel ik eerst om te vragen wat ze willen", "key": "own"}
WEEK = timedelta(weeks=1)


@pytest.fixture
def anna(runtime: Runtime, town: Town) -> tuple[Street, int, int]:
    """Her phone, after she chose a goal in her own words: (street, person, chat)."""
    runtime.clock.move_to(building.START)
    person, chat = runtime.database.call(moves_in, town.counter, Role.EMPLOYEE, building.START)
    street = Street(runtime)
    street.says(chat, "/doel")
    street.presses(chat, "Als ik een aanvraag oppak")
    street.says(chat, "bel ik eerst om te vragen wat ze willen")
    for label in ("Ja", "6", "Ik deed het eerder"):
        street.presses(chat, label)
    street.says(chat, REASON)
    return street, person, chat


def night_falls(street: Street) -> None:
    """What has had its time is forgotten."""
    street.runtime.database.call(rounds.purge, street.runtime, street.runtime.clock.now())


WORDS = ["Ik belde eerst."]


def weeks_pass(street: Street, chat: int, weeks: int, *went: str) -> None:
    """She answers whatever comes, and says of her goal that it went so."""
    prefers = frozenset({"door", "nee", "2", "beide", "gevraagd", "voor", "houden", *went})
    actor = MadeUpPerson("Anna", address_of(chat), Role.EMPLOYEE, answers=1.0, prefers=prefers, words=WORDS)
    Rehearsal(street.runtime, [actor], seed=7).play(street.runtime.clock.now() + weeks * WEEK)


def test_the_same_goal_is_asked_about_for_fourteen_weeks(anna: tuple[Street, int, int]) -> None:
    """One sentence, no other plan; it outlives the term of texts with its reason, and what else was typed does not."""
    street, person, chat = anna
    weeks_pass(street, chat, 14, "een")
    night_falls(street)
    database, now = street.runtime.database, street.runtime.clock.now()
    plan = database.call(steering.plan, person, now)
    assert plan is not None
    assert SENTENCE == plan.words
    assert [SENTENCE] == [one.words for one in database.call(steering.plans, person)]
    asked = [past for past in database.call(answers.every, person) if past.name == "plan_lukte"]
    assert len(asked) >= 11
    assert {"een"} == {past.value for past in asked}
    assert {"doel_waarom": REASON, "doel_reden": "eerder"}.items() <= database.call(goals.kept_with, person).items()


def test_her_reason_is_shown_to_her_and_goes_with_the_goal(anna: tuple[Street, int, int]) -> None:
    """Half a year later it stands in /doel; the night after another goal took its place it is in no row any more."""
    street, person, chat = anna
    street.at(building.START + timedelta(days=180))
    night_falls(street)
    street.says(chat, "/doel")
    assert f"“{REASON}”" in street.texts(chat)[-1]
    street.presses(chat, "Een ander doel")
    street.presses(chat, "Als een overleg begint")
    street.presses(chat, "2. Wie nog meer")
    street.presses(chat, "7")
    night_falls(street)
    held = street.runtime.database.call(dossier.everything, person)
    assert REASON not in str(held["leaf"])


def test_she_can_lay_it_down(anna: tuple[Street, int, int]) -> None:
    """Then there is no goal, the reflection asks about a moment, and /doel offers to choose one again."""
    street, person, chat = anna
    street.says(chat, "/doel")
    street.presses(chat, "Geen doel meer")
    assert street.runtime.database.call(steering.plan, person, street.runtime.clock.now()) is None
    street.says(chat, "/reflectie")
    assert "Balie of telefoon" in street.labels(chat)
    street.says(chat, "/doel")
    assert "Als ik een aanvraag oppak" in street.labels(chat)
