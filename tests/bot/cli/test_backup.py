"""A copy is made while the bot goes on and read back; put back, it brings nobody back and says nothing twice."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import make_url, text

from bot import app
from bot.base import clock, settings
from bot.channels.telegram.address import address_of
from bot.dialogue import participation
from bot.turns.runtime import Runtime
from bot.turns.turn import Turn
from nudges.person import Status
from store import database, erasure, leavings, outbox, people, teams
from store.database import Transaction
from store.leavings import Left
from store.people import Role
from tests import addresses, rows
from tests.bot.shell import SECRET, Shell

CHATS = {"anna": 5_000_000_001, "bram": 5_000_000_002, "daan": 5_000_000_003, "emma": 5_000_000_004}
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def shell(request: pytest.FixtureRequest) -> Shell:
    """A shell on a database of each kind."""
    chosen: Shell = request.getfixturevalue("on_a_file" if request.param == "sqlite" else "on_a_server")
    return chosen


@pytest.fixture
def on_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """A shell in an empty folder, and a calendar that stands still."""
    for name in [name for name in os.environ if name.startswith(settings.PREFIX)]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    chosen = {"data_dir": str(tmp_path / "data"), "database_url": "", "secret_key": SECRET, "clock_speed": "0.000001"}
    return Shell(tmp_path, {}).with_settings(**chosen, bot_api_url="http://127.0.0.1:9", clock_start=NOW.isoformat())


@pytest.fixture
def on_a_server(on_a_file: Shell, postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """The same with PostgreSQL, and the programs that came with its server."""
    monkeypatch.setenv("PATH", _programs(postgres_url), prepend=":")
    return on_a_file.with_settings(database_url=postgres_url)


def _programs(url: str) -> str:
    """Where the programs of the tests' own server are: a machine's own may be older."""
    engine = database.connect(make_url(url).render_as_string(hide_password=False))
    with engine.connect() as connection:
        folder: str = connection.execute(text("SELECT setting FROM pg_config WHERE name = 'BINDIR'")).scalar_one()
    engine.dispose()
    return folder


def _settle(db: Transaction) -> None:
    team = teams.add(db, "Balie", NOW).id
    for chat in CHATS.values():
        person = people.add(db, address_of(chat), NOW, language="nl", zone="Europe/Amsterdam").id
        people.join(db, person, team, Role.EMPLOYEE, NOW)
        people.change(db, person, status=Status.ACTIVE, active_since=NOW)
    outbox.put(db, person, "message", {"text": "Van voor de kopie", "buttons": []}, NOW)


def _person(db: Transaction, name: str) -> people.Person | None:
    return addresses.by_chat(db, CHATS[name])


def _leave_since(shell: Shell) -> None:
    """After the copy Anna has herself erased, Bram stops, and Daan stops and comes back."""
    with shell.memory() as memory:
        runtime = _runtime(shell, memory)
        for name, step in (
            ("bram", participation.stop),
            ("daan", participation.stop),
            ("daan", participation.come_back),
        ):
            memory.call(_do, runtime, name, step)
        memory.call(_erase, runtime)


def _runtime(shell: Shell, memory: database.Database) -> Runtime:
    chosen = settings.load(_env_file=None, data_dir=shell.environment["KOERSVAST_DATA_DIR"], secret_key=SECRET)
    return app.build(chosen, memory, clock.Clock(NOW))


def _do(db: Transaction, runtime: Runtime, name: str, step: object) -> None:
    person = _person(db, name)
    assert person is not None
    step(Turn(db, runtime, person, NOW))  # type: ignore[operator]  # one of participation's


def _erase(db: Transaction, runtime: Runtime) -> None:
    anna = _person(db, "anna")
    assert anna is not None
    participation.leave(Turn(db, runtime, anna, NOW), Left.ERASED)
    erasure.erase(db, anna.id)


def _copy(shell: Shell) -> str:
    """Make a copy; gives its path."""
    result = shell("backup")
    assert (0, True) == (result.status, "It was read back and is whole." in result.out)
    return result.out.partition(": ")[0]


def test_what_is_put_back_brings_nobody_back(shell: Shell) -> None:
    """Erased stays erased, stopped stays stopped, come back stays so; and nothing that waited is sent."""
    with shell.memory() as memory:
        memory.call(_settle)
    copy = _copy(shell)
    _leave_since(shell)
    restored = shell("restore", copy)
    assert 0 == restored.status, restored.err
    assert (
        "Whoever left since is gone again, as far as the file leavings knows. Nothing of before is sent."
        in restored.lines
    )
    with shell.memory() as memory:
        stood = {name: memory.call(_person, name) for name in CHATS}
        assert {"anna": None, "bram": "stopped", "daan": "active", "emma": "active"} == {
            name: person and str(person.status) for name, person in stood.items()
        }
        assert {} == memory.call(rows.sending)


def test_what_is_kept_apart_names_nobody(shell: Shell) -> None:
    """A word and a hash a line, readable by this account alone; no key of the trail and no chat stands in it."""
    with shell.memory() as memory:
        memory.call(_settle)
        anna = memory.call(_person, "anna")
    _leave_since(shell)
    file = Path(shell.environment["KOERSVAST_DATA_DIR"]) / leavings.NAME
    assert 0o600 == file.stat().st_mode & 0o777
    lines = [line.split() for line in file.read_text().splitlines()]
    assert ["stopped", "stopped", "back", "erased"] == [word for word, _ in lines]
    assert anna is not None
    assert not {anna.audit_key, anna.pseudonym, str(CHATS["anna"])} & {name for _, name in lines}


@pytest.mark.parametrize("fault", ["absent", "cut", "empty", "strange", "other secret"])
def test_what_is_no_whole_copy_is_refused(on_a_file: Shell, fault: str) -> None:
    """And the database stays as it was."""
    with on_a_file.memory() as memory:
        memory.call(_settle)
    copy = Path(_copy(on_a_file))
    match fault:
        case "absent":
            copy.unlink()
        case "cut":
            copy.write_bytes(copy.read_bytes()[:20_000])
        case "empty":
            copy.write_bytes(b"")
        case "strange":
            copy.write_text("geen database")
    asked = (
        on_a_file.with_settings(secret_key="another secret of the tests, long enough")
        if fault == "other secret"
        else on_a_file
    )
    refused = asked("restore", str(copy))
    assert (1, True) == (refused.status, refused.err.startswith("koersvast: "))
    assert "Traceback" not in refused.err
    with on_a_file.memory() as memory:
        assert memory.call(_person, "anna") is not None


def test_a_damaged_database_is_laid_aside(on_a_file: Shell) -> None:
    """A copy replaces it, and what could not be read is kept for whoever wants to try."""
    with on_a_file.memory() as memory:
        memory.call(_settle)
    copy = _copy(on_a_file)
    file = Path(on_a_file.environment["KOERSVAST_DATA_DIR"]) / "koersvast.sqlite3"
    file.write_bytes(b"SQLite format 3\0" + os.urandom(50_000))
    restored = on_a_file("restore", copy)
    assert 0 == restored.status, restored.err
    assert any("damaged-" in line for line in restored.lines)
    with on_a_file.memory() as memory:
        assert memory.call(_person, "anna") is not None


@pytest.mark.postgres
def test_a_dump_that_was_cut_is_refused(on_a_server: Shell) -> None:
    """It is read to its end before anything is changed."""
    with on_a_server.memory() as memory:
        memory.call(_settle)
    copy = Path(_copy(on_a_server))
    copy.write_bytes(copy.read_bytes()[:-2000])
    refused = on_a_server("restore", str(copy))
    assert (1, True) == (refused.status, "it is no whole copy" in refused.err)
    with on_a_server.memory() as memory:
        assert memory.call(_person, "anna") is not None


def test_two_copies_in_one_second_are_two(on_a_file: Shell) -> None:
    """The second bears another name, and the first is as it was."""
    first = Path(_copy(on_a_file))
    before = first.read_bytes()
    second = Path(_copy(on_a_file))
    assert (True, before) == (first != second, first.read_bytes())
