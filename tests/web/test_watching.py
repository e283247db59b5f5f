"""Whoever watches the machine gets counts and no person; the clock of a rehearsal is moved from this machine only."""

from collections.abc import Mapping
from datetime import timedelta

import httpx
import pytest
from starlette.applications import Starlette

from bot.runtime import Runtime
from bot.web.app import create_app
from store import outbox, people, tally
from tests.bot.building import Town
from tests.web.conftest import BASE, Site, browse

FROM_ELSEWHERE = [
    ("203.0.113.5", BASE, {}),
    ("127.0.0.1", "http://koersvast.example", {}),
    ("127.0.0.1", BASE, {"x-forwarded-for": "203.0.113.5"}),
]


async def test_healthy_while_the_database_answers(site: Site) -> None:
    """200, and 503 once it does not."""
    assert (200, {"status": "ok"}) == _both(await site.visitor.get("/health"))
    site.runtime.database.call(lambda tx: tx.connection.exec_driver_sql("DROP TABLE tally"))
    assert 503 == (await site.visitor.get("/health")).status_code


async def test_metrics_count_and_name_nobody(site: Site, town: Town) -> None:
    """What happened and what waits; no team, no key, no chat."""
    database, now = site.runtime.database, site.runtime.clock.now()
    database.call(tally.count, "left in doubt")
    database.call(outbox.put, town.anna, "message", {"text": "Hallo", "buttons": []}, now)
    said = (await site.visitor.get("/metrics")).text
    assert 'koersvast_happened{what="left in doubt"} 1.0' in said
    assert 'koersvast_outbox{state="queued"} 1.0' in said
    anna = database.call(people.by_id, town.anna)
    for secret in ("Balie", anna.pseudonym, anna.audit_key, "Hallo"):
        assert secret not in said


@pytest.mark.parametrize(("host", "base", "headers"), FROM_ELSEWHERE)
async def test_from_elsewhere_there_are_no_metrics(
    runtime: Runtime, host: str, base: str, headers: dict[str, str]
) -> None:
    """Another machine, a name pointed at this one, or a proxy: not found."""
    async with browse(runtime, host, base) as visitor:
        assert 404 == (await visitor.get("/metrics", headers=headers)).status_code


class Rehearsal:
    """A calendar that writes down where it was moved to."""

    def __init__(self, runtime: Runtime) -> None:
        self.clock = runtime.clock

    async def status(self) -> Mapping[str, str]:
        """Now."""
        return {"now": self.clock.now().isoformat(timespec="minutes")}

    async def move(self, to: str) -> Mapping[str, str]:
        """A week on for `next`; ValueError otherwise."""
        if to != "next":
            raise ValueError("the clock only goes forward")
        self.clock.move_to(self.clock.now() + timedelta(weeks=1))
        return await self.status()


def at(app: Starlette, host: str = "127.0.0.1", base: str = BASE) -> httpx.AsyncClient:
    """Somebody at this address."""
    return httpx.AsyncClient(transport=httpx.ASGITransport(app, client=(host, 50_000)), base_url=base)


async def test_a_rehearsal_moves_its_clock_from_this_machine(runtime: Runtime) -> None:
    """It reads where it stands and goes on; what is no moment is refused with a reason."""
    async with at(create_app(runtime, Rehearsal(runtime))) as client:
        assert (200, {"now": "2026-11-23T08:00+00:00"}) == _both(await client.get("/clock"))
        assert (200, {"now": "2026-11-30T08:00+00:00"}) == _both(await client.post("/clock", json={"to": "next"}))
        for wrong in (b"{}", b"[]", b"x", b'{"to": "yesterday"}'):
            refused = await client.post("/clock", content=wrong)
            assert 400 == refused.status_code
            assert "expected" in refused.json()["error"]


@pytest.mark.parametrize(("host", "base", "headers"), FROM_ELSEWHERE)
async def test_from_elsewhere_there_is_no_clock(
    runtime: Runtime, host: str, base: str, headers: dict[str, str]
) -> None:
    """Nobody else moves it."""
    async with at(create_app(runtime, Rehearsal(runtime)), host, base) as client:
        for found in (await client.get("/clock", headers=headers), await client.post("/clock", headers=headers)):
            assert 404 == found.status_code


async def test_outside_a_rehearsal_there_is_no_clock(site: Site) -> None:
    """The real calendar has no door."""
    assert 404 == (await site.visitor.get("/clock")).status_code


def _both(response: httpx.Response) -> tuple[int, object]:
    return response.status_code, response.json()
