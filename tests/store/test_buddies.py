"""Codes for a buddy and the pairs that they open."""

from datetime import timedelta

import pytest

from store import buddies, references, tables
from store.database import Database
from store.references import ReferenceKind
from tests.store.cast import NOW, Cast


def _paired(db: Database, cast: Cast) -> None:
    assert db.call(buddies.pair, db.call(buddies.issue, cast.anna, NOW), cast.daan, NOW) is not None


@pytest.mark.parametrize(
    "typed", ["", "ABCD", "ABCDEFGHJ", "ABCD-EFG0", "ABCDEFGI", "ÀBCDEFGH", "²BCDEFGH", "abcd efgh i"]
)
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    """Too short, too long, with a sign that no code has: nothing is looked up for it."""
    assert "" == buddies.read(typed)


@pytest.mark.parametrize("typed", ["ABCDEFGH", "abcd-efgh", " abcd efgh ", "ABCD–EFGH.", "“abcdefgh”"])
def test_a_code_is_read_as_people_write_it(typed: str) -> None:
    """In small letters, divided, with a dot or quotation marks around it."""
    assert "ABCDEFGH" == buddies.read(typed)


def test_a_code_runs_out(db: Database, cast: Cast) -> None:
    """Up to its last moment it opens, and then not."""
    code = db.call(buddies.issue, cast.anna, NOW)
    ends = NOW + buddies.VALID_FOR
    assert [cast.anna, None] == [db.call(buddies.made_by, code, at) for at in (ends - timedelta(seconds=1), ends)]
    assert [0, 1] == [db.call(buddies.purge, at) for at in (ends - timedelta(seconds=1), ends)]


def test_a_pair_takes_both_codes_and_leaves_nothing_behind(db: Database, cast: Cast) -> None:
    """A code of either opens no second pair; after the end no row of it is there."""
    spare = db.call(buddies.issue, cast.daan, NOW)
    _paired(db, cast)
    assert db.call(buddies.made_by, spare, NOW) is None
    db.call(buddies.part, cast.daan)
    assert [] == db.call(buddies.every)
    assert [] == db.call(lambda tx: tx.execute(tables.table(tables.BuddyCodeRow).select()).all())


def test_who_has_a_buddy_can_use_no_code(db: Database, cast: Cast) -> None:
    """Neither as the one who types it nor as the one who made it; nor one's own."""
    _paired(db, cast)
    code = db.call(buddies.issue, cast.bram, NOW)
    assert db.call(buddies.pair, code, cast.anna, NOW) is None
    assert db.call(buddies.pair, code, cast.bram, NOW) is None
    assert db.call(buddies.pair, db.call(buddies.issue, cast.anna, NOW), cast.bram, NOW) is None


def test_a_question_is_in_one_pair_of_hands_until_it_is_answered(db: Database, cast: Cast) -> None:
    """Its reference is the reader's alone, another question has another, and an answer takes it away."""
    _paired(db, cast)
    anna = db.call(buddies.of, cast.anna)
    assert anna is not None
    first = db.call(buddies.hand, anna)
    second = db.call(buddies.hand, anna)
    daan = db.call(buddies.of, cast.daan)
    assert daan is not None
    assert first != second == db.call(buddies.in_hands, daan)
    assert db.call(references.row, ReferenceKind.BUDDY_QUESTION, cast.anna, second) is None
    assert "" == db.call(buddies.in_hands, anna)
    db.call(buddies.answer, daan)
    after = db.call(buddies.of, cast.daan)
    assert after is not None
    assert "" == db.call(buddies.in_hands, after)
