"""A new flow is whole from the first moment, and takes the place of nothing that is there."""

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from bot.cli import flows_check, flows_new, flows_test
from flows import check, loader

DAY = date(2028, 2, 29)


@pytest.fixture
def page() -> Console:
    """A console that can be read back."""
    return Console(file=StringIO(), width=200, highlight=False)


def printed(page: Console) -> str:
    assert isinstance(page.file, StringIO)
    return page.file.getvalue()


def test_a_new_flow_passes_the_check_without_a_word(tmp_path: Path, page: Console) -> None:
    """In all its languages, for a year to come; also when it is begun on a leap day."""
    assert 0 == flows_new.begin("koffie", tmp_path / "eigen", today=DAY, console=page)
    flow = loader.shelf([tmp_path / "eigen"]).flow("koffie")
    assert [] == check.check(flow, DAY)
    assert (date(2029, 2, 28), {"en", "u"}) == (flow.review, set(flow.catalogues))
    assert 0 == flows_check.check([tmp_path / "eigen"], today=DAY, console=page)


def test_its_tests_pass_and_reach_all_of_it(tmp_path: Path, page: Console) -> None:
    """An example to go on from."""
    flows_new.begin("koffie", tmp_path, today=DAY, console=page)
    assert 0 == flows_test.play([str(tmp_path / "koffie.yaml")], least=100, console=page)


def test_nothing_is_overwritten(tmp_path: Path, page: Console) -> None:
    """Neither a flow nor its tests."""
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "koffie.yaml").write_text("van mij")
    assert 1 == flows_new.begin("koffie", tmp_path, today=DAY, console=page)
    assert "is there already" in printed(page)
    assert ["tests"] == [path.name for path in tmp_path.iterdir()]
    assert "van mij" == (tmp_path / "tests" / "koffie.yaml").read_text()


def test_a_name_that_will_not_do_is_told(tmp_path: Path, page: Console) -> None:
    """And one that takes the place of ours is pointed out."""
    assert 1 == flows_new.begin("Mijn Flow", tmp_path, today=DAY, console=page)
    assert "cannot be a flow" in printed(page)
    assert 0 == flows_new.begin("waarom", tmp_path, today=DAY, console=page)
    assert "There is a waarom of ours" in printed(page)
