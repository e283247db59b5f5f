"""What a study can see at all, to be said before any estimate is shown.

With a constant chance to act and an outcome of yes or no, one person tells T·a·p(1−p)/b(1−b) for T decisions,
availability a and base b (Liao et al. 2016, a constant effect). The smallest effect that is seen with the given power
is (t[1−α/2] + t[power])·SE (Bloom 1995), with N − 2 degrees of freedom.
"""

import math
from dataclasses import dataclass

from study import student

ALPHA = 0.05
POWER = 0.8
_MOST_PEOPLE = 1_000_000


@dataclass(frozen=True, slots=True)
class Design:
    """What is decided how often: `decisions` a person, the share `available`, the chance to act, the base rate."""

    decisions: float
    available: float = 0.85
    probability: float = 0.5
    base: float = 0.5

    @property
    def information(self) -> float:
        """Say how much one person tells: 1 / (SE² · N)."""
        spread = self.base * (1 - self.base)
        return self.decisions * self.available * self.probability * (1 - self.probability) / spread


def multiplier(df: int, power: float = POWER) -> float:
    """Say how many standard errors an effect must be to be seen with this power, two-sided at 5 %."""
    return student.quantile(1 - ALPHA / 2, df) + student.quantile(power, df)


def detectable(design: Design, people: int, power: float = POWER) -> float:
    """Find the smallest difference in shares that so many people can show; infinite where nothing can be seen."""
    if people < 3 or design.information <= 0:
        return math.inf
    return multiplier(people - 2, power) / math.sqrt(people * design.information)


def people_needed(design: Design, effect: float, power: float = POWER) -> int:
    """Say how many people can show a difference in shares of `effect`; ValueError where no number can."""
    if effect == 0 or design.information <= 0:
        raise ValueError("an effect of nothing, or a decision that is never taken, cannot be seen")
    low, high = 2, 4
    while detectable(design, high, power) > abs(effect):
        low, high = high, high * 2
        if high > _MOST_PEOPLE:
            raise ValueError("no number of people that exists can show so small an effect")
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if detectable(design, middle, power) <= abs(effect) else (middle, high)
    return high
