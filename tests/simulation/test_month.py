"""One person's weeks as a drawing: it shows what came, and why something did not."""

from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest

from simulation import month
from simulation.people import Manner
from simulation.run import Result, Scenario
from simulation.watch import WatchedEvent

ASKED = Scenario(people=2, weeks=5, seed=1)


def _event(day: int, hour: int, what: str, detail: str = "", who: str = "P001") -> WatchedEvent:
    return WatchedEvent(datetime(2026, 9, day, hour, tzinfo=UTC), who, what, detail)


EVENTS = [
    _event(10, 7, "sent", "weekreflectie reflection"),
    _event(11, 7, "reminded", "weekreflectie"),
    _event(11, 8, "answered", "weekreflectie answered"),
    _event(15, 8, "sent", "waarom cue"),
    _event(15, 9, "skipped", "waarom declined"),
    _event(17, 7, "sent", "weekreflectie reflection"),
    _event(21, 6, "away", "until 2026-09-28"),
    _event(21, 7, "expired", "weekreflectie"),
    _event(24, 7, "skipped", "weekreflectie away"),
    _event(24, 8, "sent", "weekreflectie reflection", who="P002"),
]
RESULT = Result([("P002", Manner.SILENT), ("P001", Manner.ON_LEAVE)], EVENTS, [], {}, 0, 0, 0)


def test_it_tells_what_came_and_why_something_did_not() -> None:
    """In local time, of one person alone; what was declined is told where it was sent."""
    drawn = ElementTree.fromstring(month.draw(ASKED, RESULT))  # noqa: S314 - our own
    described = drawn.findtext("{*}desc")
    assert (
        "Thursday 10 September: 09:00 reflection. Friday 11 September: 09:00 reminder. "
        "Tuesday 15 September: 10:00 waarom, declined. Thursday 17 September: 09:00 reflection. "
        "Thursday 24 September, away: 09:00 reflection: away."
    ) == described
    squares = [one.get("class") for one in drawn.iter() if one.tag.endswith("}rect")]
    assert (28, 8) == (squares.count("cell"), squares.count("away"))  # one of them in the legend
    shapes = [one.get("class") for one in drawn.iter() if one.tag.endswith(("}circle", "}path"))]
    # Answered, reminder, declined, no answer, passed over; then the legend.
    assert ["full", "full", "open", "open", "open"] == shapes[:5]
    assert ["full", "open", "full", "open"] == shapes[5:]


def test_somebody_who_does_not_take_part_is_not_drawn() -> None:
    """And it is said who does."""
    with pytest.raises(month.NobodyOfThatName, match="There is no P009; P001 to P002 take part"):
        month.draw(ASKED, RESULT, "P009")
