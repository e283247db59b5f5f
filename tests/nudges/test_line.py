"""Where a line of steering stands, from the moves that were made in it."""

from datetime import date
from itertools import product

import pytest

from nudges import line
from nudges.line import LineMove, LineState, NotedMove

MONDAY = date(2026, 11, 23)
FRIDAY = date(2026, 11, 27)


def after(*moves: LineMove) -> line.Standing | None:
    """Where a line stands after these moves of one day."""
    return line.standing([NotedMove(LineMove.CHOOSE, MONDAY), *(NotedMove(move, MONDAY) for move in moves)])


@pytest.mark.parametrize(
    ("moves", "state"),
    [
        ([], LineState.CHOSEN),
        ([LineMove.NOT_YET, LineMove.HINDER, LineMove.NOT_YET], LineState.CHOSEN),
        ([LineMove.ASK], LineState.ASKED),
        ([LineMove.ASK, LineMove.HEAR, LineMove.PROMISE], LineState.PROMISED),
        ([LineMove.ASK, LineMove.HEAR, LineMove.CLOSE], LineState.CLOSED),
        ([LineMove.NOT_YET, LineMove.DROP], LineState.DROPPED),
        ([LineMove.ASK, LineMove.PROMISE, LineMove.DROP], LineState.DROPPED),
    ],
)
def test_a_line_goes_its_way(moves: list[LineMove], state: LineState) -> None:
    """Chosen, asked, promised and closed, or dropped on the way."""
    standing = after(*moves)
    assert standing is not None
    assert state is standing.state


def test_a_move_that_does_not_fit_changes_nothing() -> None:
    """From every state that moves reach, each of the eight moves leads on or leaves it exactly as it stands."""
    for moves in product(LineMove, repeat=3):
        before, then = after(*moves[:2]), after(*moves)
        assert before is not None
        assert then is not None
        if before.state not in line.OPEN:
            assert before == then


def test_nothing_but_a_choice_begins_a_line() -> None:
    """Moves without a question that was chosen are of no line."""
    for move in LineMove:
        assert (move is LineMove.CHOOSE) == (line.standing([NotedMove(move, MONDAY)]) is not None)


def test_not_yet_is_counted_until_it_goes_on() -> None:
    """What stands in the way keeps the count; asking ends it."""
    twice = after(LineMove.NOT_YET, LineMove.NOT_YET, LineMove.HINDER)
    asked = after(LineMove.NOT_YET, LineMove.NOT_YET, LineMove.ASK)
    assert twice is not None
    assert asked is not None
    assert (2, 0) == (twice.misses, asked.misses)


def test_a_line_knows_the_newest_of_what_was_said() -> None:
    """The day of the last move that named one, what was heard, what hindered and the promise."""
    moves = [
        NotedMove(LineMove.CHOOSE, MONDAY, day=MONDAY),
        NotedMove(LineMove.NOT_YET, MONDAY, day=FRIDAY),
        NotedMove(LineMove.HINDER, MONDAY, "agenda"),
        NotedMove(LineMove.ASK, FRIDAY),
        NotedMove(LineMove.HEAR, FRIDAY, "vergeten"),
        NotedMove(LineMove.PROMISE, FRIDAY, "7", FRIDAY),
    ]
    assert FRIDAY == getattr(line.standing(moves[:3]), "day", None)
    assert line.Standing(LineState.PROMISED, MONDAY, FRIDAY, 0, "vergeten", "agenda", "7") == line.standing(moves)
