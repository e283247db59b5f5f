"""Reads the days off in an iCalendar file; of whatever gives no day it is said which event that is, and why."""

import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from bot.rhythm import calendar_event
from bot.rhythm.calendar_event import CalendarEvent, Name, Unclear
from bot.rhythm.calendar_lines import Written, WrittenCalendar, sheets

_DAY = timedelta(days=1)


class NoDayReason(StrEnum):
    """Names why an event that can be read gives no day."""

    CANCELLED = "cancelled"
    SHORT = "takes too little of a day"
    OUTSIDE = "repeats on other days only"
    OLDER = "an older version"


@dataclass(frozen=True, slots=True)
class DaySpan:
    """Bounds the days over which repeats are written out, both included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(slots=True)
class Contents:
    """Holds the days in a file with their titles, and what is to be said of its events. ``read``: how many gave days;
    ``refused``: which cannot be read, and why; ``zones``: those that nobody knows, read as the organisation's; ``cut``:
    the end of the file is missing."""

    days: list[tuple[date, str]] = field(default_factory=list)
    read: int = 0
    passed: dict[NoDayReason, list[Name]] = field(default_factory=lambda: {why: [] for why in NoDayReason})
    tentative: list[Name] = field(default_factory=list)
    refused: list[tuple[Name, str]] = field(default_factory=list)
    zones: set[str] = field(default_factory=set)
    cut: bool = False

    @property
    def empty(self) -> bool:
        return not (self.read or self.refused or any(self.passed.values()))


def read(content: bytes, zone: ZoneInfo, span: DaySpan) -> Contents:
    """Read all days off in a file, in the organisation's zone. Raises calendar_lines.NoCalendar."""
    from icalendar.timezone import tzp

    contents = Contents()
    for sheet in sheets(content):
        contents.cut = contents.cut or sheet.cut
        tzp.use_default()  # forgets the zones that another calendar described
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the library's, about the names of zones: those nobody knows are told
            _describe_zones(sheet)
            for alike in _alike(sheet.events):
                for series in _series(_readable(contents, sheet, alike, zone), contents):
                    _add(contents, series, zone, span)
    return contents


def _describe_zones(sheet: WrittenCalendar) -> None:
    """Teach the library the zones that the file describes; it asks them for names that it does not know itself."""
    from icalendar import Calendar

    for described in sheet.zones:
        try:
            Calendar.from_ical(f"BEGIN:VCALENDAR\r\n{described}END:VCALENDAR\r\n")
        except Exception:  # noqa: S112 - whatever it stumbles over: the zone stays unknown, and that is told
            continue


def _alike(events: Iterable[Written]) -> Iterable[list[Written]]:
    """Group events by what they go by among programs: one that repeats, and its occurrences moved or cancelled."""
    together: dict[str, list[Written]] = {}
    for event in events:
        together.setdefault(event.first("UID") or f"\0{event.number}", []).append(event)
    return together.values()


def _readable(
    contents: Contents, sheet: WrittenCalendar, alike: Iterable[Written], zone: ZoneInfo
) -> list[CalendarEvent]:
    """List those that can be read and count; note the others. A cancelled occurrence counts: it leaves a day out."""
    events = []
    for written in alike:
        try:
            event = calendar_event.read(written, zone)
        except Unclear as why:
            contents.refused.append((calendar_event.name(written), str(why)))
            continue
        if event.cancelled or sheet.cancels:
            contents.passed[NoDayReason.CANCELLED].append(event.name)
        if not sheet.cancels and (event.is_part or not event.cancelled):
            events.append(event)
    return events


def _series(alike: Sequence[CalendarEvent], contents: Contents) -> Iterator[list[CalendarEvent]]:
    """List an event with its parts; each of several whole events that some program gave the same name; parts whose
    whole is not in the file, one by one."""
    whole, parts = ([event for event in alike if event.is_part is part] for part in (False, True))
    newest = max((event.sequence for event in whole), default=0)
    contents.passed[NoDayReason.OLDER] += [event.name for event in whole if event.sequence < newest]
    current = [event for event in whole if event.sequence == newest]
    if current:
        yield [current[0], *parts]
    yield from ([event] for event in (current[1:] if current else parts))


def _add(contents: Contents, series: Sequence[CalendarEvent], zone: ZoneInfo, span: DaySpan) -> None:
    there = [event for event in series if not event.cancelled]
    try:
        stretches = list(_stretches(series, zone, span))
    except Exception as error:
        # Whatever the library stumbles over, it is about these events alone, and it is told.
        why = str(error) if isinstance(error, Unclear) else "its repeats (RRULE, RDATE, EXDATE) cannot be read"
        contents.refused += [(event.name, why) for event in there]
        return
    days = [day for start, end in stretches for day in calendar_event.days(start, end)]
    repeats = any(event.repeats for event in series)
    listed = [day for day in days if day in span] if repeats else days
    contents.days += [(day, there[0].name.title) for day in listed]
    contents.zones.update(*(event.unknown_zones() for event in there))
    names = [event.name for event in there]
    if listed:
        contents.read += len(there)
        contents.tentative += [event.name for event in there if event.tentative]
    else:
        contents.passed[NoDayReason.SHORT if stretches and not days else NoDayReason.OUTSIDE] += names


def _stretches(series: Sequence[CalendarEvent], zone: ZoneInfo, span: DaySpan) -> Iterator[tuple[Any, Any]]:
    import recurring_ical_events
    from icalendar import Calendar

    if len(series) == 1 and not series[0].repeats:
        if not series[0].cancelled:
            yield calendar_event.stretch(series[0].entry, zone)
        return
    calendar = Calendar()
    for event in series:
        calendar.add_component(event.entry)
    occurrences = recurring_ical_events.of(calendar).between(span.first - _DAY, span.last + 2 * _DAY)
    for entry in occurrences:
        if str(entry.get("STATUS", "")).upper() != "CANCELLED":
            yield calendar_event.stretch(entry, zone)
