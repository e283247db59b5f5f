"""The probability of an extra: fixed at first, then by what helped, and always such that it can be calculated again."""

from itertools import product
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nudges import extras, policy
from nudges.extras import Record

RECORDS = st.builds(Record, st.integers(0, 60), st.integers(0, 60))


def _by_hand(first: Record, other: Record, steps: int = 4000) -> float:
    """P(X > Y) by adding up slices of the two distributions."""

    def density(record: Record, x: float) -> float:
        n = record.good + record.bad
        return float((n + 1) * comb(n, record.good) * x**record.good * (1 - x) ** record.bad)

    below = total = 0.0
    for step in range(steps):
        x = (step + 0.5) / steps
        below += density(other, x) / steps / 2
        total += density(first, x) * below / steps
        below += density(other, x) / steps / 2
    return total


@pytest.mark.parametrize(
    ("first", "other"),
    [
        (Record(0, 0), Record(0, 0)),
        (Record(3, 1), Record(1, 3)),
        (Record(12, 2), Record(7, 7)),
        (Record(0, 5), Record(5, 0)),
    ],
)
def test_the_better_arm_is_found_as_by_hand(first: Record, other: Record) -> None:
    """The closed form agrees with slices added up."""
    assert extras.better(first, other) == pytest.approx(_by_hand(first, other), abs=1e-4)


@given(RECORDS, RECORDS)
def test_one_of_two_arms_is_better(first: Record, other: Record) -> None:
    """Both chances together are 1, equal records are a toss-up."""
    assert extras.better(first, other) + extras.better(other, first) == pytest.approx(1.0, abs=1e-9)
    assert extras.better(first, first) == pytest.approx(0.5, abs=1e-9)


@given(st.integers(1, 12), RECORDS, RECORDS)
def test_for_twelve_weeks_the_probability_is_fixed(week: int, cue: Record, none: Record) -> None:
    """It stays at its base, whatever the outcomes were."""
    assert 0.5 == extras.probability(week, 0.5, cue, none)
    assert 0.3 == extras.probability(week, 0.3, cue, none)


@given(st.integers(13, 500), RECORDS, RECORDS)
def test_after_that_it_follows_and_stays_between_two_and_eight_tenths(week: int, cue: Record, none: Record) -> None:
    """So that there is always something to learn from."""
    probability = extras.probability(week, 0.5, cue, none)
    assert 0.2 <= probability <= 0.8
    assert probability == min(0.8, max(0.2, extras.better(cue, none)))


def test_always_and_never_are_kept() -> None:
    """A base of exactly 0 or 1 is no estimate that may be replaced: not by a default, and not by what was learned."""
    for base, week in product((0.0, 1.0), (1, 12, 13, 200)):
        assert extras.probability(week, base, Record(9, 0), Record(0, 9)) == base
        assert policy.draw(extras.arms(base), 0.5).arm == (extras.CUE if base else extras.NONE)
    assert {"cue": 0.0, "none": 1.0} == policy.draw(extras.arms(0.0), 0.0).probabilities


def test_missing_outcomes_tell_nothing() -> None:
    """They count neither as good nor as bad."""
    assert Record(2, 1) == extras.record([1.0, None, 0.0, 1.0, None])
