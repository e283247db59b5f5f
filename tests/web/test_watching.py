"""Whoever watches the machine gets counts and no person; the clock of a rehearsal is moved from this machine only."""

from collections.abc import Mapping
from datetime import timedelta

import httpx
import pytest
from starlette.applications import Starlette

from bot.channels.telegram.address import NAME
from bot.turns.runtime import Runtime
from bot.web import watching
from bot.web.app import create_app
from store import outbox, people, tally
from store.people import Role
from tests.bot.building import Town
from tests.web.conftest import BASE, Site, browse

FROM_ELSEWHERE = [
    ("203.0.113.5", BASE, {}),
    ("127.0.0.1", "http://koersvast.example", {}),
    ("127.0.0.1", BASE, {"x-forwarded-for": "203.0.113.5"}),
]


async def said(site: Site) -> tuple[int, str]:
    """Status and words of /health."""
    answer = await site.visitor.get("/health")
    return answer.status_code, answer.json()["status"]


async def test_not_healthy_before_telegram_answered(site: Site) -> None:
    """From the first second on it says what is not there yet; alive it is."""
    site.runtime.contacts[NAME].failed("ConnectError")
    assert (503, "Telegram has not answered yet (ConnectError)") == await said(site)
    assert 200 == (await site.visitor.get("/live")).status_code
    site.runtime.contacts[NAME].answered()
    assert (200, "ok") == await said(site)


async def test_not_healthy_when_telegram_falls_silent(site: Site) -> None:
    """A minute without a word, whether errors come or nothing at all; a refusal is a word."""
    site.runtime.contacts[NAME].answered()
    site.runtime.contacts[NAME].answered_at -= watching.SILENCE + 1
    site.runtime.contacts[NAME].failed("NoAnswerError")
    assert (503, "Telegram has not answered for 61 seconds (NoAnswerError)") == await said(site)
    site.runtime.contacts[NAME].answered()
    assert (200, "ok") == await said(site)


async def test_not_healthy_when_nothing_can_be_stored(site: Site) -> None:
    """A database that can still be read is of no use to the bot."""
    site.runtime.contacts[NAME].answered()
    site.runtime.database.call(lambda tx: tx.connection.exec_driver_sql("PRAGMA query_only=ON"))
    assert (503, "the database does not take what is to be stored (OperationalError)") == await said(site)


async def test_not_healthy_when_messages_stay_where_they_are(site: Site, town: Town) -> None:
    """One that waits for a quarter of an hour says that nobody carries them; one that Telegram put off may wait."""
    site.runtime.contacts[NAME].answered()
    now = site.runtime.clock.now()
    site.runtime.database.call(outbox.put, town.anna, "message", {"text": "Hallo", "buttons": []}, now)
    site.runtime.clock.move_to(now + timedelta(minutes=14))
    assert (200, "ok") == await said(site)
    site.runtime.clock.move_to(now + timedelta(minutes=16))
    assert (503, "a message has waited for 16 minutes") == await said(site)


async def test_metrics_count_and_name_nobody(site: Site, town: Town) -> None:
    """What happened and what waits; no team, no key, no chat."""
    database, now = site.runtime.database, site.runtime.clock.now()
    database.call(tally.count, "left in doubt")
    database.call(outbox.put, town.anna, "message", {"text": "Hallo", "buttons": []}, now)
    site.runtime.clock.move_to(now + timedelta(seconds=90))
    shown = (await site.visitor.get("/metrics")).text
    assert 'koersvast_happened{what="left in doubt"} 1.0' in shown
    assert "koersvast_outbox_oldest_seconds 90.0" in shown
    assert "koersvast_inbox_oldest_seconds 0.0" in shown
    assert "koersvast_head_counts_to_give 2.0" in shown
    assert "koersvast_telegram_silence_seconds 0." in shown
    anna = database.call(people.by_id, town.anna)
    for secret in ("Balie", anna.pseudonym, anna.audit_key, "Hallo"):
        assert secret not in shown


@pytest.mark.parametrize(("host", "base", "headers"), FROM_ELSEWHERE)
async def test_from_elsewhere_there_are_no_metrics(
    runtime: Runtime, host: str, base: str, headers: dict[str, str]
) -> None:
    """Another machine, a name pointed at this one, or a proxy: not found."""
    async with browse(runtime, host, base) as visitor:
        assert 404 == (await visitor.get("/metrics", headers=headers)).status_code


class NotedCalendar:
    """A calendar that writes down where it was moved to."""

    def __init__(self, runtime: Runtime) -> None:
        self.clock = runtime.clock

    async def status(self) -> Mapping[str, str]:
        """Now."""
        return {"now": self.clock.now().isoformat(timespec="minutes")}

    async def invite(self, role: Role) -> str:
        """Into the first team; nobody coaches here."""
        if role == Role.COACH:
            raise ValueError("there is no team yet")
        return f"code-of-an-{role}"

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
    async with at(create_app(runtime, NotedCalendar(runtime))) as client:
        assert (200, {"now": "2026-11-23T08:00+00:00"}) == _both(await client.get("/clock"))
        assert (200, {"now": "2026-11-30T08:00+00:00"}) == _both(await client.post("/clock", json={"to": "next"}))
        for wrong in (b"{}", b"[]", b"x", b'{"to": "yesterday"}'):
            refused = await client.post("/clock", content=wrong)
            assert 400 == refused.status_code
            assert "expected" in refused.json()["error"]


async def test_a_rehearsal_invites_from_this_machine(runtime: Runtime) -> None:
    """A code for a role; what is none is refused with a reason."""
    async with at(create_app(runtime, NotedCalendar(runtime))) as client:
        invited = await client.post("/invitation", json={"role": "employee"})
        assert (200, {"code": "code-of-an-employee"}) == _both(invited)
        for wrong in (b"{}", b"[]", b"x", b'{"role": "boss"}', b'{"role": "coach"}'):
            refused = await client.post("/invitation", content=wrong)
            assert (400, True) == (refused.status_code, "expected" in refused.json()["error"])


@pytest.mark.parametrize(("host", "base", "headers"), FROM_ELSEWHERE)
async def test_from_elsewhere_there_is_no_clock(
    runtime: Runtime, host: str, base: str, headers: dict[str, str]
) -> None:
    """Whoever is not on this machine can neither read nor move it."""
    async with at(create_app(runtime, NotedCalendar(runtime)), host, base) as client:
        for response in (
            await client.get("/clock", headers=headers),
            await client.post("/clock", headers=headers),
            await client.post("/invitation", json={"role": "lead"}, headers=headers),
        ):
            assert 404 == response.status_code


async def test_outside_a_rehearsal_there_is_no_clock(site: Site) -> None:
    """The real calendar has no door."""
    assert 404 == (await site.visitor.get("/clock")).status_code


def _both(response: httpx.Response) -> tuple[int, object]:
    return response.status_code, response.json()
