"""Whoever stopped or was ended hears nothing more, whatever Telegram says of their chat, until they come back."""

from datetime import timedelta

import pytest

from bot.base.incoming import Heard, HeardKind
from bot.channels import delivery
from bot.channels.settlement import Settlement
from bot.channels.telegram.address import address_of
from bot.dialogue import participation
from nudges.person import Status
from store import outbox, people
from store.database import Transaction
from store.outbox import Allowance
from tests.bot import building
from tests.bot.phones import Street

EVERYTHING = Allowance(paced=100, nudges=100)


def _status(street: Street, person: int) -> Status:
    return street.runtime.database.call(people.by_id, person).status


def _is_joining(db: Transaction, person: int) -> None:
    people.change(db, person, status=Status.JOINING, active_since=None)


def _refused(street: Street) -> None:
    """Telegram refuses whatever waits: the bot was blocked."""

    def settle(db: Transaction) -> None:
        for row in outbox.claim(db, street.runtime.clock.now(), 64, EVERYTHING):
            delivery.settle(db, row, Settlement.UNREACHABLE, street.runtime.clock.now())

    street.runtime.database.call(settle)


def _press(street: Street, chat: int, label: str) -> None:
    """A press whose replies are not delivered."""
    message, data = street.button(chat, label)
    street.turn(street.keeps(chat), Heard(HeardKind.PRESS, address_of(chat), data=data, ref=message, callback_id="1"))


@building.on_both
def test_who_stops_and_then_blocks_stays_stopped(street: Street, anna: tuple[int, int]) -> None:
    """The refusal of the last reply changes nothing, and unblocking a week later brings no message back."""
    person, chat = anna
    street.says(chat, "/stop")
    _press(street, chat, "Helemaal stoppen")
    _refused(street)
    street.hears(chat, HeardKind.BLOCKED)
    assert Status.STOPPED == _status(street, person)
    street.at(building.START + timedelta(days=7))
    street.hears(chat, HeardKind.UNBLOCKED)
    before = len(street.texts(chat))
    street.at(building.START + timedelta(days=20))
    assert (Status.STOPPED, []) == (_status(street, person), street.texts(chat)[before:])
    street.says(chat, "/start")
    assert Status.ACTIVE == _status(street, person)


@building.on_both
@pytest.mark.parametrize("said", ["hallo", "/verder", "/start", "/reflectie", "Ik ben er weer"])
def test_who_was_ended_stays_so_whatever_they_do(street: Street, anna: tuple[int, int], said: str) -> None:
    """Neither a refusal, nor unblocking, nor a word, nor a command brings somebody back who is in no team."""
    person, chat = anna
    now = street.runtime.clock.now()
    street.runtime.database.call(lambda db: participation.end(building.turn(db, street.runtime, person)))
    street.says(chat, "/wie")
    street.turn(street.keeps(chat), Heard(HeardKind.COMMAND, address_of(chat), name="help"))
    _refused(street)
    street.hears(chat, HeardKind.BLOCKED)
    street.hears(chat, HeardKind.UNBLOCKED)
    street.says(chat, said)
    street.at(now + timedelta(days=20))
    assert Status.ENDED == _status(street, person)


def test_who_is_lost_while_joining_goes_on_joining(street: Street, anna: tuple[int, int]) -> None:
    """Coming back restores what was: the introduction is still to be finished."""
    person, chat = anna
    street.runtime.database.call(_is_joining, person)
    street.says(chat, "/start")
    street.hears(chat, HeardKind.BLOCKED)
    assert Status.UNREACHABLE == _status(street, person)
    street.says(chat, "hallo")
    assert Status.JOINING == _status(street, person)


def test_who_is_joining_is_not_made_active_by_verder(street: Street, anna: tuple[int, int]) -> None:
    """It leads back to the open question of the introduction."""
    person, chat = anna
    street.runtime.database.call(_is_joining, person)
    street.says(chat, "/start")
    asked = street.texts(chat)[-1]
    street.says(chat, "/verder")
    assert (Status.JOINING, asked) == (_status(street, person), street.texts(chat)[-1])


def test_a_button_of_a_conversation_that_was_stopped_begins_nothing(street: Street, anna: tuple[int, int]) -> None:
    """It is an old button, even where the phone still shows it: after a stop nothing is asked and nothing kept."""
    person, chat = anna
    street.says(chat, "/reflectie")
    message, data = street.button(chat, "Overleg")
    street.says(chat, "/stop")
    street.presses(chat, "Helemaal stoppen")
    before = len(street.texts(chat))
    ended = street.hears(chat, HeardKind.PRESS, data=data, ref=message, callback_id="1")
    assert street.runtime.texts.plain("ignored.old_button", "nl") == ended.toast
    assert (Status.STOPPED, []) == (_status(street, person), street.texts(chat)[before:])
