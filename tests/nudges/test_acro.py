"""A statistical office's own checker of outputs agrees that what we show may be shown.

ACRO (Semi-Automated Checking of Research Outputs) is used by research data centres. It looks at one table at a time,
so it knows nothing of siblings and of groups that overlap: what it hides we must hide, and we hide more.
"""

import logging
from random import Random

import pandas as pd
import pytest
from acro import ACRO

from nudges import disclosure, reflection
from nudges.cohort import PublishedUnit
from nudges.reflection import Level

# The checker is written for an older pandas than it installs.
pytestmark = pytest.mark.filterwarnings("ignore:::acro.*")

WHY = reflection.ITEMS["waarom"]
RULES = disclosure.DisclosureRules()


@pytest.fixture
def checker() -> ACRO:
    """The checker with our threshold in place of its own, and without its messages."""
    logging.getLogger("acro").setLevel(logging.CRITICAL)
    acro = ACRO(suppress=True)
    acro.config["safe_threshold"] = RULES.scale
    return acro


@pytest.mark.parametrize("seed", range(8))
def test_what_the_checker_hides_is_hidden(checker: ACRO, seed: int) -> None:
    """Twelve teams side by side, of whom more or fewer answered."""
    chance = Random(seed)  # noqa: S311 - made-up teams
    units = [_team(number, chance.randint(6, 14)) for number in range(12)]
    answers = {
        person: [chance.choice(list(Level))]
        for unit in units
        for person in sorted(unit.cohort)[: chance.randint(0, len(unit.cohort))]
    }
    shown = {cell.unit for cell in disclosure.close(units, WHY, answers, RULES) if cell.shown}
    assert shown
    assert shown <= _passed(checker, units, answers)


def test_the_checker_alone_would_show_two_groups_that_differ_by_one_person(checker: ACRO) -> None:
    """Why a threshold is not enough: each group is large, and their difference is Anna."""
    with_anna, without = (
        PublishedUnit(1, None, frozenset(range(9)), frozenset({1})),
        PublishedUnit(2, None, frozenset(range(1, 9)), frozenset({2})),
    )
    answers = {person: [Level.MID] for person in range(9)}
    assert {1, 2} == _passed(checker, [with_anna, without], answers)
    assert 1 == sum(cell.shown for cell in disclosure.close([with_anna, without], WHY, answers, RULES))


def _team(number: int, size: int) -> PublishedUnit:
    return PublishedUnit(number, None, frozenset(range(number * 100, number * 100 + size)), frozenset({number}))


def _passed(checker: ACRO, units: list[PublishedUnit], answers: dict[int, list[Level]]) -> set[int]:
    """The teams whose count the checker lets through."""
    rows = [(unit.id, "waarom") for unit in units for person in unit.cohort if person in answers]
    frame = pd.DataFrame(rows, columns=["team", "item"])
    table = checker.crosstab(frame.team, frame.item)
    return {int(team) for team in table.dropna(how="all").index}
