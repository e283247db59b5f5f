"""What may be published about a group: one value per person, bands for figures, one silence for every no."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from nudges import bands, cohort, reflection, suppression

PARTICIPATION = "participation"  # the item name of the band that says how many took part


class LoweredThreshold(ValueError):
    """A threshold may be raised for an organisation, never lowered."""


@dataclass(frozen=True, slots=True)
class DisclosureRules:
    """The thresholds, frozen with a window: others with a value per scale and yes/no item, members of a cohort."""

    scale: int = 5
    yes_no: int = 10
    cohort: int = 7

    def __post_init__(self) -> None:
        if self.scale < 5 or self.yes_no < 10 or self.cohort < 7:
            raise LoweredThreshold("thresholds are at least 5 (scales), 10 (yes/no) and 7 (cohort)")

    def least(self, scale: reflection.ItemScale) -> int:
        """Say how many people with a value an item of this scale needs."""
        return self.yes_no if scale is reflection.ItemScale.YES_NO else self.scale


@dataclass(frozen=True, slots=True)
class Cell:
    """One published figure: the word for it, or None where it is hidden, whatever the reason.

    `band` is a reflection.Level for scales and a bands.Share for yes/no items and for taking part. It holds no
    number of people: neither of those who answered nor of those who did not.
    """

    unit: int
    tree: bool
    item: str
    band: str | None

    @property
    def shown(self) -> bool:
        """Say whether the figure may be seen."""
        return self.band is not None


def close(
    units: Iterable[cohort.PublishedUnit],
    item: reflection.Item,
    answers: Mapping[int, Sequence[reflection.Level]],
    rules: DisclosureRules,
) -> tuple[Cell, ...]:
    """Make the cells of one item over all units of the organisation, whose window of one kind closes together.

    `answers` holds per person the levels given in the window, however many; people outside every cohort are left
    out. Which cells are shown depends on who has a value and never on the values.
    """
    listed = list(units)
    values = {person: bands.median(levels) for person, levels in answers.items() if levels}
    counted = {unit.id: unit.cohort & values.keys() for unit in listed}
    shown = suppression.shown(listed, counted, rules.least(item.scale), rules.cohort)
    return _cells(listed, item.name, {group: _band(item, people, values) for group, people in shown.items()})


def participation(
    units: Iterable[cohort.PublishedUnit], took_part: Collection[int], rules: DisclosureRules
) -> tuple[Cell, ...]:
    """Make the bands of how many of each cohort took part in a week; skipping a question is taking part.

    Here everybody in the cohort counts, so whether a cell is shown depends on the cohorts alone.
    """
    listed = list(units)
    shown = suppression.shown(listed, {unit.id: unit.cohort for unit in listed}, rules.scale, rules.cohort)
    there = frozenset(took_part)
    shares = {group: bands.share(len(people & there), len(people)).value for group, people in shown.items()}
    return _cells(listed, PARTICIPATION, shares)


def _band(item: reflection.Item, people: frozenset[int], values: Mapping[int, reflection.Level]) -> str:
    levels = [values[person] for person in people]
    if item.scale is reflection.ItemScale.YES_NO:
        return bands.share(levels.count(reflection.Level.HIGH), len(levels)).value
    return bands.median(levels).value


def _cells(
    units: Iterable[cohort.PublishedUnit], item: str, shown: Mapping[suppression.Group, str]
) -> tuple[Cell, ...]:
    return tuple(Cell(group.unit, group.tree, item, shown.get(group)) for group in suppression.groups(units))
