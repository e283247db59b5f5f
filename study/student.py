"""Student's t distribution for whole degrees of freedom, in closed form; from 10,000 on it is the normal one."""

import math
from statistics import NormalDist

_MANY = 10_000  # degrees of freedom: the quantiles differ by less than a four-thousandth from there on
_HALVINGS = 200  # far more than a float can tell apart


def cdf(t: float, df: int) -> float:
    """P(T <= t) for `df` >= 1 degrees of freedom; Abramowitz & Stegun 26.7.3 (odd) and 26.7.4 (even)."""
    if df < 1:
        raise ValueError("Student's t needs at least one degree of freedom")
    if df >= _MANY:
        return NormalDist().cdf(t)
    angle = math.atan(abs(t) / math.sqrt(df))
    within = _odd(angle, df) if df % 2 else _even(angle, df)
    return 0.5 + math.copysign(within / 2, t)


def _odd(angle: float, df: int) -> float:
    total, term = 0.0, math.cos(angle)
    for step in range(1, df - 1, 2):
        total += term
        term *= math.cos(angle) ** 2 * (step + 1) / (step + 2)
    return 2 / math.pi * (angle + math.sin(angle) * total)


def _even(angle: float, df: int) -> float:
    total, term = 0.0, 1.0
    for step in range(0, df, 2):
        total += term
        term *= math.cos(angle) ** 2 * (step + 1) / (step + 2)
    return math.sin(angle) * total


def quantile(p: float, df: int) -> float:
    """Find the t that a share `p` (0 < p < 1) of the distribution lies below."""
    if not 0 < p < 1:
        raise ValueError("a quantile is asked for a share between 0 and 1")
    low, high = -1.0, 1.0
    while cdf(low, df) > p:
        low *= 2
    while cdf(high, df) < p:
        high *= 2
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if cdf(middle, df) < p else (low, middle)
        if high - low <= 1e-13 * max(1.0, abs(high)):
            break
    return (low + high) / 2
