"""However long the history and however many are due: what is asked of a person or a block is found by an index."""

import re
from collections.abc import Sequence
from datetime import timedelta

from bot.turns.runtime import Runtime
from store.database import Transaction
from store.people import Role
from tests.bot import seasons
from tests.bot.building import Town
from tests.bot.phones import Street, moves_in, nudges
from tests.web.conftest import Site
from tests.web.test_who_sees_what import spying

# Read as a whole: as many as there are teams, people, empty seats and days off; or only its last row.
SHORT = {"team", "membership", "dayoff", "seat"}
LAST_ROW = {"audit", "published_cell"}
# What most rows of their table have in common, so that an index by it alone finds too much.
COMMON = re.compile(r"\((kind|state|published_at|seen_by)=\?\)")
# An index that begins with what everybody's rows have in common, where one person's are asked for.
OTHERS = re.compile(r"(nudge|schedule) USING .*INDEX \w+ \((state|active)=\?")


def plans(db: Transaction, statements: Sequence[str]) -> list[tuple[str, str]]:
    """(statement, step) of how SQLite goes about each of them."""
    asked = [each for each in statements if each.startswith(("SELECT", "UPDATE", "DELETE"))]
    return [
        (each, str(step[3]))
        for each in dict.fromkeys(asked)
        for step in db.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {each}")
    ]


def long_ways(plans: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The steps that take longer the more there is."""
    return [(statement, step) for statement, step in plans if _is_long(statement, step)]


def _is_long(statement: str, step: str) -> bool:
    scanned = re.match(r"SCAN (\w+)", step)
    if scanned is not None:
        whole = scanned[1] not in SHORT and not (scanned[1] in LAST_ROW and "LIMIT 1" in statement)
        return whole and "INDEX" not in step
    passes_others = re.search(r"person_id = \d", statement) is not None and OTHERS.search(step) is not None
    return passes_others or COMMON.search(step) is not None


async def test_a_page_asks_for_nothing_that_grows(site: Site, town: Town) -> None:
    """Bram's page, and Carla's: by team and by person."""
    with spying(site.runtime) as spy:
        await site.enter(town.bram)
        assert 200 == (await site.visitor.get(site.team(town.bram, town.counter))).status_code
        await site.enter(town.carla)
        assert 200 == (await site.visitor.get("/coach")).status_code
    assert [] == long_ways(site.runtime.database.call(plans, spy.statements))


def test_opening_and_closing_ask_for_nothing_that_grows(runtime: Runtime, town: Town) -> None:
    """Five weeks of both kinds of windows: by block, and by person and time."""
    with spying(runtime) as spy:
        seasons.pass_days(runtime, 36)
    asked = " ".join(spy.statements)
    assert "FROM nudge" in asked
    assert "FROM leaf" in asked
    assert [] == long_ways(runtime.database.call(plans, spy.statements))


def test_a_prompt_is_sent_past_nobody_else_s(runtime: Runtime, town: Town) -> None:
    """A fortnight of one newcomer's prompts: with ten thousand due at once, each asks for its own person's rows."""
    street = Street(runtime)
    person, _ = runtime.database.call(moves_in, town.counter, Role.EMPLOYEE, runtime.clock.now())
    with spying(runtime) as spy:
        street.at(runtime.clock.now() + timedelta(days=14))
    assert nudges(runtime, person)
    of_one = [statement for statement in spy.statements if f"person_id = {person}" in statement]
    assert [] == long_ways(runtime.database.call(plans, of_one))


def test_a_long_way_would_be_seen(runtime: Runtime) -> None:
    """Every window of a kind, and every answer there ever was."""
    asked = ["SELECT id FROM window WHERE kind = 'content'", "SELECT id FROM leaf WHERE words_gone = 0"]
    assert asked == [statement for statement, _ in long_ways(runtime.database.call(plans, asked))]
