"""Coming back on what was agreed: plans looked back on, and promises kept open or closed."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """How a plan or a promise went; stored by value."""

    DONE = "done"
    PARTLY = "partly"
    NOT = "not"
    NO_OPPORTUNITY = "no_opportunity"
    UNANSWERED = "unanswered"
    NOT_NEEDED = "not_needed"  # a promise that nobody waits for any more: neither kept nor broken


@dataclass(frozen=True, slots=True)
class Closure:
    """Follow-up and enactment in [0, 1] (None where nothing counts), shown together with "kwam niet voor"."""

    due: int
    follow_up: float | None
    enactment: float | None
    no_opportunity: int


def closure(outcomes: Iterable[Outcome]) -> Closure:
    """F = answered / due; C = (done + partly / 2) / (done + partly + not), over the plans due in a window."""
    counts = Counter(outcomes)
    due = counts.total()
    tried = counts[Outcome.DONE] + counts[Outcome.PARTLY] + counts[Outcome.NOT]
    return Closure(
        due=due,
        follow_up=(due - counts[Outcome.UNANSWERED]) / due if due else None,
        enactment=(counts[Outcome.DONE] + counts[Outcome.PARTLY] / 2) / tried if tried else None,
        no_opportunity=counts[Outcome.NO_OPPORTUNITY],
    )


@dataclass(frozen=True, slots=True)
class ClosingCurve:
    """A step function: from each of `days` on, this share of promises was closed."""

    days: tuple[int, ...]
    shares: tuple[float, ...]

    def at(self, day: int) -> float:
        """Read off the share closed within this many working days."""
        index = bisect_right(self.days, day)
        return self.shares[index - 1] if index else 0.0


def closing_curve(closed: Sequence[int], still_open: Sequence[int]) -> ClosingCurve:
    """F(t) = 1 - S(t) by Kaplan and Meier (1958), over promises closed after, or open since, so many working days.

    An open promise counts as long as it was watched and no longer: the share of closed ones alone flatters who
    promises much at the end. One that is no longer needed was watched until then, and stands among the open ones.
    """
    remaining, days, shares = 1.0, sorted(set(closed)), []
    for day in days:
        at_risk = sum(each >= day for each in closed) + sum(each >= day for each in still_open)
        remaining *= 1 - closed.count(day) / at_risk
        shares.append(1 - remaining)
    return ClosingCurve(tuple(days), tuple(shares))
