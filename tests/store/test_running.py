"""One process serves a database; another one says so and stops, and a crash lets go."""

import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import text

from store import database, running, schema, traces, trouble
from store.running import AlreadyRunning
from tests.store.cast import NOW
from tests.store.conftest import DatabasePlace

ROOT = Path(__file__).parents[2]
HOLD = """
import sys
from store import database, running
with running.alone(database.connect(sys.argv[1]), sys.argv[1]):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_the_second_says_so_and_stops(place: DatabasePlace) -> None:
    """As long as the first one serves; afterwards it may."""
    another = database.connect(place.url)
    with running.alone(place.engine, place.url):
        for _ in range(2):
            with pytest.raises(AlreadyRunning, match="stop that process first"), running.alone(another, place.url):
                raise AssertionError("two at once")
    with running.alone(another, place.url):
        pass
    another.dispose()


def test_a_process_that_is_killed_lets_go(place: DatabasePlace) -> None:
    """Nobody has to clean up after a crash."""
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, place.url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert holder.stdout is not None
    assert "held\n" == holder.stdout.readline()
    with pytest.raises(AlreadyRunning), running.alone(place.engine, place.url):
        raise AssertionError("two at once")
    holder.kill()
    holder.communicate()
    assert _free_in_time(place)


def test_an_error_lets_go_as_well(place: DatabasePlace) -> None:
    """The lock ends with the block, however that ends."""
    with pytest.raises(ZeroDivisionError), running.alone(place.engine, place.url):
        raise ZeroDivisionError
    with running.alone(place.engine, place.url):
        pass


def test_the_lock_outlasts_the_work_that_is_done_under_it(place: DatabasePlace) -> None:
    """Using and emptying the pool of connections does not give it away."""
    another = database.connect(place.url)
    with running.alone(place.engine, place.url):
        with place.engine.connect():
            pass
        place.engine.dispose()
        with pytest.raises(AlreadyRunning), running.alone(another, place.url):
            raise AssertionError("two at once")
    another.dispose()


def test_a_folder_that_is_not_there_is_told_in_a_sentence(tmp_path: Path) -> None:
    """The lock lies beside the database file."""
    url = f"sqlite:///{tmp_path / 'nowhere' / 'koersvast.sqlite3'}"
    engine = database.connect(url)
    with pytest.raises(trouble.NotWritable, match="who owns"), running.alone(engine, url):
        raise AssertionError("there is nothing to lock")


def _free_in_time(place: DatabasePlace) -> bool:
    """Whether the lock can be had within five seconds: PostgreSQL needs a moment to see that a client is gone."""
    for _ in range(100):
        try:
            with running.alone(place.engine, place.url):
                return True
        except AlreadyRunning:
            time.sleep(0.05)
    return False


def test_a_look_finds_all_as_it_was(place: DatabasePlace) -> None:
    """Time and again, also once the database is made."""
    with running.alone(place.engine, place.url) as hold:
        schema.ensure(place.engine, place.url, place.copies, NOW)
        for _ in range(3):
            hold.look()


@pytest.mark.postgres
def test_a_lost_lock_of_the_server_is_taken_again(postgres_url: str) -> None:
    """After a restart of the server, or when somebody ended the connection."""
    engine, another = database.connect(postgres_url), database.connect(postgres_url)
    with running.alone(engine, postgres_url) as hold:
        _end_connections(postgres_url)
        hold.look()
        with pytest.raises(AlreadyRunning), running.alone(another, postgres_url):
            raise AssertionError("two at once")
    engine.dispose()
    another.dispose()


@pytest.mark.postgres
def test_who_lost_the_lock_to_another_says_so(postgres_url: str) -> None:
    """The other serves by now: this one must not go on."""
    engine, another = database.connect(postgres_url), database.connect(postgres_url)
    with running.alone(engine, postgres_url) as hold:
        _end_connections(postgres_url)
        with running.alone(another, postgres_url):
            for _ in range(2):
                with pytest.raises(AlreadyRunning, match="stop that process first"):
                    hold.look()
        hold.look()
    engine.dispose()
    another.dispose()


def _end_connections(url: str) -> None:
    engine = database.connect(url)
    others = (
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
        "WHERE pid <> pg_backend_pid() AND datname = current_database()"
    )
    with engine.connect() as connection:
        connection.execute(text(others))
    engine.dispose()


def test_a_removed_lock_is_made_again_and_a_removed_database_is_told(tmp_path: Path) -> None:
    """Whoever tidies up in the data folder opens no door for a second process."""
    url = f"sqlite:///{tmp_path / 'koersvast.sqlite3'}"
    engine, another = database.connect(url), database.connect(url)
    schema.ensure(engine, url, tmp_path / "copies", NOW)
    with running.alone(engine, url) as hold:
        hold.look()
        traces.marker_of(tmp_path / "koersvast.sqlite3").unlink()
        hold.look()
        with pytest.raises(AlreadyRunning), running.alone(another, url):
            raise AssertionError("two at once")
        (tmp_path / "koersvast.sqlite3").rename(tmp_path / "elsewhere")
        with pytest.raises(trouble.DatabaseGone, match="put that one back"):
            hold.look()
    engine.dispose()
    another.dispose()
