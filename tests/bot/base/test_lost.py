"""A database that was lost, spoiled, or is another installation's is told, and never begun anew in silence."""

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.base import opening
from bot.base.settings import Settings
from store import database, installation, schema, tally, traces, trouble
from tests.bot.base.test_opening import SECRET, settings_in
from tests.bot.shell import Shell
from tests.store.cast import NOW

ROOT = Path(__file__).parents[3]
SERVES_AND_DIES = """
import sys
from tests.bot.base.test_lost import dies_serving
dies_serving(sys.argv[1])
"""


def dies_serving(folder: str) -> None:
    """Serve, count something, let the pulse beat, count once more, and be killed."""
    with opening.served(settings_in(Path(folder)), NOW) as memory:
        memory.database.call(tally.count, "before")
        memory.traces.beat(memory.database.call(installation.beat))
        memory.database.call(tally.count, "after")
        sys.stdout.write("served\n")
        sys.stdout.flush()
        sys.stdin.read()


@pytest.fixture
def killed(tmp_path: Path) -> Settings:
    """An installation whose process was killed while it served."""
    process = subprocess.Popen(
        [sys.executable, "-c", SERVES_AND_DIES, str(tmp_path)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    assert b"served\n" == process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    process.communicate()
    return settings_in(tmp_path)


def _file(chosen: Settings) -> Path:
    file = database.sqlite_path(chosen.database)
    assert file is not None
    return file


def _opens(chosen: Settings) -> dict[str, int]:
    with opening.opened(chosen, NOW) as db:
        return dict(db.call(tally.counts))


def test_a_kill_alone_loses_nothing_and_needs_nobody(killed: Settings) -> None:
    """Also when a command came between."""
    opening.open_store(killed, NOW).close()
    assert {"before": 1, "after": 1} == _opens(killed)
    assert {"before": 1, "after": 1} == _opens(killed)


def _without_log(file: Path) -> None:
    file.with_name(f"{file.name}-wal").unlink()


def _emptied(file: Path) -> None:
    _without_log(file)
    file.write_bytes(b"")


def _removed(file: Path) -> None:
    for part in file.parent.glob(f"{file.name}*"):
        if part.suffix != ".running":
            part.unlink()


LOST = {"the end of it is gone": _without_log, "emptied": _emptied, "removed": _removed}


@pytest.mark.parametrize("way", LOST)
def test_a_lost_database_is_told_and_not_begun_anew(killed: Settings, way: str) -> None:
    """By the bot and by every command, again and again; only on request somebody begins with what is there."""
    LOST[way](_file(killed))
    for _ in range(2):
        with pytest.raises(traces.TracesError, match=r"restore FILE.*--as-it-is"), opening.opened(killed, NOW):
            raise AssertionError("it opened")
        with pytest.raises(traces.TracesError):
            opening.open_store(killed, NOW)
        with pytest.raises(traces.TracesError):
            opening.upgrade(killed, NOW)
    opening.upgrade(killed, NOW, as_it_is=True)
    assert "after" not in _opens(killed)
    assert "after" not in _opens(killed)


def test_without_any_lock_left_copies_and_leavings_tell_of_it(tmp_path: Path) -> None:
    """Whoever removes all that is called after the database leaves the folder with its copies."""
    chosen = settings_in(tmp_path)
    (chosen.data_dir / "copies").mkdir(parents=True)
    (chosen.data_dir / "copies" / "koersvast-20261130T101010Z.sqlite3").touch()
    with pytest.raises(traces.Lost, match="koersvast-20261130"):
        opening.open_store(chosen, NOW)


def test_a_lock_of_an_earlier_version_tells_of_it(tmp_path: Path) -> None:
    """It held nothing, and lay there since the first start."""
    chosen = settings_in(tmp_path)
    chosen.data_dir.mkdir()
    traces.marker_of(_file(chosen)).touch()
    with pytest.raises(traces.Lost, match=r"\.running"):
        opening.open_store(chosen, NOW)


def test_a_first_start_that_broke_off_may_be_repeated(tmp_path: Path) -> None:
    """A mark of a new database without its file stops no later start, since nothing was stored yet."""
    chosen = settings_in(tmp_path)
    chosen.data_dir.mkdir()
    traces.marker_of(_file(chosen)).write_text("new\n")
    assert {} == _opens(chosen)


def test_an_installation_of_before_opens(tmp_path: Path) -> None:
    """Without a name, a pulse or a trace it is taken as it is, and has all three afterwards."""
    chosen = settings_in(tmp_path)
    opening.open_store(chosen, NOW).close()
    marker = traces.marker_of(_file(chosen))
    engine = database.connect(chosen.database)
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM fact WHERE name LIKE 'installation.%'"))
    engine.dispose()
    marker.write_bytes(b"")
    _opens(chosen)
    assert marker.read_text().startswith("koersvast ")


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_the_database_of_another_installation_is_told(
    tmp_path: Path, request: pytest.FixtureRequest, kind: str
) -> None:
    """Another file put in its place, or an address that leads to another database."""
    url = "" if kind == "sqlite" else request.getfixturevalue("postgres_url")
    ours, theirs = settings_in(tmp_path, database_url=url), settings_in(tmp_path / "theirs")
    _opens(ours)
    if kind == "sqlite":
        _opens(theirs)
        shutil.copy(_file(theirs), _file(ours))
    else:
        _christened_anew(ours)
    with pytest.raises(traces.Foreign, match="another installation"):
        _opens(ours)
    opening.upgrade(ours, NOW, as_it_is=True)
    assert {} == _opens(ours)


def _christened_anew(chosen: Settings) -> None:
    engine = database.connect(chosen.database)
    with engine.begin() as connection:
        connection.execute(text("UPDATE fact SET value = :other WHERE name = 'installation.name'"), {"other": b"other"})
    engine.dispose()


@pytest.mark.postgres
def test_an_empty_server_in_place_of_ours_is_told(tmp_path: Path, postgres_url: str) -> None:
    """A name of a database with a slip in it leads to an empty one."""
    chosen = settings_in(tmp_path, database_url=postgres_url)
    _opens(chosen)
    engine = database.connect(chosen.database)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    with pytest.raises(traces.Lost, match="--as-it-is"):
        _opens(chosen)


def test_a_spoiled_page_is_told_at_the_start(tmp_path: Path) -> None:
    """Wherever it lies: a page that nobody asks for today is asked for tomorrow."""
    chosen = settings_in(tmp_path)
    with opening.opened(chosen, NOW) as db:
        for number in range(400):
            db.call(tally.count, f"{number} {'x' * 200}")
    with _file(chosen).open("r+b") as file:
        file.seek(-3 * 4096, 2)
        file.write(b"\xff" * 4096)
    with pytest.raises(trouble.Damaged, match="latest copy"):
        _opens(chosen)


@pytest.mark.parametrize("name", ["wat?nu", "50%20", "a#b", "é @ : x", "mode?mode=memory"])
def test_any_name_of_the_data_folder_holds_the_database(tmp_path: Path, name: str) -> None:
    """Not another folder, and not the memory of the machine."""
    chosen = settings_in(tmp_path, data_dir=tmp_path / name)
    with opening.opened(chosen, NOW) as db:
        db.call(tally.count, "turns")
    assert (tmp_path / name / "koersvast.sqlite3").stat().st_size > 0
    assert [tmp_path / name] == list(tmp_path.iterdir())
    assert {"turns": 1} == _opens(chosen)


def test_the_command_begins_anew_only_when_told_to(tmp_path: Path) -> None:
    """`migrate --as-it-is` is the one way, and the sentence names it."""
    shell = Shell(
        tmp_path,
        {"KOERSVAST_DATA_DIR": str(tmp_path), "KOERSVAST_SECRET_KEY": SECRET, "KOERSVAST_DATABASE_URL": ""},
    )
    assert 0 == shell("team", "add", "Balie").status
    (tmp_path / "koersvast.sqlite3").unlink()
    refused = shell("team", "list")
    assert (1, 1) == (refused.status, refused.err.count("./koersvast migrate --as-it-is"))
    assert 0 == shell("migrate", "--as-it-is").status
    assert "Balie" not in shell("team", "list").out


def test_the_schema_of_a_foreign_database_is_left_alone(tmp_path: Path) -> None:
    """It is looked at before it is brought to this version."""
    ours, theirs = settings_in(tmp_path), settings_in(tmp_path / "theirs")
    _opens(ours)
    _opens(theirs)
    engine = database.connect(theirs.database)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    engine.dispose()
    shutil.copy(_file(theirs), _file(ours))
    with pytest.raises(traces.Foreign):
        _opens(ours)
    engine = database.connect(ours.database)
    assert "0001" == schema.version(engine)
    engine.dispose()
