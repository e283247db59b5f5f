"""Signal or noise: the individuals chart with its limits and four rules (Shewhart; Wheeler, Understanding Variation).

For the lead's own weekly acts and for entered outside measures; a team's published cells never become a chart of
means. A chart without any change still gives a signal in about one of eight series of 20 points, so a signal is
worded "mogelijk signaal" and stands beside that figure (`FALSE_ALARMS_OF_20`).
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from types import MappingProxyType

_LIMIT = 2.66  # 3 / 1.128: three sigma from the mean moving range of two
_SCREEN = 3.267  # the upper limit of a moving range, in mean moving ranges
_COARSE = 3  # steps: below it, a moving range has three possible values within its limit
_RUN = 8
_TREND = 7
# The share of stable (normal) series of 20 points with at least one signal, found by playing 250,000 of them.
FALSE_ALARMS_OF_20 = 0.126


class ChartRule(StrEnum):
    """Why points are a possible signal."""

    OUTSIDE = "outside"
    RUN = "run"
    TREND = "trend"
    OUTER_THIRD = "outer_third"


@dataclass(frozen=True, slots=True)
class Chart:
    """The mean, the limits, and per rule the indexes of the points that break it; rules without points are left out."""

    mean: float
    lower: float
    upper: float
    signals: Mapping[ChartRule, tuple[int, ...]]


def chart(values: Sequence[float], screened: bool = True) -> Chart:
    """Mean ± 2.66 x the mean moving range of values in order of time; ValueError below two values.

    Screening leaves out moving ranges of at least 3.267 x their mean first, so that one leap does not widen the
    limits that should show it.
    """
    if len(values) < 2:
        raise ValueError("a chart needs two values")
    ranges = [abs(after - before) for before, after in pairwise(values)]
    if screened:
        ranges = _screen(ranges)
    mean, width = _mean(values), _LIMIT * _mean(ranges)
    deviations = [(value - mean) / width if width else 0.0 for value in values]
    signals = {rule: find(deviations) for rule, find in _RULES.items()}
    broken = {rule: points for rule, points in signals.items() if points}
    return Chart(mean, mean - width, mean + width, MappingProxyType(broken))


def is_fine_enough(values: Sequence[float]) -> bool:
    """Say whether values differ in small enough steps for a chart; ValueError below two values.

    Steps are too coarse where a moving range can only be 0, 1 or 2 of them within its own limit (Wheeler and Chambers,
    Understanding Statistical Process Control, on inadequate measurement units: for ranges of two, three possible
    values or fewer). Limits of such a chart are too narrow: 72 % of stable series of 20 counts with a mean of 0.3 give
    a signal, 36 % at a mean of 1; of those that pass 20 % do, at any mean up to 3 (2,000 Poisson series of each).
    """
    if len(values) < 2:
        raise ValueError("steps need two values")
    ranges = _screen([abs(after - before) for before, after in pairwise(values)])
    return _SCREEN * _mean(ranges) >= _COARSE * _step(values)


def _step(values: Sequence[float]) -> float:
    """Find the finest unit in which the values are written: 1, a tenth or a hundredth."""
    return next((step for step in (1.0, 0.1) if all(_is_in(step, value) for value in values)), 0.01)


def _is_in(step: float, value: float) -> bool:
    return math.isclose(value, round(value / step) * step)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _screen(ranges: list[float]) -> list[float]:
    """Keep the ranges below the edge, unless only standstill would be left: limits of no width say nothing."""
    edge = _SCREEN * _mean(ranges)
    below = [each for each in ranges if each < edge]
    return below if any(below) else ranges


def _outside(deviations: Sequence[float]) -> tuple[int, ...]:
    return tuple(index for index, deviation in enumerate(deviations) if abs(deviation) > 1)


def _run(deviations: Sequence[float]) -> tuple[int, ...]:
    return _points(_runs([_sign(deviation) for deviation in deviations], _RUN), _RUN)


def _trend(deviations: Sequence[float]) -> tuple[int, ...]:
    ends = _runs([_sign(after - before) for before, after in pairwise(deviations)], _TREND - 1)
    return _points({end + 1 for end in ends}, _TREND)


def _outer_third(deviations: Sequence[float]) -> tuple[int, ...]:
    thirds = [_sign(deviation) if abs(deviation) > 2 / 3 else 0 for deviation in deviations]
    indexes: set[int] = set()
    for start in range(len(deviations) - 2):
        for side in (1, -1):
            there = [index for index in range(start, start + 3) if thirds[index] == side]
            indexes.update(there if len(there) >= 2 else ())
    return tuple(sorted(indexes))


def _sign(difference: float) -> int:
    return (difference > 0) - (difference < 0)


def _runs(signs: Sequence[int], length: int) -> set[int]:
    """Find the last indexes of every stretch of this length with one sign; zero has none."""
    ends = range(length - 1, len(signs))
    return {end for end in ends if abs(sum(signs[end - length + 1 : end + 1])) == length}


def _points(ends: set[int], length: int) -> tuple[int, ...]:
    return tuple(sorted({index for end in ends for index in range(end - length + 1, end + 1)}))


_RULES: Mapping[ChartRule, Callable[[Sequence[float]], tuple[int, ...]]] = MappingProxyType(
    {ChartRule.OUTSIDE: _outside, ChartRule.RUN: _run, ChartRule.TREND: _trend, ChartRule.OUTER_THIRD: _outer_third}
)
