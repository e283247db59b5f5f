"""Which habit a lead steers on in a week, and why."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nudges import topic
from nudges.reflection import Principle
from nudges.topic import LATELY, Because, ChosenTopic

MONDAY = date(2026, 12, 7)
WHY, RESULT, AHEAD, TOGETHER = Principle
DAYS = st.integers(-40, 10).map(lambda days: MONDAY + timedelta(days=days))
LOGS = st.lists(st.tuples(DAYS, st.sampled_from(Principle)), max_size=30)
LOW = st.sets(st.sampled_from(Principle))


def acts(*counts: int, weeks_ago: int = 1) -> list[tuple[date, Principle]]:
    """So many acts on each of the four, in that week."""
    day = MONDAY - timedelta(weeks=weeks_ago)
    return [(day, principle) for principle, count in zip(Principle, counts, strict=True) for _ in range(count)]


@pytest.mark.parametrize(
    ("low", "counts", "habit", "because"),
    [
        ([RESULT], (0, 9, 0, 0), RESULT, Because.LOW),
        ([RESULT, AHEAD], (3, 1, 2, 2), RESULT, Because.LEAST),
        ([], (3, 1, 2, 2), RESULT, Because.LEAST),
        ([], (1, 1, 1, 0), TOGETHER, Because.LEAST),
        ([], (0, 0, 5, 5), WHY, Because.TIED),
        ([], (2, 2, 2, 2), WHY, Because.EVEN),
        ([], (0, 0, 0, 0), WHY, Because.EMPTY),
    ],
)
def test_the_teams_one_low_habit_comes_before_the_own_log(
    low: list[Principle], counts: tuple[int, ...], habit: Principle, because: Because
) -> None:
    """One low habit decides; none, or two that are equally low, leave it to what the log has least of."""
    chosen = topic.choose(low, acts(*counts), MONDAY)
    assert because is chosen.because
    if because in (Because.LOW, Because.LEAST):
        assert habit is chosen.habit
    else:
        assert min(counts) == counts[list(Principle).index(chosen.habit)]


@given(low=LOW, log=LOGS)
def test_the_reason_is_true_of_every_log(low: set[Principle], log: list[tuple[date, Principle]]) -> None:
    """What is said of the team or of the four weeks before is so, whatever was logged when."""
    lately = Counter(principle for day, principle in log if MONDAY - LATELY <= day < MONDAY)
    chosen = topic.choose(low, log, MONDAY)
    own = lately[chosen.habit]
    others = [lately[principle] for principle in Principle if principle is not chosen.habit]
    true = {
        Because.LOW: low == {chosen.habit},
        Because.LEAST: len(low) != 1 and own < min(others),
        Because.TIED: len(low) != 1 and own == min(others) < max(others),
        Because.EVEN: len(low) != 1 and {own} == set(others) and own > 0,
        Because.EMPTY: len(low) != 1 and not lately,
    }
    assert [chosen.because] == [because for because, holds in true.items() if holds]


@given(low=LOW, log=LOGS, more=LOGS)
def test_nothing_logged_during_the_week_changes_it(
    low: set[Principle], log: list[tuple[date, Principle]], more: list[tuple[date, Principle]]
) -> None:
    """Nor anything of longer ago than the four weeks before."""
    outside = [(day, principle) for day, principle in more if not MONDAY - LATELY <= day < MONDAY]
    assert topic.choose(low, log, MONDAY) == topic.choose(low, [*log, *outside], MONDAY)


def test_who_logs_nothing_has_each_habit_in_turn() -> None:
    """Four weeks bring four habits, and the next four the same again."""
    weeks = [topic.choose((), (), MONDAY + timedelta(weeks=week)) for week in range(8)]
    assert set(Principle) == {chosen.habit for chosen in weeks[:4]}
    assert weeks[:4] == weeks[4:]
    assert isinstance(weeks[0], ChosenTopic)


def test_the_questions_of_one_habit_all_have_their_turn() -> None:
    """Another one than the week before in a row of weeks on one habit; all nine where the habits take turns."""
    row = [topic.turn(MONDAY + timedelta(weeks=week), 9) for week in range(30)]
    assert not any(one == following for one, following in pairwise(row))
    assert set(range(9)) == set(row[:12])
    assert set(range(9)) == {topic.turn(MONDAY + timedelta(weeks=4 * turn), 9) for turn in range(9)}
