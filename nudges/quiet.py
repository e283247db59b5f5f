"""Quiet hours: which times of a working day are left, and where a moment goes that falls into them."""

from collections.abc import Iterable
from datetime import time, timedelta
from itertools import pairwise

from nudges.person import TimeSpan


def is_open(wall: time, hours: TimeSpan, quiet: Iterable[TimeSpan]) -> bool:
    """Say whether a local time lies within somebody's hours and outside their quiet ones."""
    return wall in hours and not any(wall in span for span in quiet)


def fitting(wall: time, hours: TimeSpan, quiet: Iterable[TimeSpan]) -> time:
    """Find the first open local time from this one on, else half an hour before its end; itself where none is open."""
    spans = tuple(quiet)
    later = [edge for edge in (wall, *_edges(hours, spans)) if edge >= wall and is_open(edge, hours, spans)]
    if later:
        return min(later)
    before = (_before(edge, minutes) for edge in sorted(_edges(hours, spans), reverse=True) for minutes in (30, 1))
    return next((one for one in before if is_open(one, hours, spans)), wall)


def longest(starts: time, ends: time, quiet: Iterable[TimeSpan]) -> tuple[time, time] | None:
    """Find the longest part of a stretch of one day that is not quiet, the first of equals; None if all of it is."""
    if starts >= ends:
        return None
    spans = tuple(quiet)
    edges = sorted({starts, ends, *(at for at in _edges(TimeSpan(starts, ends), spans) if starts < at < ends)})
    parts: list[tuple[time, time]] = []
    for first, last in pairwise(edges):
        if any(first in span for span in spans):
            continue
        if parts and parts[-1][1] == first:
            first = parts.pop()[0]  # two parts that touch are one
        parts.append((first, last))
    return max(parts, key=lambda part: _minutes(part[1]) - _minutes(part[0]), default=None)


def _edges(hours: TimeSpan, quiet: Iterable[TimeSpan]) -> list[time]:
    return [edge for span in (hours, *quiet) for edge in (span.starts, span.ends)]


def _minutes(wall: time) -> float:
    return timedelta(hours=wall.hour, minutes=wall.minute, seconds=wall.second) / timedelta(minutes=1)


def _before(wall: time, minutes: int) -> time:
    whole = max(0, int(_minutes(wall)) - minutes)
    return time(whole // 60, whole % 60)
