"""Puts a calendar as telephones and office programs wrote it before iCalendar (vCalendar 1.0, .vcs) in today's words.

Its lines are folded elsewhere, its texts are quoted-printable, its lists have semicolons, and its rules a grammar of
their own. Newer files may have quoted-printable texts as well.
"""

import quopri
import re
from collections.abc import Iterator

_OLD = re.compile(rb"^VERSION[^:\r\n]*:[ \t]*1\.0[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_QUOTED = re.compile(rb"^[\w-]+[^:\r\n]*;(?:ENCODING=)?\"?QUOTED-PRINTABLE", re.IGNORECASE | re.MULTILINE)
_STRUCTURE = re.compile(rb"(?:BEGIN|END):", re.IGNORECASE)
_BREAK = re.compile(rb"\r\n|\r|\n")
_CHARSET = re.compile(rb"CHARSET=\"?([\w-]+)", re.IGNORECASE)
_LISTS = frozenset((b"RDATE", b"EXDATE"))
_TEXTS = frozenset((b"SUMMARY", b"DESCRIPTION", b"LOCATION"))
_RULE = re.compile(
    r"(?P<how>D|W|MP|MD|YM|YD)(?P<interval>\d{1,4})(?P<on>(?:\s+(?!#)[\w+-]+)*?)\s*"
    r"(?:#(?P<count>\d{1,5})|\s(?P<until>\d{8}(?:T\d{6}Z?)?))?\s*",
    re.IGNORECASE,
)
_HOW = {"D": "DAILY", "W": "WEEKLY", "MP": "MONTHLY", "MD": "MONTHLY", "YM": "YEARLY", "YD": "YEARLY"}
_PARTS = {"W": "BYDAY", "MP": "BYDAY", "MD": "BYMONTHDAY", "YM": "BYMONTH", "YD": "BYYEARDAY"}
_WEEKDAY, _NUMBER = re.compile(r"SU|MO|TU|WE|TH|FR|SA"), re.compile(r"\d{1,3}")
_ON = {"D": re.compile(r"(?!)"), "W": _WEEKDAY, "YM": _NUMBER, "YD": _NUMBER}
_PLACE = re.compile(r"([1-5])([+-]?)")
_USUAL_COUNT = "2"
"""how often a rule without an end comes, by the standard of then; #0 is without end"""


def modern(content: bytes) -> bytes:
    """Write the file as iCalendar has it; one that is that already stays as it is."""
    old = _OLD.search(content) is not None
    if not old and not _QUOTED.search(content):
        return content
    lines = _unfolded(content, old=old)
    return b"\r\n".join(_translated(line, old=old) for line in lines)


def _unfolded(content: bytes, *, old: bool) -> Iterator[bytes]:
    """Put lines together: a quoted-printable one goes on after a = at its end, another before white space."""
    lines, at = _BREAK.split(content), 0
    while at < len(lines):
        parts, at = [lines[at]], at + 1
        quoted = _QUOTED.match(parts[0]) is not None
        folded = old and parts[0].partition(b":")[0].partition(b";")[0].strip().upper() in _TEXTS
        while at < len(lines) and not _STRUCTURE.match(lines[at]):
            if quoted and parts[-1].rstrip(b" \t").endswith(b"="):
                parts[-1] = parts[-1].rstrip(b" \t")[:-1]
                parts.append(lines[at])
            elif lines[at][:1] in (b" ", b"\t"):
                parts.append(lines[at] if folded else lines[at][1:])  # of old, the white space was there before
            else:
                break
            at += 1
        yield b"".join(parts)


def _translated(line: bytes, *, old: bool) -> bytes:
    head, _, value = line.partition(b":")
    name = head.partition(b";")[0].strip().upper()
    if _QUOTED.match(line):
        return name + b":" + _plain(value, head)
    if old and name in _LISTS:
        return head + b":" + value.replace(b";", b",")
    return head + b":" + _rule(value.decode("ascii", "replace")).encode() if old and name == b"RRULE" else line


def _plain(value: bytes, head: bytes) -> bytes:
    """Decode a quoted-printable text, on one line."""
    charset = _CHARSET.search(head)
    written = quopri.decodestring(value)
    for name in (charset[1].decode() if charset else "utf-8", "utf-8"):
        try:
            text = written.decode(name)
            break
        except (LookupError, UnicodeError):
            continue
    else:
        text = written.decode("cp1252", "replace")
    return " ".join(text.split()).replace("\\", "\\\\").encode(errors="replace")


def _rule(value: str) -> str:
    """Write 'W1 MO TU #0' as iCalendar has it; whatever is no usual rule stays as it is, and is told later."""
    rule = _RULE.fullmatch(value.strip())
    how = rule["how"].upper() if rule else ""
    days = _days(how, rule["on"].upper().split()) if rule else None
    if rule is None or days is None:
        return value
    part = f";{_PARTS[how]}={','.join(days)}" if days else ""
    return f"FREQ={_HOW[how]};INTERVAL={rule['interval']}{part}{_end(rule)}"


def _days(how: str, on: list[str]) -> list[str] | None:
    """Say on which days of its week, month or year; None when one of them cannot be read."""
    match how:
        case "MP":
            days = _weekdays(on)
        case "MD":
            days = [_from_the_end(day) for day in on]
        case _:
            days = [day if _ON[how].fullmatch(day) else None for day in on]
    clear = [day for day in days if day]
    return clear if len(clear) == len(days) else None


def _end(rule: re.Match[str]) -> str:
    if rule["until"]:
        return f";UNTIL={rule['until'].upper()}"
    count = rule["count"] or _USUAL_COUNT
    return f";COUNT={count}" if int(count) else ""


def _weekdays(on: list[str]) -> list[str | None]:
    """Write '1+ MO 2- FR' as '1MO', '-2FR'."""
    weekdays: list[str | None] = []
    places: list[str] = []
    fresh = False
    for part in on:
        place = _PLACE.fullmatch(part)
        if place:
            places = [*([] if fresh else places), ("-" if place[2] == "-" else "") + place[1]]
        elif _WEEKDAY.fullmatch(part) and places:
            weekdays += [f"{number}{part}" for number in places]
        else:
            weekdays.append(None)
        fresh = place is None
    return weekdays


def _from_the_end(day: str) -> str | None:
    """Read 'LD' as the last day, '2-' as the one but last."""
    if day == "LD":
        return "-1"
    counted = re.fullmatch(r"(\d{1,2})([+-]?)", day)
    return None if counted is None else ("-" if counted[2] == "-" else "") + counted[1]
