"""Nudges: whatever happens to a nudge happens once, whoever else tries."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from nudges.dose import Occasion, Sending
from nudges.lifecycle import NudgeAct, NudgeState
from store import agenda, tables
from store.database import Database, Transaction
from tests import rows
from tests.store.cast import NOW, Cast, gather
from tests.store.conftest import DatabasePlace, open_memory
from tests.store.planning import DUE, plan_one


def test_a_nudge_is_due_at_its_moment(db: Database, cast: Cast) -> None:
    """Not a second before, the earliest first, and no more than asked for."""
    late, early = db.call(plan_one, cast.anna), db.call(plan_one, cast.bram, DUE - timedelta(minutes=1))
    assert [] == db.call(agenda.due, DUE - timedelta(minutes=2), 10)
    assert [early.id] == [nudge.id for nudge in db.call(agenda.due, DUE - timedelta(seconds=1), 10)]
    assert [early.id, late.id] == [nudge.id for nudge in db.call(agenda.due, DUE, 10)]
    assert [early.id] == [nudge.id for nudge in db.call(agenda.due, DUE, 1)]


def test_a_nudge_moves_only_as_its_life_allows(db: Database, cast: Cast) -> None:
    """Queued once, sent once, answered once; the loser changes nothing."""
    nudge = db.call(plan_one, cast.anna)

    def move(act: NudgeAct, **values: Any) -> bool:
        return db.call(lambda tx: agenda.move(tx, nudge.id, act, **values))

    assert not move(NudgeAct.SEND)
    assert (True, False) == (move(NudgeAct.QUEUE), move(NudgeAct.QUEUE))
    assert (True, False) == (move(NudgeAct.SEND, sent_at=DUE), move(NudgeAct.SEND, sent_at=NOW))
    assert (True, False) == (move(NudgeAct.ANSWER), move(NudgeAct.EXPIRE))
    stored = db.call(agenda.by_id, nudge.id)
    assert stored is not None
    assert (NudgeState.ANSWERED, DUE) == (stored.state, stored.sent_at)


def test_what_is_on_its_way_counts_for_the_dose(db: Database, cast: Cast) -> None:
    """From when it was due: another that is due at the same moment does not go along with it."""
    nudge = db.call(plan_one, cast.anna)
    assert [] == db.call(agenda.sendings, cast.anna, NOW)
    db.call(lambda tx: agenda.move(tx, nudge.id, NudgeAct.QUEUE))
    assert [Sending(Occasion.REFLECTION, DUE)] == db.call(agenda.sendings, cast.anna, NOW)
    assert [] == db.call(agenda.sendings, cast.bram, NOW)
    db.call(lambda tx: agenda.move(tx, nudge.id, NudgeAct.FAIL, reason="blocked"))
    assert [] == db.call(agenda.sendings, cast.anna, NOW)


def test_what_was_sent_expires_unless_it_is_answered(db: Database, cast: Cast) -> None:
    """At its own moment; and its sending counts for the dose."""
    expire = DUE + timedelta(days=2)
    nudge = db.call(plan_one, cast.anna)

    def send(tx: Transaction) -> None:
        agenda.move(tx, nudge.id, NudgeAct.QUEUE)
        agenda.move(tx, nudge.id, NudgeAct.SEND, sent_at=DUE, expires_at=expire)
        agenda.note(tx, nudge.id, reminded_at=DUE + timedelta(days=1))

    db.call(send)
    assert [] == db.call(agenda.to_expire, expire - timedelta(seconds=1), 10)
    assert [(nudge.id, DUE + timedelta(days=1))] == [
        (one.id, one.reminded_at) for one in db.call(agenda.to_expire, expire, 10)
    ]
    assert [Sending(Occasion.REFLECTION, DUE)] == db.call(agenda.sendings, cast.anna, NOW)
    assert [] == db.call(agenda.sendings, cast.anna, DUE + timedelta(seconds=1))
    db.call(lambda tx: agenda.move(tx, nudge.id, NudgeAct.ANSWER))
    assert [] == db.call(agenda.to_expire, expire, 10)


def test_a_skipped_nudge_keeps_its_reason_until_it_is_purged(db: Database, cast: Cast) -> None:
    """Every no has its word."""
    db.call(plan_one, cast.anna)
    skipped = db.call(plan_one, cast.bram)

    def skip(tx: Transaction) -> bool:
        return agenda.move(tx, skipped.id, NudgeAct.SKIP, reason="holiday", settled_at=DUE)

    assert db.call(skip)
    assert {"planned": 1, "skipped": 1} == db.call(rows.by, tables.NudgeRow, "state")
    assert {"holiday": 1} == db.call(rows.by, tables.NudgeRow, "reason")
    assert (0, 1) == (db.call(agenda.purge, DUE), db.call(agenda.purge, DUE + timedelta(seconds=1)))
    assert {"planned": 1} == db.call(rows.by, tables.NudgeRow, "state")


def test_the_agenda_says_what_comes_next(db: Database, cast: Cast) -> None:
    """Nothing on an empty one; else the earliest of all it holds."""
    assert db.call(agenda.next_due) is None
    db.call(plan_one, cast.anna)
    assert (DUE, "nudge") == db.call(agenda.next_due)


def test_what_waits_for_a_conversation_is_looked_at_before_what_is_due_later(db: Database, cast: Cast) -> None:
    """Also when nothing else is planned."""
    waits = db.call(plan_one, cast.anna)
    later = DUE + timedelta(minutes=1)
    db.call(lambda tx: agenda.note(tx, waits.id, again_at=later))
    assert (later, "nudge") == db.call(agenda.next_due)
    db.call(plan_one, cast.bram, DUE + timedelta(minutes=2))
    assert (later, "nudge") == db.call(agenda.next_due)
    db.call(lambda tx: agenda.note(tx, waits.id, again_at=DUE + timedelta(minutes=3)))
    assert (DUE + timedelta(minutes=2), "nudge") == db.call(agenda.next_due)


@pytest.mark.parametrize("claimers", [1, 8])
def test_a_nudge_is_claimed_by_one_process(postgres_place: DatabasePlace, claimers: int) -> None:
    """On PostgreSQL, two hundred nudges are claimed two hundred times in all, by one claimer or by eight."""
    with open_memory(postgres_place) as first, open_memory(postgres_place) as second:
        cast = first.call(gather)
        for number in range(200):
            first.call(plan_one, cast.anna, DUE, f"rhythm {number}")

        async def work(db: Database) -> list[int]:
            mine: list[int] = []
            while claimed := await db.run(_claim):
                mine += claimed
            return mine

        async def play() -> list[int]:
            shares = await asyncio.gather(*[work((first, second)[number % 2]) for number in range(claimers)])
            return [nudge for share in shares for nudge in share]

        claimed = asyncio.run(play())
        assert (200, 200) == (len(claimed), len(set(claimed)))
        assert {"queued": 200} == first.call(rows.by, tables.NudgeRow, "state")


def _claim(db: Transaction) -> list[int]:
    return [nudge.id for nudge in agenda.due(db, DUE, 7) if agenda.move(db, nudge.id, NudgeAct.QUEUE)]
