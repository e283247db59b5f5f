"""`./koersvast simulate`, as a coach or an operator types it."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import main
from simulation import report, run
from simulation.run import Scenario

DOCS = Path(__file__).parents[2] / "docs"


def _typed(*words: str) -> Result:
    return CliRunner().invoke(main.app, ["simulate", *words], catch_exceptions=False)


def test_it_prints_the_report_and_writes_everything(tmp_path: Path) -> None:
    """On the screen all together and a line a person; in the file every event as well; only the bar goes beside.

    And the drawing of these weeks in the documents is what comes out, to the byte; after a change of the rhythm it is
    made anew by the same words.
    """
    file, drawing = tmp_path / "report.txt", tmp_path / "month.svg"
    asked = ("--people", "1", "--weeks", "5", "--seed", "48")
    said = _typed(*asked, "--out", str(file), "--month", str(drawing))
    lines, written = said.stdout.splitlines(), file.read_text().splitlines()
    assert 0 == said.exit_code
    assert "1 person, 5 weeks from 2026-09-07, seed 48" == lines[0] == written[0]
    assert lines == written[: len(lines)]
    assert any("\tsent\tweekreflectie reflection" in line for line in written)
    assert (DOCS / "month.svg").read_text() == drawing.read_text()


def test_a_mistake_in_what_is_tried_is_told_before_anything_is_played(tmp_path: Path) -> None:
    """With file, line, reason and remedy; and a folder that is not there is named."""
    file = tmp_path / "mine.yaml"
    file.write_text("programme: programma\ntitle: Iets\nowner: coach\nreview: 2027-06-01\nweeks: many\n")
    wrong = _typed("--programme", str(file))
    assert (1, f"koersvast: {file}:5 weeks: ") == (wrong.exit_code, wrong.stderr[: len(f"koersvast: {file}:5 weeks: ")])
    nowhere = _typed("--flows", str(tmp_path / "nowhere"))
    assert (1, f"koersvast: there is no folder {tmp_path / 'nowhere'}.\n") == (nowhere.exit_code, nowhere.stderr)


@pytest.mark.long
def test_two_halves_side_by_side_are_the_same_again() -> None:
    """More than two hundred people are played in two processes; how fast each of them is changes nothing."""
    asked = Scenario(people=202, weeks=1, seed=5)
    shares: list[float] = []
    first = report.everything(asked, run.run(asked, shares.append))
    assert first == report.everything(asked, run.run(asked))
    assert shares == sorted(shares)
    assert first.startswith("202 people, 1 week from 2026-09-07, seed 5\n")
