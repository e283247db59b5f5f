"""Coming back on what was agreed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nudges import closure
from nudges.closure import Outcome


def _outcomes(done: int, partly: int, not_: int, none: int, unanswered: int) -> list[Outcome]:
    counts = zip(Outcome, (done, partly, not_, none, unanswered, 0), strict=True)
    return [outcome for outcome, count in counts for _ in range(count)]


def test_follow_up_and_enactment_stand_side_by_side() -> None:
    """Ten due: four done, two partly, one not, one without opportunity, two unanswered."""
    figures = closure.closure(_outcomes(4, 2, 1, 1, 2))
    assert (10, 1) == (figures.due, figures.no_opportunity)
    assert figures.follow_up == pytest.approx(0.8)
    assert figures.enactment == pytest.approx(5 / 7)


def test_without_plans_nothing_is_said() -> None:
    """No plan due: neither share exists. Only plans without opportunity: they were followed up, not enacted."""
    assert closure.closure([]) == closure.Closure(0, None, None, 0)
    assert closure.closure(_outcomes(0, 0, 0, 2, 0)) == closure.Closure(2, 1.0, None, 2)


def test_promises_that_are_still_open_count_as_long_as_they_were_watched() -> None:
    """Closed after 2, 3, 3, 5, 8, 10 and 12 days, open at 4, 6 and 9; the share of closed ones would say .60."""
    curve = closure.closing_curve([2, 3, 3, 5, 8, 10, 12], [4, 6, 9])
    assert curve.at(5) == pytest.approx(0.4167, abs=5e-5)
    assert curve.at(10) == pytest.approx(0.78125)
    assert 0 == curve.at(1)
    assert 1 == curve.at(12)


def test_the_curve_agrees_with_the_leukaemia_trial() -> None:
    """Freireich 1963, the 6-MP arm, as textbooks on survival work it."""
    relapsed = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    watched = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    curve = closure.closing_curve(relapsed, watched)
    survival = [1 - curve.at(week) for week in (6, 7, 10, 13, 16, 22, 23, 35)]
    expected = [0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482, 0.4482]
    assert expected == pytest.approx(survival, abs=5e-5)


def test_without_promises_there_is_no_curve() -> None:
    """Nor where none was closed."""
    assert 0 == closure.closing_curve([], []).at(10)
    assert 0 == closure.closing_curve([], [3, 4]).at(10)


@given(st.lists(st.integers(0, 60), max_size=30), st.lists(st.integers(0, 60), max_size=30))
def test_the_curve_rises_and_is_the_plain_share_when_nothing_is_open(closed: list[int], still_open: list[int]) -> None:
    """Never falls, stays within 0 and 1; without open promises it is the share closed by then."""
    curve = closure.closing_curve(closed, still_open)
    shares = [curve.at(day) for day in range(62)]
    assert shares == sorted(shares)
    assert all(0 <= share <= 1 + 1e-12 for share in shares)
    if closed:
        plain = closure.closing_curve(closed, [])
        assert plain.at(20) == pytest.approx(sum(day <= 20 for day in closed) / len(closed))
