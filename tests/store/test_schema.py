"""A database is made by itself, an older one upgraded after a copy, and what does not fit is refused in a sentence."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import inspect, make_url, text

from bot.channels.telegram.address import address_of
from store import absences, copies, database, people, schema, tables, teams, trouble
from store.people import Role
from store.vault import Vault
from tests.store.cast import CHATS, NOW
from tests.store.conftest import SECRET, DatabasePlace, open_memory

HEAD = schema.latest()
NEXT = f"{int(HEAD) + 1:04}"
LATER = f'''"""Adds a word to what is counted, and a rule that old rows must keep."""

import sqlalchemy as sa
from alembic import op

revision = "{NEXT}"
down_revision = "{HEAD}"


def upgrade() -> None:
    """Adds a word."""
    with op.batch_alter_table("person") as person:
        person.add_column(sa.Column("colour", sa.String(), nullable=False, server_default="blue"))
        person.drop_column("tone")
'''
BROKEN = LATER.replace('person.drop_column("tone")', 'person.drop_column("no such column")')


def test_a_new_database_is_made_to_the_latest_version(empty: DatabasePlace) -> None:
    """The first start needs no command, and the second changes nothing."""
    first = schema.ensure(empty.engine, empty.url, empty.copies, NOW)
    second = schema.ensure(empty.engine, empty.url, empty.copies, NOW)
    assert (schema.latest(), None, None) == (first.version, first.before, first.copy)
    assert (schema.latest(), schema.latest(), False) == (second.version, second.before, second.upgraded)
    assert schema.latest() == schema.version(empty.engine)


def test_a_database_that_was_never_made_has_no_version(empty: DatabasePlace) -> None:
    """Nothing is not a version."""
    assert schema.version(empty.engine) is None


def test_the_steps_make_what_the_tables_page_says(place: DatabasePlace) -> None:
    """The migrations and store/tables.py agree, to the type, the index and the constraint."""
    with place.engine.connect() as connection:
        assert [] == schema.differences(connection)


def test_a_difference_would_be_seen(place: DatabasePlace) -> None:
    """The comparison is not blind: a dropped index and a changed column are found."""
    with place.engine.begin() as connection:
        connection.execute(text("DROP INDEX nudge_due"))
        connection.execute(text("ALTER TABLE tally RENAME COLUMN count TO number"))
    with place.engine.connect() as connection:
        kinds = {difference[0] for difference in schema.differences(connection)}
    assert {"add_index", "add_column", "remove_column"} == kinds


def test_every_constraint_has_a_name(place: DatabasePlace) -> None:
    """A later step can only change what it can name."""
    inspector = inspect(place.engine)
    names = [
        constraint["name"]
        for table in tables.table(tables.PersonRow).metadata.tables
        for constraint in (
            *inspector.get_unique_constraints(table),
            *inspector.get_foreign_keys(table),
            inspector.get_pk_constraint(table),
        )
    ]
    assert len(names) > 40
    assert [] == [name for name in names if not str(name).startswith(("uq_", "fk_", "pk_"))]


def test_an_older_database_is_copied_and_then_upgraded(empty: DatabasePlace, tmp_path: Path) -> None:
    """The rows come along, and the copy opens as the database was before."""
    schema.ensure(empty.engine, empty.url, empty.copies, NOW)
    _somebody_joins(empty)
    with _pg_dump_that_fits(empty):
        outcome = schema.ensure(empty.engine, empty.url, empty.copies, NOW, steps=_steps(tmp_path, LATER))
    assert (NEXT, HEAD, True) == (outcome.version, outcome.before, outcome.upgraded)
    assert outcome.copy is not None
    assert 0o600 == outcome.copy.stat().st_mode & 0o777
    with empty.engine.connect() as connection:
        assert [("blue", "nl")] == [
            tuple(row) for row in connection.execute(text("SELECT colour, language FROM person"))
        ]
        assert 1 == connection.execute(text("SELECT count(*) FROM membership")).scalar()
    assert [outcome.copy] == list(empty.copies.iterdir())
    if make_url(empty.url).get_backend_name() == "sqlite":
        assert "koersvast-20261123T090000Z.sqlite3" == outcome.copy.name
        with sqlite3.connect(outcome.copy) as copied:
            assert [("je",)] == copied.execute("SELECT tone FROM person").fetchall()
        copied.close()
    else:
        assert "koersvast-20261123T090000Z.dump" == outcome.copy.name
        assert outcome.copy.read_bytes().startswith(b"PGDMP")


def test_a_pause_under_way_counts_as_days_off_from_the_upgrade_on(empty: DatabasePlace, tmp_path: Path) -> None:
    """Up to and including the day before the return; a pause that is over is left alone, as is one that is known."""
    schema.ensure(empty.engine, empty.url, empty.copies, NOW, steps=steps_before(tmp_path, "0014"))
    returns = datetime(2099, 6, 1, tzinfo=ZoneInfo("Europe/Amsterdam"))
    paused, over = 1, 2
    with empty.engine.begin() as connection:
        for person, name, until in ((paused, "anna", returns), (over, "daan", NOW - timedelta(days=200))):
            values = _THEN | {"id": person, "name": name, "status": "active"}
            connection.execute(text(A_PERSON), values)
            until_text = f"{until.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"
            pause = text("UPDATE person SET paused_until = :until WHERE id = :id")
            connection.execute(pause, {"until": until_text, "id": person})
    schema.ensure(empty.engine, empty.url, empty.copies, NOW, Vault(SECRET), backup_made=True)
    with open_memory(empty) as memory:
        (days,) = memory.call(absences.not_at_work, paused).pauses
        assert (date(2099, 5, 31), ()) == (days.last, memory.call(absences.not_at_work, over).pauses)
        memory.call(absences.end_pause, paused, days.first + timedelta(days=3))
        (days,) = memory.call(absences.not_at_work, paused).pauses
        assert days.first + timedelta(days=2) == days.last


def test_a_pause_is_kept_once_after_the_upgrade(empty: DatabasePlace, tmp_path: Path) -> None:
    """Whoever pauses has the days of it alone, with a last day or without; peace for the rest of a day stays, also
    beside a pause that is over."""
    schema.ensure(empty.engine, empty.url, empty.copies, NOW, steps=steps_before(tmp_path, "0021"))
    pausing, open_ended, in_peace, had_paused = 1, 2, 3, 4
    until = "2099-06-01T00:00:00.000000Z"
    with empty.engine.begin() as connection:
        for person in (pausing, open_ended, in_peace, had_paused):
            values = _THEN | {"id": person, "name": f"p{person}", "status": "active"}
            connection.execute(text(A_PERSON_SINCE_0020), values)
            pause = text("UPDATE person SET paused_until = :until WHERE id = :id")
            connection.execute(pause, {"until": until, "id": person})
        for person, last in ((pausing, "2099-05-31"), (open_ended, None), (had_paused, "2026-01-31")):
            values = {"id": person, "last": last, "paused": True}
            connection.execute(text(_AN_ABSENCE), values)
        connection.execute(text(_AN_ABSENCE), {"id": in_peace, "last": None, "paused": False})
    schema.ensure(empty.engine, empty.url, empty.copies, NOW, Vault(SECRET), backup_made=True)
    with empty.engine.connect() as connection:
        quiet = connection.execute(text("SELECT id FROM person WHERE quiet_until IS NOT NULL ORDER BY id")).scalars()
        assert [in_peace, had_paused] == list(quiet)
        assert 4 == connection.execute(text("SELECT count(*) FROM away")).scalar()


def test_whoever_takes_part_has_a_seat_after_the_upgrade_and_who_had_left_has_none(
    empty: DatabasePlace, tmp_path: Path
) -> None:
    """An employee who is active; not one who stopped, was ended or has not finished joining, and no lead."""
    schema.ensure(empty.engine, empty.url, empty.copies, NOW, steps=steps_before(tmp_path / "before", "0015"))
    places = [
        ("active", "employee", None),
        ("stopped", "employee", None),
        ("active", "employee", "2026-01-05T09:00:00.000000Z"),
        ("joining", "employee", None),
        ("active", "lead", None),
    ]
    with empty.engine.begin() as connection:
        connection.execute(text("INSERT INTO team (id, name, created_at) VALUES (1, 'Balie', :now)"), _THEN)
        for number, (status, role, until) in enumerate(places, 1):
            connection.execute(text(A_PERSON), _THEN | {"id": number, "name": f"p{number}", "status": status})
            connection.execute(text(_A_PLACE), _THEN | {"id": number, "role": role, "until": until})
    next_step = steps_before(tmp_path / "after", "0016")
    schema.ensure(empty.engine, empty.url, empty.copies, NOW, backup_made=True, steps=next_step)
    with empty.engine.connect() as connection:
        seats = connection.execute(text("SELECT person_id FROM membership WHERE seat ORDER BY id")).scalars()
        assert [1] == list(seats)


_THEN = {"now": "2026-01-01T09:00:00.000000Z"}
A_PERSON = (
    "INSERT INTO person (id, pseudonym, audit_key, chat_hash, chat_sealed, status, language, tone, zone, working_days, "
    "day_starts, day_ends, prompt_day, prompt_time, joined_at) "
    "VALUES (:id, :name, :name, :name, '', :status, 'nl', 'je', 'Europe/Amsterdam', '12345', '08:00', '18:00', 4, "
    "'15:30', :now)"
)
A_PERSON_SINCE_0020 = A_PERSON.replace("joined_at)", "joined_at, channel)").replace(":now)", ":now, 'telegram')")
_AN_ABSENCE = "INSERT INTO away (person_id, first_on, last_on, paused) VALUES (:id, '2026-01-01', :last, :paused)"
_A_PLACE = (
    "INSERT INTO membership (id, person_id, team_id, role, since, until) VALUES (:id, :id, 1, :role, :now, :until)"
)


def test_a_step_that_fails_leaves_the_database_as_it_was(empty: DatabasePlace, tmp_path: Path) -> None:
    """All steps or none: half an upgrade does not exist."""
    schema.ensure(empty.engine, empty.url, empty.copies, NOW)
    with pytest.raises(Exception, match="no such column"):
        schema.ensure(empty.engine, empty.url, empty.copies, NOW, backup_made=True, steps=_steps(tmp_path, BROKEN))
    assert HEAD == schema.version(empty.engine)
    assert "colour" not in {column["name"] for column in inspect(empty.engine).get_columns("person")}


def test_nothing_is_copied_when_the_operator_made_a_backup(empty: DatabasePlace, tmp_path: Path) -> None:
    """With `migrate --backup-made` the upgrade goes through and makes no copy."""
    schema.ensure(empty.engine, empty.url, empty.copies, NOW)
    steps = _steps(tmp_path, LATER)
    outcome = schema.ensure(empty.engine, empty.url, empty.copies, NOW, backup_made=True, steps=steps)
    assert (NEXT, None, False) == (outcome.version, outcome.copy, empty.copies.exists())


def test_a_newer_database_is_refused(empty: DatabasePlace, tmp_path: Path) -> None:
    """An older program never touches what it does not know."""
    schema.ensure(empty.engine, empty.url, empty.copies, NOW, steps=_steps(tmp_path, LATER))
    with pytest.raises(schema.NewerDatabase, match="install that version"):
        schema.ensure(empty.engine, empty.url, empty.copies, NOW)


def test_a_database_of_something_else_is_refused(empty: DatabasePlace) -> None:
    """Another program's table `person` is left alone."""
    with empty.engine.begin() as connection:
        connection.execute(text("CREATE TABLE person (name text)"))
    with pytest.raises(schema.NotOurs, match="a database of its own"):
        schema.ensure(empty.engine, empty.url, empty.copies, NOW)


def test_a_file_that_is_no_database_is_told_in_a_sentence(tmp_path: Path) -> None:
    """A damaged file is named as such, and not touched."""
    file = tmp_path / "koersvast.sqlite3"
    file.write_bytes(b"not at all a database" * 500)
    engine = database.connect(f"sqlite:///{file}")
    with pytest.raises(trouble.Damaged, match="latest copy"):
        schema.ensure(engine, f"sqlite:///{file}", tmp_path, NOW)
    engine.dispose()
    assert file.read_bytes() == b"not at all a database" * 500


def test_a_damaged_page_is_told_in_a_sentence(tmp_path: Path) -> None:
    """A file whose first page still looks right is found out as well."""
    url = f"sqlite:///{tmp_path / 'koersvast.sqlite3'}"
    engine = database.connect(url)
    schema.ensure(engine, url, tmp_path, NOW)
    engine.dispose()
    content = bytearray((tmp_path / "koersvast.sqlite3").read_bytes())
    content[100:4096] = b"\xff" * 3996
    (tmp_path / "koersvast.sqlite3").write_bytes(content)
    engine = database.connect(url)
    with pytest.raises(trouble.Damaged, match="damaged"):
        schema.ensure(engine, url, tmp_path, NOW)
    engine.dispose()


def test_a_locked_database_is_told_in_a_sentence(tmp_path: Path) -> None:
    """Another program that holds the file is waited for, and then named."""
    url = f"sqlite:///{tmp_path / 'koersvast.sqlite3'}"
    holder = sqlite3.connect(tmp_path / "koersvast.sqlite3", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    engine = database.connect(url, patience=0.05)
    with pytest.raises(trouble.Locked, match="stop that program"):
        schema.ensure(engine, url, tmp_path, NOW)
    engine.dispose()
    holder.close()


def test_a_server_that_does_not_answer_is_told_in_a_sentence(tmp_path: Path) -> None:
    """The sentence names what could not be reached and never the password."""
    url = f"postgresql://koersvast:hunter2@/koersvast?host={tmp_path}"
    engine = database.connect(url)
    with pytest.raises(trouble.Unreachable, match="cannot be used") as refused:
        schema.version(engine)
    engine.dispose()
    assert "hunter2" not in str(refused.value)


def test_without_pg_dump_the_operator_makes_the_backup(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The sentence names the command to run afterwards."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(copies.NoProgram, match="migrate --backup-made"):
        copies.make("postgresql://postgres@/koersvast", tmp_path, NOW)


def test_a_copy_that_fails_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Half a copy is worse than none; the password is not on the command line."""
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "pg_dump"
    program.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/arguments\necho "$PGPASSWORD: no room" >&2\nexit 1\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    with pytest.raises(copies.CopyError, match="hunter2: no room"):
        copies.make("postgresql+psycopg://me:hunter2@example.test/koersvast", tmp_path / "copies", NOW)
    assert [] == list((tmp_path / "copies").iterdir())
    said = (tmp_path / "arguments").read_text()
    assert "hunter2" not in said
    assert "--dbname=postgresql://me@example.test/koersvast" in said


def _steps(folder: Path, later: str) -> Path:
    steps = folder / "steps"
    shutil.copytree(schema.STEPS, steps, ignore=shutil.ignore_patterns("__pycache__"))
    (steps / "versions" / f"{NEXT}_later.py").write_text(later)
    return steps


def steps_before(folder: Path, version: str) -> Path:
    steps = folder / "before"
    shutil.copytree(schema.STEPS, steps, ignore=shutil.ignore_patterns("__pycache__"))
    for step in (steps / "versions").glob("0*.py"):
        if step.name >= version:
            step.unlink()
    return steps


def _somebody_joins(place: DatabasePlace) -> None:
    with open_memory(place) as memory:
        team = memory.call(teams.add, "Balie", NOW).id
        person = memory.call(people.add, address_of(CHATS["anna"]), NOW, language="nl", zone="Europe/Amsterdam").id
        memory.call(people.join, person, team, Role.EMPLOYEE, NOW)


@contextmanager
def _pg_dump_that_fits(place: DatabasePlace) -> Iterator[None]:
    """The server of the tests is newer than a machine's own pg_dump may be: use the one that came with it."""
    if make_url(place.url).get_backend_name() == "sqlite":
        yield
        return
    with place.engine.connect() as connection:
        folder = connection.execute(text("SELECT setting FROM pg_config WHERE name = 'BINDIR'")).scalar_one()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", folder, prepend=":")
        yield
