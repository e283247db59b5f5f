"""The fixed periods over which results are published once: blocks of four weeks, and single weeks for taking part.

The blocks are the same for the whole organisation, counted from one Monday, so that no two windows of one kind
overlap in part: results of shifted periods could be subtracted from each other.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from nudges import localtime, workdays

_FIRST_MONDAY = date(2026, 1, 5)
_CLOSING_DELAY = 3  # working days, in which reminders are answered and answers corrected


class WindowKind(StrEnum):
    """What a window is about; stored by value."""

    CONTENT = "content"
    PARTICIPATION = "participation"


_LENGTH = {WindowKind.CONTENT: timedelta(weeks=4), WindowKind.PARTICIPATION: timedelta(weeks=1)}


@dataclass(frozen=True, slots=True)
class Window:
    """From the Monday it opens up to, not including, the Monday it closes; moments are aware, UTC.

    An answer belongs to the window in which its question was due; it counts when it came before `publish_at`.
    """

    kind: WindowKind
    opens_on: date
    closes_on: date
    opens_at: datetime
    closes_at: datetime
    publish_at: datetime


def opened_on(kind: WindowKind, day: date) -> date:
    """Find the Monday on which the window that holds this day opened."""
    length = _LENGTH[kind]
    return _FIRST_MONDAY + (day - _FIRST_MONDAY) // length * length


def next_opening(kind: WindowKind, day: date) -> date:
    """Find the first Monday after this day on which a window opens: a team that suffices today begins then."""
    return opened_on(kind, day) + _LENGTH[kind]


def window(kind: WindowKind, opens_on: date, zone: tzinfo, calendar: workdays.Workdays) -> Window:
    """Make the window that opens on this Monday, in the organisation's zone and working days.

    It is published when three whole working days have gone by after its last day. ValueError for a day on which
    no window of this kind opens.
    """
    if opened_on(kind, opens_on) != opens_on:
        raise ValueError(f"no {kind} window opens on {opens_on}")
    closes_on = opens_on + _LENGTH[kind]
    return Window(
        kind,
        opens_on,
        closes_on,
        opens_at=_midnight(opens_on, zone),
        closes_at=_midnight(closes_on, zone),
        publish_at=_midnight(_published_on(closes_on, calendar), zone),
    )


def _midnight(day: date, zone: tzinfo) -> datetime:
    return localtime.moment(day, time(0), zone)


def _published_on(closes_on: date, calendar: workdays.Workdays) -> date:
    day = closes_on - timedelta(days=1)
    for _ in range(_CLOSING_DELAY):
        day = calendar.after(day)
    return day + timedelta(days=1)
