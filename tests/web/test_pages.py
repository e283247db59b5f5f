"""What stands on the pages: the same as in the chat, with a table under every picture, in two languages."""

import gzip
import re

import pytest

from bot.base import access
from bot.base.voice import Voice
from bot.leads import team_drawings, team_message, team_view, topic
from store import people, teams
from store.database import Transaction
from store.people import Role
from tests.bot.building import Town
from tests.web.conftest import Site

POLICY = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"


async def read(site: Site, person: int, team: int) -> str:
    """The page of a team as this person sees it."""
    await site.enter(person)
    response = await site.visitor.get(site.team(person, team))
    assert 200 == response.status_code
    return response.text


def plain(html: str) -> str:
    """The words of a page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


async def test_a_lead_reads_published_windows_with_a_table_under_each_picture(site: Site, town: Town) -> None:
    """Two windows in words, eight weeks of taking part, eight weeks of steering, an open promise."""
    html = await read(site, town.bram, town.counter)
    words = plain(html)
    assert (
        "12 oktober t/m 8 november vermoed of gevraagd regels én resultaat op het moment zelf te weinig antwoorden"
        in words
    )
    assert "14 september t/m 11 oktober niet bij stilgestaan regels én resultaat vooraf te weinig antwoorden" in words
    assert "9 t/m 15 november meer dan de helft deed mee" in words
    assert "Je stuurde in 6 van 8 weken." in words
    assert "Uitzoeken hoe het met de wachttijd zit (voor 30 november)" in words
    assert "Jouw logboek naast wat het team merkt: te weinig antwoorden" in words
    assert (3, 4) == (html.count("<svg"), html.count("<table"))
    assert 3 == len(re.findall(r'<svg [^>]*role="img" aria-label="[^"]{20,}"', html))


async def test_where_there_is_little_room_a_mark_stands_for_the_words(site: Site, town: Town) -> None:
    """The eye reads them once, under the table; the ear reads them in each cell; every hiding has the same mark."""
    html = await read(site, town.bram, town.counter)
    cells = re.findall(r'<td role="cell" class="hidden".*?</td>', html)
    assert 2 == len(cells)
    assert 1 == len(set(cells))
    assert '<span class="hear">te weinig antwoorden</span>' in cells[0]
    assert 1 == len(re.findall(r'<p class="note hidden" aria-hidden="true">.*?te weinig antwoorden</p>', html))


async def test_chat_picture_page_and_file_say_the_same(site: Site, town: Town) -> None:
    """Of the last window, word for word: what is hidden in one is hidden in all of them."""

    def use_case(db: Transaction) -> tuple[str, str]:
        lead, now = people.by_id(db, town.bram), site.runtime.clock.now()
        (team,) = access.led_teams(db, lead.id)
        view, voice = team_view.gather(db, lead, team, now), Voice(site.runtime.texts, "nl")
        drawing = team_drawings.picture(view, voice)
        assert drawing is not None
        about = topic.of(db, site.runtime.library, lead, now)
        return team_message.compose(view, about, voice), team_message.caption(drawing, 1024)

    said, shown = site.runtime.database.call(use_case)
    page = await read(site, town.bram, town.counter)
    file = (await site.visitor.get(site.team(town.bram, town.counter, "/export.csv"))).text
    principles = ("Waarom", "Resultaat", "Vooruit", "Samen")
    words = ["vermoed of gevraagd", "regels én resultaat", "op het moment zelf", "te weinig antwoorden"]
    assert words == [re.findall(rf"{each}: (?:<b>)?([a-zé ]+)", said)[0] for each in principles]
    assert words == [re.findall(rf"{each}: ([a-zé ]+)\.", shown)[0] for each in principles]
    assert words == [plain(cell).strip() for cell in re.findall(r'<td role="cell".*?</td>', page)[:4]]
    last = [row for row in file.splitlines() if row.startswith("2026-10-12")]
    exported = [row.rpartition(";")[2] for each in principles for row in last if f"{each}, in het eigen werk" in row]
    assert words == [word.replace(".", "te weinig antwoorden") for word in exported]


async def test_a_page_does_not_lead_to_itself(site: Site) -> None:
    """Where one is, is said at the foot of the page instead."""
    for path in ("/protection", "/accessibility"):
        page = (await site.visitor.get(path)).text
        assert f'href="{path}"' not in page
        assert 1 == page.count('aria-current="page"')


async def test_hidden_looks_different_from_not_yet(site: Site, town: Town) -> None:
    """Vergunningen answered too little; a team of no window at all says so in other words."""
    database, now = site.runtime.database, site.runtime.clock.now()
    hidden = await read(site, town.daan, town.permits)
    assert "te weinig antwoorden" in hidden
    assert "Nog geen uitkomsten." not in hidden
    young = database.call(teams.add, "Archief", now).id
    database.call(people.join, town.bram, young, Role.LEAD, now)
    fresh = await read(site, town.bram, young)
    assert 2 == fresh.count("Nog geen uitkomsten.")
    assert "te weinig antwoorden" not in fresh


async def test_in_english_when_asked_and_back_where_one_was(site: Site, town: Town) -> None:
    """The choice stays with the browser; an address elsewhere is not followed."""
    await site.enter(town.bram)
    chosen = await site.visitor.get("/language/en", params={"back": site.team(town.bram, town.counter)})
    assert (303, site.team(town.bram, town.counter)) == (chosen.status_code, chosen.headers["location"])
    page = (await site.visitor.get(site.team(town.bram, town.counter))).text
    assert '<html lang="en">' in page
    assert "12 October to 8 November" in page
    for elsewhere in ("//evil.example", "https://evil.example", "/\\evil.example"):
        away = await site.visitor.get("/language/en", params={"back": elsewhere})
        assert "/" == away.headers["location"]


async def test_a_formal_lead_is_addressed_formally(site: Site, town: Town) -> None:
    """With *u* where Bram chose that."""
    site.runtime.database.call(lambda tx: people.change(tx, town.bram, tone="u"))
    assert "U stuurde in 6 van 8 weken." in await read(site, town.bram, town.counter)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("path", ["/", "/protection", "/sign-in/x", "/nothing", "/sign-out"])
async def test_every_page_is_strict_and_ours_alone(site: Site, path: str, language: str) -> None:
    """A strict policy, no script, no style in the page, and nothing from elsewhere."""
    response = await site.visitor.get(path, headers={"accept-language": language})
    assert POLICY == response.headers["content-security-policy"]
    assert ("no-referrer", "nosniff") == (
        response.headers["referrer-policy"],
        response.headers["x-content-type-options"],
    )
    assert f'<html lang="{language}">' in response.text
    assert [] == re.findall(r"<script|<style| style=|javascript:|src=.http|href=.http", response.text)


async def test_a_deputy_of_two_teams_goes_from_one_to_the_other(site: Site, town: Town) -> None:
    """Daan leads Vergunningen and stands in at Balie: the beginning asks which, each page leads to the other."""
    site.runtime.database.call(people.join, town.daan, town.counter, Role.LEAD, site.runtime.clock.now())
    await site.enter(town.daan)
    home = await site.visitor.get("/")
    assert 200 == home.status_code
    both = [site.team(town.daan, team) for team in (town.counter, town.permits)]
    assert both == re.findall(r'href="(/team/[^"/]+)"', home.text)
    there = await site.visitor.get(both[1])
    assert both[1:] == re.findall(r'href="(/team/[^"/]+)" aria-current="page"', there.text)


async def test_a_team_name_is_shown_and_never_markup(site: Site, town: Town) -> None:
    """Whatever the operator calls a team."""
    name = '<b>Post & "Balie"</b>'
    site.runtime.database.call(teams.rename, "Balie", name)
    html = await read(site, town.bram, town.counter)
    assert "&lt;b&gt;Post &amp; &#34;Balie&#34;&lt;/b&gt;" in html
    assert name not in html


async def test_a_page_that_breaks_says_sorry_and_nothing_else(site: Site, town: Town) -> None:
    """The database is gone: one kind sentence, no trace."""
    await site.enter(town.bram)
    site.runtime.database.call(lambda tx: tx.connection.exec_driver_sql("DROP TABLE published_cell"))
    response = await site.visitor.get(site.team(town.bram, town.counter))
    assert 500 == response.status_code
    assert "Dat ging mis" in response.text
    assert "Traceback" not in response.text
    assert "published_cell" not in response.text


async def test_the_style_is_small(site: Site) -> None:
    """The design system's components and our own together: at most 25 KB compressed, asked for once, all from here."""
    page = (await site.visitor.get("/")).text
    (address,) = re.findall(r'<link rel="stylesheet" href="([^"]+)">', page)
    style = await site.visitor.get(address)
    assert len(gzip.compress(style.content)) < 9_000
    assert "immutable" in style.headers["cache-control"]
    assert [] == re.findall(r"url\(|@import", style.text)
    assert {".nl-link", ".nl-button", ".utrecht-table", "--nl-link-color"} <= set(
        re.findall(r"[.-]{1,2}[a-z][a-z-]+", style.text)
    )
