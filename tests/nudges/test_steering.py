"""The measures of consistent steering, against worked values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nudges import steering
from nudges.reflection import Level, Principle

WHY, RESULT, AHEAD, TOGETHER = Principle
YES, NO, NONE = True, False, None


def _acts(*counts: int) -> dict[Principle, int]:
    return dict(zip(Principle, counts, strict=True))


def test_the_trend_of_twelve_kept_weeks() -> None:
    """It reaches a half after five weeks, three quarters after ten."""
    expected = [0.129449, 0.242142, 0.340246, 0.425651, 0.5, 0.564725]
    expected += [0.621071, 0.670123, 0.712825, 0.75, 0.782362, 0.810535]
    assert expected == pytest.approx(steering.trends([YES] * 12), abs=5e-7)


def test_weeks_that_are_not_eligible_leave_the_trend_untouched() -> None:
    """Two weeks of leave in the middle."""
    expected = [0.129449, 0.242142, 0.242142, 0.242142, 0.340246, 0.296201, 0.387308]
    assert expected == pytest.approx(steering.trends([YES, YES, NONE, NONE, YES, NO, YES]), abs=5e-7)


def test_rhythm_is_told_as_so_many_of_so_many() -> None:
    """7 van 8 weken, with the longest gap; a trend from eight eligible weeks on."""
    weeks = [YES, YES, NONE, YES, NO, YES, YES, YES, YES]
    rhythm = steering.rhythm(weeks)
    assert (7, 8, 1) == (rhythm.completed, rhythm.eligible, rhythm.longest_gap)
    assert rhythm.trend == steering.trends(weeks)[-1]
    assert steering.rhythm(weeks[:-1]).trend is None


def test_leave_does_not_break_a_gap_and_does_not_lengthen_it() -> None:
    """Two missed weeks around leave are a gap of two."""
    assert 2 == steering.rhythm([YES, NO, NONE, NO, YES, NO]).longest_gap
    assert steering.rhythm([]) == steering.Rhythm(0, 0, 0, None)


@pytest.mark.parametrize(
    ("enrolled", "working_days", "delivered", "completed", "expected"),
    [
        (True, 3, True, True, True),
        (True, 3, True, False, False),
        (False, 3, True, True, None),
        (True, 0, True, True, None),
        (True, 3, False, False, None),
    ],
)
def test_a_week_is_eligible_when_it_could_have_been_kept(
    enrolled: bool, working_days: int, delivered: bool, completed: bool, expected: bool | None
) -> None:
    """Enrolled, with a working day, and the prompt delivered."""
    counted = steering.week(enrolled=enrolled, working_days=working_days, delivered=delivered, completed=completed)
    assert counted is expected


@given(st.lists(st.sampled_from([True, False, None]), max_size=60))
def test_a_rhythm_stays_within_its_bounds(weeks: list[bool | None]) -> None:
    """Counts add up and the trend is a share."""
    rhythm = steering.rhythm(weeks)
    assert rhythm.longest_gap <= rhythm.eligible - rhythm.completed
    assert all(0 <= r < 1 for r in steering.trends(weeks))


@pytest.mark.parametrize(
    ("counts", "evenness"), [((5, 5, 5, 5), 1), ((10, 5, 3, 2), 0.8714), ((17, 1, 1, 1), 0.4238), ((8, 0, 0, 0), 0)]
)
def test_coverage_is_the_evenness_of_acts(counts: tuple[int, ...], evenness: float) -> None:
    """One when spread evenly, near zero when all are of one principle."""
    assert steering.coverage(_acts(*counts)) == pytest.approx(evenness, abs=5e-5)


def test_coverage_says_nothing_below_eight_acts() -> None:
    """Seven acts are too few."""
    assert steering.coverage(_acts(2, 2, 2, 1)) is None
    assert steering.coverage({}) is None


def test_congruence_is_a_difference_in_levels() -> None:
    """Much logged and little experienced is a gap of two; not knowing one of them is not knowing."""
    assert 2 == steering.gap(Level.HIGH, Level.LOW)
    assert -1 == steering.gap(Level.LOW, Level.MID)
    assert steering.gap(None, Level.MID) is None
    assert steering.gap(Level.MID, None) is None


@pytest.mark.parametrize(
    ("weeks", "level"), [(0, Level.LOW), (1, Level.LOW), (2, Level.MID), (3, Level.HIGH), (4, Level.HIGH)]
)
def test_the_own_log_gives_a_level_in_thirds(weeks: int, level: Level) -> None:
    """The number of four weeks with an act decides it, and without weeks there is none."""
    assert steering.own_level(weeks, 4) is level
    assert steering.own_level(0, 0) is None
