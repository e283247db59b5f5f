"""The extras that chance decides about: a midweek cue or none, in wording a or b, and with which probability.

For twelve weeks the probability is fixed. After that it follows what helped this one person: Thompson sampling over
two Beta distributions, a week a batch, held between .2 and .8 so that there is always something to learn from.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import exp, lgamma, log

POLICY = "extras 1"  # change it with every change of a rule below, or old draws could not be made again
NONE, CUE = "none", "cue"
WORDINGS = ("a", "b")
VARIANTS = 3  # texts inside a wording; the one used longest ago is next
FIXED_WEEKS = 12
LEAST, MOST = 0.2, 0.8
OUTCOME = "the next reflection within 7 days was answered in time"


@dataclass(frozen=True, slots=True)
class Record:
    """How often one arm was followed by what it is for, and how often not."""

    good: int = 0
    bad: int = 0


def record(values: Iterable[float | None]) -> Record:
    """Outcomes of one arm as a record; those that are missing tell nothing."""
    outcomes = [value for value in values if value is not None]
    good = sum(value >= 0.5 for value in outcomes)
    return Record(good, len(outcomes) - good)


def probability(week: int, base: float, cue: Record, none: Record) -> float:
    """Work out the probability of a cue in week `week` of taking part (1 is the first).

    A base of exactly 0 or 1 stays that for ever: it says that nothing is left to chance.
    """
    if week <= FIXED_WEEKS or base in (0.0, 1.0):
        return base
    return min(MOST, max(LEAST, better(cue, none)))


def arms(probability_of_cue: float) -> Mapping[str, float]:
    """List the arms in the order in which they are laid out over [0, 1): acted upon if u < p."""
    return {CUE: probability_of_cue, NONE: 1 - probability_of_cue}


def better(first: Record, other: Record) -> float:
    """Work out the chance that the first arm has the higher rate, both rates uniform on [0, 1] beforehand.

    P(X > Y) for X ~ Beta(a, b), Y ~ Beta(c, d) with whole numbers is the sum over i < a of
    B(c + i, b + d) / ((b + i) B(1 + i, b) B(c, d)) (Miller 2014).
    """
    a, b, c, d = first.good + 1, first.bad + 1, other.good + 1, other.bad + 1
    return sum(exp(_log_beta(c + i, b + d) - log(b + i) - _log_beta(1 + i, b) - _log_beta(c, d)) for i in range(a))


def _log_beta(x: int, y: int) -> float:
    return lgamma(x) + lgamma(y) - lgamma(x + y)
