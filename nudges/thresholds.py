"""Which thresholds hold from which day: a lower one only after people could hear of it, and a higher one at once."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import date, datetime, timedelta

from nudges import windows, workdays
from nudges.disclosure import DisclosureRules

NOTICE = timedelta(days=14)  # so that most leave does not hide it
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Step:
    """The organisation's word: these thresholds hold for windows that open on that day or later."""

    rules: DisclosureRules
    on: date
    said_at: datetime


def first(rules: DisclosureRules, now: datetime) -> tuple[Step, ...]:
    """Make the thresholds with which everything begins."""
    return (Step(rules, date.min, now),)


def agree(steps: Sequence[Step], wanted: DisclosureRules, today: date, now: datetime) -> tuple[Step, ...]:
    """Add a step once the organisation wants these thresholds; change nothing where it wants what it wanted before."""
    if wanted != steps[-1].rules and _nobody_noticed(steps, today):
        steps = steps[:-1]
    last = steps[-1].rules
    if wanted == last:
        return tuple(steps)
    if lowered(last, wanted):
        on = windows.next_opening(windows.WindowKind.PARTICIPATION, today + NOTICE - _DAY)
    else:
        on = steps[-1].on if lowered(holding(steps, today), wanted) else today
    return (*steps, Step(wanted, on, now))


def _nobody_noticed(steps: Sequence[Step], today: date) -> bool:
    """Say whether the last step raised what held already and no window opened since: to undo it is no lowering."""
    if len(steps) < 2:
        return False
    before, last = steps[-2], steps[-1]
    raised = not lowered(before.rules, last.rules) and before.on <= last.on <= today
    return raised and workdays.monday_of(today) < last.on


def holding(steps: Sequence[Step], day: date) -> DisclosureRules:
    """Find the thresholds of windows that open on this day: the last word that is about it."""
    return [step.rules for step in steps if step.on <= day][-1]


def strictest(*rules: DisclosureRules) -> DisclosureRules:
    """Take the highest of each threshold."""
    return DisclosureRules(*(max(numbers) for numbers in zip(*map(astuple, rules), strict=True)))


def lowered(before: DisclosureRules, after: DisclosureRules) -> bool:
    """Say whether any threshold is lower than before."""
    return strictest(before, after) != after


def expected(steps: Sequence[Step], since: datetime) -> DisclosureRules:
    """Find what somebody goes by who knows what was said until that moment; what was raised since held for them too."""
    said = sum(step.said_at <= since for step in steps) or 1
    return strictest(*(step.rules for step in steps[said - 1 : max(said, len(steps) - 1)]))


def taken_back(steps: Sequence[Step], since: datetime) -> bool:
    """Say whether the last that was said until that moment did not hold yet when something else was said."""
    number = sum(step.said_at <= since for step in steps)
    return 0 < number < len(steps) and steps[number - 1].on > steps[number].said_at.date()


def without_old(steps: Sequence[Step], before: datetime) -> tuple[Step, ...]:
    """Drop the steps that another one followed before that moment."""
    later = [step for step in steps[1:] if step.said_at >= before]
    return tuple(steps[len(steps) - len(later) - 1 :])
