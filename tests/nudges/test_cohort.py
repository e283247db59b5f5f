"""Whose answers a published figure may be made of."""

import pytest
from hypothesis import given

from nudges import cohort
from nudges.cohort import CohortTeam, PublishedUnit
from tests.nudges import organisations
from tests.nudges.cast import ANNA, BRAM, CARLA, DAAN

DEPARTMENT = CohortTeam(10, None, frozenset({CARLA, DAAN}), frozenset({CARLA}))
DESK = CohortTeam(11, 10, frozenset({ANNA, BRAM, CARLA}), frozenset({BRAM}))
PERMITS = CohortTeam(12, 10, frozenset({BRAM, DAAN}), frozenset({DAAN}))


def test_leads_are_left_out_of_their_own_team_and_of_those_below() -> None:
    """Bram leads the desk; Carla leads the department above it. In permits, which he does not lead, Bram counts."""
    department, desk, permits = cohort.freeze([DEPARTMENT, DESK, PERMITS])
    assert desk == PublishedUnit(11, 10, frozenset({ANNA}), frozenset({11}))
    assert department.cohort == {DAAN}
    assert permits.cohort == {BRAM}


def test_a_small_team_is_published_with_its_sibling() -> None:
    """One unit for both pages; the leads of both are left out."""
    joined = CohortTeam(12, 10, PERMITS.members, PERMITS.onlookers, joined_to=11)
    units = cohort.freeze([DEPARTMENT, DESK, joined])
    assert [10, 11] == [unit.id for unit in units]
    assert units[1] == PublishedUnit(11, 10, frozenset({ANNA}), frozenset({11, 12}))


def test_what_stands_below_a_joined_team_stands_below_the_unit() -> None:
    """The tree keeps its shape."""
    joined = CohortTeam(12, 10, PERMITS.members, PERMITS.onlookers, joined_to=11)
    below = CohortTeam(13, 12, frozenset({5, 6, DAAN}), frozenset())
    units = cohort.freeze([DEPARTMENT, DESK, joined, below])
    assert units[-1] == PublishedUnit(13, 11, frozenset({5, 6}), frozenset({13}))


@pytest.mark.parametrize("target", [10, 12, 99, 13])
def test_only_a_sibling_can_be_joined(target: int) -> None:
    """Not a parent, not oneself, not nobody, not a team that is joined to another."""
    teams = [
        DEPARTMENT,
        DESK,
        CohortTeam(12, 10, frozenset(), frozenset(), target),
        CohortTeam(13, 10, frozenset(), frozenset(), 11),
    ]
    with pytest.raises(cohort.CannotJoinCohort, match="team 12 cannot be joined"):
        cohort.freeze(teams)


@given(organisations.teams())
def test_nobody_is_in_a_cohort_they_can_see(teams: tuple[CohortTeam, ...]) -> None:
    """Along the whole way up."""
    by_id = {team.id: team for team in teams}
    for unit in cohort.freeze(teams):
        above: int | None = unit.id
        while above is not None:
            assert not unit.cohort & by_id[above].onlookers
            above = by_id[above].parent
