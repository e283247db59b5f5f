"""Which case somebody gets: of their work and the habit at hand, never one they met, and only now and then."""

from datetime import UTC, datetime, timedelta

import pytest

from nudges import cases
from nudges.cases import WorkCase
from nudges.reflection import Principle

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
WHY, AHEAD = Principle.WHY, Principle.AHEAD
DESK, LETTERS = frozenset(("balie",)), frozenset(("brieven", "balie"))
ALL = (
    WorkCase("paspoort", WHY, DESK),
    WorkCase("bellen", WHY, LETTERS),
    WorkCase("foto", AHEAD, DESK),
    WorkCase("stoep", WHY, frozenset(("wijk",))),
)


def chosen(work: str, habit: Principle, *met: str, seed: str = "anna") -> str | None:
    case = cases.choose(ALL, work, habit, met, seed)
    return None if case is None else case.key


def test_a_case_is_of_the_persons_work_and_of_the_habit() -> None:
    """Nobody at the front desk reads about a pavement, and nobody who looks back on why reads about ahead."""
    assert {"paspoort", "bellen"} == {chosen("balie", WHY, seed=str(seed)) for seed in range(40)}
    assert "foto" == chosen("balie", AHEAD)


def test_a_case_that_was_met_does_not_come_again() -> None:
    """Neither what was refused nor what was of use; when all were met there is none, and no other takes its place."""
    assert "bellen" == chosen("balie", WHY, "paspoort")
    assert chosen("balie", WHY, "paspoort", "bellen") is None
    assert chosen("zorg", WHY) is None


def test_the_choice_can_be_made_again() -> None:
    """The same seed gives the same case, in whatever order the file has them."""
    assert cases.choose(ALL, "balie", WHY, (), "x") == cases.choose(reversed(ALL), "balie", WHY, (), "x")


@pytest.mark.parametrize(
    ("week", "days", "due"), [(1, None, False), (2, None, True), (9, 20, False), (9, 21, True), (0, None, False)]
)
def test_a_case_comes_now_and_then(week: int, days: int | None, due: bool) -> None:
    """Not in the first week, and three weeks after the last one at the soonest."""
    last = None if days is None else NOW - timedelta(days=days)
    assert due is cases.is_due(week, last, NOW)
