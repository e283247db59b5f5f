"""What can be seen at all."""

import math

import pytest
from scipy import stats

from study import power
from study.power import Design


@pytest.mark.parametrize(("weeks", "people"), [(12, 310), (26, 145), (52, 74)])
def test_five_points_need_hundreds_of_people(weeks: int, people: int) -> None:
    """At a base of 50 %, a chance of .5 and an availability of .85, with 80 % power."""
    assert people == power.people_needed(Design(weeks), 0.05)


@pytest.mark.parametrize(("weeks", "points"), [(12, 16.6), (26, 11.3)])
def test_thirty_people_show_only_large_effects(weeks: int, points: float) -> None:
    """The smallest effect that they can show is that of the table, in percentage points."""
    assert points == pytest.approx(100 * power.detectable(Design(weeks), 30), abs=0.05)


def test_the_power_is_that_of_the_noncentral_distribution() -> None:
    """With the people that are needed, an exact calculation gives 80 % too."""
    design = Design(26)
    people = power.people_needed(design, 0.05)
    df, shift = people - 2, 0.05 * math.sqrt(people * design.information)
    assert 0.8 == pytest.approx(stats.nct.sf(stats.t.ppf(0.975, df), df, shift), abs=0.005)


def test_one_person_fewer_is_too_few() -> None:
    """The number is the smallest that does."""
    design = Design(12)
    assert power.detectable(design, 310) <= 0.05 < power.detectable(design, 309)


def test_where_nothing_varies_nothing_is_seen() -> None:
    """Nobody available, always acting, or two people."""
    assert math.inf == power.detectable(Design(12, available=0.0), 30)
    assert math.inf == power.detectable(Design(12, probability=1.0), 30)
    assert math.inf == power.detectable(Design(12), 2)
    with pytest.raises(ValueError, match="cannot be seen"):
        power.people_needed(Design(12, probability=0.0), 0.05)
    with pytest.raises(ValueError, match="cannot be seen"):
        power.people_needed(Design(12), 0.0)
    with pytest.raises(ValueError, match="no number of people"):
        power.people_needed(Design(1), 1e-7)
