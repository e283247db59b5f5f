"""From decisions by chance to what they show, beginning with what they could show at all; never about one person."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from study import estimate, power, relative
from study.estimate import Effect, Rows, TooLittle
from study.power import Design

LEAST_PEOPLE = 10  # with fewer, a figure about all of them says too much about each
MOST_UNSEEN = 0.10  # an effect this large must have been visible before anything is concluded
TEN_WEEKS = 10.0
_EXTREME = 0.05  # a base nearer to 0 or 1 than this makes a design look better than it is


@dataclass(frozen=True, slots=True)
class Observation:
    """One decision: whose, whether the arm in question came out, its probability, and what came of it.

    `outcome` is 0 to 1, or None: then `missing` says why, or None where it is not known yet. `week` is that of
    taking part.
    """

    person: str
    acted: bool
    probability: float
    eligible: bool
    available: bool
    outcome: float | None
    missing: str | None = None
    week: float = 0.0

    @property
    def asked(self) -> bool:
        """Say whether chance decided about somebody who could be spoken to."""
        return self.eligible and self.available and 0 < self.probability < 1


@dataclass(frozen=True, slots=True)
class Counts:
    """How many people and decisions there are, and why not all of them tell something."""

    people: int
    decisions: int
    not_eligible: int
    unavailable: int
    certain: int  # probability 0 or 1
    missing: Mapping[str, int]
    not_known_yet: int
    used: int


@dataclass(frozen=True, slots=True)
class Findings:
    """What there is to say; shares are 0 to 1, `ratio` is on the scale of the logarithm."""

    counts: Counts
    design: Design
    foreseen: float  # the smallest effect that so many people and decisions can show
    effect: Effect | None = None
    ratio: Effect | None = None
    change: Effect | None = None  # of the effect, in ten weeks of taking part

    @property
    def detectable(self) -> float:
        """Find the smallest effect that could be seen: the worse of what was foreseen and what the spread allowed."""
        return self.foreseen if self.effect is None else max(self.foreseen, self.effect.detectable)

    @property
    def conclusive(self) -> bool:
        """Say whether anything may be concluded."""
        return self.effect is not None and self.detectable <= MOST_UNSEEN


def learn(decided: Sequence[Observation], by_week: bool = False) -> Findings:
    """Learn all that these decisions show; `by_week` also asks whether the effect changes while people take part."""
    counts, used = count(decided), [one for one in decided if one.asked and one.outcome is not None]
    design = designed(decided)
    foreseen = power.detectable(design, len({one.person for one in used}))
    if len({one.person for one in used}) < LEAST_PEOPLE:
        return Findings(counts, design, foreseen)
    rows = _rows(used, by_week=False)
    try:
        effect = estimate.wcls(rows).effect()
    except TooLittle:
        return Findings(counts, design, foreseen)
    return Findings(counts, design, foreseen, effect, _ratio(rows), _change(used) if by_week else None)


def count(decided: Iterable[Observation]) -> Counts:
    """Count every decision exactly once, but for `people` and `decisions`."""
    every = list(decided)
    eligible = [one for one in every if one.eligible]
    reached = [one for one in eligible if one.available]
    asked = [one for one in reached if one.asked]
    missing = Counter(one.missing for one in asked if one.outcome is None and one.missing is not None)
    return Counts(
        people=len({one.person for one in eligible}),
        decisions=len(every),
        not_eligible=len(every) - len(eligible),
        unavailable=len(eligible) - len(reached),
        certain=len(reached) - len(asked),
        missing=dict(sorted(missing.items())),
        not_known_yet=sum(one.outcome is None and one.missing is None for one in asked),
        used=sum(one.outcome is not None for one in asked),
    )


def designed(decided: Iterable[Observation]) -> Design:
    """Describe what was decided how often, with the share of decisions that can tell something as the availability."""
    eligible = [one for one in decided if one.eligible]
    used = [one for one in eligible if one.asked and one.outcome is not None]
    if not used:
        return Design(decisions=0, available=0.0)
    people = len({one.person for one in eligible})
    base = sum(one.outcome or 0.0 for one in used) / len(used)
    return Design(
        decisions=len(eligible) / people,
        available=len(used) / len(eligible),
        probability=sum(one.probability for one in used) / len(used),
        base=min(1 - _EXTREME, max(_EXTREME, base)),
    )


def _rows(used: Sequence[Observation], *, by_week: bool) -> Rows:
    """As the estimators take them: the week of taking part is a control, and with `by_week` a moderator too."""
    numbers = {person: number for number, person in enumerate(sorted({one.person for one in used}))}
    week = np.array([one.week / TEN_WEEKS for one in used])
    ones = np.ones(len(used))
    # A control that is the same for everybody is no control, and would leave the equations without a solution.
    control = np.column_stack([ones, week]) if np.ptp(week) > 0 else ones[:, None]
    return Rows(
        np.array([numbers[one.person] for one in used]),
        np.ones(len(used), dtype=bool),
        np.array([one.acted for one in used]),
        np.array([one.probability for one in used]),
        np.array([np.nan if one.outcome is None else one.outcome for one in used]),
        control,
        np.column_stack([ones, week]) if by_week else ones[:, None],
    )


def _ratio(rows: Rows) -> Effect | None:
    try:
        return relative.emee(rows).effect()
    except TooLittle:
        return None


def _change(used: Sequence[Observation]) -> Effect | None:
    try:
        return estimate.wcls(_rows(used, by_week=True)).effect((0.0, 1.0))
    except TooLittle:
        return None
