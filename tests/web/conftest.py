"""The page over a runtime with a season of published windows in it."""

import shutil
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import httpx
import pytest

from bot.turns.runtime import Runtime
from bot.web.app import create_app
from store import passes, signins
from tests.bot import building, seasons
from tests.bot.building import Town

BASE = "http://127.0.0.1:8080"


@dataclass(frozen=True, slots=True)
class Season:
    """A data folder after eleven weeks, who is in it, and the moment at which it stands."""

    folder: Path
    town: Town
    now: datetime


@pytest.fixture(scope="session")
def season(tmp_path_factory: pytest.TempPathFactory) -> Season:
    """Played once; every test takes a copy."""
    folder = tmp_path_factory.mktemp("season")
    with building.built(folder) as runtime:
        town = runtime.database.call(building.settle)
        now = seasons.play(runtime, town)
    return Season(folder, town, now)


@pytest.fixture
def runtime(season: Season, tmp_path: Path) -> Iterator[Runtime]:
    """A runtime that stands at the end of the season."""
    shutil.copytree(season.folder, tmp_path / "data")
    with building.built(tmp_path / "data", address=BASE) as runtime:
        runtime.clock.move_to(season.now)
        yield runtime


@pytest.fixture
def town(season: Season) -> Town:
    """Who is who."""
    return season.town


@dataclass(frozen=True, slots=True)
class Site:
    """The page, and browsers that visit it."""

    runtime: Runtime
    visitor: httpx.AsyncClient

    def link(self, person: int) -> str:
        """A fresh link for this person, as from the chat."""
        return f"/sign-in/{self.runtime.database.call(signins.issue, person, self.runtime.clock.now())}"

    def team(self, person: int, team: int, rest: str = "") -> str:
        """The address of this team's page as this lead's links have it."""
        return f"/team/{building.team_of(self.runtime, person, team)}{rest}"

    async def enter(self, person: int) -> None:
        """Sign in as this person."""
        assert 303 == (await self.visitor.post(self.link(person))).status_code

    async def enter_as(self, role: str, town: Town) -> None:
        """Sign in as this one of the cast, or as the operator; nobody stays outside."""
        if role == "operator":
            token = self.runtime.database.call(passes.issue, self.runtime.clock.now())
            assert 303 == (await self.visitor.post(f"/sign-in/{token}")).status_code
        elif role != "nobody":
            await self.enter(getattr(town, role))


@pytest.fixture
async def site(runtime: Runtime) -> AsyncIterator[Site]:
    """The page, seen from this machine by a browser that keeps cookies and follows nothing by itself."""
    async with browse(runtime) as visitor:
        yield Site(runtime, visitor)


def browse(runtime: Runtime, host: str = "127.0.0.1", base: str = BASE) -> httpx.AsyncClient:
    """A browser at this address, on the page under this name."""
    transport = httpx.ASGITransport(create_app(runtime), raise_app_exceptions=False, client=(host, 50_000))
    return httpx.AsyncClient(transport=transport, base_url=base, headers={"accept-language": "nl"})
