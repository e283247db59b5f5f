"""Which case from the work somebody gets, if any: of their kind of work and the habit at hand, never one they met.

And how a case is received: in words, and never of fewer than five people.
"""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from nudges import bands
from nudges.bands import ShareBand
from nudges.reflection import Principle

BETWEEN = timedelta(weeks=3)  # a case takes the place of an open question now and then, not each time
_MOST_MONTHS = 12
_FIRST_WEEK = 2  # of the programme: the first reflection is for getting to know its own questions


@dataclass(frozen=True, slots=True)
class WorkCase:
    """One case: its key, the habit it belongs to, and the kinds of work that it fits."""

    key: str
    habit: Principle
    work: frozenset[str]


def is_due(week: int, last_met: datetime | None, now: datetime) -> bool:
    """Say whether a case may take the place of an open question in this working week of the programme."""
    return week >= _FIRST_WEEK and (last_met is None or now - last_met >= BETWEEN)


def choose(cases: Iterable[WorkCase], work: str, habit: Principle, met: Collection[str], seed: str) -> WorkCase | None:
    """Choose the case for somebody with this kind of work; None where they met all of them. Each `seed` has an order
    of its own, so that colleagues do not all get the same one in the same week."""
    fitting = [case for case in cases if work in case.work and case.habit is habit and case.key not in met]
    return min(fitting, key=lambda case: _place(seed, case.key), default=None)


def _place(seed: str, key: str) -> bytes:
    return hashlib.sha256(f"{seed} {key}".encode()).digest()


def closed_months(today: date, keep_days: int) -> tuple[date, date]:
    """Give the first day of the closed months that are told, and the day after them: twelve at most, and no longer than
    verdicts are kept, for within that time nobody meets one case twice."""
    until = first = today.replace(day=1)
    for _ in range(_MOST_MONTHS):
        before = (first - timedelta(days=1)).replace(day=1)
        if (until - before).days > keep_days:
            break
        first = before
    return first, until


def reception(useful: int, not_for_me: int) -> ShareBand | None:
    """Say how many of those who spoke of a case had use for it, as a band; None where fewer than five spoke."""
    spoke = useful + not_for_me
    return None if bands.people(spoke) is None else bands.share(useful, spoke)
