"""A link to the page works once, for five minutes, and the browser's stay ends by itself."""

from datetime import timedelta

from sqlalchemy import select

from store import signins, tables
from store.database import Database
from tests.store.cast import NOW, Cast


def test_a_link_signs_in_once(db: Database, cast: Cast) -> None:
    """Bram is in; whoever finds the link afterwards is not."""
    token = db.call(signins.issue, cast.bram, NOW)
    entered = db.call(signins.consume, token, NOW)
    assert entered is not None
    person, cookie = entered
    assert (cast.bram, cast.bram) == (person, db.call(signins.person_in, cookie, NOW))
    assert db.call(signins.consume, token, NOW) is None


def test_a_link_is_too_old_after_five_minutes(db: Database, cast: Cast) -> None:
    """A second before that it still lets somebody in."""
    token = db.call(signins.issue, cast.bram, NOW)
    assert db.call(signins.consume, token, NOW + timedelta(minutes=5)) is None
    assert db.call(signins.consume, token, NOW + timedelta(minutes=5, seconds=-1)) is not None


def test_a_stay_ends(db: Database, cast: Cast) -> None:
    """After eight hours, or when Bram signs out."""
    first, second = (db.call(signins.consume, db.call(signins.issue, cast.bram, NOW), NOW) for _ in range(2))
    assert first is not None
    assert second is not None
    db.call(signins.sign_out, first[1])
    assert db.call(signins.person_in, first[1], NOW) is None
    assert cast.bram == db.call(signins.person_in, second[1], NOW + timedelta(hours=8, seconds=-1))
    assert db.call(signins.person_in, second[1], NOW + timedelta(hours=8)) is None


def test_a_wrong_token_opens_nothing(db: Database, cast: Cast) -> None:
    """A link is not a cookie either, nor a cookie a link."""
    token = db.call(signins.issue, cast.bram, NOW)
    entered = db.call(signins.consume, token, NOW)
    assert entered is not None
    for wrong in ("", "x" * 32, entered[1]):
        assert db.call(signins.consume, wrong, NOW) is None
    for wrong in ("", "x" * 32, token):
        assert db.call(signins.person_in, wrong, NOW) is None


def test_tokens_are_kept_nowhere(db: Database, cast: Cast) -> None:
    """What lies in the database signs nobody in."""
    token = db.call(signins.issue, cast.bram, NOW)
    entered = db.call(signins.consume, token, NOW)
    assert entered is not None
    for row in (tables.SignInRow, tables.WebSessionRow):
        query = select(tables.table(row).c.token_hash)
        stored = db.call(lambda tx, query=query: tx.execute(query).scalars().all())  # type: ignore[misc]  # a default of a lambda has no type
        assert 1 == len(stored)
        assert not {token, entered[1]} & set(stored)


def test_what_is_over_is_forgotten(db: Database, cast: Cast) -> None:
    """Links after minutes, stays after hours."""
    token = db.call(signins.issue, cast.bram, NOW)
    db.call(signins.consume, token, NOW)
    assert 0 == db.call(signins.purge, NOW)
    assert 1 == db.call(signins.purge, NOW + timedelta(hours=1))
    assert 1 == db.call(signins.purge, NOW + timedelta(hours=9))
