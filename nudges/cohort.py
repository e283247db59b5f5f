"""Whose answers a figure may be made of: a team's members, frozen when the window opens, without who looks at it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CohortTeam:
    """A team as it stands in the tree on one day; ids are the store's. `onlookers` lead or coach it.

    A member below zero is an empty seat: somebody sat there and was erased. It counts like whoever answers nothing, so
    that leaving cannot be told from not answering.
    `joined_to` names the sibling a small team is published with; that must be settled before the window opens.
    """

    id: int
    parent: int | None
    members: frozenset[int]
    onlookers: frozenset[int]
    joined_to: int | None = None


@dataclass(frozen=True, slots=True)
class PublishedUnit:
    """What is published as one: a team, or a team with those joined to it. `teams` says whose page shows it."""

    id: int
    parent: int | None
    cohort: frozenset[int]
    teams: frozenset[int]


def onlookers(unit: PublishedUnit, teams: Iterable[CohortTeam]) -> frozenset[int]:
    """List who may look at what the unit published: whoever leads or coaches one of its teams or a team above it."""
    by_id = {team.id: team for team in teams}
    there = [by_id[team] for team in unit.teams if team in by_id]
    return frozenset[int]().union(*(team.onlookers | _looking_from_above(team, by_id) for team in there))


class CannotJoinCohort(ValueError):
    """A team can only be joined to a sibling that is not itself joined to another."""


def freeze(teams: Iterable[CohortTeam]) -> tuple[PublishedUnit, ...]:
    """Freeze the units of one window, by id; raises CannotJoinCohort.

    A cohort leaves out the leads and coaches of its team and of every team above it: they are the ones who look, and
    what they know of themselves must not count as another.
    """
    by_id = {team.id: team for team in teams}
    parts: dict[int, list[CohortTeam]] = {}
    for team in by_id.values():
        parts.setdefault(_published_as(team, by_id), []).append(team)
    return tuple(_unit(by_id[id], parts[id], by_id) for id in sorted(parts))


def _published_as(team: CohortTeam, by_id: Mapping[int, CohortTeam]) -> int:
    if team.joined_to is None:
        return team.id
    sibling = by_id.get(team.joined_to)
    if sibling is None or sibling.parent != team.parent or sibling.joined_to is not None or sibling is team:
        raise CannotJoinCohort(f"team {team.id} cannot be joined to team {team.joined_to}")
    return sibling.id


def _unit(head: CohortTeam, joined: list[CohortTeam], by_id: Mapping[int, CohortTeam]) -> PublishedUnit:
    members = frozenset[int]().union(*(team.members for team in joined))
    looking = frozenset[int]().union(*(team.onlookers for team in joined), _looking_from_above(head, by_id))
    parent = by_id.get(head.parent) if head.parent is not None else None
    above = None if parent is None else _published_as(parent, by_id)
    return PublishedUnit(head.id, above, members - looking, frozenset(team.id for team in joined))


def _looking_from_above(team: CohortTeam, by_id: Mapping[int, CohortTeam]) -> frozenset[int]:
    parent = by_id.get(team.parent) if team.parent is not None else None
    return frozenset() if parent is None else parent.onlookers | _looking_from_above(parent, by_id)
