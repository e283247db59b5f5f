"""What must be sent goes once, replies before nudges, each person's in order, and what is in doubt is counted."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from bot.channels.telegram.address import address_of
from store import outbox, tables, tally
from store.database import Database
from store.outbox import Allowance, Outgoing, Priority
from tests import rows
from tests.store.cast import CHATS, NOW, Cast, gather
from tests.store.conftest import DatabasePlace, open_memory

_OUTBOX = tables.table(tables.OutboxRow)
FREELY = Allowance(paced=100, nudges=100)


def put(db: Database, person: int, said: str, priority: Priority = Priority.REPLY, **places: Any) -> None:
    """Queue a message."""
    db.call(lambda tx: outbox.put(tx, person, "message", {"text": said}, NOW, priority=priority, **places))


def claim(db: Database, allowance: Allowance = FREELY, limit: int = 100) -> Sequence[Outgoing]:
    """Take what may go."""
    return db.call(outbox.claim, NOW, limit, allowance)


def said(messages: Sequence[Outgoing]) -> list[str]:
    """The texts."""
    return [row.body["text"] for row in messages]


def test_a_row_says_where_to_send_what(db: Database, cast: Cast) -> None:
    """The chat is found when it is claimed; on the disk nobody can read the text."""
    put(db, cast.anna, "Gelukt?", Priority.NUDGE, session_id=3, nudge_id=1)
    sealed = db.call(lambda tx: tx.execute(select(_OUTBOX.c.sealed)).scalar_one())
    assert b"Gelukt" not in bytes(sealed)
    (row,) = claim(db)
    assert (cast.anna, address_of(CHATS["anna"]), "message", {"text": "Gelukt?"}) == (
        row.person_id,
        row.address,
        row.kind,
        row.body,
    )
    assert (Priority.NUDGE, 3, 1, 1, 0) == (
        row.priority,
        row.session_id,
        row.nudge_id,
        row.attempts,
        row.doubts,
    )


def test_replies_go_before_nudges(db: Database, cast: Cast) -> None:
    """However long the nudges have waited; what is done at once goes first of all."""
    put(db, cast.anna, "nudge", Priority.NUDGE)
    put(db, cast.bram, "reply", Priority.REPLY)
    put(db, cast.carla, "edit", Priority.AT_ONCE)
    assert ["edit", "reply", "nudge"] == said(claim(db))


def test_a_person_gets_one_thing_at_a_time_and_in_order(db: Database, cast: Cast) -> None:
    """The second goes when the first is settled, and Bram does not wait for Anna."""
    for text in ("first", "second", "third"):
        put(db, cast.anna, text)
    put(db, cast.bram, "for Bram")
    first, for_bram = claim(db)
    assert ["first", "for Bram"] == said([first, for_bram])
    assert [] == claim(db)
    db.call(outbox.settle_sent, first.id)
    (second,) = claim(db)
    db.call(outbox.settle_later, second.id, NOW + timedelta(seconds=30))
    assert [] == claim(db)
    assert "second" == said(db.call(outbox.claim, NOW + timedelta(seconds=30), 10, FREELY))[0]


def test_the_pace_is_kept(db: Database, cast: Cast) -> None:
    """No more than allowed, no more nudges than allowed; an edit is free of it."""
    people = [cast.anna, cast.bram, cast.carla, cast.daan]
    for person in people[:2]:
        put(db, person, "nudge", Priority.NUDGE)
    put(db, people[2], "reply")
    put(db, people[3], "edit", Priority.AT_ONCE)
    assert ["edit"] == said(claim(db, Allowance(paced=0, nudges=5)))
    assert ["reply"] == said(claim(db, Allowance(paced=5, nudges=0)))
    assert ["nudge"] == said(claim(db, Allowance(paced=5, nudges=1)))
    assert ["nudge"] == said(claim(db, Allowance(paced=1, nudges=5)))


def test_the_busy_and_the_resting_wait(db: Database, cast: Cast) -> None:
    """Nothing goes to somebody who is being sent something; only an edit to a chat that must rest."""
    put(db, cast.anna, "for Anna")
    put(db, cast.bram, "for Bram")
    put(db, cast.carla, "edit", Priority.AT_ONCE)
    busy = Allowance(paced=9, nudges=9, busy=[cast.anna], resting=[cast.bram, cast.carla])
    assert ["edit"] == said(claim(db, busy))
    assert ["for Anna", "for Bram"] == said(claim(db))


def test_a_limit_takes_the_first(db: Database, cast: Cast) -> None:
    """A claim takes no more than it can send."""
    for person in (cast.anna, cast.bram, cast.carla):
        put(db, person, f"for {person}")
    assert [f"for {cast.anna}", f"for {cast.bram}"] == said(claim(db, limit=2))


def test_what_arrived_is_forgotten(db: Database, cast: Cast) -> None:
    """Neither a row nor a count of it is left."""
    put(db, cast.anna, "Dag")
    db.call(outbox.settle_sent, claim(db)[0].id)
    assert ({}, {}) == (db.call(rows.sending), db.call(tally.counts))


def test_what_is_in_doubt_is_counted(db: Database, cast: Cast) -> None:
    """Sent again or left alone, the operator can see how often."""
    put(db, cast.anna, "with buttons")
    put(db, cast.bram, "without")
    again, left = claim(db)
    db.call(outbox.settle_again, again.id)
    db.call(outbox.settle_uncertain, left.id, "left_in_doubt", NOW)
    assert {"queued": 1, "uncertain": 1} == db.call(rows.sending)
    assert {"sent again in doubt": 1, "left in doubt": 1} == db.call(tally.counts)
    (once_more,) = claim(db)
    assert (again.id, 2, 1) == (once_more.id, once_more.attempts, once_more.doubts)


def test_what_failed_keeps_no_text(db: Database, cast: Cast) -> None:
    """The kind of error stays for a while, what it said does not; the next one goes."""
    put(db, cast.anna, "too long")
    put(db, cast.anna, "next")
    failed = claim(db)[0]
    db.call(outbox.settle_failed, failed.id, "failed", NOW)
    row = db.call(lambda tx: tx.execute(select(*_OUTBOX.c).where(_OUTBOX.c.id == failed.id)).one())
    assert ("failed", b"", "failed", NOW) == (row.state, bytes(row.sealed), row.error, row.settled_at)
    assert ["next"] == said(claim(db))
    assert (0, 1) == (db.call(outbox.purge, NOW), db.call(outbox.purge, NOW + timedelta(seconds=1)))


def test_an_edit_of_a_message_that_is_gone_becomes_a_message(db: Database, cast: Cast) -> None:
    """Anna sees the same, as something new."""
    db.call(lambda tx: outbox.put(tx, cast.anna, "edit", {"text": "Klaar"}, NOW, priority=Priority.AT_ONCE))
    db.call(outbox.settle_as_message, claim(db)[0].id)
    (row,) = claim(db)
    assert ("message", "Klaar") == (row.kind, row.body["text"])


def test_a_crash_finds_what_was_on_its_way(place: DatabasePlace) -> None:
    """Whoever opens the database next knows of which rows nobody can say whether they arrived."""
    with open_memory(place) as db:
        cast = db.call(gather)
        put(db, cast.anna, "on its way")
        put(db, cast.bram, "not yet")
        claim(db, limit=1)
    with open_memory(place) as db:
        (row,) = db.call(outbox.interrupted, NOW)
        assert "on its way" == row.body["text"]
        assert [] == db.call(outbox.interrupted, NOW, {row.id}), "somebody carries it"


def test_nothing_waits_for_who_cannot_be_reached(db: Database, cast: Cast) -> None:
    """What is queued for Anna goes, what is under way and what is Bram's stays."""
    for text in ("under way", "waits", "waits too"):
        put(db, cast.anna, text)
    put(db, cast.bram, "for Bram")
    claim(db, limit=1)
    assert 2 == db.call(outbox.drop_waiting, cast.anna)
    assert {"queued": 1, "sending": 1} == db.call(rows.sending)


def test_the_earliest_postponed_row_is_known(db: Database, cast: Cast) -> None:
    """So that the clock of a rehearsal can jump to it."""
    put(db, cast.anna, "later")
    assert db.call(outbox.next_retry) is None
    db.call(outbox.settle_later, claim(db)[0].id, NOW + timedelta(minutes=5))
    assert NOW + timedelta(minutes=5) == db.call(outbox.next_retry)


def test_a_calendar_that_is_set_back_does_not_lengthen_anybody_s_patience(db: Database, cast: Cast) -> None:
    """What Telegram put off goes when its time has passed; what waits for an hour of somebody's day goes on waiting."""
    opens = NOW + timedelta(hours=9)
    put(db, cast.anna, "put off")
    put(db, cast.bram, "for the morning", not_before=opens)
    db.call(outbox.settle_later, claim(db)[0].id, NOW + timedelta(seconds=20))
    an_hour = timedelta(hours=1)
    db.call(outbox.hasten, NOW - an_hour, an_hour)
    back = NOW - an_hour + timedelta(seconds=20)
    assert ["put off"] == said(db.call(outbox.claim, back, 10, FREELY))
    assert ["for the morning"] == said(db.call(outbox.claim, opens, 10, FREELY))


def test_after_a_start_no_patience_is_longer_than_the_longest(db: Database, cast: Cast) -> None:
    """Nobody knows what the calendar said before."""
    put(db, cast.anna, "put off")
    db.call(outbox.settle_later, claim(db)[0].id, NOW + timedelta(hours=1))
    db.call(outbox.cap_patience, NOW, timedelta(minutes=5))
    assert NOW + timedelta(minutes=5) == db.call(outbox.next_retry)


@pytest.mark.parametrize("sealed", [b"", b"no key opens this", b"\x00" * 40])
def test_a_row_that_nobody_can_read_holds_up_nobody(db: Database, cast: Cast, sealed: bytes) -> None:
    """It is given up and counted; what comes after it, for the same person and for others, goes."""
    put(db, cast.anna, "spoiled")
    put(db, cast.anna, "after it")
    put(db, cast.bram, "for Bram")
    first = db.call(lambda tx: tx.execute(select(_OUTBOX.c.id).order_by(_OUTBOX.c.id).limit(1)).scalar_one())
    db.call(lambda tx: tx.execute(update(_OUTBOX).where(_OUTBOX.c.id == first).values(sealed=sealed)))
    assert ["for Bram"] == said(claim(db))
    assert ["after it"] == said(claim(db))
    assert {"failed": 1} == db.call(tally.counts)


def test_two_couriers_never_send_the_same(postgres_place: DatabasePlace) -> None:
    """On PostgreSQL, six claimers empty an outbox of two hundred rows: each row once, each person's in order."""
    with open_memory(postgres_place) as first, open_memory(postgres_place) as second:
        cast = first.call(gather)
        people = [cast.anna, cast.bram, cast.carla, cast.daan]
        for number in range(200):
            put(first, people[number % 4], str(number))

        async def work(db: Database) -> None:
            while len(sent) < 200:
                for row in await db.run(outbox.claim, NOW, 3, FREELY):
                    sent.append((row.person_id, int(row.body["text"])))
                    await db.run(outbox.settle_sent, row.id)

        async def play() -> None:
            await asyncio.wait_for(asyncio.gather(*[work((first, second)[n % 2]) for n in range(6)]), 60)

        sent: list[tuple[int, int]] = []
        asyncio.run(play())
        assert list(range(200)) == sorted(number for _, number in sent)
        for person in people:
            mine = [number for who, number in sent if who == person]
            assert sorted(mine) == mine


def test_a_row_of_nobody_is_not_sent(db: Database) -> None:
    """A row cannot outlive its person: the database itself refuses."""
    with pytest.raises(IntegrityError):
        put(db, 4711, "to nobody")
    assert {} == db.call(rows.sending)


def test_a_row_that_was_spoiled_fails_alone(db: Database, cast: Cast) -> None:
    """It is counted as failed; what waits behind it and what others wait for is claimed."""
    for text in ("bedorven", "daarna"):
        put(db, cast.anna, text)
    put(db, cast.bram, "voor een ander")
    db.call(lambda tx: tx.execute(update(_OUTBOX).where(_OUTBOX.c.id == 1).values(sealed=b"spoiled on the disk")))
    assert ["voor een ander"] == said(claim(db))
    assert ["daarna"] == said(claim(db))
    assert {"sending": 2, "failed": 1} == db.call(rows.sending)
    assert {"failed": 1} == db.call(tally.counts)


def test_a_spoiled_row_that_was_on_its_way_fails_alone(db: Database, cast: Cast) -> None:
    """After a crash the others are looked at."""
    for person in (cast.anna, cast.bram):
        put(db, person, "onderweg")
    claim(db)
    db.call(lambda tx: tx.execute(update(_OUTBOX).where(_OUTBOX.c.id == 1).values(sealed=b"")))
    assert ["onderweg"] == said(db.call(outbox.interrupted, NOW))
    assert {"sending": 1, "failed": 1} == db.call(rows.sending)
