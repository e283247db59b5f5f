"""A use case is one transaction, all or nothing, whoever else's shares its commit."""

import asyncio
import threading
from collections.abc import Sequence

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from store import people, tally, teams
from store.database import Database, Transaction
from tests.store.cast import NOW, Cast
from tests.store.conftest import DatabasePlace, open_memory


class ChangedMind(Exception):
    """A use case changes its mind."""


def _count_and_refuse(db: Transaction, name: str) -> None:
    tally.count(db, name)
    raise ChangedMind


def test_a_use_case_that_ends_well_is_kept(place: DatabasePlace) -> None:
    """It is on the disk, for whoever opens the database next."""
    with open_memory(place) as db:
        db.call(tally.count, "turns")
    with open_memory(place) as db:
        assert {"turns": 1} == db.call(tally.counts)


def test_a_use_case_that_fails_leaves_nothing(db: Database) -> None:
    """And whoever asked gets the error."""
    with pytest.raises(ChangedMind):
        db.call(_count_and_refuse, "turns")
    assert {} == db.call(tally.counts)


async def test_one_failure_among_many_spoils_no_other(db: Database) -> None:
    """Turns that wait together share a commit, each in a savepoint of its own."""
    turns = [db.run(_count_and_refuse if number % 10 == 3 else tally.count, f"turn {number}") for number in range(100)]
    ended = await asyncio.gather(*turns, return_exceptions=True)
    assert 10 == sum(isinstance(error, ChangedMind) for error in ended)
    assert {f"turn {number}": 1 for number in range(100) if number % 10 != 3} == db.call(tally.counts)


async def test_a_breach_in_the_database_spoils_no_other_turn(db: Database) -> None:
    """Not even a statement that the database itself refuses."""
    first, second, third = await asyncio.gather(
        db.run(tally.count, "before"),
        db.run(lambda tx: tx.execute(text("INSERT INTO tally (name, count) VALUES (NULL, NULL)"))),
        db.run(tally.count, "after"),
        return_exceptions=True,
    )
    assert first is None
    assert third is None
    assert isinstance(second, IntegrityError)
    assert {"before": 1, "after": 1} == db.call(tally.counts)


async def test_what_waits_together_shares_a_commit(sqlite_place: DatabasePlace) -> None:
    """On SQLite fifty turns cost a handful of commits; each alone would wait for the disk."""
    begun: list[object] = []
    event.listen(sqlite_place.engine, "begin", begun.append)
    with open_memory(sqlite_place) as db:
        begun.clear()
        await asyncio.gather(*[db.run(tally.count, "turns") for _ in range(50)])
        assert {"turns": 50} == db.call(tally.counts)
    assert len(begun) <= 10


async def test_what_follows_a_commit_happens_after_it_and_only_then(db: Database) -> None:
    """The courier is woken by what is stored, never by what was undone."""
    rung: list[str] = []

    def turn(tx: Transaction, name: str) -> None:
        tally.count(tx, name)
        tx.after_commit.append(lambda: rung.append(name))
        if name == "bad":
            raise ChangedMind

    await asyncio.gather(db.run(turn, "good"), db.run(turn, "bad"), return_exceptions=True)
    assert ["good"] == rung


def test_a_commit_that_fails_is_told_to_everybody_in_it(sqlite_place: DatabasePlace) -> None:
    """Nobody believes that something is stored that is not; the next turn works again."""
    refusing = threading.Event()

    def refuse(_: object) -> None:
        if refusing.is_set():
            refusing.clear()
            raise DBAPIError("COMMIT", None, Exception("the disk is full"))

    event.listen(sqlite_place.engine, "commit", refuse)
    rung: list[str] = []

    def turn(tx: Transaction) -> None:
        tally.count(tx, "turns")
        tx.after_commit.append(lambda: rung.append("rung"))

    with open_memory(sqlite_place) as db:
        refusing.set()
        with pytest.raises(DBAPIError):
            db.call(turn)
        assert [] == rung
        assert {} == db.call(tally.counts)
        db.call(turn)
        assert (["rung"], {"turns": 1}) == (rung, db.call(tally.counts))


def test_closing_finishes_what_was_begun(place: DatabasePlace) -> None:
    """What was asked before the end is done before the end."""

    async def ask(db: Database) -> Sequence[object]:
        asked = [asyncio.ensure_future(db.run(tally.count, "turns")) for _ in range(20)]
        await asyncio.sleep(0)
        await asyncio.to_thread(db.close)
        return await asyncio.gather(*asked)

    with open_memory(place) as db:
        asyncio.run(ask(db))
    with open_memory(place) as db:
        assert {"turns": 20} == db.call(tally.counts)


@pytest.mark.parametrize(
    "breach",
    [
        "INSERT INTO team (name, created_at) SELECT name, created_at FROM team WHERE name = :said",
        "INSERT INTO team (name) VALUES (:said)",
        "INSERT INTO person (pseudonym, language) VALUES (:said, :said)",
    ],
    ids=["twice", "missing", "whole row"],
)
def test_an_error_names_no_values(db: Database, breach: str) -> None:
    """A database error may be logged: neither what was given nor what is stored is in it."""
    db.call(teams.add, "Geheim team", NOW)
    with pytest.raises(IntegrityError) as refused:
        db.call(lambda tx: tx.execute(text(breach), {"said": "Geheim team"}))
    assert "Geheim" not in str(refused.value)
    assert "Geheim" not in str(refused.value.orig)
    assert "constraint" in str(refused.value).lower()


def test_a_deadlock_is_played_again(postgres_place: DatabasePlace) -> None:
    """On PostgreSQL the loser of a deadlock tries once more, and nobody notices."""
    with open_memory(postgres_place) as db:
        for name in ("a", "b"):
            db.call(tally.count, name)
        both = threading.Barrier(2)
        tries: list[str] = []

        def cross(tx: Transaction, first: str, second: str) -> None:
            tries.append(first)
            tally.count(tx, first)
            if len(tries) <= 2:
                both.wait(10)
            tally.count(tx, second)

        async def play() -> None:
            await asyncio.gather(db.run(cross, "a", "b"), db.run(cross, "b", "a"))

        asyncio.run(play())
        assert {"a": 3, "b": 3} == db.call(tally.counts)
        assert len(tries) > 2  # whoever loses may lose again, when it is quicker than the winner wakes


def test_sqlite_is_set_up_to_survive_a_power_cut(sqlite_place: DatabasePlace) -> None:
    """What Telegram was told is received is on the disk, and what is erased is wiped."""
    with sqlite_place.engine.connect() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "secure_delete", "foreign_keys")
        }
    assert {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1, "foreign_keys": 1} == pragmas


def test_what_was_worked_out_is_worked_out_anew_once_its_tables_are_written_to(db: Database, cast: Cast) -> None:
    """Also where it rests on something that was worked out itself; a write to another table changes nothing."""

    def play(tx: Transaction) -> tuple[list[int], int]:
        worked_out: list[int] = []

        def places() -> int:
            worked_out.append(len(people.memberships(tx, cast.anna)))
            return worked_out[-1]

        places_seen = [tx.work_out("places", places), tx.work_out("places", places)]
        tally.count(tx, "turns")
        places_seen.append(tx.work_out("places", places))
        people.leave(tx, cast.anna, NOW)
        return [*places_seen, tx.work_out("places", places)], len(worked_out)

    assert ([1, 1, 1, 0], 2) == db.call(play)


def test_what_was_worked_out_in_a_part_that_failed_is_forgotten(db: Database, cast: Cast) -> None:
    """Anna left only there, so she has her place still."""

    def play(tx: Transaction) -> tuple[int, int]:
        def leave() -> None:
            people.leave(tx, cast.anna, NOW)
            nowhere.append(len(people.memberships(tx, cast.anna)))
            raise ChangedMind

        nowhere: list[int] = []
        with pytest.raises(ChangedMind):
            tx.apart(leave)
        return nowhere[0], len(people.memberships(tx, cast.anna))

    assert (0, 1) == db.call(play)
