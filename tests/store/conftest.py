"""An opened database, once on SQLite and once on PostgreSQL, with the cast in it."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine, make_url

from store import database, installation, schema
from store.database import Database
from store.vault import Vault
from tests.store.cast import NOW, Cast, gather

SECRET = "the secret of the tests is long enough"
BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
_numbers = count(1)


@dataclass(frozen=True, slots=True)
class DatabasePlace:
    """Where a database lies, with a folder for copies beside it."""

    url: str
    engine: Engine
    copies: Path


@pytest.fixture(params=BOTH)
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[DatabasePlace]:
    """A database in which nothing was made yet."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'koersvast.sqlite3'}"
    else:
        url = request.getfixturevalue("postgres_url")
    engine = database.connect(url)
    yield DatabasePlace(url, engine, tmp_path / "copies")
    engine.dispose()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made database that tests take a copy of."""
    folder = tmp_path_factory.mktemp("template")
    _make(f"sqlite:///{folder / 'made.sqlite3'}", folder)
    return folder / "made.sqlite3"


@pytest.fixture(scope="session")
def postgres_template(postgres_socket: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a made database that tests take a copy of."""
    with psycopg.connect(host=postgres_socket, user="postgres", dbname="postgres", autocommit=True) as server:
        server.execute("CREATE DATABASE store_template TEMPLATE template0")
    _make(f"postgresql://postgres@/store_template?host={postgres_socket}", tmp_path_factory.mktemp("copies"))
    return "store_template"


@pytest.fixture(params=BOTH)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[DatabasePlace]:
    """A made database with nothing in it."""
    opened = _on_sqlite(request, tmp_path) if request.param == "sqlite" else _on_postgresql(request, tmp_path)
    yield from opened


@pytest.fixture
def sqlite_place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[DatabasePlace]:
    """A made database on SQLite, for what holds there only."""
    yield from _on_sqlite(request, tmp_path)


@pytest.fixture
def postgres_place(postgres_url: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[DatabasePlace]:
    """A made database on PostgreSQL, for what holds there only."""
    yield from _on_postgresql(request, tmp_path)


@pytest.fixture
def db(place: DatabasePlace) -> Iterator[Database]:
    """The memory, opened."""
    with open_memory(place) as memory:
        yield memory


@pytest.fixture
def cast(db: Database) -> Cast:
    """Anna, Bram, Carla and Daan take part."""
    return db.call(gather)


class open_memory:  # noqa: N801 - reads as the verb it is
    """The memory at a place, under a secret; closed at the end of the block."""

    def __init__(self, place: DatabasePlace, secret: str = SECRET) -> None:
        vault = Vault(secret)
        with place.engine.begin() as connection:
            keys = installation.load_keys(connection, vault)
        self.memory = database.open_database(place.engine, vault, keys)

    def __enter__(self) -> Database:
        return self.memory

    def __exit__(self, *_: object) -> None:
        self.memory.close()


def _on_sqlite(request: pytest.FixtureRequest, folder: Path) -> Iterator[DatabasePlace]:
    file = folder / "koersvast.sqlite3"
    shutil.copy(request.getfixturevalue("sqlite_template"), file)
    yield from _engine(f"sqlite:///{file}", folder)


def _on_postgresql(request: pytest.FixtureRequest, folder: Path) -> Iterator[DatabasePlace]:
    socket, template = request.getfixturevalue("postgres_socket"), request.getfixturevalue("postgres_template")
    name = f"store_{next(_numbers)}"
    with psycopg.connect(host=socket, user="postgres", dbname="postgres", autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        yield from _engine(f"postgresql://postgres@/{name}?host={socket}", folder)
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _engine(url: str, folder: Path) -> Iterator[DatabasePlace]:
    engine = database.connect(url)
    yield DatabasePlace(url, engine, folder / "copies")
    engine.dispose()


def _make(url: str, folder: Path) -> None:
    engine = database.connect(url)
    schema.ensure(engine, url, folder, NOW)
    engine.dispose()
    assert make_url(url).database
