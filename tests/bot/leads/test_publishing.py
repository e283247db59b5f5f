"""Windows open the Monday after a cohort suffices, close late and once, and show words in place of people."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.leads import publishing
from bot.turns.runtime import Runtime
from nudges.windows import WindowKind
from store import cells, people, teams
from store.cells import PublishedCells
from store.database import Transaction
from store.people import Role
from tests.bot import building, seasons
from tests.bot.building import Town

CONTENT, PARTICIPATION = WindowKind.CONTENT, WindowKind.PARTICIPATION
FIRST_BLOCK = date(2026, 9, 14)


def published(runtime: Runtime, team: int, kind: WindowKind) -> list[PublishedCells]:
    """The published windows of a team, oldest first."""
    return list(runtime.database.call(cells.published, building.looking(team), kind, 20))


def first_words(runtime: Runtime, team: int) -> Mapping[str, str | None]:
    """The words of the team's first content window."""
    return published(runtime, team, CONTENT)[0].own


def test_the_first_window_opens_the_monday_after_the_cohort_suffices(runtime: Runtime, town: Town) -> None:
    """Nine people joined on Monday the 7th: their first week is that of the 14th, published on Thursday the 24th."""
    assert 0 == seasons.publish(runtime)
    seasons.pass_days(runtime, 16)
    assert [] == published(runtime, town.counter, PARTICIPATION)
    seasons.pass_days(runtime, 1)
    assert [FIRST_BLOCK] == [window.opens_on for window in published(runtime, town.counter, PARTICIPATION)]


def test_a_small_team_has_no_window_and_a_team_that_shrank_keeps_having_them(runtime: Runtime, town: Town) -> None:
    """Six people are too few to begin with; a team that sufficed once is published, and hidden, when it is smaller."""
    database, now = runtime.database, runtime.clock.now()
    small = database.call(teams.add, "Archief", now).id
    for _ in range(6):
        database.call(building.add, small, Role.EMPLOYEE)
    seasons.pass_days(runtime, 8)
    for person in town.colleagues[:5]:
        database.call(people.leave, person, runtime.clock.now())
    seasons.pass_days(runtime, 60)
    assert [] == published(runtime, small, CONTENT)
    assert [FIRST_BLOCK, FIRST_BLOCK + timedelta(weeks=4)] == [
        window.opens_on for window in published(runtime, town.counter, CONTENT)
    ]
    assert {None} == set(published(runtime, town.counter, CONTENT)[1].own.values()) - {"yes", "no"}


def test_closed_teams_get_no_new_windows(runtime: Runtime, town: Town) -> None:
    """What had begun is still published; after that there is nothing."""
    seasons.pass_days(runtime, 8)
    runtime.database.call(teams.close, "Balie", runtime.clock.now())
    seasons.pass_days(runtime, 40)
    assert [FIRST_BLOCK] == [window.opens_on for window in published(runtime, town.counter, PARTICIPATION)]


def test_the_middle_answer_is_published_in_one_of_three_words(runtime: Runtime, town: Town) -> None:
    """Five low and four high is low; four people who answered are too few, whatever they said."""
    seasons.pass_days(runtime, 10)
    seasons.answer(runtime, town.colleagues[:5], waarom="low")
    seasons.answer(runtime, town.colleagues[5:], waarom="high", samen="high")
    seasons.pass_days(runtime, 30)
    words = first_words(runtime, town.counter)
    assert ("low", None, None) == (words["waarom"], words["samen"], words["resultaat"])


def test_taking_part_is_published_as_a_band(runtime: Runtime, town: Town) -> None:
    """Eight of nine is more than half, nobody is at most half; passing over a question is taking part."""
    seasons.pass_days(runtime, 10)
    seasons.answer(runtime, town.colleagues[:8], waarom=None)
    seasons.pass_days(runtime, 8)
    assert [{"participation": "more_than_half"}] == [
        window.own for window in published(runtime, town.counter, PARTICIPATION)
    ]
    assert [{"participation": "at_most_half"}] == [
        window.own for window in published(runtime, town.permits, PARTICIPATION)
    ]


def test_who_left_or_came_while_a_window_ran_changes_nothing(runtime: Runtime, town: Town) -> None:
    """Anna leaves after answering and a newcomer answers: Anna's answer is in it, the newcomer's is not."""
    database = runtime.database
    seasons.pass_days(runtime, 10)
    seasons.answer(runtime, town.colleagues[:5], waarom="high")
    database.call(people.leave, town.anna, runtime.clock.now())
    newcomers = [database.call(building.add, town.counter, Role.EMPLOYEE, runtime.clock.now()) for _ in range(6)]
    seasons.answer(runtime, newcomers, waarom="low")
    seasons.pass_days(runtime, 30)
    assert "high" == first_words(runtime, town.counter)["waarom"]


def test_a_team_is_said_to_have_changed_only_when_many_did(runtime: Runtime, town: Town) -> None:
    """One person who stops leaves no trace; five others do."""
    database = runtime.database
    seasons.pass_days(runtime, 10)
    database.call(people.leave, town.colleagues[8], runtime.clock.now())
    for person in town.others[:5]:
        database.call(people.leave, person, runtime.clock.now())
    for _ in range(5):
        database.call(building.add, town.permits, Role.EMPLOYEE, runtime.clock.now())
    seasons.pass_days(runtime, 60)
    assert [None, "no"] == [window.own.get("changed") for window in published(runtime, town.counter, CONTENT)]
    assert [None, "yes"] == [window.own.get("changed") for window in published(runtime, town.permits, CONTENT)]


def test_a_team_above_is_published_with_the_teams_below_it(runtime: Runtime, town: Town) -> None:
    """Dienstverlening has no members of its own: what is shown of it are the shown parts together."""
    database, now = runtime.database, runtime.clock.now()
    above = database.call(teams.add, "Dienstverlening", now).id
    below = database.call(teams.add, "Burgerzaken", now, "Dienstverlening").id
    beside = database.call(teams.add, "Belastingen", now, "Dienstverlening").id
    members = [[database.call(building.add, team, Role.EMPLOYEE) for _ in range(9)] for team in (below, beside)]
    seasons.pass_days(runtime, 10)
    seasons.answer(runtime, members[0] + members[1], waarom="high")
    seasons.pass_days(runtime, 30)
    (window,) = published(runtime, above, CONTENT)
    assert ({}, "high") == (window.own, window.tree["waarom"])


def test_an_outage_over_a_monday_opens_the_window_late_with_whom_it_would_have_had(
    runtime: Runtime, town: Town
) -> None:
    """The bot comes back on Wednesday: the week that runs is opened, and who joined on Tuesday is not in it."""
    runtime.clock.move_to(datetime(2026, 9, 15, 9, tzinfo=UTC))
    newcomers = [
        runtime.database.call(building.add, town.counter, Role.EMPLOYEE, runtime.clock.now()) for _ in range(9)
    ]
    runtime.clock.move_to(datetime(2026, 9, 16, 9, tzinfo=UTC))
    assert 2 == seasons.publish(runtime) + seasons.publish(runtime)
    seasons.answer(runtime, newcomers, waarom="high")
    seasons.pass_days(runtime, 8)
    assert [{"participation": "at_most_half"}] == [
        window.own for window in published(runtime, town.counter, PARTICIPATION)
    ]


def test_the_rounds_do_nothing_twice(runtime: Runtime, town: Town) -> None:
    """All cells of a season form one whole chain, and doing the rounds again adds none."""
    seasons.play(runtime, town, weeks=10)
    before = published(runtime, town.counter, CONTENT)
    assert 2 == len(before)
    assert 0 == seasons.publish(runtime)
    assert before == published(runtime, town.counter, CONTENT)
    assert runtime.database.call(cells.verify) is None


def test_the_clock_is_told_what_comes_next(runtime: Runtime, town: Town) -> None:
    """While the first week runs, the next thing is the Monday on which the second one opens."""
    assert runtime.database.call(publishing.next_due) is None
    seasons.pass_days(runtime, 8)
    assert (datetime(2026, 9, 20, 22, tzinfo=UTC), "window") == runtime.database.call(publishing.next_due)


def test_where_nobody_suffices_memberships_are_not_read_each_second(runtime: Runtime) -> None:
    """Nine who are brought over from elsewhere are seen at the first look that is an hour after the one before."""
    assert 0 == seasons.publish(runtime)
    runtime.database.call(_bring_over)
    assert 0 == seasons.publish(runtime)
    runtime.clock.move_to(runtime.clock.now() + publishing.LOOK_AGAIN)
    assert 2 == seasons.publish(runtime)


def _bring_over(db: Transaction) -> None:
    earlier = building.START - timedelta(weeks=9)
    team = teams.add(db, "Buitendienst", earlier).id
    for _ in range(building.COLLEAGUES):
        building.add(db, team, Role.EMPLOYEE, earlier)


def test_a_team_joined_to_a_closed_one_is_published_by_itself(runtime: Runtime, town: Town) -> None:
    """Closing the sibling never stops publication."""
    database = runtime.database
    database.call(teams.join, "Vergunningen", "Balie", building.START)
    database.call(teams.close, "Balie", runtime.clock.now())
    seasons.pass_days(runtime, 17)
    (window,) = published(runtime, town.permits, PARTICIPATION)
    assert frozenset({town.permits}) == window.teams


def test_an_organisation_may_ask_for_more_people_behind_a_figure(stricter: Runtime) -> None:
    """With eight others on a scale, seven are too few."""
    town = stricter.database.call(building.settle)
    seasons.pass_days(stricter, 10)
    seasons.answer(stricter, town.colleagues[:7], waarom="high")
    seasons.answer(stricter, town.colleagues, samen="high")
    seasons.pass_days(stricter, 30)
    words = first_words(stricter, town.counter)
    assert (None, "high") == (words["waarom"], words["samen"])


@pytest.fixture
def stricter(tmp_path: Path) -> Iterator[Runtime]:
    """A runtime of an organisation that raised a threshold."""
    with building.built(tmp_path, least_on_scale=8) as built:
        yield built
