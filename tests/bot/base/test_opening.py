"""Secret, database, schema and keys are opened together, and whatever is in the way is one sentence."""

import asyncio
import os
import threading
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError
from structlog.testing import capture_logs

from bot.base import anchors, opening, settings
from bot.base.settings import Settings
from store import copies, database, running, schema, tally, trouble
from store.database import Database
from store.installation import WrongSecret
from tests.store.cast import NOW

SECRET = "the secret of the tests is long enough"


def settings_in(folder: Path, **others: object) -> Settings:
    """Settings of an installation in this folder, and nothing from around it."""
    values: dict[str, object] = {"data_dir": folder / "data", "secret_key": SECRET, "database_url": "", **others}
    return settings.load(_env_file=None, **values)


def test_the_first_start_makes_everything(tmp_path: Path) -> None:
    """Folder, database, schema and keys; the folder is for this account alone."""
    with opening.beside(settings_in(tmp_path), NOW) as db:
        db.call(tally.count, "turns")
    assert 0o700 == (tmp_path / "data").stat().st_mode & 0o777
    with opening.opened(settings_in(tmp_path), NOW) as db:
        assert {"turns": 1} == db.call(tally.counts)


def test_postgresql_is_opened_alike(tmp_path: Path, postgres_url: str) -> None:
    """Its address is all that differs; in the data folder lies no more than the trace of who was served."""
    chosen = settings_in(tmp_path, database_url=postgres_url)
    with opening.opened(chosen, NOW) as db:
        db.call(tally.count, "turns")
        with opening.beside(chosen, NOW) as second:
            assert {"turns": 1} == second.call(tally.counts)
    assert ["postgresql.running"] == [file.name for file in (tmp_path / "data").iterdir()]


def test_one_process_serves_while_commands_come_and_go(tmp_path: Path) -> None:
    """An operator works beside the running bot, a second bot does not."""
    with opening.opened(settings_in(tmp_path), NOW):
        with opening.beside(settings_in(tmp_path), NOW) as db:
            db.call(tally.count, "turns")
        with pytest.raises(running.AlreadyRunning), opening.opened(settings_in(tmp_path), NOW):
            raise AssertionError("two at once")


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_many_first_starts_at_once_make_one_installation(tmp_path: Path, postgres_url: str, kind: str) -> None:
    """Whoever comes first makes the database and its keys; the others find them, or say that it is being made."""
    chosen = settings_in(tmp_path, database_url="" if kind == "sqlite" else postgres_url)
    keys: list[bytes] = []
    problems: list[Exception] = []

    def start() -> None:
        try:
            with opening.beside(chosen, NOW) as db:
                keys.append(db.keys.lookup)
        except running.AlreadyRunning:
            keys.append(b"one makes it")
        except Exception as error:
            problems.append(error)

    starts = [threading.Thread(target=start) for _ in range(6)]
    for thread in starts:
        thread.start()
    for thread in starts:
        thread.join(30)
    assert [] == problems
    assert 6 == len(keys)
    assert 1 == len(set(keys) - {b"one makes it"})


@pytest.mark.parametrize("secret", ["", "  "])
def test_without_a_secret_nothing_opens(tmp_path: Path, secret: str) -> None:
    """The setting that is missing is named, and no file is made."""
    chosen = settings_in(tmp_path).model_copy(update={"secret_key": secret})
    with pytest.raises(opening.NoSecret, match="KOERSVAST_SECRET_KEY"):
        opening.open_store(chosen, NOW)
    assert [] == list(tmp_path.iterdir())


def test_another_secret_is_told(tmp_path: Path) -> None:
    """Before anything is read with it."""
    opening.open_store(settings_in(tmp_path), NOW).close()
    with pytest.raises(WrongSecret, match="KOERSVAST_SECRET_KEY"):
        opening.open_store(settings_in(tmp_path, secret_key="another secret that is long enough too"), NOW)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """With the setting that names it."""
    (tmp_path / "data").write_text("a file")
    with pytest.raises(opening.OpeningError, match="KOERSVAST_DATA_DIR"):
        opening.open_store(settings_in(tmp_path), NOW)


def test_a_database_of_another_version_is_not_touched_while_it_is_served(tmp_path: Path) -> None:
    """A command of a newer program does not change the tables under a running bot."""
    chosen = settings_in(tmp_path)
    opening.open_store(chosen, NOW).close()
    engine = database.connect(chosen.database)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with running.alone(engine, chosen.database), pytest.raises(running.AlreadyRunning):
        opening.open_store(chosen, NOW)
    with pytest.raises(schema.NewerDatabase):
        opening.open_store(chosen, NOW)
    engine.dispose()


def test_what_is_made_belongs_to_this_account_alone(tmp_path: Path) -> None:
    """Whatever the machine's own habit: database, its side files, lock and copies 600, folders 700."""
    habit = os.umask(0o022)
    try:
        with opening.opened(settings_in(tmp_path), NOW) as db:
            db.call(lambda tx: anchors.write(tx, tmp_path / "data", NOW))
            copies.make(settings_in(tmp_path).database, tmp_path / "data" / "copies", NOW)
            modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "data").rglob("*")}
    finally:
        os.umask(habit)
    assert {"koersvast.sqlite3", "koersvast.sqlite3-wal", "koersvast.sqlite3.running", "anchors", "copies"} <= set(
        modes
    )
    assert {"copies": 0o700} == {name: mode for name, mode in modes.items() if mode != 0o600}
    assert 0o700 == (tmp_path / "data").stat().st_mode & 0o777


def test_what_an_older_version_left_open_is_closed(tmp_path: Path) -> None:
    """With a line in the log; what is not ours stays as it is, and so does a folder that coaches write in."""
    chosen = settings_in(tmp_path)
    opening.open_store(chosen, NOW).close()
    data, copy = tmp_path / "data", tmp_path / "data" / "copies" / "old.sqlite3"
    copy.parent.mkdir()
    for file in (copy, data / "theirs.txt"):
        file.write_text("")
    for path in (data, copy.parent, copy, data / "koersvast.sqlite3", data / "theirs.txt"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    with capture_logs() as logged, opening.opened(chosen, NOW):
        pass
    assert ["closed"] == [line["action"] for line in logged]
    modes = {path.name: path.stat().st_mode & 0o777 for path in (data, copy.parent, copy, data / "koersvast.sqlite3")}
    assert {"data": 0o700, "copies": 0o700, "old.sqlite3": 0o600, "koersvast.sqlite3": 0o600} == modes
    assert 0o644 == (data / "theirs.txt").stat().st_mode & 0o777
    data.chmod(0o755)
    flows = data / "flows"
    flows.mkdir()
    with opening.opened(chosen.model_copy(update={"flows_dir": flows}), NOW):
        assert 0o755 == data.stat().st_mode & 0o777


def test_upgrading_says_what_was_done(tmp_path: Path) -> None:
    """New, then nothing to do."""
    first, second = (opening.upgrade(settings_in(tmp_path), NOW) for _ in range(2))
    assert (None, schema.latest()) == (first.before, first.version)
    assert (schema.latest(), False) == (second.before, second.upgraded)


def test_a_full_disk_is_told_and_nothing_is_half_stored(tmp_path: Path) -> None:
    """SQLite gives up everything that shared the commit; nobody is told otherwise, and later turns work again."""
    with opening.beside(settings_in(tmp_path), NOW) as db:
        db.call(lambda tx: tx.connection.exec_driver_sql("PRAGMA max_page_count = 1"))
        ended = asyncio.run(_many(db))
        assert {trouble.DiskFull} == {type(trouble.translated(error.orig)) for error in ended if error is not None}
        succeeded = sum(error is None for error in ended)
        db.call(lambda tx: tx.connection.exec_driver_sql("PRAGMA max_page_count = 100000"))
        assert succeeded == len(db.call(tally.counts))
        db.call(tally.count, "room again")
        assert succeeded + 1 == len(db.call(tally.counts))


async def _many(db: Database) -> list[DBAPIError | None]:
    long = "the long name of something that is counted " * 40
    turns = [db.run(tally.count, f"{number} {long}") for number in range(200)]
    ended = await asyncio.gather(*turns, return_exceptions=True)
    assert all(error is None or isinstance(error, DBAPIError) for error in ended)
    return [error if isinstance(error, DBAPIError) else None for error in ended]


def test_copies_are_for_this_account_alone(tmp_path: Path) -> None:
    """A copy holds all that the database holds."""
    chosen = settings_in(tmp_path)
    opening.open_store(chosen, NOW).close()
    copy = copies.make(chosen.database, tmp_path / "copies", NOW)
    assert (0o700, 0o600) == ((tmp_path / "copies").stat().st_mode & 0o777, copy.stat().st_mode & 0o777)
