"""A runtime with Anna, Bram, Carla and Daan in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.runtime import Runtime
from tests.bot import building
from tests.bot.building import Town


@pytest.fixture
def runtime(tmp_path: Path) -> Iterator[Runtime]:
    """A runtime whose calendar stands still on Monday 7 September 2026."""
    with building.built(tmp_path) as made:
        yield made


@pytest.fixture
def town(runtime: Runtime) -> Town:
    """Two teams of nine, Balie (Anna; Bram leads, Carla coaches) and Vergunningen (Daan leads)."""
    return runtime.database.call(building.settle)
