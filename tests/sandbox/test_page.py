"""The chat page in a real browser: two phones, by mouse and by keyboard, wide and narrow."""

import contextlib
import io
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
import telegram as library
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Locator, Page, async_playwright, expect

from sandbox.people import PIXEL, PhoneOwner
from sandbox.telegram import Telegram
from tests.sandbox.bot_clock_stand_in import BotClockStandIn, clock_stand_in
from tests.sandbox.conftest import SandboxStage, staged

pytestmark = pytest.mark.browser

WIDE, NARROW = {"width": 1280, "height": 800}, {"width": 360, "height": 740}
BUTTONS = library.InlineKeyboardMarkup(
    [[library.InlineKeyboardButton(label, callback_data=label) for label in ("Gelukt", "Deels")]]
)


@dataclass
class Scene:
    """A page with Anna's and Bram's phones on it."""

    stage: SandboxStage
    browser: Browser
    bram: PhoneOwner
    clock: BotClockStandIn

    @contextlib.asynccontextmanager
    async def page(self, *, wide: bool = True, dark: bool = False, path: str = "/") -> AsyncIterator[Page]:
        """A page that is ready; it fails the test if the browser complains of anything."""
        complaints: list[str] = []
        scheme = "dark" if dark else "light"
        size = WIDE if wide else NARROW
        context = await self.browser.new_context(viewport=size, color_scheme=scheme)  # type: ignore[arg-type]  # a plain text where the library wants a literal
        page = await context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text))
        await page.goto(self.stage.url + path)
        await page.wait_for_selector("body[data-ready]")
        yield page
        await context.close()
        assert [] == complaints

    def phone(self, page: Page, person: PhoneOwner) -> Locator:
        return page.locator(f"#phone-{person.id}")


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with (
        clock_stand_in() as (clock, url),
        staged(Telegram(clock_url=url)) as stage,
        async_playwright() as playwright,
    ):
        browser = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        bram = stage.telegram.person("Bram", role="lead")
        await bram.starts()
        for person in (stage.anna, bram):
            person.chat.shown = True
        yield Scene(stage, browser, bram, clock)
        await browser.close()


async def test_a_conversation_is_had_on_the_page(scene: Scene) -> None:
    """A question appears, its button is pressed, the toast is shown, the edit replaces the message."""
    anna, bot = scene.stage.anna, scene.stage.bot
    async with scene.page() as page:
        phone = scene.phone(page, anna)
        sent = await bot.send_message(anna.id, "Hoe <i>ging</i> het?", parse_mode="HTML", reply_markup=BUTTONS)
        await expect(phone.locator(".bubble.bot i")).to_have_text("ging")
        await phone.get_by_role("button", name="Gelukt").click()
        await expect(phone.get_by_role("button", name="Gelukt")).to_have_attribute("aria-busy", "true")
        query = (await bot.get_updates(timeout=5))[-1].callback_query
        assert query is not None
        await query.answer("Genoteerd")
        await expect(phone.locator(".toast")).to_have_text("Genoteerd")
        await bot.edit_message_text("Fijn.", anna.id, sent.message_id)
        await expect(phone.locator(".bubble.bot .text")).to_have_text("Fijn.")
        await expect(phone.locator(".bubble.bot .meta")).to_contain_text("bewerkt")
        await bot.delete_message(anna.id, sent.message_id)
        await expect(phone.locator(".bubble.bot")).to_have_count(0)


async def test_typing_alerts_and_links_are_shown(scene: Scene) -> None:
    """sendChatAction, an alert, and an address of this machine sent as text."""
    anna, bot = scene.stage.anna, scene.stage.bot
    async with scene.page() as page:
        phone = scene.phone(page, anna)
        await bot.send_chat_action(anna.id, "typing")
        await expect(phone.locator(".with")).to_have_text("is aan het typen")
        await bot.send_message(anna.id, "Kijk op http://127.0.0.1:9/team.", reply_markup=BUTTONS)
        await expect(phone.locator(".with")).to_have_text("in gesprek met Koersvast")
        link = phone.get_by_role("link", name="http://127.0.0.1:9/team", exact=True)
        await expect(link).to_have_attribute("href", "http://127.0.0.1:9/team")
        await phone.get_by_role("button", name="Deels").click()
        query = (await bot.get_updates(timeout=5))[-1].callback_query
        assert query is not None
        await query.answer("Weet je het zeker?", show_alert=True)
        await expect(page.get_by_role("dialog")).to_contain_text("Weet je het zeker?")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_text_commands_and_edits_by_keyboard_alone(scene: Scene) -> None:
    """Writing, a command from the / menu and correcting one's own message need no mouse."""
    anna, bot = scene.stage.anna, scene.stage.bot
    await bot.set_my_commands([library.BotCommand("help", "Hulp"), library.BotCommand("pauze", "Even niet")])
    async with scene.page() as page:
        phone = scene.phone(page, anna)
        box = phone.get_by_role("textbox")
        await box.focus()
        await page.keyboard.type("Eerste")
        await page.keyboard.press("Shift+Enter")
        await page.keyboard.type("regel")
        await page.keyboard.press("Enter")
        await anna.chat.when(lambda: anna.screen()[-1].text == "Eerste\nregel", 5)
        await page.keyboard.type("/pa")
        await expect(phone.locator("[data-command]:visible")).to_have_count(1)
        await page.keyboard.press("ArrowDown")
        await page.keyboard.press("Enter")
        await anna.chat.when(lambda: anna.screen()[-1].text == "/pauze", 5)
        await expect(box).to_be_focused()
        edit = phone.get_by_role("button", name="Bewerk “Eerste")
        await edit.focus()
        await page.keyboard.press("Enter")
        await expect(box).to_have_value("Eerste\nregel")
        await box.fill("Verbeterd")
        await page.keyboard.press("Enter")
        await expect(phone.locator(".bubble.me .text", has_text="Verbeterd")).to_be_visible()
        texts = [shown.text for shown in anna.screen()]
        assert ["/start", "Verbeterd", "/pauze"] == texts


async def test_a_keyboard_walk_reaches_everything_in_order(scene: Scene) -> None:
    """Tab goes from the skip link through clock and phones to the footer, and focus is always visible."""
    await scene.stage.bot.send_message(scene.stage.anna.id, "Goed?", reply_markup=BUTTONS)
    async with scene.page() as page:
        reached = []
        for _ in range(40):
            await page.keyboard.press("Tab")
            name, outlined = await page.evaluate(
                "() => { const e = document.activeElement; return [(e.innerText || e.ariaLabel || e.tagName).trim(),"
                " e === document.body || getComputedStyle(e).outlineStyle !== 'none'] }"
            )
            assert outlined, name
            reached.append(name)
            if name == "English":
                break
        wanted = ["Naar de telefoons", "Verder tot er een bericht komt", "+1 dag", "Gelukt", "Deels", "English"]
        assert [name for name in reached if name in wanted] == wanted


async def test_a_new_person_starts_from_an_invitation(scene: Scene) -> None:
    """A phone is opened on the page; a pasted t.me link becomes /start CODE; block and unblock work."""
    async with scene.page() as page:
        await page.locator(".more-phones summary").click()
        await page.get_by_label("Naam").fill("Daan")
        await page.get_by_role("button", name="Openen").click()
        daan = scene.stage.telegram.person("Daan")
        phone = scene.phone(page, daan)
        await phone.get_by_label("Uitnodiging").fill("https://t.me/koersvast_bot?start=V-0147abc")
        await phone.get_by_role("button", name="Start").click()
        await expect(phone.locator(".bubble.me .text")).to_have_text("/start V-0147abc")
        await phone.locator(".options summary").click()
        await phone.get_by_role("button", name="Chatbot blokkeren").click()
        await phone.get_by_role("button", name="Blokkade opheffen").click()
        await expect(phone.get_by_role("textbox")).to_be_visible()
        acts = [line.act for line in daan.transcript()]
        assert ["says", "blocks", "unblocks"] == acts
        await phone.locator(".options summary").click()
        await phone.get_by_role("button", name="Telefoon sluiten").click()
        await expect(phone).to_have_count(0)


async def test_pictures_files_and_reply_keys(scene: Scene) -> None:
    """A picture is enlarged, a document downloaded, a reply key sends its text."""
    bot, bram = scene.stage.bot, scene.bram
    async with scene.page() as page:
        phone = scene.phone(page, bram)
        await bot.send_photo(bram.id, io.BytesIO(PIXEL), caption="Ritme")
        await bot.send_document(bram.id, io.BytesIO(b"<script>alert(1)</script>"), filename="gegevens.html")
        await bot.send_message(bram.id, "Kies", reply_markup=library.ReplyKeyboardMarkup([["Team", "Beloofd"]]))
        await phone.get_by_role("button", name="Vergroot afbeelding: Ritme").click()
        await expect(page.get_by_role("dialog").get_by_role("img", name="Ritme")).to_be_visible()
        await page.keyboard.press("Escape")
        async with page.expect_download() as download:
            await phone.get_by_role("link", name="gegevens.html").click()
        assert "gegevens.html" == (await download.value).suggested_filename
        await phone.get_by_role("button", name="Beloofd").click()
        await expect(phone.locator(".bubble.me .text").last).to_have_text("Beloofd")


async def test_the_clock_is_moved_from_the_page(scene: Scene) -> None:
    """The next moment, an hour and a day further; the bar shows where the bot is and what comes."""
    scene.clock.then = lambda: scene.stage.bot.send_message(scene.bram.id, "Een nieuwe week")
    async with scene.page() as page:
        await expect(page.locator("#clock-now")).to_have_text("do 26 november 2026, 15:20")
        await expect(page.locator("#clock-next")).to_have_text(
            "Gepland voor het team: Weekreflectie voor Anna · vandaag 15:30"
        )
        await page.get_by_role("button", name="Verder tot er een bericht komt").click()
        await expect(page.locator("#clock-now")).to_have_text("do 26 november 2026, 15:30")
        scene.clock.every = timedelta(days=30)
        await page.get_by_role("button", name="+1 uur").click()
        await expect(page.locator("#clock-now")).to_have_text("do 26 november 2026, 16:30")
        await page.get_by_role("button", name="+1 dag").click()
        await expect(page.locator("#clock-now")).to_have_text("vr 27 november 2026, 16:30")
        await page.get_by_text("Ander moment").first.click()
        await page.get_by_label("Ander moment").fill("2026-12-01T09:00")
        await page.get_by_role("button", name="Ga", exact=True).click()
        await expect(page.locator("#clock-now")).to_have_text("di 1 december 2026, 09:00")


async def test_without_a_clock_there_is_no_bar(scene: Scene) -> None:
    """A sandbox that was told of no clock shows none."""
    async with staged(Telegram()) as stage:
        answer = await stage.http.get("/")
        assert 'class="clock"' not in answer.text
        assert "Er is nog geen telefoon open" in answer.text


async def test_one_phone_at_a_time_at_360_pixels(scene: Scene) -> None:
    """Tabs choose the phone, a hidden one counts what is new, and nothing is wider than the screen."""
    async with scene.page(wide=False) as page:
        anna, bram = scene.phone(page, scene.stage.anna), scene.phone(page, scene.bram)
        await expect(anna).to_be_visible()
        await expect(bram).to_be_hidden()
        await scene.stage.bot.send_message(scene.bram.id, "Voor jou")
        tab = page.get_by_role("button", name=re.compile("Bram.*1 nieuw"))
        await tab.click()
        await expect(bram).to_be_visible()
        await expect(anna).to_be_hidden()
        assert await page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


async def test_the_page_speaks_english(scene: Scene) -> None:
    """The switch changes the page's words and is remembered."""
    async with scene.page() as page:
        await page.get_by_role("link", name="English").click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("Practice phones")
        await page.goto(scene.stage.url)
        await expect(page.locator("html")).to_have_attribute("lang", "en")


async def test_what_people_write_is_never_markup(scene: Scene) -> None:
    """Tags in a text are shown, not obeyed."""
    await scene.stage.anna.says('<img src=x onerror="alert(1)"> & <b>vet</b>')
    async with scene.page() as page:
        bubble = scene.phone(page, scene.stage.anna).locator(".bubble.me .text").last
        await expect(bubble).to_have_text('<img src=x onerror="alert(1)"> & <b>vet</b>')


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("wide", [False, True])
async def test_axe_finds_nothing(scene: Scene, *, wide: bool, dark: bool) -> None:
    """No violations of WCAG 2.2 A and AA, nor of axe's good practice, light and dark, wide and narrow, menus open."""
    bot, anna = scene.stage.bot, scene.stage.anna
    await bot.set_my_commands([library.BotCommand("help", "Hulp")])
    await bot.send_photo(anna.id, io.BytesIO(PIXEL), caption="Ritme")
    await bot.send_document(anna.id, io.BytesIO(b"x"), filename="a.txt")
    await anna.says("Zie https://example.org/ en /help")
    rich = "<blockquote>Als …</blockquote> <code>x</code> http://127.0.0.1:9/"
    await bot.send_message(anna.id, rich, parse_mode="HTML", reply_markup=BUTTONS)
    await bot.send_message(anna.id, "Kies", reply_markup=library.ReplyKeyboardMarkup([["Team"]]))
    scene.stage.telegram.person("Carla", role="coach").chat.shown = True
    async with scene.page(wide=wide, dark=dark) as page:
        await _nothing_wrong(page)
        await page.locator(".commands summary:visible").first.click()
        await _nothing_wrong(page)
        await page.locator(".options summary:visible").first.click()
        await _nothing_wrong(page)
        await page.locator(".more-phones summary").click()
        await _nothing_wrong(page)
        await page.locator("button.picture:visible").first.click()
        await _nothing_wrong(page)


async def _nothing_wrong(page: Page) -> None:
    await page.wait_for_timeout(250)  # axe measures contrast: let what fades in have come in
    results = await Axe().run(page)
    assert 0 == results.violations_count, results.generate_report()
