"""Shared items: for whom, from when, and until when their author may take them back; on both databases."""

from datetime import timedelta

from store import calls, people, sessions, sharing
from store.database import Database, Transaction
from store.people import Role, TeamMember
from store.steering_log import LogPlace
from tests.store.cast import NOW, Cast

LATER = NOW + timedelta(hours=1)


def _share(db: Transaction, cast: Cast, name: str | None) -> int:
    mine = sharing.reader_of(db, cast.anna, Role.LEAD)
    assert mine is not None
    sharing.share(db, mine, Role.LEAD, "Het mag niet", name, LogPlace(1, "deel"), NOW, LATER)
    return sharing.own(db, cast.anna)[-1].id


def _bram(db: Transaction, cast: Cast) -> TeamMember:
    return next(one for one in people.memberships(db, cast.bram))


def test_a_named_item_is_due_once_its_time_has_come(db: Database, cast: Cast) -> None:
    """And until somebody settled it."""
    item = db.call(_share, cast, "Anna")
    assert [] == list(db.call(sharing.named_due, NOW, 9))
    assert [item] == [one.id for one in db.call(sharing.named_due, LATER, 9)]
    assert LATER == db.call(sharing.next_due)
    db.call(sharing.settle, item, LATER)
    assert [] == list(db.call(sharing.named_due, LATER, 9))


def test_it_awaits_those_who_led_the_team_when_it_was_shared(db: Database, cast: Cast) -> None:
    """Not its author, not another team, not somebody who leads it since."""
    item = db.call(_share, cast, "Anna")
    db.call(people.join, cast.daan, cast.counter, Role.LEAD, LATER)
    assert [cast.bram] == list(db.call(sharing.awaiting, item))
    db.call(sharing.show, item, cast.bram, LATER)
    assert [] == list(db.call(sharing.awaiting, item))


def test_an_unnamed_item_is_for_each_reader_once(db: Database, cast: Cast) -> None:
    """Shown, it is not shown again; and it never counts as something that the clock must do for a lead."""
    item = db.call(_share, cast, None)
    bram = db.call(_bram, cast)
    assert [] == list(db.call(sharing.unnamed_for, bram, NOW))
    assert [item] == [one.id for one in db.call(sharing.unnamed_for, bram, LATER)]
    db.call(sharing.show, item, cast.bram, LATER)
    assert [] == list(db.call(sharing.unnamed_for, bram, LATER))
    assert db.call(sharing.next_due) is None


def test_taking_back_ends_when_somebody_saw_it(db: Database, cast: Cast) -> None:
    """Before that it is one's own to destroy, and nobody else's."""
    first, second = db.call(_share, cast, "Anna"), db.call(_share, cast, None)
    assert not db.call(sharing.take_back, cast.bram, first)
    assert db.call(sharing.take_back, cast.anna, first)
    db.call(sharing.show, second, cast.bram, LATER)
    assert not db.call(sharing.take_back, cast.anna, second)
    assert not db.call(sharing.take_back_at, cast.anna, LogPlace(1, "deel"))
    assert [True] == [one.was_shown for one in db.call(sharing.own, cast.anna)]


def test_a_call_is_handed_out_once(db: Database, cast: Cast) -> None:
    """Then it is under way until it is settled; a session that is forgotten takes its calls along."""
    session = db.call(sessions.reserve, cast.anna, "vraag", "1", NOW, None)
    for address in ("een", "twee"):
        db.call(calls.ask, cast.anna, session, 0, address, {}, NOW)
    taken = db.call(calls.claim, NOW, 1)
    assert ["een"] == [call.address for call in taken]
    assert ["twee"] == [call.address for call in db.call(calls.claim, NOW, 9)]
    assert 2 == len(db.call(calls.interrupted))
    assert [True, False] == [db.call(calls.settle, taken[0].id) for _ in range(2)]
    db.call(sessions.discard, session)
    assert [] == list(db.call(calls.interrupted))
