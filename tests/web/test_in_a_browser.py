"""The page in a real Chromium: for every eye and hand, at every width, from nowhere but its own origin."""

import re
import shutil
import socket
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal
from urllib.parse import quote

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from bot.turns.runtime import Runtime
from bot.web import doorway
from bot.web.app import create_app
from nudges.outside import Measure
from store import counted, passes, signins
from store.database import Transaction
from store.people import Role
from tests import addresses
from tests.bot import building
from tests.bot.building import Town
from tests.bot.channels.telegram.test_launch_data import TOKEN, launch
from tests.web.conftest import Season
from tests.web.test_roles import share

# The smallest words of a picture, in pixels; 99 where there is none.
SMALLEST = (
    "Math.min(99, ...[...document.querySelectorAll('svg text')].map(t => parseFloat(t.getAttribute('font-size'))"
    " * t.ownerSVGElement.getBoundingClientRect().width / t.ownerSVGElement.viewBox.baseVal.width))"
)
VIOLATIONS = {"resultTypes": ["violations"]}  # the rest would be counted and sent in vain
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], **VIOLATIONS}


# Every page, by who may open it; the first ones are everybody's.
PAGES = {
    "bram": (
        *("/", "/protection", "/accessibility", "/sign-in/x", "/app", "/nothing"),
        *("/log", "/team/TEAM", "/team/TEAM/debrief", "/team/TEAM/series"),
    ),
    "carla": ("/coach",),
    "operator": ("/operator",),
}


# What of a page the dark can change: colours only.
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}, **VIOLATIONS}
SCHEMES: tuple[tuple[Literal["light", "dark"], Mapping[str, object]], ...] = (("light", WCAG), ("dark", COLOURS))
# Whatever reaches out of its card, or out of the page; what scrolls inside its own frame does not.
STICKING_OUT = """() => [...document.querySelectorAll("body *")].filter(each => {
    const frame = each.parentElement.closest("section, .card, main, body").getBoundingClientRect();
    return !each.closest(".scroll, .hear, svg, .nl-skip-link") && each.getBoundingClientRect().right > frame.right + 1;
}).map(each => each.outerHTML.slice(0, 80))"""

# How many tables of results do not fit their frame.
SCROLLING = "[...document.querySelectorAll('.scroll:has(.windows)')].filter(e => e.scrollWidth > e.clientWidth).length"


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """A real one."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield opened
        opened.close()


@dataclass(frozen=True, slots=True)
class ServedPage:
    """The page on a port of this machine."""

    runtime: Runtime
    base: str

    def team(self, person: int, team: int) -> str:
        """The reference in this lead's addresses."""
        return building.team_of(self.runtime, person, team)

    def link(self, person: int | None) -> str:
        """A fresh link, as from the chat; for None, as from the shell for an operator."""
        now, database = self.runtime.clock.now(), self.runtime.database
        token = database.call(passes.issue, now) if person is None else database.call(signins.issue, person, now)
        return f"{self.base}/sign-in/{token}"


@pytest.fixture(scope="module")
def served(season: Season, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedPage]:
    """The season served as in production, on any free port, with something on every page."""
    folder = tmp_path_factory.mktemp("served")
    shutil.copytree(season.folder, folder / "data")
    with building.built(folder / "data", bot_token=TOKEN) as runtime:
        runtime.clock.move_to(season.now)
        runtime.database.call(_fill, season)
        listener = socket.create_server(("127.0.0.1", 0))
        server = uvicorn.Server(doorway.config(create_app(runtime)))
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        yield ServedPage(runtime, f"http://127.0.0.1:{listener.getsockname()[1]}")
        server.should_exit = True
        thread.join()
        listener.close()


def _fill(db: Transaction, season: Season) -> None:
    """Something shared with Bram and with Carla, and a series with a signal."""
    for audience, reader in ((Role.LEAD, season.town.bram), (Role.COACH, season.town.carla)):
        share(db, season.town.anna, audience, "Er is geen vast aanspreekpunt", "Anna", reader, season.now)
    for month in range(1, 11):
        value = 30.0 if month == 10 else 10.0 + 4 * (month % 2)
        counted.put(db, season.town.counter, Measure.REPEAT_CONTACTS, date(2026, month, 1), value)


def enter(browser: Browser, served: ServedPage, person: int | None) -> Page:
    """Signed in as this person (None: an operator), on their own page."""
    context = browser.new_context(viewport={"width": 1100, "height": 800}, locale="nl-NL")
    page = context.new_page()
    page.goto(served.link(person))
    page.get_by_role("button", name="Open mijn pagina").click()
    page.wait_for_url(re.compile("/(team/|coach|operator)"))
    return page


@pytest.fixture(scope="module")
def pages(browser: Browser, served: ServedPage, season: Season) -> Iterator[Mapping[str, Page]]:
    """A browser of each role, signed in once."""
    town = season.town
    opened = {role: enter(browser, served, person) for role, person in everybody(town).items()}
    yield opened
    for page in opened.values():
        page.context.close()


def everybody(town: Town) -> Mapping[str, int | None]:
    """Whose pages are looked at."""
    return {"bram": town.bram, "carla": town.carla, "operator": None}


def opened(page: Page, served: ServedPage, role: str, town: Town) -> Iterator[str]:
    """Each page of this role in turn, with everything on it that can be unfolded."""
    for path in (path.replace("TEAM", served.team(town.bram, town.counter)) for path in PAGES[role]):
        page.goto(served.base + path)
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        yield path


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("role", ["bram", "carla", "operator"])
def test_axe_finds_nothing(pages: Mapping[str, Page], served: ServedPage, town: Town, role: str, language: str) -> None:
    """No violation of WCAG 2.2 AA on any page of any role, in both languages, light and dark."""
    page = pages[role]
    page.goto(f"{served.base}/language/{language}?back=/")
    for path in opened(page, served, role, town):
        assert language == page.locator("html").get_attribute("lang")
        for scheme, rules in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            violations = Axe().run(page, options=rules).response["violations"]
            assert [] == [(path, scheme, each["id"], [node["target"] for node in each["nodes"]]) for each in violations]


@pytest.mark.parametrize("role", ["bram", "carla", "operator"])
def test_nothing_is_cut_off_or_scrolls_sideways(
    pages: Mapping[str, Page], served: ServedPage, town: Town, role: str
) -> None:
    """On the narrowest phone, on a laptop at 200 % (half its width), with letters twice as large, and on a wide
    screen: only tables scroll, inside their own frame, and on a phone not even those of results; the words of a
    picture are 11 px at least."""
    page = pages[role]
    for path in opened(page, served, role, town):
        for width, letters in ((320, 100), (640, 100), (1280, 200), (1400, 100)):
            page.set_viewport_size({"width": width, "height": 800})
            page.evaluate("size => document.documentElement.style.fontSize = size", f"{letters}%")
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert (path, width, letters, []) == (path, wide, letters, page.evaluate(STICKING_OUT))
            assert page.evaluate(SMALLEST) >= 11
            assert width > 320 or 0 == page.evaluate(SCROLLING)


def test_no_request_leaves_the_origin_and_the_policy_holds(browser: Browser, served: ServedPage, town: Town) -> None:
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


def test_telegram_opens_the_page_and_back_leads_out_of_it(browser: Browser, served: ServedPage, town: Town) -> None:
    """As its apps do: the launch data stand behind the address once, and are in no address that one can go back to."""
    chat = served.runtime.database.call(addresses.chat_of, town.bram)
    assert chat is not None
    data = quote(launch(chat, served.runtime.clock.now()), safe="")
    context = browser.new_context(viewport={"width": 360, "height": 640}, locale="nl-NL", has_touch=True)
    page = context.new_page()
    page.goto(f"{served.base}/protection")
    page.goto(f"{served.base}/app#tgWebAppData={data}&tgWebAppVersion=8.0&tgWebAppPlatform=android")
    page.wait_for_url(re.compile(f"/team/{served.team(town.bram, town.counter)}$"))
    assert "Balie" == page.locator("h1").inner_text()
    page.go_back()
    assert f"{served.base}/protection" == page.url
    context.close()


def test_the_sheet_of_the_debrief_is_one_sheet(pages: Mapping[str, Page], served: ServedPage, town: Town) -> None:
    """Of A4, with lines to write on and the last window, in both languages."""
    for language in ("en", "nl"):
        pages["bram"].goto(
            f"{served.base}/language/{language}?back=/team/{served.team(town.bram, town.counter)}/debrief"
        )
        printed = pages["bram"].pdf(
            format="A4", margin={"top": "1.5cm", "bottom": "1.5cm", "left": "2cm", "right": "2cm"}
        )
        assert 1 == len(re.findall(rb"/Type\s*/Page\b", printed))


def test_the_back_button_shows_nothing_after_signing_out(browser: Browser, served: ServedPage, town: Town) -> None:
    """Whoever sits down at Bram's desk next sees the way in."""
    page = enter(browser, served, town.bram)
    page.get_by_role("button", name="Afmelden").click()
    assert "Je bent afgemeld." in page.inner_text("main")
    page.go_back()
    assert "Balie" not in page.inner_text("body")
    page.context.close()


def test_all_of_it_is_done_by_keyboard(browser: Browser, served: ServedPage, town: Town) -> None:
    """Tab goes by the skip link to every link, button and table that scrolls, and each shows where it stands."""
    page = enter(browser, served, town.bram)
    stops = page.locator("a[href], button, summary, [tabindex='0']").count()
    reached = []
    for _ in range(stops):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.innerText.trim().split('\\n')[0]"))
        assert "solid" == page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert ["Naar de inhoud", "Koersvast", "English", "Afmelden"] == reached[:4]
    assert ["Hoe we antwoorden beschermen", "Toegankelijkheid"] == reached[-2:]
    page.context.close()
