"""The benchmark of the engine plays what it says it plays, and a session stays small."""

from benchmarks import engine
from benchmarks.dialogue import TURNS


def test_everybody_s_turns_are_played() -> None:
    """Three people have a turn for the command and one for each question; a session fits in 1 kB."""
    times = engine.five_questions(3)
    assert 3 * TURNS == len(times.cpu) == len(times.wall)
    assert 0 < times.largest <= 1000


def test_a_deep_session_is_small() -> None:
    """After 200 answers on one path a session still fits in 1 kB."""
    assert 0 < engine.at_depth().size <= 1000
