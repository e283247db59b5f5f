"""A session is kept sealed between turns; it and its wake-ups do nothing for a sprint that is over."""

import asyncio
from datetime import timedelta

from sqlalchemy import select

from store import sessions, tables
from store.database import Database, Transaction
from tests.store.cast import NOW, Cast, gather
from tests.store.conftest import DatabasePlace, open_memory

LATER = NOW + timedelta(hours=1)
_SESSION = tables.table(tables.SessionRow)


def begin(db: Transaction, person: int, flow: str = "waarom", body: bytes = b'{"v":1}') -> int:
    """A session that was reserved and saved once."""
    session = sessions.reserve(db, person, flow, "abc", NOW, None)
    assert sessions.save(db, person, session, status=sessions.WAITING, body=body, now=NOW)
    return session


def test_a_session_comes_back_as_it_was(db: Database, cast: Cast) -> None:
    """Its body to the byte, and none of it can be read on the disk."""
    session = db.call(begin, cast.anna, body=b'{"answer":"ik vraag het na"}')
    stored = db.call(sessions.by_id, session)
    assert stored is not None
    assert (cast.anna, "waarom", "abc") == (stored.person_id, stored.flow, stored.version)
    assert b'{"answer":"ik vraag het na"}' == stored.body
    sealed = db.call(lambda tx: tx.execute(select(_SESSION.c.sealed)).scalar_one())
    assert b"vraag" not in bytes(sealed)


def test_a_reserved_session_has_no_body_yet(db: Database, cast: Cast) -> None:
    """Its number is needed for the buttons of its first question."""
    session = db.call(sessions.reserve, cast.anna, "waarom", "abc", NOW, 12)
    stored = db.call(sessions.by_id, session)
    assert stored is not None
    assert (b"", 0, 12) == (stored.body, stored.stamp, stored.nudge_id)


def test_a_session_that_moved_on_is_not_overwritten(db: Database, cast: Cast) -> None:
    """Whoever comes from an older sprint writes nothing; the stamp of a sprint is not one more than the last."""

    def save(tx: Transaction, was: int, body: bytes) -> int | None:
        return sessions.save(tx, cast.anna, session, was=was, status=sessions.WAITING, body=body, now=LATER)

    session = db.call(begin, cast.anna)
    before = db.call(sessions.by_id, session)
    assert before is not None
    first, second = db.call(save, before.stamp, b"first"), db.call(save, before.stamp, b"second")
    stored = db.call(sessions.by_id, session)
    assert stored is not None
    assert (b"first", first, LATER, None) == (stored.body, stored.stamp, stored.touched_at, second)
    assert stored.stamp != before.stamp


def test_of_a_session_that_is_over_only_the_hour_can_be_read(db: Database, cast: Cast) -> None:
    """Neither how it ended nor how long it took stands in the file; the program still knows the first."""
    ends = LATER + timedelta(minutes=17)
    short, whole = db.call(begin, cast.anna), db.call(begin, cast.anna, body=b"x" * 900)
    db.call(sessions.mark, short, "stopped", ends)
    stamp = db.call(sessions.by_id, whole).stamp  # type: ignore[union-attr]  # it was just made
    db.call(lambda tx: sessions.save(tx, cast.anna, whole, was=stamp, status="completed", body=b"y" * 900, now=ends))
    rows = db.call(lambda tx: tx.execute(select(*_SESSION.c).order_by(_SESSION.c.id)).all())
    columns = [(row.status, row.begun_at, row.touched_at, len(row.sealed)) for row in rows]
    assert [("over", LATER, LATER, len(rows[0].sealed))] * 2 == columns
    stored = [db.call(sessions.by_id, session) for session in (short, whole)]
    assert ["stopped", "completed"] == [one.status for one in stored if one is not None]


def test_the_open_session_is_the_one_touched_last(db: Database, cast: Cast) -> None:
    """What was parked or ended is not open, and Bram's is not Anna's."""
    first, second = db.call(begin, cast.anna, "waarom"), db.call(begin, cast.anna, "weekreflectie")
    db.call(begin, cast.bram)
    assert second == _number(db.call(sessions.current, cast.anna))
    db.call(sessions.mark, second, sessions.PARKED, LATER)
    assert first == _number(db.call(sessions.current, cast.anna))
    assert second == _number(db.call(sessions.parked, cast.anna))
    assert [first, second] == sorted(kept.id for kept in db.call(sessions.open_ones, cast.anna))
    db.call(sessions.mark, first, "completed", LATER)
    assert db.call(sessions.current, cast.anna) is None
    assert [second] == [kept.id for kept in db.call(sessions.open_ones, cast.anna)]


def test_the_message_with_the_question_is_remembered(db: Database, cast: Cast) -> None:
    """Its number is known only once Telegram has it."""
    session = db.call(begin, cast.anna)
    db.call(sessions.shown, cast.anna, session, 1, "2000000001")
    stored = db.call(sessions.by_id, session)
    assert stored is not None
    assert ("2000000001", 1) == (stored.shown_ref, stored.shown_visit)


def test_the_question_that_was_shown_is_remembered(db: Database, cast: Cast) -> None:
    """At first none was; of one that was queued before this was kept it is not known; no number of it is readable."""
    session = db.call(begin, cast.anna)
    shown = [_shown(db, session)]
    for visit, message in ((3, None), (4, "77"), (None, "78")):
        db.call(sessions.shown, cast.anna, session, visit, message)
        shown.append(_shown(db, session))
    assert [(None, 0), (None, 3), ("77", 4), ("78", None)] == shown


def _shown(db: Database, session: int) -> tuple[str | None, int | None]:
    stored = db.call(sessions.by_id, session)
    assert stored is not None
    return stored.shown_ref, stored.shown_visit


def test_a_wake_up_is_handed_out_once_and_in_time(db: Database, cast: Cast) -> None:
    """The earliest first, none before it is due, with whom it is about."""
    anna, bram = db.call(begin, cast.anna), db.call(begin, cast.bram)
    db.call(sessions.wake, anna, 0, [("remind", LATER), ("timeout", LATER + timedelta(hours=5))])
    db.call(sessions.wake, bram, 3, [("timeout", LATER - timedelta(minutes=1))])
    assert LATER - timedelta(minutes=1) == db.call(sessions.next_wakeup)
    assert [] == db.call(sessions.claim_wakeups, NOW, 10)
    claimed = db.call(sessions.claim_wakeups, LATER, 10)
    assert [(bram, cast.bram, 3, "timeout"), (anna, cast.anna, 0, "remind")] == [
        (one.session_id, one.person_id, one.stamp, one.kind) for one in claimed
    ]
    assert [] == db.call(sessions.claim_wakeups, LATER, 10)
    assert LATER + timedelta(hours=5) == db.call(sessions.next_wakeup)


def test_new_wake_ups_take_the_place_of_the_old(db: Database, cast: Cast) -> None:
    """A session that moved on is not woken for what it waited for before."""
    session = db.call(begin, cast.anna)
    db.call(sessions.wake, session, 0, [("remind", NOW)])
    db.call(sessions.wake, session, 1, [("remind", LATER)])
    assert [(1, LATER)] == [(one.stamp, one.due_at) for one in db.call(sessions.claim_wakeups, LATER, 10)]
    db.call(sessions.wake, session, 2, [("remind", LATER)])
    db.call(sessions.wake, session, 3, ())
    assert db.call(sessions.next_wakeup) is None


def test_who_is_inside_is_counted_by_version(db: Database, cast: Cast) -> None:
    """Before a changed flow goes live a coach knows how many people are in the old one."""
    for person in (cast.anna, cast.daan):
        db.call(begin, person)
    ended = db.call(begin, cast.bram)
    db.call(sessions.mark, ended, "completed", LATER)
    assert [("abc", 2)] == db.call(sessions.inside, "waarom")
    assert [] == db.call(sessions.inside, "weekreflectie")
    assert (1, 0) == (db.call(sessions.begun, cast.bram, "waarom"), db.call(sessions.begun, cast.carla, "waarom"))


def test_old_sessions_go_with_their_wake_ups(db: Database, cast: Cast) -> None:
    """What nobody touched since is forgotten; the rest stays."""
    old, fresh = db.call(begin, cast.anna), db.call(begin, cast.bram)
    db.call(sessions.wake, old, 0, [("remind", LATER)])
    db.call(sessions.mark, fresh, sessions.WAITING, LATER)
    assert 1 == db.call(sessions.purge, LATER, NOW)
    assert (None, None) == (db.call(sessions.by_id, old), db.call(sessions.next_wakeup))
    assert fresh == _number(db.call(sessions.by_id, fresh))


def test_two_processes_never_wake_a_session_twice(postgres_place: DatabasePlace) -> None:
    """On PostgreSQL, eight claimers at once share a hundred wake-ups out among them."""
    with open_memory(postgres_place) as db:
        cast = db.call(gather)
        for number in range(100):
            db.call(sessions.wake, db.call(begin, cast.anna), number, [("remind", NOW)])

        async def claim() -> list[int]:
            mine: list[int] = []
            while claimed := await db.run(sessions.claim_wakeups, NOW, 7):
                mine += [one.stamp for one in claimed]
            return mine

        async def play() -> list[int]:
            return [sprint for mine in await asyncio.gather(*[claim() for _ in range(8)]) for sprint in mine]

        assert list(range(100)) == sorted(asyncio.run(play()))


def _number(stored: sessions.StoredSession | None) -> int | None:
    return None if stored is None else stored.id
