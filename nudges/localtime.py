"""From a wall clock in somebody's zone to the one moment it means."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache

_SECOND = timedelta(seconds=1)


@lru_cache(maxsize=4096)
def moment(day: date, wall: time, zone: tzinfo) -> datetime:
    """Find the first moment (aware, UTC) at which the local clock shows at least this day and time.

    A local time that is skipped (the spring night) becomes the first existing moment after the gap; one that
    happens twice (the autumn night) means its first time. So the moments keep the order of the wall clock.
    """
    naive = datetime.combine(day, wall)
    early = naive.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if early.astimezone(zone).replace(tzinfo=None) == naive:
        return early
    late = naive.replace(tzinfo=zone, fold=1).astimezone(UTC)
    return _first_showing(naive, min(early, late), max(early, late), zone)


def _first_showing(naive: datetime, before: datetime, after: datetime, zone: tzinfo) -> datetime:
    """Halve the stretch in which the clock jumps over `naive`, to the second: zones change on whole seconds."""
    while after - before > _SECOND:
        middle = before + timedelta(seconds=(after - before) // _SECOND // 2)
        if middle.astimezone(zone).replace(tzinfo=None) < naive:
            before = middle
        else:
            after = middle
    return after


def local(at: datetime, zone: tzinfo) -> datetime:
    """Read the wall clock in the zone at this moment."""
    return at.astimezone(zone)


def day_of(at: datetime, zone: tzinfo) -> date:
    """Name the local calendar day of this moment."""
    return at.astimezone(zone).date()
