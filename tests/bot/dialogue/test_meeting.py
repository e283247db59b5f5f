"""A nudge meets an open conversation: it waits, joins after the step or interrupts, and the question is asked again."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.base import outgoing
from bot.rhythm import own_rhythm
from nudges import schedule
from nudges.availability import Reason
from nudges.dose import Occasion
from nudges.lifecycle import NudgeState
from nudges.recurrence import At, Once
from store import people, schedules, sessions, steering
from store.database import Transaction
from store.people import Role
from store.steering_log import LogPlace
from tests.bot import building, flow_files
from tests.bot.phones import Street, moves_in, nudges

NOON = datetime(2026, 9, 8, 10, 0, tzinfo=UTC)  # a Tuesday
MINUTE = timedelta(minutes=1)
OWN = """
een:
  ask: Vraag een?
  choice: {a: Antwoord een, b: Iets anders}
twee:
  ask: Vraag twee?
  choice: {c: Antwoord twee, d: Nog iets anders}
klaar:
  end: Dat was het gesprek.
"""
BETWEEN = """
tussen:
  ask: Iets tussendoor?
  choice: {ja: Ja graag, later: Later, nee: Stop hiermee}
  next: {later: straks, "*": dank}
straks:
  pause: {for: 2h}
  outcome: postponed
dank:
  end: Dank voor tussendoor.
"""


@pytest.fixture
def street(tmp_path: Path) -> Iterator[Street]:
    """A conversation of Anna's own, and three flows that the bot begins, one of each policy."""
    flows = tmp_path / "flows"
    flow_files.write(flows, "gesprek", OWN, "for: [employee, lead]")
    for policy in ("wait", "join", "interrupt"):
        flow_files.write(flows, policy, BETWEEN, f"policy: {policy}")
    with building.built(tmp_path, flows_dir=flows) as runtime:
        runtime.database.call(building.settle)
        runtime.clock.move_to(NOON)
        yield Street(runtime)


@pytest.fixture
def anna(street: Street) -> tuple[int, int]:
    """Anna with nothing planned: (person, chat)."""
    return street.runtime.database.call(moves_in, 1, Role.EMPLOYEE, NOON, prompt_day=5)


def due(street: Street, person: int, flow: str, at: datetime) -> None:
    """The bot means to begin a flow at that moment."""
    street.runtime.database.call(due_in, person, flow, at)


def due_in(db: Transaction, person: int, flow: str, at: datetime) -> None:
    """The same in a transaction."""
    once = schedule.to_json(Once(at.date(), 0, At(at.time())))
    schedules.give(db, person, flow, flow, once, at, Occasion.REQUESTED)
    (scheduled,) = [one for one in schedules.of_person(db, person) if one.kind == flow]
    schedules.plan(db, scheduled, at, at + timedelta(weeks=520))


def meets(street: Street, anna: tuple[int, int], flow: str) -> int:
    """Anna is at the first question when the nudge comes due; says her chat."""
    person, chat = anna
    street.says(chat, "/gesprek")
    due(street, person, flow, NOON + MINUTE)
    street.at(NOON + 2 * MINUTE)
    return chat


def state(street: Street, person: int) -> tuple[NudgeState, str | None]:
    """Of the newest nudge."""
    *_, nudge = nudges(street.runtime, person)
    return nudge.state, nudge.reason


def test_the_default_waits_until_the_conversation_is_done(street: Street, anna: tuple[int, int]) -> None:
    """Nothing comes in between, and a minute after the end it begins."""
    chat = meets(street, anna, "wait")
    street.presses(chat, "Antwoord een")
    street.at(NOON + 4 * MINUTE)
    assert not any("tussendoor" in text for text in street.texts(chat))
    assert NudgeState.PLANNED == state(street, anna[0])[0]
    street.presses(chat, "Antwoord twee")
    street.at(NOON + 6 * MINUTE)
    assert "Iets tussendoor?" == street.texts(chat)[-1]
    assert NudgeState.SENT == state(street, anna[0])[0]


def test_who_goes_on_talking_misses_it(street: Street, anna: tuple[int, int]) -> None:
    """After its window it is skipped, for the reason that it was."""
    chat = meets(street, anna, "wait")
    for quarter in range(1, 10):
        street.at(NOON + quarter * 15 * MINUTE)
        street.says(chat, "dat begrijp je niet")
    assert (NudgeState.SKIPPED, Reason.DIALOGUE_OPEN) == state(street, anna[0])
    assert not any("tussendoor" in text for text in street.texts(chat))


def test_what_waited_into_the_evening_does_not_come(street: Street, anna: tuple[int, int]) -> None:
    """Its own hours are looked at again."""
    person, chat = anna
    evening = NOON.replace(hour=15, minute=50)
    street.at(evening)
    street.says(chat, "/gesprek")
    due(street, person, "wait", evening + MINUTE)
    street.at(evening + 2 * MINUTE)
    street.presses(chat, "Antwoord een")
    street.presses(chat, "Antwoord twee")
    street.runtime.database.call(lambda db: people.change(db, person, day_ends="17:51"))
    street.at(evening + 20 * MINUTE)
    assert (NudgeState.SKIPPED, Reason.OUTSIDE_HOURS) == state(street, person)


def test_joining_comes_after_the_current_step(street: Street, anna: tuple[int, int]) -> None:
    """The answer is stored, the nudge comes before the next question, and that is asked again by itself."""
    chat = meets(street, anna, "join")
    assert not any("tussendoor" in text for text in street.texts(chat))
    street.says(chat, "dat begrijp je niet")
    assert not any("tussendoor" in text for text in street.texts(chat))
    street.presses(chat, "Antwoord een")
    assert "Iets tussendoor?" == street.texts(chat)[-1]
    assert not any("Vraag twee" in text for text in street.texts(chat))
    street.presses(chat, "Ja graag")
    assert ["Dank voor tussendoor.", "We gaan verder met <b>Gesprek</b>.", "Vraag twee?"] == street.texts(chat)[-3:]
    street.presses(chat, "Antwoord twee")
    assert "Dat was het gesprek." == street.texts(chat)[-1]


def promised_in(db: Transaction, person: int, at: datetime) -> None:
    """A promise whose day is today, at that moment."""
    number = steering.log(db, person, "promise", at, LogPlace(0, "belofte"), text="de buurt bellen", due_on=at.date())
    once = schedule.to_json(Once(at.date(), 0, At(at.time())))
    schedules.give(db, person, own_rhythm.PROMISE, own_rhythm.PROMISE_FLOW, once, at, Occasion.REQUESTED, str(number))
    (scheduled,) = [one for one in schedules.of_person(db, person) if one.kind == own_rhythm.PROMISE]
    schedules.plan(db, scheduled, at, at + timedelta(weeks=520))


def test_a_promise_comes_on_its_day_though_its_maker_is_talking(street: Street) -> None:
    """After the step, for its day comes once; then the other question is asked again."""
    bram, chat = street.runtime.database.call(moves_in, 1, Role.LEAD, NOON, prompt_day=5)
    street.says(chat, "/gesprek")
    street.runtime.database.call(promised_in, bram, NOON + MINUTE)
    street.at(NOON + 2 * MINUTE)
    street.presses(chat, "Antwoord een")
    assert "de buurt bellen" in street.texts(chat)[-1]
    street.presses(chat, "Gelukt")
    assert ["We gaan verder met <b>Gesprek</b>.", "Vraag twee?"] == street.texts(chat)[-2:]


def test_interrupting_comes_at_once(street: Street, anna: tuple[int, int]) -> None:
    """And the question that it interrupted is asked again afterwards."""
    chat = meets(street, anna, "interrupt")
    assert "Iets tussendoor?" == street.texts(chat)[-1]
    street.presses(chat, "Ja graag")
    assert ["We gaan verder met <b>Gesprek</b>.", "Vraag een?"] == street.texts(chat)[-2:]
    street.presses(chat, "Antwoord een")
    street.presses(chat, "Antwoord twee")
    assert "Dat was het gesprek." == street.texts(chat)[-1]


@pytest.mark.parametrize("policy", ["join", "interrupt"])
def test_who_puts_off_the_nudge_goes_on_as_well(street: Street, anna: tuple[int, int], policy: str) -> None:
    """Later is an answer too; at that hour it comes back, and does not disturb again."""
    chat = meets(street, anna, policy)
    if policy == "join":
        street.presses(chat, "Antwoord een")
    street.presses(chat, "Later")
    assert street.texts(chat)[-1] in ("Vraag een?", "Vraag twee?")
    assert any("We gaan verder" in text for text in street.texts(chat))


def test_who_stops_the_nudge_goes_on_as_well(street: Street, anna: tuple[int, int]) -> None:
    """/stop is for the conversation that is open, not for the one that it interrupted."""
    chat = meets(street, anna, "interrupt")
    street.says(chat, "/stop")
    street.presses(chat, "Alleen dit gesprek")
    assert "Vraag een?" == street.texts(chat)[-1]


def test_the_old_question_can_be_answered_at_once(street: Street, anna: tuple[int, int]) -> None:
    """Its buttons still work while the nudge is open, and the nudge's too afterwards."""
    chat = meets(street, anna, "interrupt")
    street.presses(chat, "Antwoord een")
    assert "Vraag twee?" == street.texts(chat)[-1]
    street.presses(chat, "Ja graag")
    street.presses(chat, "Antwoord twee")
    assert "Dat was het gesprek." == street.texts(chat)[-1]


def test_what_somebody_left_for_an_hour_is_parked(street: Street, anna: tuple[int, int]) -> None:
    """A conversation that nobody touches holds nothing up."""
    chat = meets(street, anna, "wait")
    street.at(NOON + timedelta(minutes=65))
    assert "Iets tussendoor?" == street.texts(chat)[-1]
    street.presses(chat, "Ja graag")
    assert "Wil je daarmee verder?" in street.texts(chat)[-1]


def test_beginning_something_else_parks_and_asks(street: Street, anna: tuple[int, int]) -> None:
    """By the person themselves: the same place is found again, or left with a word."""
    _, chat = anna
    street.says(chat, "/gesprek")
    street.presses(chat, "Antwoord een")
    street.says(chat, "/interrupt")
    street.presses(chat, "Ja graag")
    assert "Je was bezig met <b>Gesprek</b>. Wil je daarmee verder?" == street.texts(chat)[-1]
    street.presses(chat, "Verder")
    assert "Vraag twee?" == street.texts(chat)[-1]
    street.says(chat, "/wait")
    street.presses(chat, "Ja graag")
    street.presses(chat, "Laat maar")
    assert street.runtime.database.call(sessions.current, anna[0]) is None


def has_buttons(street: Street, chat: int, text: str) -> bool:
    """Whether the newest message that said so still shows its buttons."""
    message = next(m for to, _, body, m in reversed(street.deliveries) if to == chat and body.get("text") == text)
    after = [(kind, body) for to, kind, body, _ in street.deliveries if to == chat and body.get("ref") == message]
    return not after or (after[-1][0] == outgoing.OutgoingKind.EDIT and bool(after[-1][1]["buttons"]))


@pytest.mark.parametrize(
    "ways",
    [
        ("/wait", "Ja graag", "Laat maar"),
        ("/stop", "Alleen dit gesprek"),
        ("/stop", "Helemaal stoppen"),
        ("Antwoord een",),
    ],
    ids=lambda ways: ways[-1],
)
def test_a_question_that_is_over_shows_no_buttons(street: Street, anna: tuple[int, int], ways: tuple[str, ...]) -> None:
    """However it came to an end: answered, left for something else, stopped, or with everything."""
    _, chat = anna
    street.says(chat, "/gesprek")
    assert has_buttons(street, chat, "Vraag een?")
    for way in ways:
        (street.says if way.startswith("/") else street.presses)(chat, way)
    assert not has_buttons(street, chat, "Vraag een?")


def test_what_was_left_for_something_else_keeps_its_buttons(street: Street, anna: tuple[int, int]) -> None:
    """It can be gone back to by them, until it is said that it need not; the nudge's own go with its answer."""
    chat = meets(street, anna, "interrupt")
    assert has_buttons(street, chat, "Vraag een?")
    street.presses(chat, "Ja graag")
    assert not has_buttons(street, chat, "Iets tussendoor?")
    assert has_buttons(street, chat, "Vraag een?")  # asked again, as a new message
