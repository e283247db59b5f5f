"""A window counts whom it was opened with, is published once, and what was published cannot change unseen."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import DBAPIError

from nudges import calendar_nl, cohort, disclosure, workdays
from nudges import windows as periods
from nudges.lifecycle import NudgeState
from nudges.person import Status
from nudges.windows import WindowKind
from store import answers, cells, people, tables, teams, windows
from store.answers import NewAnswer
from store.cells import NewCell
from store.database import Database, Transaction
from store.people import Role, TeamMember
from store.windows import Block
from tests.store.cast import Cast

ZONE = ZoneInfo("Europe/Amsterdam")
MONDAY = date(2026, 11, 9)
BLOCK = periods.window(WindowKind.CONTENT, MONDAY, ZONE, workdays.Workdays(off=calendar_nl.cao_gemeenten()))
DURING = BLOCK.opens_at + timedelta(days=3)
ITEMS = ("waarom", "samen")
RULES = disclosure.DisclosureRules()


def freeze(db: Transaction, cast: Cast) -> int:
    """Open the block for Anna's and Daan's teams, with everybody who is in them now."""
    units = cohort.freeze(windows.teams(db, cast_joined()))
    chosen = [unit for unit in units if unit.id in (cast.counter, cast.permits)]
    return windows.open_block(db, BLOCK, chosen, RULES, ITEMS)


def cast_joined() -> datetime:
    """A moment after which the cast had joined."""
    return BLOCK.opens_at + timedelta(weeks=52)


def looking(team: int) -> TeamMember:
    """Somebody who led the team before anything was published of it."""
    return TeamMember(0, team, "", Role.LEAD, BLOCK.opens_at - timedelta(weeks=52))


def claim(db: Transaction) -> Block:
    """The block, at the moment it may be published."""
    block = windows.claim_due(db, BLOCK.publish_at)
    assert block is not None
    return block


def answer(
    db: Transaction, person: int, level: str | None, at: datetime, *, nudge: int | None = None, seen_by: str = "team"
) -> None:
    """An answer to `waarom`."""
    new = NewAnswer(
        person, 1, nudge, "weekreflectie", "waarom", 1, "waarom", "choice", "x", level, seen_by, level is None, False
    )
    answers.write(db, new, at, corrects=False)


def nudge(db: Transaction, person: int, occurs_at: datetime, state: NudgeState, settled_at: datetime | None) -> int:
    """A prompt of this person's weekly rhythm."""
    schedule, row = tables.table(tables.ScheduleRow), tables.table(tables.NudgeRow)
    values = {"person_id": person, "kind": "reflection", "flow": "weekreflectie", "recurrence": "{}"}
    rhythm = db.execute(
        insert(schedule).returning(schedule.c.id), values | {"active": True, "next_at": occurs_at}
    ).scalar_one()
    life = {"schedule_id": rhythm, "person_id": person, "flow": "weekreflectie", "occurs_at": occurs_at}
    return int(
        db.execute(
            insert(row).returning(row.c.id), life | {"due_at": occurs_at, "state": state, "settled_at": settled_at}
        ).scalar_one()
    )


def test_a_cohort_leaves_out_leads_and_who_takes_no_part(db: Database, cast: Cast) -> None:
    """Anna counts; Bram leads her and Carla coaches: both look. Who stopped before any window opened has no seat."""
    db.call(lambda tx: people.change(tx, cast.anna, status=Status.STOPPED))
    assert frozenset() == {team.id: team for team in db.call(windows.teams, cast_joined())}[cast.counter].members
    db.call(lambda tx: people.change(tx, cast.anna, status=Status.ACTIVE))
    cohort_teams = {team.id: team for team in db.call(windows.teams, cast_joined())}
    assert frozenset({cast.anna}) == cohort_teams[cast.counter].members
    assert frozenset({cast.bram, cast.carla}) == cohort_teams[cast.counter].onlookers
    db.call(lambda tx: people.change(tx, cast.anna, status=Status.STOPPED))
    (again,) = [team for team in db.call(windows.teams, cast_joined()) if team.id == cast.counter]
    assert frozenset({cast.anna}) == again.members


def test_a_coach_who_works_in_the_team_is_in_no_cohort_of_it(db: Database, cast: Cast) -> None:
    """Carla sees its figures, and what she answered herself would be one less to guess."""
    db.call(lambda tx: people.join(tx, cast.carla, cast.counter, Role.EMPLOYEE, BLOCK.opens_at - timedelta(days=1)))
    (unit,) = [unit for unit in cohort.freeze(db.call(windows.teams, cast_joined())) if unit.id == cast.counter]
    assert frozenset({cast.anna}) == unit.cohort


def test_who_joins_after_the_monday_waits_for_the_next_window(db: Database, cast: Cast) -> None:
    """A window that is opened late counts nobody who came after its first moment."""
    before_anyone = BLOCK.opens_at - timedelta(days=1)
    cohort_teams = {team.id: team for team in db.call(windows.teams, before_anyone)}
    assert frozenset() == cohort_teams[cast.counter].members
    assert frozenset({cast.bram, cast.carla}) == cohort_teams[cast.counter].onlookers


def test_closed_teams_are_not_there(db: Database, cast: Cast) -> None:
    """A closed team gets no new windows."""
    db.call(teams.close, "Balie", DURING)
    assert [cast.permits] == [team.id for team in db.call(windows.teams, cast_joined())]


def test_changes_of_membership_change_nothing_about_an_open_window(db: Database, cast: Cast) -> None:
    """Daan is moved to Anna's team while the window runs: the window still counts whom it was opened with."""
    assert 2 == db.call(freeze, cast)
    db.call(people.join, cast.daan, cast.counter, Role.EMPLOYEE, DURING)
    db.call(people.leave, cast.anna, DURING)
    units = {unit.id: unit.cohort for unit in db.call(claim).units}
    assert {cast.counter: frozenset({cast.anna}), cast.permits: frozenset({cast.daan})} == units


def test_a_block_is_published_once_and_not_too_early(db: Database, cast: Cast) -> None:
    """Before its moment nobody gets it; at its moment one does, and after that nobody."""
    db.call(freeze, cast)
    assert db.call(windows.is_open, WindowKind.CONTENT, MONDAY)
    assert db.call(windows.claim_due, BLOCK.publish_at - timedelta(seconds=1)) is None
    block = db.call(windows.claim_due, BLOCK.publish_at)
    assert block is not None
    assert (MONDAY, BLOCK.opens_at, BLOCK.closes_at, ITEMS) == (
        block.opens_on,
        block.opens_at,
        block.closes_at,
        block.items,
    )
    assert db.call(windows.claim_due, BLOCK.publish_at + timedelta(days=1)) is None
    assert not db.call(windows.is_open, WindowKind.CONTENT, MONDAY)


def test_an_answer_belongs_to_the_block_in_which_its_question_was_due(db: Database, cast: Cast) -> None:
    """Anna answers last Thursday's question on the Monday after: it counts, until the block is published."""
    db.call(freeze, cast)
    thursday, monday = BLOCK.closes_at - timedelta(days=4), BLOCK.closes_at + timedelta(hours=9)
    asked = db.call(nudge, cast.anna, thursday, NudgeState.ANSWERED, monday)
    db.call(answer, cast.anna, "high", monday, nudge=asked)
    db.call(answer, cast.anna, "low", BLOCK.publish_at, nudge=asked)
    db.call(answer, cast.daan, "mid", monday)  # nobody asked: it belongs to the day it was given
    block = db.call(claim)
    assert {cast.anna: ["high"]} == db.call(windows.levels, block)["waarom"]
    assert frozenset({cast.anna}) == db.call(windows.took_part, block)


@pytest.mark.parametrize("seen_by", ["self", "shared"])
def test_only_what_counts_for_the_team_is_read(db: Database, cast: Cast, seen_by: str) -> None:
    """What somebody said for themselves is neither a level nor taking part."""
    db.call(freeze, cast)
    db.call(answer, cast.anna, "high", DURING, seen_by=seen_by)
    block = db.call(claim)
    assert {} == db.call(windows.levels, block)["waarom"]
    assert frozenset() == db.call(windows.took_part, block)


def test_skipping_is_taking_part_without_a_value(db: Database, cast: Cast) -> None:
    """Anna passed over the question: she took part, and there is no level of hers."""
    db.call(freeze, cast)
    db.call(answer, cast.anna, None, DURING)
    block = db.call(claim)
    assert {} == db.call(windows.levels, block)["waarom"]
    assert frozenset({cast.anna}) == db.call(windows.took_part, block)


def test_finishing_a_prompt_is_taking_part(db: Database, cast: Cast) -> None:
    """Anna had no case this week and finished; Daan let his prompt expire."""
    db.call(freeze, cast)
    db.call(nudge, cast.anna, DURING, NudgeState.ANSWERED, DURING + timedelta(hours=1))
    db.call(nudge, cast.daan, DURING, NudgeState.EXPIRED, DURING + timedelta(days=2))
    assert frozenset({cast.anna}) == db.call(windows.took_part, db.call(claim))


def test_the_clock_knows_when_a_block_opens_and_is_published(db: Database, cast: Cast) -> None:
    """First the end of the running block, where the next one opens; then its publishing; a closed team opens none."""
    assert db.call(windows.next_due) is None
    db.call(freeze, cast)
    assert BLOCK.closes_at == db.call(windows.next_due)
    for name in ("Balie", "Vergunningen"):
        db.call(teams.close, name, DURING)
    assert BLOCK.publish_at == db.call(windows.next_due)


def test_cohorts_are_forgotten_and_cells_stay(db: Database, cast: Cast) -> None:
    """A year later nobody can tell who was counted; what was published still stands."""
    db.call(freeze, cast)
    block = db.call(claim)
    db.call(cells.publish, [NewCell(block.windows[cast.counter], cast.counter, "waarom", "mid")])
    assert 2 == db.call(windows.purge, BLOCK.publish_at + timedelta(days=400))
    assert {} == db.call(windows.cohorts_of, WindowKind.CONTENT, MONDAY)
    assert [{"waarom": "mid"}] == [
        window.own for window in db.call(cells.published, looking(cast.counter), WindowKind.CONTENT, 6)
    ]


def test_a_team_reads_its_own_cells_oldest_first(db: Database, cast: Cast) -> None:
    """Figures with the teams below stand apart, hidden ones are None, and another team's are not there."""
    db.call(freeze, cast)
    block = db.call(claim)
    mine, theirs = block.windows[cast.counter], block.windows[cast.permits]
    new = [
        NewCell(mine, cast.counter, "waarom", None),
        NewCell(mine, cast.counter, f"{cells.TREE}waarom", "high"),
        NewCell(theirs, cast.permits, "waarom", "low"),
    ]
    assert 3 == db.call(cells.publish, new)
    (window,) = db.call(cells.published, looking(cast.counter), WindowKind.CONTENT, 6)
    assert (MONDAY, {"waarom": None}, {"waarom": "high"}) == (window.opens_on, window.own, window.tree)
    assert [] == list(db.call(cells.published, looking(cast.counter), WindowKind.PARTICIPATION, 6))


ALTERATIONS: list[Callable[[int], dict[str, object]]] = [
    lambda _: {"cell": '{"band": "high"}'},
    lambda _: {"item": "samen"},
    lambda team: {"team_id": team},
]


@pytest.mark.parametrize("alteration", ALTERATIONS)
def test_an_altered_cell_is_found(db: Database, cast: Cast, alteration: Callable[[int], dict[str, object]]) -> None:
    """The chain holds as published; one changed cell breaks it at that cell."""
    db.call(freeze, cast)
    window = db.call(claim).windows[cast.counter]
    db.call(cells.publish, [NewCell(window, cast.counter, item, "mid") for item in ("a", "b")])
    db.call(cells.publish, [NewCell(window, cast.counter, "c", None)])
    assert db.call(cells.verify) is None
    cell = tables.table(tables.PublishedCellRow)

    def alter(tx: Transaction) -> int:
        _take_away_the_guard(tx)
        number = tx.execute(select(cell.c.id).where(cell.c.item == "b")).scalar_one()
        tx.execute(update(cell).where(cell.c.id == number).values(**alteration(cast.permits)))
        return int(number)

    altered = db.call(alter)
    fault = db.call(cells.verify)
    assert fault is not None
    assert altered == fault.row_id


def _take_away_the_guard(tx: Transaction) -> None:
    """Do what somebody with the whole database in hand could do."""
    if tx.postgres:
        tx.connection.exec_driver_sql("DROP TRIGGER published_cell_fixed ON published_cell")
    else:
        tx.connection.exec_driver_sql("DROP TRIGGER published_cell_fixed_on_update")


@pytest.mark.parametrize("change", ["UPDATE published_cell SET cell = '{}'", "DELETE FROM published_cell"])
def test_the_database_itself_changes_no_cell(db: Database, cast: Cast, change: str) -> None:
    """Whoever asks, by whatever program: what was published stays as it was."""
    db.call(freeze, cast)
    window = db.call(claim).windows[cast.counter]
    db.call(cells.publish, [NewCell(window, cast.counter, "waarom", "mid")])
    with pytest.raises(DBAPIError, match="never changed"):
        db.call(lambda tx: tx.connection.exec_driver_sql(change))
    assert (1, None) == (db.call(cells.count), db.call(cells.verify))


def test_a_joined_team_reads_the_figures_of_both(db: Database, cast: Cast) -> None:
    """Its lead reads the windows of both together, and not those that were its sibling's alone."""
    db.call(freeze, cast)
    alone = db.call(claim).windows[cast.counter]
    db.call(cells.publish, [NewCell(alone, cast.counter, "waarom", "low")])
    db.call(teams.join, "Vergunningen", "Balie", BLOCK.opens_at)
    later = periods.window(WindowKind.CONTENT, BLOCK.closes_on, ZONE, workdays.Workdays())
    db.call(lambda tx: windows.open_block(tx, later, cohort.freeze(windows.teams(tx, cast_joined())), RULES, ITEMS))
    block = db.call(windows.claim_due, later.publish_at)
    assert block is not None
    db.call(cells.publish, [NewCell(block.windows[cast.counter], cast.counter, "waarom", "high")])
    both = frozenset({cast.counter, cast.permits})
    assert [(frozenset({cast.permits}), {}), (both, {"waarom": "high"})] == read(db, cast.permits)
    assert [(frozenset({cast.counter}), {"waarom": "low"}), (both, {"waarom": "high"})] == read(db, cast.counter)


def read(db: Database, team: int) -> list[tuple[frozenset[int], object]]:
    """(teams, words) of the content windows that a team's lead may read."""
    return [(window.teams, window.own) for window in db.call(cells.published, looking(team), WindowKind.CONTENT, 6)]
