"""What Bram may see of his team, and of himself."""

from datetime import date, timedelta

import pytest

from nudges import summary
from nudges.reflection import Level, Principle
from nudges.summary import Direction, Log, Sight, WindowWords

MONDAY = date(2026, 12, 7)
BLOCK = date(2026, 11, 9)
WHY, RESULT, AHEAD, TOGETHER = Principle


def _window(weeks_ago: int = 0, changed: bool = False, **bands: str | None) -> WindowWords:
    return WindowWords(BLOCK - timedelta(weeks=weeks_ago), bands, changed)


def _view(figures: summary.Summary, principle: Principle) -> summary.PrincipleView:
    return next(view for view in figures.principles if view.principle is principle)


def test_before_any_window_there_is_no_window() -> None:
    """Which looks different from too few answers."""
    figures = summary.summarise([], None, Log())
    assert {view.sight for view in figures.principles} == {Sight.NO_WINDOW}
    assert (figures.participation, figures.participation_sight) == (None, Sight.NO_WINDOW)
    assert (None, False, None) == (figures.window_opens_on, figures.team_changed, figures.coverage)
    assert (0, None) == (figures.promises_open, figures.promises_kept_within)


def test_the_last_window_shows_four_principles_in_words() -> None:
    """Shown, hidden, or not asked in it."""
    figures = summary.summarise([_window(waarom="high", resultaat=None, vooruit="low")], None, Log())
    assert [Principle.WHY, Principle.RESULT, Principle.AHEAD, Principle.TOGETHER] == [
        view.principle for view in figures.principles
    ]
    assert [Sight.SHOWN, Sight.HIDDEN, Sight.SHOWN, Sight.NO_WINDOW] == [view.sight for view in figures.principles]
    assert [Level.HIGH, None, Level.LOW, None] == [view.level for view in figures.principles]


def test_taking_part_is_a_band_of_the_last_closed_week() -> None:
    """Where that week has no band, it counts as hidden."""
    figures = summary.summarise([], WindowWords(MONDAY, {"participation": "most"}), Log())
    assert (figures.participation, figures.participation_sight) == ("most", Sight.SHOWN)
    hidden = summary.summarise([], WindowWords(MONDAY, {"participation": None}), Log())
    assert (hidden.participation, hidden.participation_sight) == (None, Sight.HIDDEN)


@pytest.mark.parametrize(
    ("bands", "direction"),
    [
        (["low", "mid"], Direction.UP),
        (["high", "mid"], Direction.DOWN),
        (["low", "high", "high"], Direction.SAME),
        (["low", None, "mid"], Direction.UP),
        (["low", None], None),
        ([None, "mid"], None),
        (["mid"], None),
    ],
)
def test_a_trend_is_a_word_between_the_last_two_shown_windows(
    bands: list[str | None], direction: Direction | None
) -> None:
    """Without a last shown level, or with only one, nothing is said."""
    weeks = range(4 * len(bands) - 4, -1, -4)
    content = [_window(ago, waarom=band) for ago, band in zip(weeks, bands, strict=True)]
    assert _view(summary.summarise(content, None, Log()), WHY).direction is direction


def test_a_trend_says_when_the_team_changed() -> None:
    """It is marked when the last window's team is another than the one before."""
    content = [_window(4, waarom="low"), _window(0, changed=True, waarom="mid")]
    assert summary.summarise(content, None, Log()).team_changed


def test_the_own_log_gives_rhythm_coverage_and_promises() -> None:
    """Nine acts, none of them on taking others along, and promises that were kept or are open."""
    acts = [(BLOCK + timedelta(days=day), principle) for day, principle in enumerate([WHY, RESULT, AHEAD] * 3)]
    log = Log(acts, [True] * 7 + [False], [2, 3, 3, 5, 8, 10, 12], [4, 6, 9])
    figures = summary.summarise([], None, log)
    assert (7, 8, 1) == (figures.rhythm.completed, figures.rhythm.eligible, figures.rhythm.longest_gap)
    assert figures.coverage == pytest.approx(0.7925, abs=5e-5)
    assert 3 == figures.promises_open
    assert figures.promises_kept_within == pytest.approx(0.78125)
    assert [3, 3, 3, 0] == [view.acts for view in figures.principles]


def test_what_is_no_longer_needed_is_neither_kept_nor_open() -> None:
    """It was watched until then, as an open one is, and is not among those that are open."""
    log = Log([], [], [2, 3, 3, 5, 8, 10, 12], [4], promises_needed_for=[6, 9])
    figures = summary.summarise([], None, log)
    assert 1 == figures.promises_open
    assert figures.promises_kept_within == pytest.approx(0.78125)


def test_the_gap_lays_the_own_log_beside_what_the_team_experienced() -> None:
    """Acts on why in three of the window's four weeks, and a team that says "soms"; older acts do not count."""
    acts = [(BLOCK + timedelta(weeks=week), WHY) for week in (-1, 0, 1, 1, 2)]
    figures = summary.summarise([_window(waarom="mid", team_waarom="mid")], None, Log(acts))
    assert 1 == _view(figures, WHY).gap
    assert _view(figures, RESULT).gap is None
    hidden = summary.summarise([_window(waarom="mid", team_waarom=None)], None, Log(acts))
    assert _view(hidden, WHY).gap is None
