"""What a lead steers on in a week: one habit, why that one, and which of its questions has its turn."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from nudges.reflection import Principle

LATELY = timedelta(weeks=4)  # before the week itself: what is logged during it does not change it half-way


class Because(StrEnum):
    """Why it is this habit; each has a sentence of its own."""

    OPEN = "open"  # the lead's own line of steering is about it, and goes on
    LOW = "low"  # the only habit that stands on low in what was published
    LEAST = "least"  # the lead's own log of the four weeks before has least of it
    TIED = "tied"  # as little as of some other; this one has its turn
    EVEN = "even"  # as much as of each other; this one has its turn
    EMPTY = "empty"  # there is nothing in those four weeks; this one has its turn


@dataclass(frozen=True, slots=True)
class ChosenTopic:
    """The habit of a week, and why."""

    habit: Principle
    because: Because


def choose(low: Collection[Principle], acts: Sequence[tuple[date, Principle]], monday: date) -> ChosenTopic:
    """Choose the habit of the week of this Monday: the one that the team's published words show low, if it is one;
    else the one that the lead's own log of the four weeks before has least of."""
    if len(set(low)) == 1:
        return ChosenTopic(next(iter(low)), Because.LOW)
    lately = Counter(principle for day, principle in acts if monday - LATELY <= day < monday)
    fewest = min(lately[principle] for principle in Principle)
    least = [principle for principle in Principle if lately[principle] == fewest]
    return ChosenTopic(max(least, key=lambda principle: _waited(principle, monday)), _because(least, fewest))


def _because(least: Sequence[Principle], fewest: int) -> Because:
    if len(least) == len(Principle):
        return Because.EVEN if fewest else Because.EMPTY
    return Because.TIED if len(least) > 1 else Because.LEAST


def _waited(principle: Principle, monday: date) -> int:
    """Weeks since its turn, where the habits take turns."""
    return (_week(monday) - list(Principle).index(principle)) % len(Principle)


def turn(monday: date, questions: int) -> int:
    """Choose which of so many questions of a habit this week has, from 0: other than the week before and than the last
    time where the habits take turns."""
    week = _week(monday)
    return (week + week // len(Principle)) % questions


def _week(monday: date) -> int:
    return (monday.toordinal() - 1) // 7
