"""Every column says what it is for and how long it is kept; moments keep their zone."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import LargeBinary, select
from sqlalchemy.exc import StatementError
from sqlmodel import AutoString

from store import tables, teams
from store.columns import Instant, Keep
from store.database import Database

PAGE = tables.table(tables.PersonRow).metadata
COLUMNS = [column for table in PAGE.sorted_tables for column in table.columns]


def test_there_are_columns_to_look_at() -> None:
    """The tests of this file do not pass over an empty page."""
    assert len(COLUMNS) > 150


@pytest.mark.parametrize("column", COLUMNS, ids=str)
def test_a_column_has_a_purpose_and_a_retention_class(column: object) -> None:
    """Nothing is kept without a reason and an end."""
    info = getattr(column, "info", {})
    assert info.get("purpose", "").strip()
    assert isinstance(info.get("keep"), Keep)


def test_the_telegram_id_stands_in_one_table() -> None:
    """Where to send is known to `person` alone, and is sealed there."""
    knowing = [f"{column.table.name}.{column.name}" for column in COLUMNS if column.name.startswith("chat_")]
    assert {"person.chat_hash", "person.chat_sealed", "inbox.chat_hash", "joinattempt.chat_hash"} == set(knowing)
    names = {column.name for column in COLUMNS}
    assert not names & {"chat_id", "phone", "username", "first_name", "last_name", "photo", "duration"}


def test_what_is_sealed_is_bytes_and_never_text() -> None:
    """A text column could take what was not sealed without anybody noticing."""
    sealed = [column for column in COLUMNS if column.name.endswith("sealed")]
    assert len(sealed) >= 7
    assert all(isinstance(column.type, LargeBinary) for column in sealed)


def test_states_are_stored_by_word() -> None:
    """What lies in the database can be read without the program."""
    states = [column for column in COLUMNS if column.name in ("status", "state", "role", "kind")]
    assert len(states) >= 6
    assert {AutoString} == {type(column.type) for column in states}


def test_a_moment_comes_back_in_utc(db: Database) -> None:
    """To the microsecond, whatever zone it was said in."""
    said = datetime(2026, 3, 29, 3, 0, 0, 7, tzinfo=timezone(timedelta(hours=2)))
    team = db.call(teams.add, "Balie", said)
    assert said == team.created_at
    assert UTC == team.created_at.tzinfo


def test_moments_sort_by_time(db: Database) -> None:
    """Also within one second, and over the turn of a year."""
    moments = [
        datetime(2026, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
        datetime(2027, 1, 1, tzinfo=UTC),
        datetime(2027, 1, 1, 0, 0, 0, 1, tzinfo=UTC),
    ]
    for number in (2, 0, 1):
        db.call(teams.add, f"Team {number}", moments[number])
    team = tables.table(tables.TeamRow)
    in_order = db.call(lambda tx: tx.execute(select(team.c.created_at).order_by(team.c.created_at)).scalars().all())
    assert moments == in_order


def test_a_moment_without_a_zone_is_refused(db: Database) -> None:
    """It would be another hour elsewhere."""
    with pytest.raises(StatementError, match="a moment needs its zone"):
        db.call(teams.add, "Balie", datetime(2026, 11, 23))  # noqa: DTZ001 - that is the point
    assert Instant().process_bind_param(None, None) is None  # type: ignore[arg-type]  # absent stays absent anywhere
