"""One update is one turn, all of it or nothing, whatever arrives twice, late, or from somebody else."""

import threading
from collections.abc import Sequence

import pytest

from bot.base.incoming import Heard, HeardKind
from bot.channels.telegram.address import address_of
from bot.dialogue import conversation
from nudges.person import Status
from store import answers, people, sessions
from store.answers import PastAnswer
from store.people import Role
from tests import addresses
from tests.bot import building
from tests.bot.building import Town
from tests.bot.phones import Street, moves_in


@pytest.fixture
def daan(street: Street, town: Town) -> tuple[int, int]:
    """Daan of another team: (person, chat)."""
    return street.runtime.database.call(moves_in, town.permits, Role.EMPLOYEE, building.START)


def _answers(street: Street, person: int) -> Sequence[PastAnswer]:
    return street.runtime.database.call(answers.every, person)


def _press(street: Street, chat: int, by: int) -> Heard:
    message, data = street.button(chat, street.labels(chat)[0])
    return Heard(HeardKind.PRESS, address_of(by), data=data, ref=message, callback_id="1")


def test_the_same_update_twice_is_heard_once(street: Street, anna: tuple[int, int]) -> None:
    """The second time nothing is said, stored or begun."""
    _, chat = anna
    row = street.keeps(chat)
    for _ in range(2):
        street.turn(row, Heard(HeardKind.COMMAND, address_of(chat), name="help"))
    street.deliver()
    assert 1 == len(street.texts(chat))


def test_two_presses_at_once_store_one_answer(street: Street, anna: tuple[int, int]) -> None:
    """Two fingers, two updates, one answer."""
    person, chat = anna
    street.says(chat, "/beginpunt")
    heard = _press(street, chat, chat)
    rows = [street.keeps(chat) for _ in range(2)]
    both = [threading.Thread(target=street.turn, args=(row, heard)) for row in rows]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join(30)
    assert 1 == len(_answers(street, person))


def test_a_press_of_somebody_elses_button_does_nothing(
    street: Street, anna: tuple[int, int], daan: tuple[int, int]
) -> None:
    """It is an old button to them, and the session stays as it was."""
    street.says(anna[1], "/plan")
    before = street.runtime.database.call(sessions.current, anna[0])
    ended = street.turn(street.keeps(daan[1]), _press(street, anna[1], daan[1]))
    assert ended.toast
    assert before == street.runtime.database.call(sessions.current, anna[0])
    assert [] == [*_answers(street, anna[0]), *_answers(street, daan[0])]


def test_who_blocked_and_came_back_goes_on(street: Street, anna: tuple[int, int]) -> None:
    """Unreachable while blocked; with the first word they take part again."""
    person, chat = anna
    street.hears(chat, HeardKind.BLOCKED)
    assert Status.UNREACHABLE == street.runtime.database.call(people.by_id, person).status
    street.says(chat, "/help")
    assert Status.ACTIVE == street.runtime.database.call(people.by_id, person).status


def test_commands_are_for_their_roles(street: Street, anna: tuple[int, int]) -> None:
    """What a lead may ask for does not exist for an employee."""
    _, chat = anna
    for command in ("/team", "/pagina", "/gestuurd", "/bestaat_niet"):
        street.says(chat, command)
    assert 4 == len(street.texts(chat))
    assert 1 == len(set(street.texts(chat)))


def test_after_a_failed_turn_somebody_hears_sorry(street: Street, anna: tuple[int, int]) -> None:
    """The update is out of the way, and a chat that is not known hears nothing."""
    database, now = street.runtime.database, street.runtime.clock.now()
    for chat in (anna[1], 99):
        heard = Heard(HeardKind.TEXT, address_of(chat), "iets")
        database.call(conversation.set_aside, street.runtime, street.keeps(chat), "ValueError", heard, now)
    street.deliver()
    assert [] == database.call(addresses.waiting)
    assert [street.runtime.texts.say("sorry", "nl")] == street.texts(anna[1])
    assert [] == street.texts(99)
