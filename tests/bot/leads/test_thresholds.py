"""Members hear that thresholds go down before they do, once each; a window keeps those with which it was opened."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.base import agreed_thresholds
from bot.dialogue import participation
from bot.turns.runtime import Runtime
from nudges.disclosure import DisclosureRules
from nudges.windows import WindowKind
from store import tables, teams
from store.database import Transaction
from store.people import Role
from tests import addresses
from tests.bot import building
from tests.bot.phones import Street, moves_in

MORNING = datetime(2026, 9, 8, 8, 0, tzinfo=UTC)  # a Tuesday; a block of four weeks opened the day before
EVENING = datetime(2026, 9, 8, 20, 0, tzinfo=UTC)
HIGH: dict[str, Any] = {"least_on_scale": 8, "least_yes_no": 12, "least_in_team": 9}


@pytest.fixture
def runtime(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Runtime]:
    """An installation that raised its thresholds from the beginning."""
    url = request.getfixturevalue("postgres_url") if getattr(request, "param", "sqlite") == "postgresql" else ""
    with building.built(tmp_path, database_url=url, **HIGH) as runtime:
        yield runtime


@pytest.fixture
def street(runtime: Runtime) -> Street:
    """Everybody's phone, with a first tick done."""
    street = Street(runtime)
    street.tick()
    return street


def started_with(street: Street, **least: int) -> Street:
    """The same phones once the bot was started with other thresholds."""
    settings = street.runtime.settings.model_copy(update=least)
    return replace(street, runtime=replace(street.runtime, settings=settings))


def members(street: Street, names: tuple[str, ...] = ("Balie",), per_team: int = 2) -> list[int]:
    """Chats of some members of teams of these names."""

    def settle(db: Transaction) -> list[int]:
        team_ids = [teams.add(db, name, building.START).id for name in names]
        return [moves_in(db, team, Role.EMPLOYEE, building.START)[1] for team in team_ids for _ in range(per_team)]

    return street.runtime.database.call(settle)


def heard(street: Street, chat: int) -> list[str]:
    """What was said about thresholds."""
    return [text for text in street.texts(chat) if "over teams te zien is" in text or "uitkomsten van teams" in text]


@building.on_both
def test_members_hear_once_that_thresholds_go_down_and_never_again(street: Street) -> None:
    """In each of two teams, with the day from which it holds and the numbers that change; not at the next starts."""
    chats = members(street, ("Balie", "Vergunningen"))
    street.at(MORNING)
    lower = started_with(street, least_on_scale=5)
    lower.tick()
    for chat in chats:
        (said,) = heard(lower, chat)
        assert "op of na maandag 28 september" in said
        assert "met meer keuzes zijn 5 antwoorden genoeg; dat waren er 8" in said
        assert "ja of nee" not in said
        assert "een team van" not in said
    for days in (1, 10, 40):
        again = started_with(lower)
        again.at(MORNING + timedelta(days=days))
        assert [1] * len(chats) == [len(heard(again, chat)) for chat in chats]


def test_nobody_hears_of_a_first_start_or_of_a_threshold_that_goes_up(street: Street) -> None:
    """What is raised takes nothing from anybody."""
    (chat, _) = members(street)
    street.at(MORNING)
    higher = started_with(street, least_on_scale=11, least_in_team=20)
    higher.at(MORNING + timedelta(days=20))
    assert [] == heard(higher, chat)


def test_a_lead_and_whoever_has_stopped_hear_nothing_until_they_are_counted_again(street: Street) -> None:
    """Nothing of a lead's is counted; whoever comes back after a stop hears it then, once."""
    database = street.runtime.database
    (stopped, _) = members(street)
    person = database.call(_person_of, stopped)
    (_, lead) = database.call(lambda db: moves_in(db, 1, Role.LEAD, building.START))
    street.at(MORNING)
    database.call(_stops, street.runtime, person)
    lower = started_with(street, least_in_team=7)
    lower.at(MORNING + timedelta(days=30))
    assert ([], []) == (heard(lower, stopped), heard(lower, lead))
    database.call(_comes_back, lower.runtime, person)
    lower.at(MORNING + timedelta(days=30, hours=2))
    assert 1 == len(heard(lower, stopped))
    lower.at(MORNING + timedelta(days=60))
    assert 1 == len(heard(lower, stopped))


def test_what_is_undone_before_anybody_could_hear_is_never_told(street: Street) -> None:
    """Lowered in the evening and raised again before the morning."""
    chats = members(street, per_team=9)
    street.at(EVENING)
    lower = started_with(street, least_yes_no=10)
    lower.tick()
    lower.at(EVENING + timedelta(hours=3))
    back = started_with(lower, **HIGH)
    back.at(EVENING + timedelta(days=30))
    assert [[]] * 9 == [heard(back, chat) for chat in chats]
    assert DisclosureRules(8, 12, 9) == frozen(back.runtime)[-1][1]


def test_what_is_lowered_twice_before_anybody_could_hear_is_told_as_one(street: Street) -> None:
    """From 8 to 6 and from 6 to 5 in one night: from 8 to 5."""
    (chat, _) = members(street)
    street.at(EVENING)
    lower = started_with(street, least_on_scale=6)
    lower.tick()
    lower.at(EVENING + timedelta(hours=2))
    lowest = started_with(lower, least_on_scale=5)
    lowest.at(EVENING + timedelta(days=20))
    (said,) = heard(lowest, chat)
    assert "zijn 5 antwoorden genoeg; dat waren er 8" in said


def test_who_heard_of_it_hears_that_it_does_not_come(street: Street) -> None:
    """One who was at work hears twice, one who was away over both hears nothing."""
    database = street.runtime.database
    (present, away) = members(street)
    database.call(_is_away, street.runtime, database.call(_person_of, away), date(2026, 9, 20))
    street.at(MORNING)
    lower = started_with(street, least_on_scale=5)
    lower.tick()
    back = started_with(lower, **HIGH)
    back.at(MORNING + timedelta(days=1))
    assert "minstens 8 antwoorden nodig, en niet 5" in heard(back, present)[1]
    back.at(MORNING + timedelta(days=30))
    assert (2, 0) == (len(heard(back, present)), len(heard(back, away)))


def test_lowered_again_after_a_raise_that_held_is_told(street: Street) -> None:
    """Raised for a month and lowered to what it was: a window was frozen with the higher one."""
    (chat, _) = members(street)
    street.at(MORNING)
    higher = started_with(street, least_on_scale=11)
    higher.at(MORNING + timedelta(days=28))
    back = started_with(higher, least_on_scale=8)
    back.at(MORNING + timedelta(days=29))
    (said,) = heard(back, chat)
    assert "zijn 8 antwoorden genoeg; dat waren er 11" in said


def test_a_raise_of_a_day_that_no_window_saw_is_undone_in_silence(street: Street) -> None:
    """From Tuesday to Wednesday nothing opened."""
    (chat, _) = members(street)
    street.at(MORNING)
    higher = started_with(street, least_on_scale=11)
    higher.tick()
    back = started_with(higher, least_on_scale=8)
    back.at(MORNING + timedelta(days=30))
    assert [] == heard(back, chat)


def test_who_joins_after_it_was_said_was_never_promised_more(street: Street) -> None:
    """A newcomer begins with what was said by then."""
    database = street.runtime.database
    members(street)
    street.at(MORNING)
    lower = started_with(street, least_on_scale=5)
    lower.tick()
    later = MORNING + timedelta(days=1)
    (_, newcomer) = database.call(lambda db: moves_in(db, 1, Role.EMPLOYEE, later))
    lower.at(MORNING + timedelta(days=30))
    assert [] == heard(lower, newcomer)


def frozen(runtime: Runtime) -> list[tuple[date, DisclosureRules]]:
    """The thresholds of each weekly window, by the day on which it opened."""

    def read(db: Transaction) -> list[tuple[date, DisclosureRules]]:
        window = tables.table(tables.WindowRow)
        rows = db.execute(window.select().where(window.c.kind == WindowKind.PARTICIPATION).order_by(window.c.opens_on))
        return [(row.opens_on, DisclosureRules(**json.loads(row.thresholds)["rules"])) for row in rows]

    return runtime.database.call(read)


@building.on_both
def test_a_lower_threshold_waits_for_the_day_that_was_told_and_a_higher_one_does_not(street: Street) -> None:
    """Two Mondays after it was said open as they would have; those from the day on open with it. What is open stays.
    A raise holds on the next Monday."""
    members(street, per_team=9)
    street.at(MORNING)
    lower = started_with(street, least_on_scale=5)
    lower.at(MORNING + timedelta(days=22))
    assert [(14, 8), (21, 8), (28, 5)] == [(day.day, rules.scale) for day, rules in frozen(lower.runtime)][-3:]
    before = frozen(lower.runtime)
    higher = started_with(lower, least_on_scale=6)
    higher.at(MORNING + timedelta(days=28))
    after = frozen(higher.runtime)
    assert before == after[: len(before)]
    assert {6} == {rules.scale for _, rules in after[len(before) :]}


def test_an_upgraded_installation_goes_by_how_its_windows_were_frozen(street: Street) -> None:
    """Nothing was kept of what was said; the thresholds are lower at the first start of this version."""
    (chat, *_) = members(street, per_team=9)
    street.at(MORNING + timedelta(days=7))
    street.runtime.database.call(_forgets_what_was_said)
    lower = started_with(street, least_in_team=8)
    lower.at(MORNING + timedelta(days=8))
    (said,) = heard(lower, chat)
    assert "een team van 8 mensen is genoeg; dat waren er 9" in said


def test_many_are_told_in_small_stretches(street: Street) -> None:
    """Fifty members of a team: each hears once, and no look takes more than a few."""
    chats = members(street, per_team=50)
    street.at(MORNING)
    lower = started_with(street, least_on_scale=5)
    lower.tick()
    assert [1] * 50 == [len(heard(lower, chat)) for chat in chats]


def _person_of(db: Transaction, chat: int) -> int:
    person = addresses.by_chat(db, chat)
    assert person is not None
    return person.id


def _stops(db: Transaction, runtime: Runtime, person: int) -> None:
    participation.stop(building.turn(db, runtime, person))


def _comes_back(db: Transaction, runtime: Runtime, person: int) -> None:
    participation.come_back(building.turn(db, runtime, person))


def _is_away(db: Transaction, runtime: Runtime, person: int, until: date) -> None:
    participation.pause_until(building.turn(db, runtime, person), until)


def _forgets_what_was_said(db: Transaction) -> None:
    fact: Any = tables.table(tables.FactRow)
    db.execute(fact.delete().where(fact.c.name == "thresholds"))
    assert agreed_thresholds.read(db) is None
