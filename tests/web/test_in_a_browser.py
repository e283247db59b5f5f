"""The page in a real Chromium: for every eye and hand, at every width, from nowhere but its own origin."""

import re
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from bot.runtime import Runtime
from bot.web.app import create_app
from store import passes, signins
from tests.bot.building import Town

Scheme = Literal["light", "dark"]
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


# Every page, by who may open it; the first ones are everybody's.
PAGES = {
    "bram": (
        *("/", "/protection", "/accessibility", "/sign-in/x", "/app", "/nothing"),
        *("/log", "/team/TEAM", "/team/TEAM/debrief", "/team/TEAM/series"),
    ),
    "carla": ("/coach",),
    "operator": ("/operator",),
}


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """A real one."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield opened
        opened.close()


@dataclass(frozen=True, slots=True)
class Served:
    """The page on a port of this machine."""

    runtime: Runtime
    base: str

    def link(self, person: int | None) -> str:
        """A fresh link, as from the chat; for None, as from the shell for an operator."""
        now, database = self.runtime.clock.now(), self.runtime.database
        token = database.call(passes.issue, now) if person is None else database.call(signins.issue, person, now)
        return f"{self.base}/sign-in/{token}"


@pytest.fixture
def served(runtime: Runtime) -> Iterator[Served]:
    """Served as in production, on any free port."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(create_app(runtime), log_config=None, access_log=False, lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listener],))
    thread.start()
    yield Served(runtime, f"http://127.0.0.1:{listener.getsockname()[1]}")
    server.should_exit = True
    thread.join()
    listener.close()


def enter(browser: Browser, served: Served, person: int | None, scheme: Scheme = "light", width: int = 1100) -> Page:
    """Signed in as this person (None: an operator), on their own page."""
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 800}, locale="nl-NL")
    page = context.new_page()
    page.goto(served.link(person))
    page.get_by_role("button", name="Open mijn pagina").click()
    page.wait_for_url(re.compile("/(team/|coach|operator)"))
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("role", ["bram", "carla", "operator"])
def test_axe_finds_nothing(
    browser: Browser, served: Served, town: Town, role: str, language: str, scheme: Scheme
) -> None:
    """No violation of WCAG 2.2 AA on any page of any role, in both languages, light and dark."""
    page = enter(browser, served, None if role == "operator" else getattr(town, role), scheme)
    page.goto(f"{served.base}/language/{language}?back=/")
    for path in (path.replace("TEAM", str(town.counter)) for path in PAGES[role]):
        page.goto(served.base + path)
        assert language == page.locator("html").get_attribute("lang")
        found = Axe().run(page, options=WCAG).response["violations"]
        assert [] == [(path, each["id"], [node["target"] for node in each["nodes"]]) for each in found]
    page.context.close()


@pytest.mark.parametrize("width", [320, 640, 1400])
def test_nothing_is_wider_than_the_window(browser: Browser, served: Served, town: Town, width: int) -> None:
    """At 320 px nobody scrolls sideways but inside a table, and the words of a picture are 11 px at least."""
    page = enter(browser, served, town.bram, width=width)
    for path in ("/log", f"/team/{town.counter}/debrief", f"/team/{town.counter}"):
        page.goto(served.base + path)
        assert (path, width) == (path, page.evaluate("document.documentElement.scrollWidth"))
    smallest = page.evaluate(
        "Math.min(...[...document.querySelectorAll('svg text')].map(t => parseFloat(t.getAttribute('font-size'))"
        " * t.ownerSVGElement.getBoundingClientRect().width / t.ownerSVGElement.viewBox.baseVal.width))"
    )
    assert smallest >= 11
    page.context.close()


def test_no_request_leaves_the_origin_and_the_policy_holds(browser: Browser, served: Served, town: Town) -> None:
    """Everything comes from here, and the browser has nothing to complain of."""
    context = browser.new_context(locale="nl-NL")
    page, asked, complaints = context.new_page(), list[str](), list[str]()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(served.link(town.bram))
    page.get_by_role("button", name="Open mijn pagina").click()
    page.wait_for_load_state("networkidle")
    assert len(asked) >= 4
    assert [] == [address for address in asked if not address.startswith(served.base)]
    assert [] == complaints
    context.close()


def test_the_back_button_shows_nothing_after_signing_out(browser: Browser, served: Served, town: Town) -> None:
    """Whoever sits down at Bram's desk next sees the way in."""
    page = enter(browser, served, town.bram)
    page.get_by_role("button", name="Afmelden").click()
    assert "Je bent afgemeld." in page.inner_text("main")
    page.go_back()
    assert "Balie" not in page.inner_text("body")
    page.context.close()


def test_all_of_it_is_done_by_keyboard(browser: Browser, served: Served, town: Town) -> None:
    """Tab goes by the skip link to every link, button and table that scrolls, and each shows where it stands."""
    page = enter(browser, served, town.bram)
    stops = page.locator("a[href], button, summary, [tabindex='0']").count()
    reached = []
    for _ in range(stops):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.innerText.trim().split('\\n')[0]"))
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert ["Naar de inhoud", "Koersvast", "English", "Afmelden"] == reached[:4]
    assert ["Hoe we antwoorden beschermen", "Toegankelijkheid"] == reached[-2:]
    page.context.close()
