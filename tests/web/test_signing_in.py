"""A link lets one browser in, once; everything else is kept out in the same words."""

import dataclasses
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.turns.runtime import Runtime
from store import audit, people, tally
from tests.bot.building import Town
from tests.web.conftest import BASE, Site, browse


async def test_looking_at_a_link_uses_nothing_up(site: Site, town: Town) -> None:
    """A preview fetches the link three times; Bram still gets in by it."""
    link = site.link(town.bram)
    for _ in range(3):
        response = await site.visitor.get(link)
        assert (200, True, False) == (
            response.status_code,
            "Open mijn pagina" in response.text,
            "set-cookie" in response.headers,
        )
    assert 303 == (await site.visitor.post(link)).status_code


async def test_a_wrong_link_looks_the_same_until_it_is_used(site: Site, town: Town) -> None:
    """Whoever guesses learns nothing by looking."""
    right, wrong = await site.visitor.get(site.link(town.bram)), await site.visitor.get("/sign-in/guess")
    assert right.text.replace(str(right.url.path), "") == wrong.text.replace("/sign-in/guess", "")


@pytest.mark.parametrize("fault", ["wrong", "used", "old"])
async def test_a_link_that_does_not_work_says_the_same(site: Site, town: Town, fault: str) -> None:
    """Wrong, used before, or six minutes old: one page, and nobody is in."""
    link = "/sign-in/guess" if fault == "wrong" else site.link(town.bram)
    if fault == "used":
        assert 303 == (await site.visitor.post(link)).status_code
        site.visitor.cookies.clear()
    if fault == "old":
        site.runtime.clock.move_to(site.runtime.clock.now() + timedelta(minutes=6))
    response = await site.visitor.post(link)
    assert (410, False) == (response.status_code, "set-cookie" in response.headers)
    assert "Deze link werkt niet meer" in response.text
    assert 1 == site.runtime.database.call(tally.counts)["sign-in refused"]


async def test_the_cookie_is_for_this_page_alone(site: Site, town: Town) -> None:
    """No script reads it, no other site sends it."""
    cookie = (await site.visitor.post(site.link(town.bram))).headers["set-cookie"].lower()
    assert "koersvast=" in cookie
    assert {"httponly", "samesite=lax", "path=/"} <= {part.strip() for part in cookie.split(";")}


async def test_over_https_the_cookie_never_leaves_it(runtime: Runtime, town: Town) -> None:
    """Secure, bound to the host, and the browser is told to stay on https."""
    secure = dataclasses.replace(runtime, page_address="https://koersvast.example")
    async with browse(secure, base="https://koersvast.example") as visitor:
        entered = await visitor.post(Site(secure, visitor).link(town.bram))
        assert entered.headers["set-cookie"].startswith("__Host-koersvast=")
        assert "; secure" in entered.headers["set-cookie"].lower()
        assert "max-age=31536000" == entered.headers["strict-transport-security"]
        assert 200 == (await visitor.get(Site(secure, visitor).team(town.bram, town.counter))).status_code


async def test_signed_out_is_out(site: Site, town: Town) -> None:
    """The cookie of before opens nothing any more, and no page was kept for the back button."""
    await site.enter(town.bram)
    cookies = dict(site.visitor.cookies)
    page = await site.visitor.get(site.team(town.bram, town.counter))
    assert "no-store" == page.headers["cache-control"]
    left = await site.visitor.post("/sign-out")
    assert (303, '"cache"') == (left.status_code, left.headers["clear-site-data"])
    assert "Je bent afgemeld." in (await site.visitor.get(left.headers["location"])).text
    site.visitor.cookies.update(cookies)
    assert "/" == (await site.visitor.get(site.team(town.bram, town.counter))).headers["location"]


async def test_after_a_working_day_one_is_out(site: Site, town: Town) -> None:
    """Eight hours later the browser is a stranger."""
    await site.enter(town.bram)
    site.runtime.clock.move_to(site.runtime.clock.now() + timedelta(hours=8, seconds=1))
    assert 303 == (await site.visitor.get(site.team(town.bram, town.counter))).status_code


@pytest.mark.parametrize("page", ["{}/debrief", "{}/series", "{}", "/log"])
async def test_a_link_to_a_page_leads_there_after_signing_in(site: Site, town: Town, page: str) -> None:
    """Bram opens the sheet from his chat, asks for a link, and comes to the sheet: once, afterwards to his team."""
    page = page.format(site.team(town.bram, town.counter))
    assert "/" == (await site.visitor.get(page)).headers["location"]
    assert "Daarna kom je op de pagina die je wilde zien." in (await site.visitor.get("/")).text
    assert page == (await site.visitor.post(site.link(town.bram))).headers["location"]
    assert 200 == (await site.visitor.get(page)).status_code
    assert "/" == (await site.visitor.post(site.link(town.bram))).headers["location"]


async def test_a_page_of_another_team_stays_closed_after_signing_in(site: Site, town: Town) -> None:
    """What was asked for is looked at by the same rules: for Daan, Balie is not there."""
    await site.visitor.get(site.team(town.bram, town.counter, "/debrief"))
    there = (await site.visitor.post(site.link(town.daan))).headers["location"]
    assert 404 == (await site.visitor.get(there)).status_code


@pytest.mark.parametrize(
    "wanted", ["//evil.example", "https://evil.example/log", "/log/../x", "/log\\n", "/sign-out", ""]
)
async def test_nobody_is_led_elsewhere(site: Site, town: Town, wanted: str) -> None:
    """Whatever a browser says it wanted: one of our pages, or the beginning."""
    entered = await site.visitor.post(site.link(town.bram), headers={"cookie": f"wanted={wanted}"})
    assert "/" == entered.headers["location"]


async def test_a_download_is_not_begun_by_signing_in(site: Site, town: Town) -> None:
    """After a link to a file one comes to the beginning."""
    await site.visitor.get(site.team(town.bram, town.counter, "/export.ods"))
    assert "/" == (await site.visitor.post(site.link(town.bram))).headers["location"]


@pytest.mark.parametrize(
    "forged",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://elders.example"},  # a browser too old to say what kind of site it is
        {"origin": "http://127.0.0.1:8081"},
    ],
)
async def test_another_site_sends_nothing_in_somebodys_name(site: Site, town: Town, forged: dict[str, str]) -> None:
    """A form elsewhere can neither sign Bram out nor anybody in."""
    await site.enter(town.bram)
    assert 403 == (await site.visitor.post("/sign-out", headers=forged)).status_code
    assert 403 == (await site.visitor.post(site.link(town.daan), headers=forged)).status_code
    assert 200 == (await site.visitor.get(site.team(town.bram, town.counter))).status_code
    for ours in ({"origin": BASE}, {"origin": "null"}):
        assert 410 == (await site.visitor.post("/sign-in/guess", headers=ours)).status_code


@pytest.mark.parametrize("path", ["/app", "/team/1/series", "/sign-in/x", "/sign-out", "/nothing"])
async def test_nobody_fills_the_memory(site: Site, path: str) -> None:
    """A form longer than any of ours, or of unknown length, is refused before it is read, also from a stranger."""

    async def parts() -> AsyncIterator[bytes]:
        yield b"data=x"

    assert 413 == (await site.visitor.post(path, content=b"data=" + b"x" * 16_384)).status_code
    assert 411 == (await site.visitor.post(path, content=parts())).status_code


async def test_signing_in_and_looking_are_written_down(site: Site, town: Town) -> None:
    """By key: in, his own team, and another's, refused."""
    await site.enter(town.bram)
    await site.visitor.get(site.team(town.bram, town.counter))
    await site.visitor.get(site.team(town.bram, town.permits))
    key = site.runtime.database.call(people.by_id, town.bram).audit_key
    assert [
        (key, "sign in", key, "done", "web"),
        (key, "look at team", f"team {town.counter}", "done", "web"),
        (key, "look at team", f"team {town.permits}", "refused", "web"),
    ] == [
        (line.actor, line.event, line.subject, line.result, line.origin)
        for line in site.runtime.database.call(audit.lines)
    ]
