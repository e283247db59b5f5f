"""Takes an iCalendar file apart into calendars and events as they are written, before anybody reads what they say.

An event is cut out by its BEGIN and END, so that one that nobody can read keeps no other from being read. What is only
a matter of spelling is put right: 2027-01-04 for 20270104, 24:00 for the next midnight, a zone without its quotes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.rhythm import calendar_vcs

LARGEST = 20 * 1024 * 1024  # bytes
_OF_AN_EVENT = ("UID", "SUMMARY", "DTSTART", "DTEND", "DURATION", "RRULE", "EXRULE", "RDATE", "EXDATE", "RECURRENCE-ID",
                "STATUS", "SEQUENCE")  # fmt: skip
_DATES = ("DTSTART", "DTEND", "RDATE", "EXDATE", "RECURRENCE-ID")
_MOMENT = r"\d{4}-?\d\d-?\d\d(?:T\d\d:?\d\d(?::?\d\d)?)?Z?"
_DATED = re.compile(rf"(?P<name>[A-Z-]+)(?P<params>;.*?)?:(?P<value>\s*{_MOMENT}(?:\s*[,/].*)?)\s*", re.I)
_PLAIN = re.compile(r"(?P<name>[\w-]+)(?P<params>(?:;(?:\"[^\"]*\"|[^\":])*)?):(?P<value>.*)", re.S)
_PARAMETER = re.compile(r";([\w-]+)=(?:\"([^\"]*)\"|([^;\"]*))")
_FOLD = re.compile(rb"(?:\r\n|\r|\n)[ \t]")
_BREAK = re.compile(rb"\r\n|\r|\n")


class NoCalendar(ValueError):
    """This file holds no calendar; the message goes on after the name of the file."""


@dataclass(frozen=True, slots=True)
class CalendarLine:
    """Holds one property: its name, its parameters by name, and its value as written."""

    name: str
    parameters: dict[str, str]
    value: str

    def __str__(self) -> str:
        quoted = "".join(f';{name}="{value}"' for name, value in self.parameters.items())
        return f"{self.name}{quoted}:{self.value}"


@dataclass(slots=True)
class Written:
    """Holds an event as it is written: its place in the file, counted from 1, the lines that say when it is and what,
    and whether its end is there."""

    number: int
    lines: list[CalendarLine] = field(default_factory=list)
    whole: bool = False

    def values(self, name: str) -> list[CalendarLine]:
        """List the different lines of that name."""
        return list({str(line): line for line in self.lines if line.name == name}.values())

    def first(self, name: str) -> str:
        """Give what the first line of that name says, or nothing."""
        return next((line.value for line in self.lines if line.name == name), "")


@dataclass(slots=True)
class WrittenCalendar:
    """Holds one calendar: its own properties, the zones that it describes, its events, and whether its beginning and
    its end are there. Some programs leave both out, and write events alone."""

    begun: bool = False
    properties: dict[str, str] = field(default_factory=dict)
    zones: list[str] = field(default_factory=list)
    events: list[Written] = field(default_factory=list)
    whole: bool = False

    @property
    def cut(self) -> bool:
        """Say whether its end is missing."""
        return self.begun and not self.whole

    @property
    def cancels(self) -> bool:
        """Say whether it was sent to call its events off."""
        return self.properties.get("METHOD", "").upper() == "CANCEL"


def sheets(content: bytes) -> list[WrittenCalendar]:
    """Find the calendars in a file. Raises NoCalendar."""
    if len(content) > LARGEST:
        raise NoCalendar("is larger than 20 MB; export a shorter stretch of the calendar.")
    if not content.strip():
        raise NoCalendar("is empty; export the calendar again.")
    there = [sheet for sheet in _sheets(_lines(content)) if sheet.begun or sheet.events]
    if not there:
        raise NoCalendar(_instead(content))
    return there


def _instead(content: bytes) -> str:
    beginning = content[:2000].lower()
    if b"<html" in beginning or b"<!doctype" in beginning:
        return "is a web page and no calendar, perhaps one that asks to sign in; save the calendar itself as .ics."
    if b"begin:vcard" in beginning:
        return "holds contacts and is no iCalendar file; export the calendar as .ics."
    return "is no iCalendar file; export the calendar as .ics."


def _lines(content: bytes) -> Iterator[str]:
    """Whole lines. Some programs fold in the middle of a letter, so bytes are put together first; and some files were
    put together of parts in two encodings, so each line is read on its own."""
    for mark, encoding in (
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
        (b"B\0", "utf-16-le"),
        (b"\0B", "utf-16-be"),
    ):
        if content.startswith(mark):
            content = content.decode(encoding, "replace").encode()
    content = calendar_vcs.modern(content.removeprefix(b"\xef\xbb\xbf"))
    for line in _BREAK.split(_FOLD.sub(b"", content)):
        try:
            yield line.decode()
        except UnicodeDecodeError:
            yield line.decode("cp1252", "replace")


def _sheets(lines: Iterator[str]) -> Iterator[WrittenCalendar]:
    sheet, open_parts, number = WrittenCalendar(), list[str](), 0
    for text in lines:
        word, _, what = (part.strip().upper() for part in text.partition(":"))
        if (word, what) == ("BEGIN", "VCALENDAR"):
            yield sheet
            sheet, open_parts = WrittenCalendar(begun=True), []
        elif (word, what) == ("END", "VCALENDAR"):
            sheet.whole = True
            yield sheet
            sheet, open_parts = WrittenCalendar(), []
        elif word == "BEGIN":
            number += what == "VEVENT"
            _begin(sheet, open_parts, what, number)
        elif word == "END":
            _end(sheet, open_parts, what)
        else:
            _keep(sheet, open_parts, text)
    yield sheet


def _begin(sheet: WrittenCalendar, open_parts: list[str], what: str, number: int) -> None:
    if what == "VEVENT":
        open_parts.clear()  # an event in another one: the one before has lost its end
        sheet.events.append(Written(number))
    if what == "VTIMEZONE":
        open_parts.clear()
        sheet.zones.append("")
    open_parts.append(what)
    if open_parts[0] == "VTIMEZONE":
        sheet.zones[-1] += f"BEGIN:{what}\r\n"


def _end(sheet: WrittenCalendar, open_parts: list[str], what: str) -> None:
    if open_parts[:1] == ["VTIMEZONE"]:
        sheet.zones[-1] += f"END:{what}\r\n"
    if open_parts == ["VEVENT"] and what == "VEVENT":
        sheet.events[-1].whole = True
    if what in open_parts:
        del open_parts[open_parts.index(what) :]


def _keep(sheet: WrittenCalendar, open_parts: list[str], text: str) -> None:
    if not open_parts:
        name, _, value = text.partition(":")
        sheet.properties[name.partition(";")[0].strip().upper()] = value.strip()
    elif open_parts[0] == "VTIMEZONE":
        sheet.zones[-1] += f"{text}\r\n"
    elif open_parts == ["VEVENT"]:
        line = _line(text)
        if line and line.name in _OF_AN_EVENT:
            sheet.events[-1].lines.append(line)


def _line(text: str) -> CalendarLine | None:
    cut = _DATED.fullmatch(text)
    if cut is None or cut["name"].upper() not in _DATES:
        cut = _PLAIN.fullmatch(text)
    if cut is None:
        return None
    name = cut["name"].upper()
    parameters = {key.upper(): quoted or bare for key, quoted, bare in _PARAMETER.findall(cut["params"] or "")}
    if name == "SEQUENCE" and not re.fullmatch(r"\d{1,9}", cut["value"].strip()):
        return None  # it only says which of two versions is newer
    if name not in _DATES:
        return CalendarLine(name, parameters, cut["value"].strip())
    moments = [_spelled(moment.strip()) for moment in cut["value"].split(",") if moment.strip()]
    if not moments:
        return None
    important = {key: value for key, value in parameters.items() if key in ("TZID", "RANGE")}
    return CalendarLine(name, important | _kind(moments), ",".join(moments))


def _kind(moments: list[str]) -> dict[str, str]:
    """Say what the values are; many a program forgets to."""
    if any("/" in moment for moment in moments):
        return {"VALUE": "PERIOD"}
    return {} if any("T" in moment for moment in moments) else {"VALUE": "DATE"}


def _spelled(moment: str) -> str:
    """Spell a moment as the standard does; whatever is no moment stays as it is."""
    start, slash, end = moment.partition("/")
    if slash:
        return f"{_spelled(start)}/{end if end.upper().startswith('P') else _spelled(end)}"
    if not re.fullmatch(_MOMENT, moment, re.I):
        return moment
    day, _, clock = moment.upper().replace("-", "").replace(":", "").partition("T")
    zulu = "Z" if clock.endswith("Z") else ""
    clock = clock.removesuffix("Z")
    if not clock:
        return day.removesuffix("Z")
    if clock in ("2400", "240000"):
        return _next(day) + zulu
    return f"{day}T{clock.ljust(6, '0')}{zulu}"


def _next(day: str) -> str:
    try:
        return f"{datetime.strptime(day, '%Y%m%d') + timedelta(days=1):%Y%m%d}T000000"  # noqa: DTZ007 - a day has no zone
    except (ValueError, OverflowError):
        return f"{day}T240000"
