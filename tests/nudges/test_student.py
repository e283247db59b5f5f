"""Student's t, beside an independent calculation."""

import pytest
from scipy import stats

from study import student


@pytest.mark.parametrize("df", [1, 2, 3, 4, 5, 28, 29, 143, 1000])
def test_the_distribution_agrees_with_an_independent_calculation(df: int) -> None:
    """Odd and even degrees of freedom, both sides of zero."""
    for t in (-40.0, -2.5, -0.3, 0.0, 0.7, 1.96, 12.0):
        assert stats.t.cdf(t, df) == pytest.approx(student.cdf(t, df), abs=1e-12)


@pytest.mark.parametrize("df", [1, 2, 3, 28, 308])
def test_a_quantile_is_where_its_share_lies_below(df: int) -> None:
    """Also far out, and at the median."""
    for p in (0.001, 0.025, 0.2, 0.5, 0.8, 0.975, 0.9999):
        assert stats.t.ppf(p, df) == pytest.approx(student.quantile(p, df), rel=1e-9, abs=1e-9)


def test_what_is_no_distribution_is_refused() -> None:
    """No degrees of freedom, or a share outside 0 … 1."""
    with pytest.raises(ValueError, match="at least one"):
        student.cdf(1.0, 0)
    for p in (0.0, 1.0):
        with pytest.raises(ValueError, match="between 0 and 1"):
            student.quantile(p, 3)


def test_with_very_many_degrees_of_freedom_it_is_the_normal_distribution() -> None:
    """From ten thousand on, to a four-thousandth."""
    assert stats.t.ppf(0.975, 10_000) == pytest.approx(student.quantile(0.975, 10_000), abs=2.5e-4)
