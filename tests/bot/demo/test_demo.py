"""`demo` as somebody starts it: a process, a page with two phones in a real browser, and a clock to turn."""

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest
from playwright.async_api import Locator, Page, async_playwright, expect

ROOT = Path(__file__).parents[3]
PATIENCE = 240.0  # seconds, on a machine that others use too
MOMENTS = 12  # at which a phone may hear something before the next prompt
WAITS = 30_000  # milliseconds that the page may take to show something


class Demo:
    """The running process."""

    def __init__(self, process: asyncio.subprocess.Process, folder: Path) -> None:
        self._process = process
        self._folder = folder
        self.printed = ""

    async def address(self) -> str:
        """Where the page is, once it is there."""
        assert self._process.stdout is not None
        async with asyncio.timeout(PATIENCE):
            while (match := re.search(r"http://127\.0\.0\.1:\d+", self.printed)) is None:
                line = await self._process.stdout.readline()
                assert line, f"the demo ended by itself:\n{self.printed}"
                self.printed += line.decode()
        return match.group()

    async def is_interrupted(self) -> int:
        """Ctrl-C; the exit status once everything has ended."""
        self._process.send_signal(signal.SIGINT)
        async with asyncio.timeout(PATIENCE):
            self.printed += (await self._process.communicate())[0].decode()
        assert self._process.returncode is not None
        return self._process.returncode

    def still_running(self) -> list[str]:
        """The command lines of all processes that name this demo's folder."""
        lines = (_command_line(entry) for entry in Path("/proc").iterdir() if entry.name.isdecimal())
        return [line for line in lines if str(self._folder) in line]

    async def ends(self) -> None:
        """Leave nothing behind, whatever the test found."""
        if self._process.returncode is None:
            self._process.kill()
            await self._process.communicate()


def _command_line(process: Path) -> str:
    try:
        return (process / "cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""  # it has ended meanwhile


@asynccontextmanager
async def demo(folder: Path, *options: str) -> AsyncIterator[Demo]:
    """Start it with its data in this folder."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.cli", "demo", "--no-browser", "--port", "0", *options),
        cwd=folder,
        env=_environment(),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    running = Demo(process, folder)
    try:
        yield running
    finally:
        await running.ends()


def _environment() -> Mapping[str, str]:
    foreign = {name: value for name, value in os.environ.items() if not name.startswith("KOERSVAST_")}
    return foreign | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}


@asynccontextmanager
async def opened(chromium: str, address: str) -> AsyncIterator[Page]:
    """The page of the phones, which complains of nothing."""
    complaints: list[str] = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = await browser.new_page(viewport={"width": 1280, "height": 800})
        page.set_default_timeout(WAITS)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        await page.goto(address)
        await page.wait_for_selector("body[data-ready]")
        yield page
        await browser.close()
    assert [] == complaints


async def answers_in_a_week(address: str) -> int:
    """How often the seven colleagues, whose phones nobody looks at, answer while the clock goes on for a week."""
    async with httpx.AsyncClient(base_url=address, timeout=120) as client:
        before = await _presses(client)
        now = datetime.fromisoformat((await client.get("/sandbox/clock")).json()["now"])
        (await client.post("/sandbox/clock", json={"to": (now + timedelta(weeks=1)).isoformat()})).raise_for_status()
        return await _presses(client) - before


async def _presses(client: httpx.AsyncClient) -> int:
    people = (await client.get("/sandbox/people")).json()
    unseen = [person["id"] for person in people if not person["shown"]]
    lines = [(await client.get(f"/sandbox/chats/{chat}/transcript")).json() for chat in unseen]
    return sum(line["act"] == "presses" for chat in lines for line in chat)


async def to_the_next_prompt(page: Page) -> None:
    """Move the clock from moment to moment until Anna is asked whether it suits now."""
    for _ in range(MOMENTS):
        await page.locator("#to-next").click()
        await expect(page.locator("#to-next")).to_be_enabled(timeout=WAITS)
        try:
            await expect(anna(page).get_by_role("button", name="Nu", exact=True)).to_be_visible(timeout=3000)
        except AssertionError:
            continue
        return
    raise AssertionError(f"no prompt came within {MOMENTS} moments")


async def begins_here(page: Page) -> None:
    """The steps of the guide, and the phones that one button adds: a newcomer's and a coach's."""
    await page.get_by_role("button", name="Antwoord als Anna").click()
    await anna(page).get_by_role("button", name="Lastig telefoontje").click()
    await expect(anna(page).locator(".bubble").last).to_contain_text("?", timeout=WAITS)
    await anna(page).get_by_role("textbox").fill("/stop")
    await anna(page).get_by_role("button", name="Versturen").click()
    await anna(page).get_by_role("button", name="Dit gesprek").last.click()
    await page.get_by_role("button", name="Kijk als Bram").click()
    await expect(page.locator(".phone", has_text="Bram").first.get_by_text("Waarom:").last).to_be_visible(timeout=WAITS)
    for offer, name, first in (("Een nieuwe collega", "Noor", "Nederlands"), ("Een coach die", "Carla", "Nederlands")):
        await page.locator(".more-phones summary").click()
        await page.get_by_role("button", name=offer).click()
        phone = page.locator(".phone", has_text=name).first
        await phone.get_by_role("button", name="Start").click()
        await expect(phone.get_by_role("button", name=first)).to_be_visible(timeout=WAITS)


def anna(page: Page) -> Locator:
    """Anna's phone."""
    return page.locator(".phone", has_text="Anna").first


@pytest.mark.browser
async def test_the_demo_from_start_to_second_start(chromium: str, tmp_path: Path) -> None:
    """Two phones with a history; a prompt comes when the clock says so; Ctrl-C ends it all; the next start goes on."""
    async with demo(tmp_path, "--fresh") as first:
        address = await first.address()
        async with opened(chromium, address) as page:
            await expect(page.locator(".phone", has_text="Bram").first).to_be_visible()
            assert await anna(page).locator(".bubble").count() > 20
            await begins_here(page)
            await to_the_next_prompt(page)
            await anna(page).get_by_role("button", name="Nu", exact=True).click()
            await expect(anna(page).get_by_role("button", name="Nu", exact=True)).to_have_count(0, timeout=WAITS)
            question = await anna(page).locator(".bubble .text").last.inner_text()
            stood = await page.locator("#clock-now").inner_text()
            bubbles = await anna(page).locator(".bubble").count()
        assert 0 == await first.is_interrupted(), first.printed
        assert [] == first.still_running()
        assert "Traceback" not in first.printed
        assert "unreachable" not in first.printed
        assert {"clock", "koersvast.sqlite3", "phones", "secret"} <= {
            kept.name for kept in (tmp_path / "data/demo").iterdir()
        }
    async with demo(tmp_path) as second:
        async with opened(chromium, await second.address()) as page:
            assert stood.rpartition(",")[0] == (await page.locator("#clock-now").inner_text()).rpartition(",")[0]
            assert bubbles == await anna(page).locator(".bubble").count()
            await expect(anna(page).locator(".bubble .text").last).to_have_text(question)
            await anna(page).locator(".bubble .key").last.click()
            await expect(anna(page).locator(".bubble .text").last).not_to_have_text(question, timeout=WAITS)
        assert await answers_in_a_week(await second.address()) > 30, "the made-up colleagues fell silent"
        assert 0 == await second.is_interrupted(), second.printed
        assert "Traceback" not in second.printed
