"""Curious people against published cells: by brute force over everything that could have been answered.

An attacker knows the rules, the cohort, who was on leave and so who answered, and every published word. One value is
pinned when all answers that fit what was published give that person the same one.
"""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import combinations_with_replacement, product

import pytest

from nudges import disclosure, reflection
from nudges.cohort import PublishedUnit
from nudges.reflection import Level

WHY = reflection.ITEMS["waarom"]
DILEMMA = reflection.ITEMS["dilemma"]
RULES = disclosure.DisclosureRules()
YES_NO = (Level.LOW, Level.HIGH)


def _team(id: int, people: Iterable[int], parent: int | None = None) -> PublishedUnit:
    return PublishedUnit(id, parent, frozenset(people), frozenset({id}))


def _published(
    units: Sequence[PublishedUnit], item: reflection.Item, levels: Sequence[Level]
) -> tuple[str | None, ...]:
    """All words that everybody together can see when person i answered `levels[i]`."""
    answers = {person: [level] for person, level in enumerate(levels)}
    return tuple(cell.band for cell in disclosure.close(units, item, answers, RULES))


def _pinned(pairs: Iterable[tuple[Hashable, object]]) -> list[Hashable]:
    """Of pairs of what is seen and the secret behind it: what is seen with one secret only."""
    fitting: dict[Hashable, set[object]] = {}
    for view, secret in pairs:
        fitting.setdefault(view, set()).add(secret)
    return [view for view, secrets in fitting.items() if len(secrets) == 1]


@pytest.mark.parametrize("size", [7, 8])
@pytest.mark.parametrize("answered", [5, 6, 7, 8])
def test_nobody_pins_a_value_of_a_small_team(size: int, answered: int) -> None:
    """A cohort of seven or eight, some of them on leave: no published word fixes one person's answer."""
    team = _team(1, range(size))
    worlds = list(product(Level, repeat=min(answered, size)))
    assert None not in _published([team], WHY, worlds[0])
    assert not _pinned((_published([team], WHY, world), world[0]) for world in worlds)


@pytest.mark.parametrize("answered", [5, 6, 7])
def test_a_member_who_knows_the_own_answer_pins_no_other(answered: int) -> None:
    """One insider is not enough."""
    team = _team(1, range(7))
    worlds = product(Level, repeat=answered)
    assert not _pinned(((_published([team], WHY, world), world[1]), world[0]) for world in worlds)


def test_with_the_help_of_two_other_members_of_five_it_can_be_done() -> None:
    """The limit that the documents must name: two of five who tell their own answers can pin the others'."""
    team = _team(1, range(7))
    worlds = product(Level, repeat=5)
    assert _pinned(((_published([team], WHY, world), world[1], world[2]), world[0]) for world in worlds)


@pytest.mark.parametrize("answered", [10, 11])
def test_nobody_pins_a_yes_or_no(answered: int) -> None:
    """Not even somebody who knows the own answer."""
    team = _team(1, range(11))
    worlds = list(product(YES_NO, repeat=answered))
    assert None not in _published([team], DILEMMA, worlds[0])
    assert not _pinned(((_published([team], DILEMMA, world), world[1]), world[0]) for world in worlds)


@pytest.mark.parametrize("size", [7, 8, 9])
def test_nobody_pins_who_took_part(size: int) -> None:
    """Not even a member, who knows about the own participation."""
    team = _team(1, range(size))

    def observed(world: tuple[bool, ...]) -> Hashable:
        took_part = [person for person, there in enumerate(world) if there]
        (cell,) = disclosure.participation([team], took_part, RULES)
        assert cell.shown
        return cell.band, world[1]

    worlds = product([True, False], repeat=size)
    assert not _pinned((observed(world), world[0]) for world in worlds)


def _with_empty_seats(size: int, empty: int) -> PublishedUnit:
    """A team of which some left: their seats are numbers below zero."""
    return _team(1, (*range(size - empty), *range(-empty, 0)))


@pytest.mark.parametrize(("size", "empty"), [(7, 1), (7, 2), (8, 3), (9, 4)])
def test_who_knows_which_seats_are_empty_pins_no_value(size: int, empty: int) -> None:
    """Also where everybody who is left answered, and not even a member who knows the own answer."""
    team = _with_empty_seats(size, empty)
    worlds = list(product(Level, repeat=size - empty))
    assert None not in _published([team], WHY, worlds[0])
    assert not _pinned(((_published([team], WHY, world), world[1]), world[0]) for world in worlds)


def _taking_part(team: PublishedUnit, world: Sequence[bool]) -> str | None:
    (cell,) = disclosure.participation([team], [person for person, there in enumerate(world) if there], RULES)
    return cell.band


@pytest.mark.parametrize("size", [7, 8, 9, 10, 11])
@pytest.mark.parametrize("empty", [0, 1, 2])
def test_who_knows_of_two_empty_seats_pins_nobody_who_took_part(size: int, empty: int) -> None:
    """Every week, in the smallest teams of which a share is shown."""
    team = _with_empty_seats(size, empty)
    worlds = list(product([True, False], repeat=size - empty))
    assert None not in {_taking_part(team, world) for world in worlds}
    assert not _pinned((_taking_part(team, world), world[0]) for world in worlds)


def test_who_knows_of_three_empty_seats_of_seven_may_know_who_took_part() -> None:
    """The limit that the documents must name: more than half of seven is then all of the four who are left."""
    team = _with_empty_seats(7, 3)
    worlds = product([True, False], repeat=4)
    assert ["more_than_half"] == _pinned((_taking_part(team, world), world[0]) for world in worlds)


def _with_one_of(parts: Sequence[int], whose: int) -> Iterator[tuple[list[Level], Level]]:
    """Every way in which groups of these sizes can answer, with what one member of group `whose` may have said.

    Within a group it makes no difference to what is published who said what, so sorted answers will do.
    """
    for world in product(*(list(combinations_with_replacement(Level, size)) for size in parts)):
        for secret in set(world[whose]):
            yield [level for group in world for level in group], secret


@pytest.mark.parametrize("sizes", [(5, 5), (5, 6), (7, 5)])
def test_a_department_beside_its_teams_pins_nobody(sizes: tuple[int, int]) -> None:
    """The whole, and both parts of it."""
    first, second = sizes
    root = _team(9, ())
    units = [root, _team(1, (*range(first), 50, 51), 9), _team(2, (*range(first, first + second), 60, 61), 9)]
    worlds = list(_with_one_of(sizes, 0))
    assert None not in _published(units, WHY, worlds[0][0])
    assert not _pinned((_published(units, WHY, levels), secret) for levels, secret in worlds)


@pytest.mark.parametrize("whose", [0, 1])
def test_two_leads_who_put_their_cells_together_pin_nobody(whose: int) -> None:
    """Two teams of ten with five people in common: neither one of those nor one of the others."""
    units = [_team(1, range(10)), _team(2, range(5, 15))]
    worlds = list(_with_one_of((5, 5, 5), whose))
    assert None not in _published(units, WHY, worlds[0][0])
    assert not _pinned((_published(units, WHY, levels), secret) for levels, secret in worlds)


def test_a_lead_who_makes_a_team_without_one_member_learns_nothing() -> None:
    """The old trick: the same team but for Anna, side by side. One of the two is not shown, whatever was answered."""
    with_anna, without = _team(1, range(9)), _team(2, range(1, 9))
    for world in combinations_with_replacement(Level, 9):
        published = _published([with_anna, without], WHY, world)
        assert 1 == published.count(None)


@pytest.mark.long
def test_a_whole_department_of_three_teams_pins_nobody() -> None:
    """Three parts and the whole, with one insider of another team."""
    sizes = (5, 5, 5)
    units = [_team(9, ()), *(_team(id, (*range(id * 5 - 5, id * 5), 50 + id, 60 + id), 9) for id in (1, 2, 3))]
    worlds = list(_with_one_of(sizes, 0))
    assert not _pinned(((_published(units, WHY, levels), levels[-1]), secret) for levels, secret in worlds)
