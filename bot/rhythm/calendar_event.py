"""Reads one event of an iCalendar file: what it is called, from when until when it lasts, and which days that takes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.rhythm import calendar_rule
from bot.rhythm.calendar_lines import Written

OPENS, CLOSES = time(9), time(17)
ENOUGH = timedelta(hours=6)
"""of an office day; an event that takes less of it makes no day off"""
_DAY = timedelta(days=1)
_LONGEST = timedelta(days=366)  # a longer stretch is a mistake in the file rather than time off
_YEARS = range(1900, 2200)
_TITLE = 60  # characters that are kept
_ONCE = ("DTSTART", "DTEND", "DURATION", "RECURRENCE-ID", "STATUS")
_FIRST = ("UID", "SEQUENCE")
"""of which a second one is passed over: they say nothing about days"""
_SEVERAL_A_DAY = re.compile(r"FREQ=(SECONDLY|MINUTELY|HOURLY)|BY(HOUR|MINUTE|SECOND)=[^;]*,|INTERVAL=0*(;|$)", re.I)


class Unclear(Exception):
    """An event that nobody can read; the message goes on after its name."""


@dataclass(frozen=True, slots=True)
class Name:
    """Names an event so that somebody finds it back in their calendar."""

    number: int
    title: str
    day: str

    def __str__(self) -> str:
        return f"event {self.number}{f' {self.title!r}' if self.title else ''} ({self.day or 'no date'})"


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """Holds an event that can be read; ``entry`` is the library's."""

    name: Name
    entry: Any

    @property
    def cancelled(self) -> bool:
        return self._status == "CANCELLED"

    @property
    def tentative(self) -> bool:
        return self._status == "TENTATIVE"

    @property
    def _status(self) -> str:
        return str(self.entry.get("STATUS", "")).strip().upper()

    @property
    def repeats(self) -> bool:
        return "RRULE" in self.entry or "RDATE" in self.entry

    @property
    def is_part(self) -> bool:
        """Say whether it stands for one occurrence of another event, moved or cancelled."""
        return "RECURRENCE-ID" in self.entry

    @property
    def sequence(self) -> int:
        return int(self.entry.get("SEQUENCE", 0))

    def unknown_zones(self) -> set[str]:
        """List the zones that it names and that nobody knows."""
        moments = [self.entry[word] for word in ("DTSTART", "DTEND") if word in self.entry]
        return {
            _plain(str(one.params["TZID"])) for one in moments
            if "TZID" in one.params and isinstance(one.dt, datetime) and one.dt.tzinfo is None
        }  # fmt: skip


def read(written: Written, zone: ZoneInfo) -> CalendarEvent:
    """Read an event."""
    if not written.whole:
        raise Unclear("its end is missing: the file was cut off")
    for word in _ONCE:
        if len(written.values(word)) > 1:
            raise Unclear(f"it has {len(written.values(word))} different lines {word}")
    if not written.first("DTSTART"):
        raise Unclear("it has no first day (DTSTART)")
    if written.first("EXRULE"):
        raise Unclear("it leaves days out by a rule (EXRULE), which is read no more: leave them out one by one")
    if any(_SEVERAL_A_DAY.search(line.value) for line in written.values("RRULE")):
        raise Unclear(f"it repeats more often than once a day ({_plain(written.first('RRULE'))})")
    if any("FREQ=" not in line.value.upper() for line in written.values("RRULE")):  # the library would pass it over
        raise Unclear(f"RRULE cannot be read: {_plain(written.first('RRULE'))!r}")
    event = CalendarEvent(name(written), _entry(written))
    stretch(event.entry, zone)
    start = event.entry["DTSTART"].dt
    for line in written.values("RRULE"):
        if not calendar_rule.fits_some_day(line.value, start.date() if isinstance(start, datetime) else start):
            raise Unclear(f"its rule (RRULE) fits no day ({_plain(line.value)})")
    return event


def name(written: Written) -> Name:
    """Name an event: its title in one line, in Dutch where it has several, and its day, or what stands there as a
    day."""
    titles = written.values("SUMMARY")
    dutch = [line for line in titles if line.parameters.get("LANGUAGE", "").lower().startswith("nl")]
    day = _plain(written.first("DTSTART"))[:15]
    shown = f"{day[:4]}-{day[4:6]}-{day[6:8]}" if re.match(r"\d{8}(T|$)", day) else day
    return Name(written.number, _title((dutch or titles)[0].value) if titles else "", shown)


def _title(value: str) -> str:
    return _plain(re.sub(r"\\(.)", lambda sign: " " if sign[1] in "nN" else sign[1], value))


def _plain(text: str) -> str:
    """Put a text on one line, without signs that a terminal would act on."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:_TITLE]


def _entry(written: Written) -> Any:
    from icalendar import Event as Entry

    several = dict.fromkeys(str(line) for line in written.lines if line.name not in ("SUMMARY", *_FIRST))
    lines = [*several, *(str(written.values(word)[0]) for word in _FIRST if written.first(word))]
    try:
        entry = Entry.from_ical("\r\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT", ""]))
    except Exception:
        # Whatever the library stumbles over, it is about this event alone, and it is told.
        raise Unclear("one of its lines cannot be read") from None
    for word, _ in entry.errors:
        values = ", ".join(line.value for line in written.values(str(word)))
        raise Unclear(f"{word} cannot be read: {values[:_TITLE]!r}")
    return entry


def stretch(entry: Any, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Find from when until when an event lasts, in the organisation's zone. Raises Unclear."""
    try:
        starts = entry["DTSTART"].dt
        start = _local(starts, zone)
        if start.year not in _YEARS:
            raise Unclear(f"it lies in the year {start.year}")
        end = _end(entry, start, zone)
    except (AttributeError, OverflowError, TypeError, ValueError):
        raise Unclear("its dates cannot be read") from None
    if end == start and not isinstance(starts, datetime):
        end = start + _DAY
    if end < start:
        raise Unclear("it ends before it begins")
    if end - start > _LONGEST:
        raise Unclear("it lasts longer than a year")
    return start, end


def _end(entry: Any, start: datetime, zone: ZoneInfo) -> datetime:
    """Find when it ends; a duration of nothing beside an end says nothing: a well-known program writes it so."""
    end = _local(entry["DTEND"].dt, zone) if "DTEND" in entry else None
    lasting = entry["DURATION"].dt if "DURATION" in entry else timedelta()
    if end and lasting and end != start + lasting:
        raise Unclear("its end (DTEND) and how long it lasts (DURATION) do not agree")
    return end or start + lasting


def _local(value: date, zone: ZoneInfo) -> datetime:
    if not isinstance(value, datetime):
        return datetime.combine(value, time(), zone)
    return value.astimezone(zone) if value.tzinfo else value.replace(tzinfo=zone)


def days(start: datetime, end: datetime) -> Iterator[date]:
    """List the days of which an event takes enough to be a day off."""
    day = start.date()
    while day <= end.date():
        opens, closes = (datetime.combine(day, hour, start.tzinfo) for hour in (OPENS, CLOSES))
        if min(end, closes) - max(start, opens) >= ENOUGH:
            yield day
        day += _DAY
