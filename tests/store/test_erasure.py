"""After somebody is erased no row leads to them; everybody else is as before."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import Table, insert, select

from bot.channels.telegram.address import address_of
from nudges.person import Away
from store import (
    absences,
    answers,
    audit,
    buddies,
    calls,
    decisions,
    digests,
    erasure,
    handovers,
    invitations,
    keyboards,
    outbox,
    people,
    schedules,
    sessions,
    sharing,
    signins,
    steering,
    tables,
)
from store.database import Database, Transaction
from store.decisions import Decision, DecisionOutcome
from store.digests import Digest
from store.people import Person, Role
from store.steering_log import LogPlace
from tests import addresses
from tests.store.cast import CHATS, NOW, Cast
from tests.store.test_answers import chosen

LATER = NOW + timedelta(hours=1)
PAGE = tables.table(tables.PersonRow).metadata
# Where nothing is about one person, or where it is about them under a name that dies with their row.
ABOUT_NOBODY = {
    "fact",
    "tally",
    "team",
    "flowversion",
    "window",
    "published_cell",
    "dayoff",
    "operator_pass",
    "counted",
    "seat",  # left empty: a random number
}


def live(db: Transaction, person: int, chat: int) -> None:
    """Leave something in every table that can hold something about a person."""
    who = people.by_id(db, person)
    schedules.give(db, person, "reflection", "weekreflectie", "{}", NOW)
    (schedule,) = schedules.of_person(db, person)
    schedules.plan(db, schedule, NOW, LATER)
    session = sessions.reserve(db, person, "weekreflectie", "abc", NOW, 1)
    sessions.wake(db, session, -1, [("remind", LATER)])
    answers.write(db, chosen(person, session_id=session), NOW, corrects=False)
    steering.make_plan(db, person, {"cue": "Als", "response": "dan"}, NOW, LogPlace(session, "plan"))
    steering.log(db, person, "promise", NOW, LogPlace(session, "act"), text="Ik bel", due_on=date(2026, 11, 26))
    _share(db, person, session)
    _find_a_buddy(db, person)
    digests.choose(db, person, Digest(2, date(2026, 12, 1)))
    decisions.write(db, who.pseudonym, Decision("arm:1", "shuffle", NOW, "a", {"a": 1.0}, 0.5))
    (decision,) = decisions.kept_of_person(db, who.pseudonym)
    decisions.settle(db, decision.id, DecisionOutcome("sent", 1.0, None, LATER))
    absences.add(db, person, Away(date(2026, 12, 21), date(2027, 1, 1)))
    outbox.put(db, person, "message", {"text": "Dag"}, NOW)
    keyboards.show(db, person, "7", [("Verder", "!resume:")], NOW)
    addresses.keep(db, [(chat, {"update_id": chat, "message": {"text": "hoi"}})], NOW)
    invitations.note_failure(db, people.chat_hash(db, address_of(chat)), NOW)
    token = signins.issue(db, person, NOW)
    assert signins.consume(db, token, NOW) is not None
    _freeze_into_a_window(db, person)
    audit.note(db, NOW, actor=who.audit_key, event="join", subject="V-0001", origin="chat")


def _find_a_buddy(db: Transaction, person: int) -> None:
    """Somebody new is their buddy, and a code of theirs is still out."""
    other = people.add(db, address_of(CHATS["daan"] + 1000 + person), NOW, language="nl", zone="Europe/Amsterdam").id
    buddies.pair(db, buddies.issue(db, other, NOW), person, NOW)
    buddies.issue(db, person, NOW)


def _share(db: Transaction, person: int, session: int) -> None:
    """Something shared that others saw, something of another that this person saw, and a call under way."""
    calls.ask(db, person, session, 0, "rooster", {}, NOW)
    place, item = LogPlace(session, "deel"), tables.table(tables.SharedItemRow)
    for mine in people.memberships(db, person):
        sharing.share(db, mine, Role.LEAD, "Het mag niet", "Anna", place, NOW, NOW)
        newest = db.execute(select(item.c.id).order_by(item.c.id.desc())).scalars().first()
        assert newest is not None
        sharing.show(db, newest, person, NOW)
        handovers.hand(db, sharing.own(db, person)[-1], person, NOW)


def test_the_life_of_this_test_reaches_every_table(db: Database, cast: Cast) -> None:
    """A table that is added later makes this test fail until somebody has thought of erasing from it."""
    db.call(live, cast.anna, CHATS["anna"])
    filled = {table.name for table in PAGE.sorted_tables if db.call(_rows, table)}
    assert filled == {table.name for table in PAGE.sorted_tables} - ABOUT_NOBODY | {"fact", "team", "window"}


def test_no_row_leads_to_somebody_who_was_erased(db: Database, cast: Cast) -> None:
    """Neither number, pseudonym, key of the audit trail, chat nor its hash is left."""
    for name in CHATS:
        db.call(live, getattr(cast, name), CHATS[name])
    anna, chat = db.call(people.by_id, cast.anna), db.call(lambda tx: people.chat_hash(tx, address_of(CHATS["anna"])))
    assert {"person", "audit"} <= _tables_that_hold(db, anna.audit_key)
    assert {"person", "inbox", "joinattempt"} <= _tables_that_hold(db, chat)

    db.call(erasure.erase, cast.anna)

    assert set() == _tables_that_hold(db, anna.pseudonym)
    assert set() == _tables_that_hold(db, chat)
    assert set() == _tables_that_hold(db, str(CHATS["anna"]))
    assert set() == _tables_that_hold(db, anna.audit_key)
    assert set() == _tables_that_name(db, anna)


def test_everybody_else_is_as_before(db: Database, cast: Cast) -> None:
    """Not one row about Bram, Carla or Daan changes."""
    for name in CHATS:
        db.call(live, getattr(cast, name), CHATS[name])
    others = {cast.bram, cast.carla, cast.daan}
    before = {table.name: _about(db, table, others) for table in PAGE.sorted_tables if "person_id" in table.c}
    assert all(before.values())
    db.call(erasure.erase, cast.anna)
    assert before == {table.name: _about(db, table, others) for table in PAGE.sorted_tables if "person_id" in table.c}


def test_the_invitation_stays_used_by_nobody(db: Database, cast: Cast) -> None:
    """Erasing Anna does not make her code work again, and her handle leads to nobody."""
    db.call(erasure.erase, cast.anna)
    assert db.call(invitations.person_of, cast.handles["anna"]) is None
    invitation = tables.table(tables.InvitationRow)
    row = db.call(lambda tx: tx.execute(select(*invitation.c).where(invitation.c.handle == cast.handles["anna"])).one())
    assert (NOW, None) == (row.used_at, row.person_id)


def test_who_was_erased_may_come_again_as_somebody_new(db: Database, cast: Cast) -> None:
    """Nothing of before clings to them."""
    before = db.call(people.by_id, cast.anna)
    db.call(erasure.erase, cast.anna)
    again = db.call(people.add, address_of(CHATS["anna"]), LATER, language="en", zone="Europe/Amsterdam")
    assert (True, True) == (before.pseudonym != again.pseudonym, before.audit_key != again.audit_key)
    assert [] == db.call(answers.every, again.id)


def test_what_is_erased_is_wiped_from_the_file(sqlite_place: Any) -> None:
    """SQLite overwrites what it deletes; after a checkpoint the bytes are gone."""
    from tests.store.conftest import open_memory

    with open_memory(sqlite_place) as db:
        person = db.call(people.add, address_of(1), NOW, language="nl", zone="Europe/Amsterdam")
        db.call(lambda tx: people.change(tx, person.id, zone="Etc/Visible-Needle"))
    path = sqlite_place.copies.parent / "koersvast.sqlite3"
    assert b"Visible-Needle" in path.read_bytes()
    with open_memory(sqlite_place) as db:
        db.call(erasure.erase, person.id)
    assert b"Visible-Needle" not in path.read_bytes()


def _freeze_into_a_window(db: Transaction, person: int) -> None:
    window, member = tables.table(tables.WindowRow), tables.table(tables.WindowMemberRow)
    window_id = db.execute(select(window.c.id)).scalars().first()
    if window_id is None:
        values = {
            "team_id": 1,
            "kind": "content",
            "opens_on": date(2026, 11, 23),
            "closes_on": date(2026, 12, 21),
            "publish_at": LATER,
            "thresholds": "{}",
        }
        window_id = db.execute(insert(window).returning(window.c.id), values).scalar_one()
    db.execute(insert(member), {"window_id": window_id, "person_id": person})


def _rows(db: Transaction, table: Table) -> list[Any]:
    return list(db.execute(select(*table.c)).all())


def _about(db: Database, table: Table, people_: set[int]) -> list[Any]:
    query = select(*table.c).where(table.c.person_id.in_(people_)).order_by(*table.primary_key)
    return list(db.call(lambda tx: tx.execute(query).all()))


def _tables_that_hold(db: Database, word: str) -> set[str]:
    return {
        table.name
        for table in PAGE.sorted_tables
        for row in db.call(_rows, table)
        if any(word in str(bytes(value) if isinstance(value, memoryview) else value) for value in row)
    }


def _tables_that_name(db: Database, person: Person) -> set[str]:
    numbered = [(table, table.c.person_id) for table in PAGE.sorted_tables if "person_id" in table.c]
    numbered.append((tables.table(tables.PersonRow), tables.table(tables.PersonRow).c.id))
    return {
        table.name
        for table, column in numbered
        if db.call(lambda tx, of=column: tx.execute(select(of).where(of == person.id)).first())  # type: ignore[misc]  # a default of a lambda has no type
    }
