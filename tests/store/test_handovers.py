"""Handovers: once each, the reader's own, and untouched by what becomes of the item; on both databases."""

from datetime import timedelta

from sqlalchemy import func, select

from store import erasure, handovers, references, sharing, tables
from store.database import Database, Transaction
from store.handovers import Handover, ReplyManner
from store.people import Role
from store.steering_log import LogPlace
from tests.store.cast import NOW, Cast

LATER = NOW + timedelta(hours=1)


def _handed(db: Transaction, cast: Cast, text: str = "Het mag niet") -> str:
    mine = sharing.reader_of(db, cast.anna, Role.LEAD)
    assert mine is not None
    sharing.share(db, mine, Role.LEAD, text, None, LogPlace(1, "deel"), NOW, LATER)
    return handovers.hand(db, sharing.own(db, cast.anna)[-1], cast.bram, LATER)


def _of(db: Database, cast: Cast, shown: str) -> Handover:
    handover = db.call(handovers.of_reference, cast.bram, shown)
    assert handover is not None
    return handover


def test_each_manner_is_noted_once(db: Database, cast: Cast) -> None:
    """A second answer changes nothing, and a promise is another thing."""
    shown = db.call(_handed, cast)
    handover = _of(db, cast, shown)
    assert [True, False, True] == [
        db.call(handovers.note, handover, manner, LATER)
        for manner in (ReplyManner.ANSWER, ReplyManner.ANSWER, ReplyManner.PROMISE)
    ]
    assert {ReplyManner.ANSWER, ReplyManner.PROMISE} == _of(db, cast, shown).said


def test_it_is_its_readers_alone(db: Database, cast: Cast) -> None:
    """The same reference leads nobody else anywhere, and no plain number leads its reader to it."""
    shown = db.call(_handed, cast)
    assert db.call(handovers.of_reference, cast.daan, shown) is None
    for odd in ("1", "", "x" * 22, shown[:-1]):
        assert db.call(handovers.of_reference, cast.bram, odd) is None


def test_it_stays_as_it_is_when_its_author_is_erased(db: Database, cast: Cast) -> None:
    """What its reader may do is the same to the last field; only the way to the item is gone."""
    shown = db.call(_handed, cast)
    before = _of(db, cast, shown)
    item = db.call(handovers.item_number, before)
    assert item is not None
    authored = db.call(sharing.with_author, item)
    assert authored is not None
    assert (cast.anna, "Het mag niet") == (authored[0], authored[1].text)
    db.call(erasure.erase, cast.anna)
    assert before == _of(db, cast, shown)
    assert db.call(handovers.item_number, before) is None
    assert db.call(sharing.with_author, item) is None


def test_erasing_its_reader_takes_it_away(db: Database, cast: Cast) -> None:
    """It is theirs, so it goes with them, and the item stays its author's."""
    db.call(_handed, cast)
    db.call(erasure.erase, cast.bram)
    assert 0 == db.call(lambda tx: tx.execute(select(func.count()).select_from(_TABLE)).scalar_one())
    assert 1 == len(db.call(sharing.own, cast.anna))


def test_it_is_forgotten_with_the_texts(db: Database, cast: Cast) -> None:
    """By when it was shown."""
    db.call(_handed, cast)
    assert [0, 1] == [db.call(handovers.purge, LATER + timedelta(seconds=late)) for late in (0, 1)]


def test_an_old_button_does_not_lead_to_a_later_row_of_the_same_number(db: Database, cast: Cast) -> None:
    """Where all rows are gone their numbers begin anew: the day in the reference tells them apart."""
    handover = _of(db, cast, db.call(_handed, cast))
    stale = db.call(references.refer, references.ReferenceKind.HANDOVER, cast.bram, handover.id * 2**16 + 1)
    assert db.call(handovers.of_reference, cast.bram, stale) is None


def test_its_time_runs_from_when_it_was_shown(db: Database, cast: Cast) -> None:
    """Four weeks, to the second."""
    handover = _of(db, cast, db.call(_handed, cast))
    ends = LATER + timedelta(days=28)
    assert [True, False] == [handover.is_answerable(at) for at in (ends - timedelta(seconds=1), ends)]


_TABLE = tables.table(tables.HandoverRow)
