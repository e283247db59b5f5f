"""A runtime with Anna, Bram, Carla and Daan in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.turns.runtime import Runtime
from store.people import Role
from tests.bot import building
from tests.bot.building import Town
from tests.bot.phones import Street, moves_in


@pytest.fixture
def runtime(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Runtime]:
    """A runtime whose calendar stands still on Monday 7 September 2026; on SQLite, or as `building.on_both` says."""
    url = request.getfixturevalue("postgres_url") if getattr(request, "param", "sqlite") == "postgresql" else ""
    with building.built(tmp_path, database_url=url) as runtime:
        yield runtime


@pytest.fixture
def town(runtime: Runtime) -> Town:
    """Two teams of nine, Balie (Anna; Bram leads, Carla coaches) and Vergunningen (Daan leads)."""
    return runtime.database.call(building.settle)


@pytest.fixture
def street(runtime: Runtime) -> Street:
    """Phones of everybody."""
    return Street(runtime)


@pytest.fixture
def anna(street: Street, town: Town) -> tuple[int, int]:
    """Anna, an employee of Balie since the beginning: (person, chat)."""
    return street.runtime.database.call(moves_in, town.counter, Role.EMPLOYEE, building.START)
