"""From a recurrence to moments in somebody's own zone, right across summer time: never twice, never zero.

A schedule is asked "what comes after this moment?", so nothing is lost by a late tick and nothing is planned
twice. 09:00 stays 09:00 on both sides of a change of the clock.
"""

import hmac
from collections.abc import Iterator
from datetime import date, datetime, timedelta, tzinfo

from nudges import localtime, recurrence, workdays

Recurrence = recurrence.Recurrence
RecurrenceError = recurrence.RecurrenceError
to_json = recurrence.to_json
from_json = recurrence.from_json

_WEEKDAYS = workdays.Workdays()


def occurrences(
    returns: Recurrence,
    zone: tzinfo,
    since: datetime,
    until: datetime,
    seed: bytes,
    calendar: workdays.Workdays = _WEEKDAYS,
) -> Iterator[datetime]:
    """List the moments (aware, UTC) after `since` up to and including `until`, ascending and each once.

    `seed` draws the moment inside a window, the same on every machine; `calendar` counts working days for the
    recurrences that need them.
    """
    for at in _moments_after(returns, zone, since, seed, calendar):
        if at > until:
            return
        yield at


def next_after(
    returns: Recurrence,
    zone: tzinfo,
    after: datetime,
    seed: bytes,
    calendar: workdays.Workdays = _WEEKDAYS,
) -> datetime | None:
    """Find the first moment (aware, UTC) strictly after `after`; None when nothing follows."""
    return next(_moments_after(returns, zone, after, seed, calendar), None)


def _moments_after(
    returns: Recurrence, zone: tzinfo, after: datetime, seed: bytes, calendar: workdays.Workdays
) -> Iterator[datetime]:
    last = after
    # No earlier local day has a moment to come: moments keep the order of the wall clock.
    for day in returns.days_from(localtime.day_of(after, zone), calendar):
        at = moment_on(day, returns.when, zone, seed)
        # Two local days can share one moment where a zone skipped a whole day; it counts once.
        if at > last:
            last = at
            yield at


def moment_on(day: date, when: recurrence.When, zone: tzinfo, seed: bytes) -> datetime:
    """Choose the moment (aware, UTC, whole seconds) of this local day.

    Inside a window it is HMAC-SHA256(seed, ISO day) / 2^256 of the way, so the day alone decides and a crash or
    another worker finds the same moment.
    """
    if isinstance(when, recurrence.At):
        return localtime.moment(day, when.time, zone)
    starts = localtime.moment(day, when.starts, zone)
    seconds = (localtime.moment(day, when.ends, zone) - starts) // timedelta(seconds=1)
    draw = int.from_bytes(hmac.digest(seed, day.isoformat().encode(), "sha256"))
    return starts + timedelta(seconds=draw * seconds >> 256)
