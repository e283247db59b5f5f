"""What a coach, an operator and a lead find beside the page of a team: published figures, counts, their own log."""

import re
from datetime import datetime
from pathlib import Path

from store import audit, erasure, passes, people, sharing, tally
from store.database import Transaction
from store.people import Role
from store.steering_log import LogPlace
from tests.bot.building import Town
from tests.web.conftest import Site
from tests.web.test_pages import plain

ROOT = Path(__file__).parents[2]


def share(
    db: Transaction, author: int, audience: Role, text: str, name: str | None, reader: int, now: datetime
) -> None:
    """This person shares something, and it was shown to its reader in the chat."""
    (mine,) = people.memberships(db, author)
    sharing.share(db, mine, audience, text, name, LogPlace(0, "delen"), now, now)
    sharing.show(db, sharing.own(db, author)[-1].id, reader, now)


async def words(site: Site, path: str) -> str:
    """The words of this page."""
    response = await site.visitor.get(path)
    assert 200 == response.status_code
    return plain(response.text)


async def test_a_coach_sees_published_windows_and_no_log(site: Site, town: Town) -> None:
    """Carla reads Balie's two windows and bands; Bram's rhythm, acts and promises are nowhere, nor is Daan's team."""
    await site.enter(town.carla)
    page = (await words(site, "/coach")).partition("Gevallen uit het werk")[0]
    assert (
        "12 oktober t/m 8 november vermoed of gevraagd regels én resultaat op het moment zelf te weinig antwoorden"
        in page
    )
    assert "9 t/m 15 november meer dan de helft deed mee" in page
    for absent in ("Vergunningen", "gestuurd", "wachttijd", "Keer gestuurd"):
        assert absent not in page


async def test_what_was_shared_stands_on_the_page_of_its_reader_alone(site: Site, town: Town) -> None:
    """With the name that its author chose; the lead does not see what was for the coach. What bears no name stays in
    the chat: were it gone from the page one day, that would say that its author left."""
    database, now = site.runtime.database, site.runtime.clock.now()
    database.call(share, town.anna, Role.COACH, "Ik wist niet wie ik kon bellen", "Anna", town.carla, now)
    database.call(share, town.colleagues[1], Role.LEAD, "Er is geen vast aanspreekpunt", "Els", town.bram, now)
    database.call(share, town.colleagues[2], Role.LEAD, "Het rooster past niet", None, town.bram, now)
    await site.enter(town.carla)
    coach = await words(site, "/coach")
    assert "Ik wist niet wie ik kon bellen Anna" in coach
    assert "aanspreekpunt" not in coach
    await site.enter(town.bram)
    lead = await words(site, site.team(town.bram, town.counter))
    assert "Er is geen vast aanspreekpunt Els" in lead
    assert "rooster past" not in lead
    assert "bellen" not in lead


async def test_what_people_wrote_is_marked_as_their_language(site: Site, town: Town) -> None:
    """On an English page a promise is in its maker's language, an item in the organisation's: not in its author's,
    which would say who that was where few people write another one."""
    database, now = site.runtime.database, site.runtime.clock.now()
    database.call(lambda tx: people.change(tx, town.anna, language="en"))
    database.call(share, town.anna, Role.LEAD, "Er is geen aanspreekpunt", "Anna", town.bram, now)
    await site.enter(town.bram)
    await site.visitor.get("/language/en")
    page = (await site.visitor.get(site.team(town.bram, town.counter))).text
    assert '<q lang="nl">Er is geen aanspreekpunt</q>' in page
    assert '<span lang="nl">Uitzoeken hoe het met de wachttijd zit</span> (by 30 November)' in page
    assert '<span lang="nl">Uitzoeken hoe het' in (await site.visitor.get("/log")).text


async def test_an_operator_sees_counts_and_no_result(site: Site, town: Town) -> None:
    """Seats, invitations, head counts, what waits and what is kept how long; no team, no level, no handle."""
    await site.enter_as("operator", town)
    page = await words(site, "/operator")
    assert "Plaatsen in teams: ≥ 15." in page
    assert "moet worden opgegeven, sinds donderdag 1 oktober: 2." in page
    assert "Wat mensen schreven 90" in page
    for absent in ("Balie", "Vergunningen", "V-0", "vermoed", "helft"):
        assert absent not in page


def counted_events() -> set[str]:
    """The names that some source file counts."""
    sources = [path.read_text() for folder in ("bot", "store") for path in (ROOT / folder).rglob("*.py")]
    return {name for source in sources for name in re.findall(r'tally\.count\(db, "([^"]+)"', source)}


async def test_every_event_that_is_counted_has_words(site: Site, town: Town) -> None:
    """Whatever a source file counts by its name stands on a Dutch page in Dutch; what was erased stands nowhere."""
    names = counted_events()
    assert 4 <= len(names)
    for name in (*names, f"{erasure.ERASED} flow", f"{erasure.ERASED} extra"):
        site.runtime.database.call(tally.count, name)
    await site.enter_as("operator", town)
    page = await words(site, "/operator")
    assert "geweigerde aanmelding 1" in page
    assert "gewist" not in page.replace("Te laat gewist", "")
    assert [] == [name for name in (*names, "iets anders") if name in page]


async def test_an_operators_link_works_once_and_its_stay_ends(site: Site, town: Town) -> None:
    """Used up by the button, gone after signing out; an old one lets nobody in."""
    runtime = site.runtime
    token = runtime.database.call(passes.issue, runtime.clock.now())
    assert 303 == (await site.visitor.post(f"/sign-in/{token}")).status_code
    assert 200 == (await site.visitor.get("/operator")).status_code
    await site.visitor.post("/sign-out")
    assert 303 == (await site.visitor.get("/operator")).status_code
    assert 410 == (await site.visitor.post(f"/sign-in/{token}")).status_code
    late = runtime.database.call(passes.issue, runtime.clock.now() - passes.LINK_LIVES)
    assert 410 == (await site.visitor.post(f"/sign-in/{late}")).status_code


async def test_what_was_looked_at_is_written_down(site: Site, town: Town) -> None:
    """A coach's look at a team, and an operator's at the counts."""
    await site.enter(town.carla)
    await site.visitor.get("/coach")
    await site.enter_as("operator", town)
    await site.visitor.get("/operator")
    key = site.runtime.database.call(people.by_id, town.carla).audit_key
    looks = [(line.actor, line.event, line.subject) for line in site.runtime.database.call(audit.lines)]
    assert (key, "look at team", f"team {town.counter}") in looks
    assert ("operator", "status", "counts") in looks


async def test_a_lead_reads_their_own_log(site: Site, town: Town) -> None:
    """The newest first, in words; Daan, who noted nothing, is told how."""
    await site.enter(town.bram)
    page = await words(site, "/log")
    promise = "Toezegging: Uitzoeken hoe het met de wachttijd zit (voor 30 november)"
    assert (
        page.index("november 2026") < page.index(promise) < page.index("donderdag 19 november: Gevraagd naar een zaak")
    )
    assert page.index("19 november") < page.index("oktober 2026") < page.index("22 oktober")
    await site.enter(town.daan)
    assert "Met /gestuurd leg je in twee tikken iets vast." in await words(site, "/log")


async def test_the_sheet_of_the_debrief_has_five_steps_of_a_quarter_of_an_hour(site: Site, town: Town) -> None:
    """Fifteen minutes in all, with this week's question and the last window in words."""
    await site.enter(town.bram)
    page = await words(site, site.team(town.bram, town.counter, "/debrief"))
    assert 15 == sum(map(int, re.findall(r"(\d+) minu(?:ut|ten)\b", page)))
    assert "Wie hoort dit liever van ons dan uit de krant?" in page
    assert "vermoed of gevraagd regels én resultaat op het moment zelf te weinig antwoorden" in page


async def test_whoever_is_lead_and_coach_chooses_where_to_begin(site: Site, town: Town) -> None:
    """Carla coaches Balie and leads Vergunningen: the beginning offers both."""
    site.runtime.database.call(people.join, town.carla, town.permits, Role.LEAD, site.runtime.clock.now())
    await site.enter(town.carla)
    home = await site.visitor.get("/")
    assert 200 == home.status_code
    assert f'href="{site.team(town.carla, town.permits)}"' in home.text
    assert 'href="/coach"' in home.text
