"""Which groups may be shown: thresholds, hidden siblings, and no two shown groups that differ by a few people.

Everything here looks at who answered and never at what, so that a refusal says nothing about an answer.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from nudges import cohort

People = frozenset[int]


@dataclass(frozen=True, slots=True, order=True)
class Group:
    """A unit's own people, or (`tree`) all that is shown of the unit and of the units below it."""

    unit: int
    tree: bool = False


def groups(units: Iterable[cohort.PublishedUnit]) -> list[Group]:
    """List every group that has a figure, shown or hidden: units with a cohort, and units with others below them."""
    listed = list(units)
    return sorted([*(Group(unit.id) for unit in listed if unit.cohort), *map(_tree, _parts(listed))])


def shown(
    units: Iterable[cohort.PublishedUnit], counted: Mapping[int, People], least: int, least_cohort: int
) -> dict[Group, People]:
    """Choose the groups that may be shown for one item in one window, with the people they are made of.

    `counted` holds per unit id the people whose value counts, a part of its cohort. A unit is hidden below
    `least` of them or below `least_cohort` members; a tree is made of its shown parts; where exactly one part is
    hidden the smallest shown one is hidden too; of two groups that differ by 1 to `least` - 1 people, one goes; so does
    a group of which 1 to `least` - 1 people are left beside the shown groups that lie within it.
    """
    listed = list(units)
    hidden = {
        Group(unit.id) for unit in listed if len(counted.get(unit.id, ())) < least or len(unit.cohort) < least_cohort
    }
    parts = _parts(listed)
    while True:
        visible = _visible(listed, parts, counted, hidden)
        more = _second_hidden(parts, visible) or _too_close(visible, least) or _nearly_made_of_others(visible, least)
        if not more:
            return visible
        hidden |= more


def _tree(unit: int) -> Group:
    return Group(unit, tree=True)


def _parts(units: Iterable[cohort.PublishedUnit]) -> dict[int, list[Group]]:
    """Per unit with others below it, the parts of its tree; lower trees come before the trees they are part of."""
    by_id = {unit.id: unit for unit in units}
    below: dict[int, list[int]] = {}
    for unit in by_id.values():
        if unit.parent in by_id:
            below.setdefault(unit.parent, []).append(unit.id)

    def depth(unit: int) -> int:
        parent = by_id[unit].parent
        return 0 if parent is None or parent not in by_id else 1 + depth(parent)

    return {
        unit: [*([Group(unit)] if by_id[unit].cohort else []), *(Group(child, child in below) for child in below[unit])]
        for unit in sorted(below, key=depth, reverse=True)
    }


def _visible(
    units: Iterable[cohort.PublishedUnit],
    parts: Mapping[int, list[Group]],
    counted: Mapping[int, People],
    hidden: set[Group],
) -> dict[Group, People]:
    visible = {Group(unit.id): counted[unit.id] for unit in units if Group(unit.id) not in hidden}
    for unit, members in parts.items():
        there = [visible[part] for part in members if part in visible]
        if there and _tree(unit) not in hidden:
            visible[_tree(unit)] = frozenset[int]().union(*there)
    return visible


def _second_hidden(parts: Mapping[int, list[Group]], visible: Mapping[Group, People]) -> set[Group]:
    """Choose the smallest shown sibling of every part that is hidden alone."""
    more = set()
    for siblings in parts.values():
        there = [part for part in siblings if part in visible]
        if there and len(there) == len(siblings) - 1:
            more.add(min(there, key=lambda part: (len(visible[part]), part)))
    return more


def _too_close(visible: Mapping[Group, People], least: int) -> set[Group]:
    """Choose one of every two groups that share people and differ by too few on a side: a tree, or the smaller one."""
    gone: set[Group] = set()
    for this, other in sorted(_sharing(visible)):
        if this in gone or other in gone:
            continue
        if any(
            0 < len(difference) < least
            for difference in (visible[this] - visible[other], visible[other] - visible[this])
        ):
            gone.add(min(this, other, key=lambda group: (not group.tree, len(visible[group]), group)))
    return gone


def _nearly_made_of_others(visible: Mapping[Group, People], least: int) -> set[Group]:
    """Groups that two or more shown ones within them fill but for a few people: a coach may see all of them."""
    inside: dict[Group, set[int]] = {}
    for group, other in _sharing(visible):
        for part, whole in ((group, other), (other, group)):
            if visible[part] < visible[whole]:
                inside.setdefault(whole, set()).update(visible[part])
    return {whole for whole, people in inside.items() if 0 < len(visible[whole] - people) < least}


def _sharing(visible: Mapping[Group, People]) -> set[tuple[Group, Group]]:
    """Pair the groups that have somebody in common; others differ by their whole size."""
    of_person: dict[int, list[Group]] = {}
    for group, people in visible.items():
        for person in people:
            of_person.setdefault(person, []).append(group)
    return {pair for standing_in in of_person.values() for pair in combinations(sorted(standing_in), 2)}
