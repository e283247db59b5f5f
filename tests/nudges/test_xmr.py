"""Signal or noise."""

import random

import pytest

from nudges import xmr
from nudges.xmr import ChartRule

LEAP = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]
# Small waves around zero whose limits lie well outside, to add a pattern to.
CALM = [1.0, -1.0, 1.0, -1.0, 1.0, -1.0, 1.0, -1.0, 1.0, -1.0]


def test_a_leap_does_not_widen_the_limits_that_should_show_it() -> None:
    """Screened, the limits are 4.60 and -.72; unscreened 6.95 and -3.06."""
    screened, plain = xmr.chart(LEAP), xmr.chart(LEAP, screened=False)
    assert (4.60, -0.72) == pytest.approx((screened.upper, screened.lower), abs=5e-3)
    assert (6.95, -3.06) == pytest.approx((plain.upper, plain.lower), abs=5e-3)
    assert (4,) == screened.signals[ChartRule.OUTSIDE]


@pytest.mark.parametrize(
    ("values", "fine"),
    [
        (LEAP, True),
        ([2, 2, 3, 2, 2, 3, 3, 3, 4, 2, 3, 4, 3, 2, 4, 3, 3], False),
        ([0, 0, 1, 0, 0, 0, 1, 0], False),
        ([0, 0, 0, 9, 0, 0, 0, 0], True),
        ([4, 4, 4, 4], False),
        ([0.2, 0.5, 0.3, 0.4], True),
        ([12.25, 12.26, 12.25, 12.25, 12.25], False),
    ],
)
def test_steps_that_are_coarse_beside_what_varies_make_no_chart(values: list[float], fine: bool) -> None:
    """The upper limit of the moving range is three steps or more: of whole numbers, tenths, hundredths."""
    assert fine == xmr.is_fine_enough(values)


def test_a_calm_chart_shows_nothing() -> None:
    """Rules without points are left out."""
    assert {} == dict(xmr.chart(CALM).signals)


def test_limits_are_266_mean_moving_ranges_from_the_mean() -> None:
    """NIST/SEMATECH e-Handbook 6.3.2.2: ten flow rates, mean 50.81, mean moving range 1.8778."""
    flow = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]
    chart = xmr.chart(flow)
    assert chart.mean == pytest.approx(50.81)
    assert (45.8146, 55.8054) == pytest.approx((chart.lower, chart.upper), abs=2e-2)


def test_a_run_of_eight_on_one_side() -> None:
    """Eight weeks above the mean, and seven are not enough."""
    assert xmr.chart([*[3.0, 2.0] * 4, *[-3.0, -2.0] * 4]).signals[ChartRule.RUN] == tuple(range(16))
    assert ChartRule.RUN not in xmr.chart([*[3.0, 2.0] * 3, 3.0, *[-3.0, -2.0] * 3, -3.0]).signals


def test_seven_rising_or_falling() -> None:
    """Seven points each above the last; a standstill breaks it."""
    wave = [0.0, 8.0, 0.0, 8.0]
    assert xmr.chart([*wave, 1, 2, 3, 4, 5, 6, 7, *wave]).signals[ChartRule.TREND] == tuple(range(4, 11))
    assert xmr.chart([*wave, 7, 6, 5, 4, 3, 2, 1, *wave[1:]]).signals[ChartRule.TREND] == tuple(range(3, 11))
    assert ChartRule.TREND not in xmr.chart([*wave, 1, 2, 3, 4, 4, 5, 6, 7, *wave]).signals


def test_two_of_three_in_the_outer_third() -> None:
    """On the same side; one on each side is nothing."""
    base = CALM + CALM
    chart = xmr.chart([*base, 5.0, 0.0, 5.0, *base], screened=False)
    assert chart.mean + (chart.upper - chart.mean) * 2 / 3 < 5.0 < chart.upper
    assert (20, 22) == chart.signals[ChartRule.OUTER_THIRD]
    assert ChartRule.OUTER_THIRD not in xmr.chart([*base, 5.0, 0.0, -5.0, *base], screened=False).signals


def test_a_series_that_stands_still_is_no_signal() -> None:
    """No limits of no width: neither for a constant, nor for one that moved once."""
    assert {} == dict(xmr.chart([3.0] * 12).signals)
    once = xmr.chart([3.0] * 11 + [4.0])
    assert once.upper > once.lower


def test_a_chart_needs_two_values() -> None:
    """One value has no moving range."""
    with pytest.raises(ValueError, match="two values"):
        xmr.chart([1.0])


def _alarms(series: int, seed: int) -> float:
    """The share of stable series of 20 points that show a signal all the same."""
    chance = random.Random(seed)  # noqa: S311  a simulation, no secret
    return sum(bool(xmr.chart([chance.gauss() for _ in range(20)]).signals) for _ in range(series)) / series


def test_a_stable_chart_alarms_about_once_in_eight() -> None:
    """What is told beside every signal is true of this chart."""
    assert _alarms(3000, seed=7) == pytest.approx(xmr.FALSE_ALARMS_OF_20, abs=0.02)


@pytest.mark.long
def test_a_stable_chart_alarms_about_once_in_eight_at_length() -> None:
    """The same with many more series, to half a hundredth."""
    assert _alarms(100_000, seed=11) == pytest.approx(xmr.FALSE_ALARMS_OF_20, abs=0.005)
