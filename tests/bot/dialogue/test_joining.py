"""Who becomes what of whom, along the tree of teams."""

from datetime import datetime

import pytest

from bot.base.incoming import HeardKind
from bot.channels.telegram.address import address_of
from bot.dialogue.commands import joining
from bot.turns.runtime import Runtime
from nudges.person import Status
from store import invitations, people, teams
from store.database import Transaction
from store.people import Person, Role
from tests import addresses
from tests.bot import building
from tests.bot.building import START as NOW
from tests.bot.building import Town
from tests.bot.phones import Street

CHAT = 6_000_000_000


@pytest.mark.parametrize(
    ("held", "where", "offered", "of", "clashes"),
    [
        (Role.LEAD, "Balie", Role.COACH, "Avondbalie", True),
        (Role.COACH, "Avondbalie", Role.LEAD, "Balie", True),
        (Role.COACH, "Balie", Role.LEAD, "Balie", True),
        (Role.COACH, "Balie", Role.LEAD, "Avondbalie", False),
        (Role.LEAD, "Balie", Role.COACH, "Vergunningen", False),
        (Role.LEAD, "Balie", Role.LEAD, "Avondbalie", False),
    ],
)
def test_nobody_coaches_whom_they_lead_from_above(
    runtime: Runtime, town: Town, held: Role, where: str, offered: Role, of: str, *, clashes: bool
) -> None:
    """What people show their coach would reach the lead of their lead; the invitation stays good for somebody else."""

    def use_case(db: Transaction) -> tuple[bool, bool]:
        now = runtime.clock.now()
        teams.add(db, "Avondbalie", now, parent="Balie")
        person = building.add(db, teams.named(db, where).id, held)
        _, code = invitations.issue(db, teams.named(db, of).id, offered, now)
        joining.start(building.turn(db, runtime, person, pressed="1"), code)
        return len(people.memberships(db, person)) == 1, invitations.opens(db, code, now) is not None

    assert (clashes, clashes) == runtime.database.call(use_case)


@building.on_both
def test_their_own_link_tapped_again_is_a_plain_start(runtime: Runtime, town: Town) -> None:
    """Twice at START, while joining, after a stop: never a wrong code, and never a try that counts."""
    street = Street(runtime)
    code = runtime.database.call(invite, town.counter, runtime.clock.now())
    for _ in range(8):  # more than may fail in an hour
        street.says(CHAT, f"/start {code}")
    assert runtime.texts.say("door.closed", "nl") not in street.texts(CHAT)
    person = runtime.database.call(whose, CHAT)
    runtime.database.call(lambda db: people.change(db, person.id, status=Status.STOPPED, active_since=NOW))
    street.says(CHAT, f"/start {code}")
    assert runtime.texts.say("start.back", "nl") == street.texts(CHAT)[-1]
    assert Status.ACTIVE == runtime.database.call(whose, CHAT).status
    street.hears(CHAT, HeardKind.BLOCKED)
    street.says(CHAT, f"/start {code}")
    assert runtime.texts.say("door.closed", "nl") not in street.texts(CHAT)
    other = runtime.database.call(invite, town.permits, runtime.clock.now())
    assert (
        runtime.database.call(lambda db: invitations.too_many_failures(db, people.chat_hash(db, address_of(CHAT)), NOW))
        is False
    )
    street.says(CHAT, f"/start {other}")
    assert ["Balie", "Vergunningen"] == [
        place.team for place in runtime.database.call(people.memberships, runtime.database.call(whose, CHAT).id)
    ]


def test_somebody_else_s_used_link_opens_nothing_and_tells_nothing(runtime: Runtime, town: Town) -> None:
    """Daan with Anna's link reads the same as with any wrong code, before and after he takes part himself."""
    street = Street(runtime)
    code, own = (runtime.database.call(invite, town.counter, runtime.clock.now()) for _ in range(2))
    street.says(CHAT, f"/start {code}")
    wrong, used = (street.says(CHAT + 1, f"/start {tried}").farewell for tried in ("never-made", code))
    assert wrong == used == runtime.texts.say("door.closed", "nl")
    street.says(CHAT + 1, f"/start {own}")
    for tried in ("never-made", code):
        street.says(CHAT + 1, f"/start {tried}")
        assert runtime.texts.say("door.closed", "nl") == street.texts(CHAT + 1)[-1]


def test_a_link_that_opens_is_heard_whatever_was_tried_before(runtime: Runtime, town: Town) -> None:
    """The brake is on guessing: somebody who first chatted at the door does not wait an hour for nothing."""
    street = Street(runtime)
    code = runtime.database.call(invite, town.counter, runtime.clock.now())
    for _ in range(7):
        ended = street.says(CHAT, "hallo, is daar iemand?")
    assert ended.farewell is None
    street.says(CHAT, f"/start {code}")
    assert street.texts(CHAT)


def invite(db: Transaction, team: int, now: datetime) -> str:
    """A code for an employee of this team."""
    return invitations.issue(db, team, Role.EMPLOYEE, now)[1]


def whose(db: Transaction, chat: int) -> Person:
    """Who writes in this chat."""
    person = addresses.by_chat(db, chat)
    assert person is not None
    return person
