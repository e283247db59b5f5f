"""Which groups may be shown."""

import random
from collections.abc import Mapping
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from nudges import cohort, suppression
from nudges.cohort import PublishedUnit
from nudges.suppression import Group
from tests.nudges import organisations

K, COHORT = 5, 7


def _people(first: int, count: int) -> frozenset[int]:
    return frozenset(range(first, first + count))


def _unit(id: int, size: int, parent: int | None = 1) -> PublishedUnit:
    return PublishedUnit(id, parent, _people(id * 100, size), frozenset({id}))


ROOT = PublishedUnit(1, None, frozenset(), frozenset({1}))


def _shown(
    units: list[PublishedUnit], counted: Mapping[int, frozenset[int]] | None = None
) -> dict[Group, frozenset[int]]:
    everybody = {unit.id: unit.cohort for unit in units}
    return suppression.shown(units, everybody if counted is None else counted, K, COHORT)


def test_a_group_is_shown_from_five_with_a_value_in_a_cohort_of_seven() -> None:
    """Four of nine are too few, and five of a cohort of six as well."""
    assert _shown([_unit(2, 9, None)], {2: _people(200, 5)})
    assert not _shown([_unit(2, 9, None)], {2: _people(200, 4)})
    assert not _shown([_unit(2, 6, None)])


def test_a_tree_is_made_of_what_is_shown_below_it() -> None:
    """Three teams of eight: the department is all twenty-four."""
    units = [ROOT, _unit(2, 8), _unit(3, 8), _unit(4, 8)]
    shown = _shown(units)
    assert shown[Group(1, tree=True)] == _people(200, 8) | _people(300, 8) | _people(400, 8)
    assert set(suppression.groups(units)) == set(shown)


def test_where_one_team_is_hidden_the_smallest_other_one_is_too() -> None:
    """Else the whole minus the shown ones would be the hidden one."""
    shown = _shown([ROOT, _unit(2, 4), _unit(3, 12), _unit(4, 8), _unit(5, 9)])
    assert {Group(3), Group(5), Group(1, tree=True)} == set(shown)
    assert shown[Group(1, tree=True)] == _people(300, 12) | _people(500, 9)


def test_of_two_teams_with_one_hidden_nothing_is_left() -> None:
    """Neither a team nor the whole."""
    assert not _shown([ROOT, _unit(2, 4), _unit(3, 12)])


def test_teams_without_a_common_parent_do_not_hide_each_other() -> None:
    """There is no whole to take them from."""
    assert {Group(3)} == set(_shown([_unit(2, 4, None), _unit(3, 12, None)]))


def test_the_parent_s_own_people_are_a_part_like_the_others() -> None:
    """A department with ten people of its own and two teams below."""
    units = [PublishedUnit(1, None, _people(100, 10), frozenset({1})), _unit(2, 8), _unit(3, 9)]
    shown = _shown(units)
    assert {Group(1), Group(2), Group(3), Group(1, tree=True)} == set(shown)
    assert 27 == len(shown[Group(1, tree=True)])


def test_two_teams_that_share_all_but_a_few_are_not_both_shown() -> None:
    """Eight and nine people with seven in common: the smaller one goes."""
    first = PublishedUnit(2, None, _people(0, 8), frozenset({2}))
    other = PublishedUnit(3, None, _people(1, 9), frozenset({3}))
    assert {Group(3)} == set(_shown([first, other]))


def test_two_teams_that_share_nobody_or_differ_by_five_are_both_shown() -> None:
    """Ten people each with five in common leave five on each side, which is enough."""
    first = PublishedUnit(2, None, _people(0, 10), frozenset({2}))
    apart = PublishedUnit(3, None, _people(5, 10), frozenset({3}))
    assert {Group(2), Group(3)} == set(_shown([first, apart]))


def test_the_same_people_twice_are_no_difference() -> None:
    """A tree of one team is that team."""
    shown = _shown([ROOT, _unit(2, 8)])
    assert shown[Group(2)] == shown[Group(1, tree=True)]


def test_the_rule_reaches_over_the_whole_organisation() -> None:
    """A team elsewhere that is all but one of a department's people hides one of the two."""
    department = [ROOT, _unit(2, 7), _unit(3, 7)]
    elsewhere = PublishedUnit(9, None, (_people(200, 7) | _people(300, 7)) - {200}, frozenset({9}))
    shown = _shown([*department, elsewhere])
    assert Group(9) in shown
    assert Group(1, tree=True) not in shown


def test_a_team_that_others_fill_but_for_one_is_not_shown() -> None:
    """A project team of two whole teams and one more: each pair differs by enough, all together tell of the one."""
    project = PublishedUnit(9, None, _people(200, 7) | _people(300, 7) | {999}, frozenset({9}))
    apart = [_unit(2, 7, None), _unit(3, 7, None)]
    assert {Group(2), Group(3)} == set(_shown([*apart, project]))
    larger = PublishedUnit(9, None, project.cohort | _people(900, 5), frozenset({9}))
    assert Group(9) in _shown([*apart, larger])


@st.composite
def _counted(draw: st.DrawFn) -> tuple[tuple[PublishedUnit, ...], dict[int, frozenset[int]]]:
    units = cohort.freeze(draw(organisations.teams()))
    answered = draw(organisations.answers(organisations.everybody(units))).keys()
    return units, {unit.id: unit.cohort & answered for unit in units}


@settings(max_examples=120)
@given(_counted(), st.sampled_from([5, 10]))
def test_shown_groups_differ_by_nobody_or_by_enough(
    drawn: tuple[tuple[PublishedUnit, ...], dict[int, frozenset[int]]], least: int
) -> None:
    """Any two of one item in one window, on each side, and each is large enough itself."""
    units, counted = drawn
    shown = suppression.shown(units, counted, least, COHORT)
    for first, other in combinations(shown.values(), 2):
        for difference in (first - other, other - first):
            assert 0 == len(difference) or len(difference) >= least
    for people in shown.values():
        assert len(people) >= least
        within = frozenset[int]().union(*(part for part in shown.values() if part < people))
        assert not within or 0 == len(people - within) or len(people - within) >= least


@settings(max_examples=120)
@given(_counted())
def test_no_part_of_a_shown_whole_is_hidden_alone(
    drawn: tuple[tuple[PublishedUnit, ...], dict[int, frozenset[int]]],
) -> None:
    """Over the whole reporting tree, and a whole is exactly what is shown of its parts."""
    units, counted = drawn
    shown = suppression.shown(units, counted, K, COHORT)
    parents = {unit.parent for unit in units}
    for unit in units:
        parts = [Group(child.id, child.id in parents) for child in units if child.parent == unit.id]
        parts += [Group(unit.id)] if parts and unit.cohort else []
        there = [shown[part] for part in parts if part in shown]
        assert len(parts) - len(there) != 1 or not there
        if Group(unit.id, tree=True) in shown:
            assert shown[Group(unit.id, tree=True)] == frozenset().union(*there)


@settings(max_examples=100)
@given(_counted(), st.randoms(use_true_random=False))
def test_the_order_in_which_teams_are_listed_changes_nothing(
    drawn: tuple[tuple[PublishedUnit, ...], dict[int, frozenset[int]]], chance: random.Random
) -> None:
    """The same organisation, shuffled, shows the same groups."""
    units, counted = drawn
    shuffled = list(units)
    chance.shuffle(shuffled)
    assert suppression.shown(units, counted, K, COHORT) == suppression.shown(shuffled, counted, K, COHORT)
