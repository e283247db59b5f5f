"""The page that lays the three wordings of each measured item side by side says what the library says."""

from pathlib import Path

import pytest

from tests.library import measured, stage

PAGE = Path(__file__).parents[2] / "docs" / "measured.md"


def test_the_page_is_current() -> None:
    """Whoever reworded an item made it anew, and so read the other two columns."""
    assert measured.page() == PAGE.read_text()


@pytest.mark.parametrize("name", stage.names())
def test_every_measured_item_is_worded_in_all_three(name: str) -> None:
    """No English is missing, none is the Dutch text itself but names, numbers and 'Project'."""
    same = {"Project"}
    missing = [
        text.place
        for node in stage.questions(name).values()
        if measured.is_measured(node)
        for text in node.texts()
        if text.form("en", "je").source == text.base and text.base not in same and not text.base.isdecimal()
    ]
    assert [] == missing


def test_the_items_for_the_team_are_all_there() -> None:
    """The four habits, the four about the lead, and the dilemma: nothing that is counted is left out."""
    page = measured.page()
    wanted = ("waarom", "resultaat", "vooruit", "samen", "dilemma", "team_waarom", "team_resultaat", "team_samen")
    assert [] == [name for name in wanted if f"## weekreflectie: {name}\n" not in page]
