"""Lines of steering of a lead: one question for one colleague, and what came of it; seen by that lead alone.

A line is one row of the lead's log, so that it is kept, told and forgotten as the rest of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from nudges import line
from nudges.closure import Outcome
from nudges.line import LineMove, LineState, NotedMove, Standing
from store import steering_log
from store.database import Transaction
from store.steering_log import ACT, LINE, LogContent, LoggedMove, LogPlace


@dataclass(frozen=True, slots=True)
class SteeringLine:
    """One line: its habit, the key of its question (`own`: the words are in `text`), the case, and where it stands."""

    id: int
    habit: str
    question: str
    text: str | None
    case: str | None
    standing: Standing

    @property
    def is_open(self) -> bool:
        """Say whether it goes on; one whose words are gone cannot."""
        return self.standing.state in line.OPEN and not (self.question == line.OWN_QUESTION and self.text is None)


def begin(
    db: Transaction,
    person_id: int,
    now: datetime,
    today: date,
    place: LogPlace,
    *,
    habit: str,
    question: str,
    text: str | None = None,
    case: str | None = None,
    day: date | None = None,
) -> int:
    """Begin a line with the question that was chosen; one that is still open is dropped. Returns its number."""
    still_open = open_line(db, person_id)
    if still_open is not None:
        move(db, person_id, still_open.id, LineMove.DROP, now, today, place)
    chosen = LoggedMove(LineMove.CHOOSE, today, place.session_id, place.node, day=day)
    logged = LogContent(LINE, place.node, principle=habit, text=text, question=question, case=case, moves=[chosen])
    return steering_log.add(db, person_id, logged, now, place)


def move(
    db: Transaction,
    person_id: int,
    line_id: int,
    line_move: LineMove,
    now: datetime,
    today: date,
    place: LogPlace,
    *,
    value: str | None = None,
    promise_id: int | None = None,
    day: date | None = None,
) -> bool:
    """Note a move in one's own line; False, and nothing, where the line is not theirs or goes on no more.

    A move that does not fit where the line stands is noted as well: it fits once going back takes away what was noted
    before it.
    """
    for row, logged in steering_log.read(db, (ACT.c.id == line_id) & (ACT.c.person_id == person_id)):
        stands = line.standing(map(_moved, logged.moves))
        if logged.kind == LINE and stands is not None and stands.state in line.OPEN:
            logged.moves.append(LoggedMove(line_move, today, place.session_id, place.node, value, promise_id, day))
            steering_log.put_back(db, row, logged, acted_at=now)
            return True
    return False


def lines(db: Transaction, person_id: int) -> Sequence[SteeringLine]:
    """List every line of this lead, oldest first."""
    logged = steering_log.read(db, ACT.c.person_id == person_id)
    promises = {str(row.id): content for row, content in logged if content.kind == "promise"}
    listed = [_line(row, content, promises) for row, content in logged if content.kind == LINE]
    return [each for each in listed if each is not None]


def open_line(db: Transaction, person_id: int) -> SteeringLine | None:
    """Find the line that goes on, if there is one."""
    return next((each for each in reversed(lines(db, person_id)) if each.is_open), None)


def _line(row: Any, logged: LogContent, promises: dict[str, LogContent]) -> SteeringLine | None:
    stands = line.standing(map(_moved, logged.moves))
    if stands is None:
        return None
    if stands.state is LineState.PROMISED:
        stands = replace(stands, state=_as_promised(promises.get(stands.promise or "")))
    return SteeringLine(row.id, logged.principle or "", logged.question or "", logged.text, logged.case, stands)


def _as_promised(promise: LogContent | None) -> LineState:
    """Say where a line stands that led to this promise: it is closed with it."""
    if promise is not None and promise.closed_at is None and promise.text is not None:
        return LineState.PROMISED
    is_unneeded = promise is not None and promise.closed_as == Outcome.NOT_NEEDED
    return LineState.DROPPED if is_unneeded else LineState.CLOSED


def _moved(logged: LoggedMove) -> NotedMove:
    value = logged.value if logged.promise_id is None else str(logged.promise_id)
    return NotedMove(LineMove(logged.move), logged.on, value, logged.day)
