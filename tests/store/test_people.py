"""People are found by their chat, whose number lies sealed in one place."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.channels.telegram.address import address_of
from nudges.person import Status
from store import people
from store.database import Database, Transaction
from store.people import Person, Role
from tests import addresses
from tests.store.cast import CHATS, NOW, Cast


def test_somebody_new_has_the_usual_rhythm(db: Database) -> None:
    """Thursday 15:30, Monday to Friday, eight to six, and still joining."""
    anna = db.call(people.add, address_of(CHATS["anna"]), NOW, language="nl", zone="Europe/Amsterdam")
    assert (Status.JOINING, "je", "12345") == (anna.status, anna.tone, anna.working_days)
    assert (4, "15:30", "08:00", "18:00") == (anna.prompt_day, anna.prompt_time, anna.day_starts, anna.day_ends)
    assert (NOW, None) == (anna.joined_at, anna.quiet_until)


def test_a_person_is_found_by_the_chat(db: Database, cast: Cast) -> None:
    """Anna's chat leads to Anna, an unknown one to nobody, with and without waiting for other turns."""

    def find(tx: Transaction, chat: int, lock: bool) -> Person | None:
        return people.by_chat(tx, people.chat_hash(tx, address_of(chat)), lock=lock)

    for lock in (False, True):
        assert db.call(people.by_id, cast.anna, lock=lock) == db.call(find, CHATS["anna"], lock)
        assert db.call(find, 77, lock) is None


def test_the_chat_number_is_sealed(db: Database, cast: Cast) -> None:
    """It comes back for sending, and nowhere in the row can it be read."""
    assert CHATS["anna"] == db.call(addresses.chat_of, cast.anna)
    row = db.call(lambda tx: tx.execute(text(f"SELECT * FROM person WHERE id = {cast.anna}")).one())  # noqa: S608 - ours
    assert str(CHATS["anna"]) not in " ".join(str(bytes(v) if isinstance(v, memoryview) else v) for v in row)


def test_nobody_has_no_chat_and_no_row(db: Database) -> None:
    """Once somebody is erased there is nowhere to send to."""
    assert db.call(addresses.chat_of, 4711) is None
    with pytest.raises(LookupError, match="no longer kept"):
        db.call(people.by_id, 4711)


def test_two_people_share_no_name_of_ours(db: Database, cast: Cast) -> None:
    """Pseudonym and audit key are drawn for each."""
    anna, bram = db.call(people.by_id, cast.anna), db.call(people.by_id, cast.bram)
    assert 4 == len({anna.pseudonym, bram.pseudonym, anna.audit_key, bram.audit_key})


def test_a_setting_is_changed_for_one_person(db: Database, cast: Cast) -> None:
    """Anna reads English from now on; Bram does not."""
    db.call(lambda tx: people.change(tx, cast.anna, language="en", quiet_until=NOW + timedelta(days=7)))
    anna = db.call(people.by_id, cast.anna)
    assert ("en", NOW + timedelta(days=7)) == (anna.language, anna.quiet_until)
    assert "nl" == db.call(people.by_id, cast.bram).language


def test_who_is_in_a_team(db: Database, cast: Cast) -> None:
    """Anna, Bram and Carla are; Daan is in another."""
    by_role = {role: [member.person_id for member in db.call(people.members, cast.counter, role)] for role in Role}
    assert {Role.EMPLOYEE: [cast.anna], Role.LEAD: [cast.bram], Role.COACH: [cast.carla]} == by_role
    assert [cast.daan] == [member.person_id for member in db.call(people.members, cast.permits, Role.EMPLOYEE)]


def test_joining_twice_is_joining_once(db: Database, cast: Cast) -> None:
    """The first day counts; another role or team is another membership."""
    db.call(people.join, cast.anna, cast.counter, Role.EMPLOYEE, NOW + timedelta(days=1))
    db.call(people.join, cast.anna, cast.permits, Role.LEAD, NOW + timedelta(days=1))
    memberships = [(member.team, member.role, member.since) for member in db.call(people.memberships, cast.anna)]
    assert [("Balie", Role.EMPLOYEE, NOW), ("Vergunningen", Role.LEAD, NOW + timedelta(days=1))] == memberships
    assert frozenset({Role.EMPLOYEE, Role.LEAD}) == db.call(people.roles, cast.anna)


def test_leaving_ends_every_membership(db: Database, cast: Cast) -> None:
    """Anna is in no team any more; coming back is a new membership."""
    db.call(people.leave, cast.anna, NOW + timedelta(days=1))
    assert ((), frozenset()) == (db.call(people.memberships, cast.anna), db.call(people.roles, cast.anna))
    assert [] == db.call(people.members, cast.counter, Role.EMPLOYEE)
    assert [cast.bram] == [member.person_id for member in db.call(people.members, cast.counter, Role.LEAD)]
    db.call(people.join, cast.anna, cast.counter, Role.EMPLOYEE, NOW + timedelta(days=2))
    assert [NOW + timedelta(days=2)] == [member.since for member in db.call(people.memberships, cast.anna)]
