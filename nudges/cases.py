"""Which case from the work somebody gets, if any: of their kind of work and the habit at hand, never one they met."""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from nudges.reflection import Principle

BETWEEN = timedelta(weeks=3)  # a case takes the place of an open question now and then, not each time
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
