"""What a team counts of its own work: entered by its lead, drawn with its limits, read by nobody else."""

from datetime import date

import pytest

from nudges.outside import Measure
from store import counted, people
from tests.bot.building import Town
from tests.web.conftest import Site
from tests.web.test_pages import plain

ENTRY = {"measure": "repeat_contacts", "month": "2026-10", "value": "7,5"}


async def series(site: Site, town: Town) -> str:
    """The words of the page."""
    response = await site.visitor.get(site.team(town.bram, town.counter, "/series"))
    assert 200 == response.status_code
    return plain(response.text)


async def test_before_anything_is_entered_it_says_so(site: Site, town: Town) -> None:
    """On the page of series, and on the team's own: self-report only."""
    await site.enter(town.bram)
    assert "Nog niets ingevuld." in await series(site, town)
    assert "je team telt nog niets van buiten" in plain(
        (await site.visitor.get(site.team(town.bram, town.counter))).text
    )


async def test_a_month_is_entered_and_shown(site: Site, town: Town) -> None:
    """With a decimal comma; one value is no ground for limits yet, and the team's page no longer says self-report."""
    await site.enter(town.bram)
    response = await site.visitor.post(site.team(town.bram, town.counter, "/series"), data=ENTRY)
    assert (303, site.team(town.bram, town.counter, "/series#repeat_contacts")) == (
        response.status_code,
        response.headers["location"],
    )
    said = await series(site, town)
    assert "oktober 2026 7,5" in said
    assert "Vanaf 8 waarden" in said
    assert "telt nog niets" not in plain((await site.visitor.get(site.team(town.bram, town.counter))).text)


@pytest.mark.parametrize("typed", ["veel", "-3", "1e9", "1.000,5", "123456", "٣"])
async def test_what_is_no_number_is_refused_with_a_reason(site: Site, town: Town, typed: str) -> None:
    """Nothing is stored, and the form says what it takes."""
    await site.enter(town.bram)
    response = await site.visitor.post(site.team(town.bram, town.counter, "/series"), data=ENTRY | {"value": typed})
    assert (422, True) == (response.status_code, "Dat is geen getal." in response.text)
    assert [] == site.runtime.database.call(counted.series, town.counter, Measure.REPEAT_CONTACTS)


@pytest.mark.parametrize("odd", [{"measure": "everything"}, {"month": "2026-13"}, {"month": ""}])
async def test_what_the_form_does_not_offer_is_refused(site: Site, town: Town, odd: dict[str, str]) -> None:
    """A made-up choice comes back as a bad request."""
    await site.enter(town.bram)
    assert 400 == (await site.visitor.post(site.team(town.bram, town.counter, "/series"), data=ENTRY | odd)).status_code


@pytest.mark.parametrize("role", ["nobody", "anna", "carla", "daan"])
async def test_nobody_else_enters_anything(site: Site, town: Town, role: str) -> None:
    """For another's team the page is not there."""
    if role != "nobody":
        await site.enter(getattr(town, role))
    assert 404 == (await site.visitor.post(site.team(town.bram, town.counter, "/series"), data=ENTRY)).status_code
    assert not site.runtime.database.call(counted.any_of, town.counter)


@pytest.mark.parametrize(("language", "words"), [("nl", "Mogelijk signaal."), ("en", "Possible signal.")])
async def test_a_leap_is_a_possible_signal_in_words_and_shape(
    site: Site, town: Town, language: str, words: str
) -> None:
    """A diamond in the picture, a sentence that asks and does not judge, and how often nothing looks like that."""
    for month in range(1, 11):
        value = 30.0 if month == 10 else 10.0 + 4 * (month % 2)
        site.runtime.database.call(counted.put, town.counter, Measure.REPEAT_CONTACTS, date(2026, month, 1), value)
    site.runtime.database.call(lambda tx: people.change(tx, town.bram, language=language))
    await site.enter(town.bram)
    page = (await site.visitor.get(site.team(town.bram, town.counter, "/series"))).text
    assert words in plain(page)
    assert 2 == page.count('class="d-mark"')
    assert "13\N{NO-BREAK SPACE}%" in page
