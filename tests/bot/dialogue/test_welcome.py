"""Nobody gets a rhythm that they did not choose, by whatever road they left the welcome and came back to it."""

from datetime import datetime, timedelta

import pytest

from bot.base.incoming import HeardKind
from bot.dialogue import participation
from bot.rhythm import own_rhythm
from nudges.person import Status
from store import invitations, people, schedules
from store.database import Transaction
from store.people import Role
from tests.bot import building
from tests.bot.building import Town
from tests.bot.dialogue.test_joining import whose
from tests.bot.phones import Street

CHAT = 6_100_000_000
START = building.START


def enters(street: Street, team: int, role: Role) -> None:
    """Somebody opens their link."""
    street.says(CHAT, f"/start {street.runtime.database.call(_code, team, role, street.runtime.clock.now())}")


def _code(db: Transaction, team: int, role: Role, now: datetime) -> str:
    return invitations.issue(db, team, role, now)[1]


def reflects(street: Street) -> bool:
    """Whether a weekly moment of theirs runs."""
    person = street.runtime.database.call(whose, CHAT)
    running = street.runtime.database.call(schedules.of_person, person.id)
    return any(one.kind == own_rhythm.REFLECTION for one in running)


def status(street: Street) -> Status:
    """Where they are in taking part."""
    return street.runtime.database.call(whose, CHAT).status


def finishes(street: Street) -> None:
    """Choose a day and an hour that are not the usual ones, from the question about days on."""
    for label in ("Klaar", "Donderdag 9.00 uur", "Later"):
        street.presses(CHAT, label)


def stops(street: Street) -> None:
    """Stop altogether, in the midst of it."""
    street.says(CHAT, "/stop")
    street.presses(CHAT, "Helemaal stoppen")


def lets_it_run_out(street: Street) -> None:
    """Three weeks of silence."""
    street.at(START + timedelta(weeks=3))


def is_ended(street: Street) -> None:
    """The organisation ends it, and invites them again."""
    person = street.runtime.database.call(whose, CHAT).id
    street.runtime.database.call(lambda db: participation.end(building.turn(db, street.runtime, person)))


def blocks(street: Street) -> None:
    """Blocks the bot after the welcome ran out, and takes it back a day later."""
    lets_it_run_out(street)
    street.hears(CHAT, HeardKind.BLOCKED)
    street.at(START + timedelta(weeks=3, days=1))


@building.on_both
@pytest.mark.parametrize(
    ("leaves", "back"),
    [
        (stops, "/start"),
        (stops, "/verder"),
        (lets_it_run_out, "/start"),
        (lets_it_run_out, "hallo, ben je er nog?"),
        (lets_it_run_out, "/reflectie"),
        (is_ended, "invited"),
        (blocks, "/start"),
        (blocks, "goedemorgen"),
        (blocks, "unblocked"),
    ],
)
def test_who_left_the_welcome_is_welcomed_when_they_come_back(
    street: Street, town: Town, leaves: object, back: str
) -> None:
    """From its beginning or where they were, and only then, with what they choose, the weeks begin."""
    enters(street, town.counter, Role.EMPLOYEE)
    street.presses(CHAT, "Nederlands")
    assert callable(leaves)
    leaves(street)
    if back == "invited":
        enters(street, town.permits, Role.EMPLOYEE)
    elif back == "unblocked":
        street.hears(CHAT, HeardKind.UNBLOCKED)
    else:
        street.says(CHAT, back)
    assert (Status.JOINING, False) == (status(street), reflects(street))
    street.presses(CHAT, "Nederlands")
    street.presses(CHAT, "Zeg maar je")
    finishes(street)
    person = street.runtime.database.call(whose, CHAT)
    assert (Status.ACTIVE, True, 4, "09:00") == (person.status, reflects(street), person.prompt_day, person.prompt_time)


def test_what_was_chosen_before_is_remembered(street: Street, town: Town) -> None:
    """Language and form are asked again, in those that were chosen."""
    enters(street, town.counter, Role.EMPLOYEE)
    street.presses(CHAT, "English")
    stops_in_english(street)
    before = len(street.texts(CHAT))
    street.says(CHAT, "/start")
    assert "I am a chatbot" in " ".join(street.texts(CHAT)[before:])
    assert not reflects(street)


def stops_in_english(street: Street) -> None:
    """The same in the language that was chosen a moment ago."""
    street.says(CHAT, "/stop")
    street.presses(CHAT, "Stop altogether")


@pytest.mark.parametrize("first", [Role.LEAD, Role.COACH])
@pytest.mark.parametrize("through", [False, True])
def test_a_lead_who_becomes_an_employee_chooses_a_moment(
    street: Street, town: Town, first: Role, *, through: bool
) -> None:
    """Nobody asked a lead or a coach for one: invited to a team as an employee they are, and until then none runs."""
    enters(street, town.counter, first)
    street.presses(CHAT, "Nederlands")
    street.presses(CHAT, "Zeg maar je")
    if through and first is Role.LEAD:
        street.presses(CHAT, "Klaar")
    enters(street, town.permits, Role.EMPLOYEE)
    person = street.runtime.database.call(whose, CHAT).id
    street.runtime.database.call(lambda db: participation.refresh(building.turn(db, street.runtime, person)))
    assert not reflects(street)
    street.presses(CHAT, "Nederlands")
    street.presses(CHAT, "Zeg maar je")
    finishes(street)
    invited = street.runtime.database.call(people.by_id, person)
    assert (Status.ACTIVE, True, "09:00") == (invited.status, reflects(street), invited.prompt_time)


@pytest.mark.parametrize("role", [Role.LEAD, Role.COACH])
def test_a_lead_and_a_coach_are_welcomed_again_too(street: Street, town: Town, role: Role) -> None:
    """They did not read who answers for this either: it is told again, and nothing of a week begins."""
    enters(street, town.counter, role)
    stops(street)
    before = len(street.texts(CHAT))
    street.says(CHAT, "/start")
    assert "Welkom bij Koersvast" in " ".join(street.texts(CHAT)[before:])
    assert (Status.JOINING, False) == (status(street), reflects(street))
