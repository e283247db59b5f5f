"""What a coach reads of the cases from the work: words over closed months, never of fewer than five people."""

from datetime import date, timedelta

import pytest

from nudges.cases import closed_months
from store import verdicts
from store.database import Transaction
from store.verdicts import NOT_FOR_ME, USEFUL
from tests.bot.building import Town
from tests.web.conftest import Site
from tests.web.test_pages import plain

CASE = "case carport_haast"
OPENING = "zijn aanvraag voor een carport. Bij het derde gesprek blijkt dat zijn vrouw sinds kort slecht loopt."


async def page_after(site: Site, town: Town, words: list[str], months_ago: int = 1) -> str:
    """The coach's page after these verdicts, each of one person, in that month."""
    first_of_month = site.runtime.clock.now().replace(day=1)
    at = first_of_month - timedelta(days=30 * months_ago - 15) if months_ago else first_of_month

    def speak(db: Transaction) -> None:
        for number, word in enumerate(words):
            verdicts.note(db, town.colleagues[number % len(town.colleagues)], 9000 + number, "n", CASE, word, at)

    site.runtime.database.call(speak)
    await site.enter(town.carla)
    return plain((await site.visitor.get("/coach")).text)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([NOT_FOR_ME] * 4, "te weinig"),
        ([NOT_FOR_ME] * 5, "hoogstens de helft had er iets aan: verbeteren"),
        ([USEFUL] * 4 + [NOT_FOR_ME], "meer dan de helft had er iets aan"),
        ([USEFUL] * 2 + [NOT_FOR_ME] * 2, "te weinig"),
    ],
)
async def test_a_coach_reads_how_a_case_is_received_from_five_people_on(
    site: Site, town: Town, words: list[str], said: str
) -> None:
    """Four say nothing, five say a word; no number of people stands beside it."""
    assert f"{OPENING} {said}" in await page_after(site, town, words)


async def test_the_month_that_still_runs_tells_nothing(site: Site, town: Town) -> None:
    """Else what changed since yesterday would say what somebody answered today."""
    assert f"{OPENING} te weinig" in await page_after(site, town, [NOT_FOR_ME] * 6, 0)


async def test_what_is_to_mend_stands_first(site: Site, town: Town) -> None:
    """The case that most said was not for them comes before every other."""
    page = await page_after(site, town, [NOT_FOR_ME] * 6)
    assert page.index(OPENING) < page.index("te weinig", page.index("Gevallen uit het werk"))


@pytest.mark.parametrize(
    ("keep_days", "first"), [(400, (2025, 12)), (28, (2026, 12)), (30, (2026, 11)), (100, (2026, 9)), (364, (2026, 1))]
)
def test_months_never_span_more_than_verdicts_are_kept(keep_days: int, first: tuple[int, int]) -> None:
    """In a longer stretch somebody could have met one case twice, and would count as two."""
    assert (date(*first, 1), date(2026, 12, 1)) == closed_months(date(2026, 12, 9), keep_days)
