"""Writes down what a lead's conversation does to their line of steering, and when the bot asks about it again."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from bot.leads import questions
from bot.rhythm import own_rhythm
from bot.turns.turn import Turn
from nudges.line import OWN_QUESTION, LineMove
from store import lines, steering
from store.lines import SteeringLine
from store.steering_log import LogPlace

_WEEK = timedelta(weeks=1)
_ASKED_AGAIN = frozenset((LineMove.CHOOSE, LineMove.ASK, LineMove.NOT_YET, LineMove.HINDER))
"""moves after which the bot comes back on the line itself; after a promise it comes back on that"""


def note(turn: Turn, fields: Mapping[str, Any], place: LogPlace) -> None:
    """Make the move that a flow asks for; where no day was chosen the bot asks again in a week. What does not fit the
    line as it stands changes nothing."""
    move, today = LineMove(fields["move"]), turn.local_now.date()
    day = date.fromisoformat(str(fields["day"])[:10]) if fields.get("day") else today + _WEEK
    if move is LineMove.CHOOSE:
        line_id = _begun(turn, fields, today, day, place)
    else:
        line = lines.open_line(turn.db, turn.person.id)
        if line is None:
            return
        line_id = line.id
        _move(turn, line, move, fields, today, day, place)
    if move in _ASKED_AGAIN:
        own_rhythm.ask_on(turn.db, turn.person, line_id, day, turn.now)


def _begun(turn: Turn, fields: Mapping[str, Any], today: date, day: date, place: LogPlace) -> int:
    question = str(fields["question"])
    is_on_shelf = questions.find(turn.runtime.library, question) is not None
    return lines.begin(
        turn.db,
        turn.person.id,
        turn.now,
        today,
        place,
        habit=str(fields["habit"]),
        question=question if is_on_shelf else OWN_QUESTION,
        text=None if is_on_shelf else question,
        case=fields.get("case") or None,
        day=day,
    )


def _move(
    turn: Turn, line: SteeringLine, move: LineMove, fields: Mapping[str, Any], today: date, day: date, place: LogPlace
) -> None:
    promise_id = _promised(turn, line, fields, day, place) if move is LineMove.PROMISE else None
    lines.move(
        turn.db,
        turn.person.id,
        line.id,
        move,
        turn.now,
        today,
        place,
        value=fields.get("value"),
        promise_id=promise_id,
        day=day,
    )


def _promised(turn: Turn, line: SteeringLine, fields: Mapping[str, Any], day: date, place: LogPlace) -> int:
    """Log the promise to which a line leads; it comes back on its day."""
    promise_id = steering.log(
        turn.db, turn.person.id, "promise", turn.now, place, principle=line.habit, text=fields.get("text"), due_on=day
    )
    own_rhythm.follow_up(turn.db, turn.person, promise_id, day, turn.now)
    return promise_id
