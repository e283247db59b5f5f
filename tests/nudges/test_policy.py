"""Decisions by chance that anybody can make again."""

import hmac
from collections import Counter
from fractions import Fraction

import pytest

from nudges import policy

KEY = b"the key of the study"


def test_a_draw_can_be_made_again_by_hand() -> None:
    """HMAC-SHA256 of version, pseudonym and decision, as a share of 2^256."""
    digest = hmac.new(KEY, b"2026-1|anna|reflection/2026-W48/deepen", "sha256").hexdigest()
    exact = Fraction(int(digest, 16), 2**256)
    u = policy.chance(KEY, "2026-1", "anna", "reflection/2026-W48/deepen")
    assert 0 <= exact - Fraction(u) < Fraction(1, 2**53)


def test_every_part_of_a_draw_matters() -> None:
    """Another key, version, person or decision is another draw; the same is the same."""
    draws = {
        policy.chance(KEY, "1", "anna", "a"),
        policy.chance(b"another key", "1", "anna", "a"),
        policy.chance(KEY, "2", "anna", "a"),
        policy.chance(KEY, "1", "daan", "a"),
        policy.chance(KEY, "1", "anna", "b"),
    }
    assert 5 == len(draws)
    assert policy.chance(KEY, "1", "anna", "a") in draws


def test_the_parts_of_a_draw_cannot_run_into_each_other() -> None:
    """Two decisions must never share a draw because of where a line fell."""
    with pytest.raises(ValueError, match=r"hold no '\|'"):
        policy.chance(KEY, "1|anna", "b", "c")


def test_draws_are_spread_evenly() -> None:
    """Ten thousand draws in ten bins: chi-square below the 99.9 % point of nine degrees of freedom."""
    bins = Counter(int(policy.chance(KEY, "1", "anna", str(step)) * 10) for step in range(10_000))
    assert set(bins) == set(range(10))
    assert sum((count - 1000) ** 2 / 1000 for count in bins.values()) < 27.88


@pytest.mark.parametrize(("u", "arm"), [(0.0, "cue"), (0.4999, "cue"), (0.5, "none"), (0.9999999, "none")])
def test_an_arm_is_drawn_where_u_falls_on_its_stretch(u: float, arm: str) -> None:
    """Acted upon if u < p."""
    assert policy.draw({"cue": 0.5, "none": 0.5}, u) == policy.Draw(arm, {"cue": 0.5, "none": 0.5}, u)


def test_a_probability_of_zero_survives_and_is_never_drawn() -> None:
    """It is kept as exactly 0.0, first or last, also at the edges of u."""
    for u in (0.0, 0.5, 1 - 2**-53):
        first = policy.draw({"cue": 0.0, "none": 1.0}, u)
        last = policy.draw({"none": 1.0, "cue": 0.0}, u)
        assert first.arm == last.arm == "none"
        assert 0.0 == first.probabilities["cue"]


@pytest.mark.parametrize("probabilities", [{}, {"a": 0.5}, {"a": 1.2, "b": -0.2}, {"a": 0.7, "b": 0.7}])
def test_probabilities_that_are_none_are_refused(probabilities: dict[str, float]) -> None:
    """They lie between 0 and 1 and add up to 1."""
    with pytest.raises(ValueError, match="add up to 1"):
        policy.draw(probabilities, 0.5)


def test_a_rounding_error_in_the_sum_still_draws_an_arm() -> None:
    """Ten times a tenth stays a little below 1 in floats."""
    tenths = {str(arm): 0.1 for arm in range(10)}
    assert "9" == policy.draw(tenths, 1 - 2**-53).arm
