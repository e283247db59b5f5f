"""The benchmark of the engine plays what it says it plays, and a session stays small."""

from pathlib import Path

from benchmarks import engine, installation, twelve_weeks
from benchmarks.dialogue import TURNS


def test_everybody_s_turns_are_played() -> None:
    """Three people have a turn for the command and one for each question; a session fits in 1 kB."""
    times = engine.five_questions(3)
    assert 3 * TURNS == len(times.cpu) == len(times.wall)
    assert 0 < times.largest <= 1000


def test_a_deep_session_is_small() -> None:
    """After 200 answers on one path a session still fits in 1.1 kB."""
    assert 0 < engine.at_depth().size <= 1100


def test_twelve_weeks_of_one_person_are_lived_to_their_end(tmp_path: Path) -> None:
    """Also when at some moment nothing is due and nobody is about to do anything; a goal that holds is asked after in
    every other week."""
    times = twelve_weeks.run(installation.make_settings(tmp_path))
    assert times.prompts >= twelve_weeks.WEEKS / 2
    assert times.answers >= 5 * times.prompts
