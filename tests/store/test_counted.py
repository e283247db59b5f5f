"""What teams count stands by month, once, and for that team."""

from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError

from nudges.outside import Measure
from store import counted
from store.database import Database
from tests.store.cast import Cast

REPEAT = Measure.REPEAT_CONTACTS
SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)


def test_a_month_is_entered_replaced_and_taken_away(db: Database, cast: Cast) -> None:
    """The last word holds; nothing is averaged."""
    assert not db.call(counted.any_of, cast.counter)
    for month, value in ((OCTOBER, 9.0), (SEPTEMBER, 12.0), (OCTOBER, 7.5)):
        db.call(counted.put, cast.counter, REPEAT, month, value)
    assert [(SEPTEMBER, 12.0), (OCTOBER, 7.5)] == db.call(counted.series, cast.counter, REPEAT)
    db.call(counted.put, cast.counter, REPEAT, SEPTEMBER, None)
    assert [(OCTOBER, 7.5)] == db.call(counted.series, cast.counter, REPEAT)
    assert db.call(counted.any_of, cast.counter)


def test_teams_and_measures_do_not_mix(db: Database, cast: Cast) -> None:
    """Another team's figures, and another measure of one's own, are not there."""
    db.call(counted.put, cast.counter, REPEAT, OCTOBER, 7.5)
    assert [] == db.call(counted.series, cast.permits, REPEAT)
    assert [] == db.call(counted.series, cast.counter, Measure.UPHELD_COMPLAINTS)


def test_only_a_team_that_is_there_counts(db: Database) -> None:
    """The database refuses a value of a team that does not exist."""
    with pytest.raises(IntegrityError):
        db.call(counted.put, 99, REPEAT, OCTOBER, 1.0)
