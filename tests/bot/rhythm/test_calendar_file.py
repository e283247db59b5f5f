"""Days off in calendar files as programs write them: read with the right days, or refused by name and with a reason."""

import random
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.rhythm import calendar_file
from bot.rhythm.calendar_file import Contents, DaySpan, NoDayReason
from bot.rhythm.calendar_lines import NoCalendar

ZONE = ZoneInfo("Europe/Amsterdam")
SPAN = DaySpan(date(2026, 11, 30), date(2028, 12, 31))
MONDAY = "2027-01-04"
CHRISTMAS = "2026-12-25"


def event(*lines: str, title: str | None = "Dag", uid: str = "1") -> str:
    """An event as it stands in a file."""
    named = [] if title is None else [f"SUMMARY:{title}"]
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", *lines, *named, "END:VEVENT", ""])


def calendar(*events: str, head: str = "") -> bytes:
    """A file with these events."""
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{head}{''.join(events)}END:VCALENDAR\r\n".encode()


def read(content: bytes) -> Contents:
    return calendar_file.read(content, ZONE, SPAN)


def days(content: bytes) -> list[str]:
    """The days that a file holds, when nothing in it is refused."""
    contents = read(content)
    assert [] == contents.refused
    return [f"{day}" for day, _ in contents.days]


def refusal(content: bytes) -> str:
    """What is said of the one event in a file that gives no day."""
    contents = read(content)
    assert ([], 1) == (contents.days, len(contents.refused))
    name, why = contents.refused[0]
    return f"{name}: {why}"


WHOLE_DAY = event("DTSTART;VALUE=DATE:20270104", "DTEND;VALUE=DATE:20270105")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["DTSTART;VALUE=DATE:20270104", "DTEND;VALUE=DATE:20270107"], [MONDAY, "2027-01-05", "2027-01-06"]),
        (["DTSTART;VALUE=DATE:20270104"], [MONDAY]),
        (["DTSTART;VALUE=DATE:20270104", "DTEND;VALUE=DATE:20270104"], [MONDAY]),
        (["DTSTART;VALUE=DATE:20270104", "DURATION:P2D"], [MONDAY, "2027-01-05"]),
        (["DTSTART;VALUE=DATE:20270104", "DURATION:P1W"], [f"2027-01-{day:02}" for day in range(4, 11)]),
        (["DTSTART:20270104", "DTEND:20270105"], [MONDAY]),
        (["DTSTART;VALUE=DATE:2027-01-04", "DTEND;VALUE=DATE:2027-01-05"], [MONDAY]),
        (["DTSTART;VALUE=DATE:20270104Z", "DTEND;VALUE=DATE:20270105Z"], [MONDAY]),
        (["DTSTART;VALUE=DATE-TIME:20270104", "DTEND;VALUE=DATE-TIME:20270105"], [MONDAY]),
        (["DTSTART:2027-01-04T00:00:00", "DTEND:2027-01-05T00:00:00"], [MONDAY]),
        (["dtstart;value=date:20270104"], [MONDAY]),
        (["DTSTART:20270104T000000", "DTEND:20270104T240000"], [MONDAY]),
        (["DTSTART:20270104T000000", "DTEND:20270104T235900"], [MONDAY]),
        (["DTSTART:20271231T000000", "DTEND:20271231T240000"], ["2027-12-31"]),
        (["DTSTART:20261224T230000Z", "DTEND:20261225T230000Z"], [CHRISTMAS]),
        (["DTSTART:20260513T220000Z", "DTEND:20260514T220000Z"], ["2026-05-14"]),
        (["DTSTART;TZID=America/New_York:20261224T180000", "DTEND;TZID=America/New_York:20261225T180000"], [CHRISTMAS]),
        (["DTSTART;TZID=W. Europe Standard Time:20261225T000000", "DURATION:P1D"], [CHRISTMAS]),
        (['DTSTART;TZID="W. Europe Standard Time":20261225T000000', "DURATION:P1D"], [CHRISTMAS]),
        (["DTSTART;TZID=/vendor.example/Europe/Amsterdam:20261225T000000", "DURATION:P1D"], [CHRISTMAS]),
        (["DTSTART;VALUE=DATE:20270104", "DTEND:20270105T000000Z"], [MONDAY]),
        (["DTSTART;VALUE=DATE:20150104"], ["2015-01-04"]),
        (["DTSTART;VALUE=DATE:20270104", "TRANSP:TRANSPARENT"], [MONDAY]),
        (["DTSTART;VALUE=DATE:20270104", "BEGIN:VALARM", "TRIGGER:-PT15M", "SUMMARY:Straks", "END:VALARM"], [MONDAY]),
        (["DTSTART;VALUE=DATE:20270104", "GEO:nowhere", "a line without a colon", "X-A;B:"], [MONDAY]),
        (["DTSTART;TZID=Europe/Amsterdam:20270104T090000", "DTEND;TZID=Europe/Amsterdam:20270104T150000"], [MONDAY]),
        (["DTSTART:20270104T080000Z", "DTEND:20270104T160000Z"], [MONDAY]),
        (["DTSTART:20270104T090000", "DURATION:PT8H"], [MONDAY]),
        (["DTSTART:20270104T130000", "DTEND:20270107T120000"], ["2027-01-05", "2027-01-06"]),
        (["DTSTART:20270104T090000", "DTEND:20270104T170000", "DURATION:PT0S"], [MONDAY]),
    ],
)  # fmt: skip
def test_an_event_gives_its_days_in_the_zone_of_the_organisation(lines: list[str], expected: list[str]) -> None:
    """However a program writes them, and no day more."""
    assert expected == days(calendar(event(*lines)))


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["RDATE;VALUE=DATE:20270111,20270118"], [MONDAY, "2027-01-11", "2027-01-18"]),
        (["RDATE:20270111"], [MONDAY, "2027-01-11"]),
        (["RRULE:FREQ=WEEKLY;COUNT=3"], [MONDAY, "2027-01-11", "2027-01-18"]),
        (["RRULE:FREQ=WEEKLY;UNTIL=20270118T225959Z"], [MONDAY, "2027-01-11", "2027-01-18"]),
        (["RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE;VALUE=DATE:20270111", "EXDATE:"], [MONDAY, "2027-01-18"]),
        (["RRULE:FREQ=YEARLY"], [MONDAY, "2028-01-04"]),
        (["RRULE:FREQ=YEARLY", "RDATE;VALUE=DATE:20350101"], [MONDAY, "2028-01-04"]),
    ],
)
def test_repeats_are_written_out_over_the_span(lines: list[str], expected: list[str]) -> None:
    """With the days that are added and left out by hand."""
    assert expected == days(calendar(event("DTSTART;VALUE=DATE:20270104", *lines)))


def test_a_repeat_in_utc_keeps_its_day_in_summer() -> None:
    """Midnight in winter is one o'clock in summer, and still that same day."""
    monthly = event("DTSTART:20270103T230000Z", "DTEND:20270104T230000Z", "RRULE:FREQ=MONTHLY;COUNT=7")
    expected = ["2027-01-04", "2027-02-04", "2027-03-04", "2027-04-04", "2027-05-04", "2027-06-04", "2027-07-04"]
    assert expected == days(calendar(monthly))


def test_an_occurrence_that_was_moved_or_cancelled_gives_its_new_day_or_none() -> None:
    """And one whose whole is in no file stands for itself."""
    weekly = event("DTSTART;VALUE=DATE:20270104", "RRULE:FREQ=WEEKLY;COUNT=3")
    moved = event("RECURRENCE-ID;VALUE=DATE:20270111", "DTSTART;VALUE=DATE:20270112")
    cancelled = event("RECURRENCE-ID;VALUE=DATE:20270118", "DTSTART;VALUE=DATE:20270118", "STATUS:CANCELLED")
    assert [MONDAY, "2027-01-12"] == sorted(days(calendar(weekly, moved, cancelled)))
    assert ["2027-01-12"] == days(calendar(moved, cancelled))


def test_a_calendar_of_holidays_that_all_repeat_is_read() -> None:
    """Yearly ones and those counted from the end of a month, with titles, and nothing is refused."""
    holidays = [
        event(f"DTSTART;VALUE=DATE:2015{month:02}0{day}", "RRULE:FREQ=YEARLY", title="Dag", uid=f"{month}{day}")
        for month in range(1, 13)
        for day in (1, 5)
    ]
    last = event("DTSTART;VALUE=DATE:20150525", "RRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO", title="Laatste maandag")
    contents = read(calendar(*holidays, last))
    assert (25, []) == (contents.read, contents.refused)
    assert {(date(2027, 5, 31), "Laatste maandag"), (date(2028, 5, 29), "Laatste maandag")} <= set(contents.days)
    assert 2 + 2 * 25 == len(contents.days)  # December of this year comes on top


@pytest.mark.parametrize(
    ("lines", "passed"),
    [
        (["DTSTART;VALUE=DATE:20270104", "STATUS:CANCELLED"], NoDayReason.CANCELLED),
        (["DTSTART;VALUE=DATE:20270104", "RRULE:FREQ=WEEKLY", "status:cancelled"], NoDayReason.CANCELLED),
        (["DTSTART:20270104T120000", "DTEND:20270105T000000"], NoDayReason.SHORT),
        (["DTSTART:20270104T160000", "DTEND:20270105T020000"], NoDayReason.SHORT),
        (["DTSTART:20270104T090000"], NoDayReason.SHORT),
        (["DTSTART:20270104T090000", "DTEND:20270104T093000", "RRULE:FREQ=DAILY"], NoDayReason.SHORT),
        (["DTSTART;VALUE=DATE:20150104", "RRULE:FREQ=WEEKLY;COUNT=4"], NoDayReason.OUTSIDE),
        (["DTSTART;VALUE=DATE:20350104", "RRULE:FREQ=WEEKLY"], NoDayReason.OUTSIDE),
    ],
)
def test_an_event_that_gives_no_day_is_counted_with_its_reason(lines: list[str], passed: NoDayReason) -> None:
    """It is neither read as a day off nor passed over in silence."""
    contents = read(calendar(event(*lines)))
    assert ([], []) == (contents.days, contents.refused)
    assert {passed: ["Dag"]} == {why: [name.title for name in names] for why, names in contents.passed.items() if names}


def test_a_calendar_that_calls_off_gives_no_day() -> None:
    """Even when its events do not say so themselves."""
    contents = read(calendar(WHOLE_DAY, head="METHOD:CANCEL\r\n"))
    assert ([], ["Dag"]) == (contents.days, [name.title for name in contents.passed[NoDayReason.CANCELLED]])


def test_an_uncertain_event_counts_and_is_named() -> None:
    """Silence on a day that people work after all costs less than a question on their day off."""
    contents = read(calendar(event("DTSTART;VALUE=DATE:20270104", "STATUS:TENTATIVE")))
    assert ([(date(2027, 1, 4), "Dag")], ["Dag"]) == (contents.days, [name.title for name in contents.tentative])


def test_of_two_versions_the_newer_counts_and_events_of_one_name_all_count() -> None:
    """The standard calls an event by its name and its version; some programs give all events one name."""
    first = event("DTSTART;VALUE=DATE:20270104", "SEQUENCE:1")
    anew = event("DTSTART;VALUE=DATE:20270105", "SEQUENCE:2")
    contents = read(calendar(first, anew))
    assert [date(2027, 1, 5)] == [day for day, _ in contents.days]
    assert [1] == [name.number for name in contents.passed[NoDayReason.OLDER]]
    assert [MONDAY, "2027-01-06"] == days(calendar(WHOLE_DAY, event("DTSTART;VALUE=DATE:20270106")))


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (["DTSTART;VALUE=DATE:20270104", "DTEND;VALUE=DATE:oops"], "DTEND cannot be read: 'oops'"),
        (["DTSTART;VALUE=DATE:20271341"], "event 1 'Dag' (2027-13-41): DTSTART cannot be read: '20271341'"),
        (["DTSTART;VALUE=DATE:4 januari"], "event 1 'Dag' (4 januari): DTSTART cannot be read: '4 januari'"),
        (["DTSTART;VALUE=DATE:20270104", "DURATION:een dag"], "DURATION cannot be read: 'een dag'"),
        (["DTSTART;VALUE=DATE:20270104", "DTSTART;VALUE=DATE:20270105"], "it has 2 different lines DTSTART"),
        (["DTEND;VALUE=DATE:20270104"], "event 1 'Dag' (no date): it has no first day (DTSTART)"),
        (["DTSTART;VALUE=DATE:20270104", "DTEND;VALUE=DATE:20270101"], "it ends before it begins"),
        (["DTSTART;VALUE=DATE:20270104", "DTEND;VALUE=DATE:20290104"], "it lasts longer than a year"),
        (["DTSTART;VALUE=DATE:99991231"], "event 1 'Dag' (9999-12-31): it lies in the year 9999"),
        (["DTSTART;VALUE=DATE:20270104", "RRULE:FREQ=SOMETIMES"], "RRULE cannot be read: 'FREQ=SOMETIMES'"),
        (
            ["DTSTART;VALUE=DATE:20270104", "RRULE:FREQ=SECONDLY"],
            "it repeats more often than once a day (FREQ=SECONDLY)",
        ),
        (
            ["DTSTART;VALUE=DATE:20270104", "RRULE:FREQ=DAILY;INTERVAL=0"],
            "it repeats more often than once a day (FREQ=DAILY;INTERVAL=0)",
        ),
        (
            ["DTSTART;VALUE=DATE:20270104", "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"],
            "its rule (RRULE) fits no day (FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30)",
        ),
        (
            ["DTSTART;VALUE=DATE:20270104", "RRULE:FREQ=DAILY;INTERVAL=7;BYDAY=TU;COUNT=4"],
            "its rule (RRULE) fits no day (FREQ=DAILY;INTERVAL=7;BYDAY=TU;COUNT=4)",
        ),
        (
            ["DTSTART;VALUE=DATE:20270104", "RRULE:FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6"],
            "its rule (RRULE) fits no day (FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6)",
        ),
        (["DTSTART;VALUE=DATE:20270104", "RRULE:every week"], "RRULE cannot be read: 'every week'"),
        (
            ["DTSTART;VALUE=DATE:20270104", "RRULE:FREQ=DAILY;COUNT=-1"],
            "its repeats (RRULE, RDATE, EXDATE) cannot be read",
        ),
        (
            ["DTSTART:20270104T090000", "DTEND:20270104T170000", "DURATION:PT2H"],
            "its end (DTEND) and how long it lasts (DURATION) do not agree",
        ),
    ],
)
def test_an_event_that_cannot_be_read_is_refused_by_its_name(lines: list[str], reason: str) -> None:
    """With its number, title and date, and with what stands there."""
    assert refusal(calendar(event(*lines))) in (reason, f"event 1 'Dag' (2027-01-04): {reason}")


def test_a_broken_event_keeps_no_other_from_being_read() -> None:
    """Wherever in the file it stands, also when its own end is missing."""
    broken = event("DTSTART;VALUE=DATE:never", title="Kapot", uid="2")
    unended = "BEGIN:VEVENT\r\nUID:3\r\nDTSTART;VALUE=DATE:20270105\r\nSUMMARY:Zonder einde\r\n"
    contents = read(calendar(broken, unended, WHOLE_DAY))
    assert [(date(2027, 1, 4), "Dag")] == contents.days
    assert ["Kapot", "Zonder einde"] == [name.title for name, _ in contents.refused]


def test_a_file_that_was_cut_off_is_told() -> None:
    """The event that was cut gives no day, for its end may have been another one."""
    contents = read(calendar(WHOLE_DAY, event("DTSTART;VALUE=DATE:20270111", uid="2"))[:-40])
    assert (True, [(date(2027, 1, 4), "Dag")]) == (contents.cut, contents.days)
    assert ["its end is missing: the file was cut off"] == [why for _, why in contents.refused]


_TWO_ZONES = """BEGIN:VTIMEZONE
TZID:Ons eigen huis
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:+0900
TZOFFSETTO:+0900
END:STANDARD
END:VTIMEZONE
""".replace("\n", "\r\n")


def test_a_zone_is_taken_from_the_file_and_one_that_nobody_knows_is_told() -> None:
    """Its moments are read as the organisation's own, and the command says so."""
    own = event("DTSTART;TZID=Ons eigen huis:20261225T080000", "DURATION:P1D")
    assert [CHRISTMAS] == days(calendar(own, head=_TWO_ZONES))
    assert set() == read(calendar(own, head=_TWO_ZONES)).zones
    strange = event("DTSTART;TZID=(UTC+01:00) Amsterdam, Bern:20261225T000000", "DURATION:P1D")
    assert [CHRISTMAS] == days(calendar(strange))
    assert {"(UTC+01:00) Amsterdam, Bern"} == read(calendar(strange)).zones


@pytest.mark.parametrize(
    "content",
    [
        calendar(WHOLE_DAY).replace(b"\r\n", b"\n"),
        calendar(WHOLE_DAY).replace(b"\r\n", b"\r"),
        b"\xef\xbb\xbf" + calendar(WHOLE_DAY),
        calendar(WHOLE_DAY).decode().encode("utf-16"),
        calendar(WHOLE_DAY).decode().encode("utf-16-le"),
        calendar(WHOLE_DAY).decode().encode("utf-16-be"),
        calendar(WHOLE_DAY) + b"\x1a\r\n\r\nthe end\r\n",
        calendar(WHOLE_DAY) + b"<!-- a line of a proxy -->",
        b"\r\n\r\n" + calendar(WHOLE_DAY),
        WHOLE_DAY.encode(),
    ],
    ids=["LF", "CR", "BOM", "UTF-16", "UTF-16 little", "UTF-16 big", "junk", "proxy", "blank lines", "event alone"],
)
def test_a_file_is_read_however_it_is_stored(content: bytes) -> None:
    """Whatever the ends of its lines, its encoding and what stands around it."""
    contents = read(content)
    assert ([(date(2027, 1, 4), "Dag")], False) == (contents.days, contents.cut)


@pytest.mark.parametrize(
    ("stored", "title"),
    [
        ("SUMMARY:Eén dag vrij".encode("cp1252"), "Eén dag vrij"),
        (b"SUMMARY:E\xc3\r\n \xa9n dag vrij", "Eén dag vrij"),
        (b"SUMMARY:Een heel lange titel die over\r\n  de rand gaat", "Een heel lange titel die over de rand gaat"),
        (b"SUMMARY:Sluiting\\, gehele dag\\; iedereen\\nvrij", "Sluiting, gehele dag; iedereen vrij"),
        (b"SUMMARY:Dag\r\nSUMMARY:Day", "Dag"),
        (b"SUMMARY;LANGUAGE=en:Day\r\nSUMMARY;LANGUAGE=nl:Dag", "Dag"),
        (b"SUMMARY:\x1b[31mRood\x00", "[31mRood"),
        (b"SUMMARY:", ""),
        (b"DESCRIPTION:geen titel", ""),
    ],
)  # fmt: skip
def test_a_title_reads_as_it_was_written(stored: bytes, title: str) -> None:
    """On one line, without signs that a terminal would act on, and in Dutch where there are several."""
    content = calendar(event("DTSTART;VALUE=DATE:20270104", "TITLE", title=None)).replace(b"TITLE", stored)
    assert [(date(2027, 1, 4), title)] == read(content).days


def old(*lines: str, title: str = "SUMMARY:Dag") -> bytes:
    """A file as it was written before iCalendar, with one event of one day."""
    day = ["DTSTART:20270104T000000", "DTEND:20270104T235900"]
    body = ["BEGIN:VCALENDAR", "VERSION:1.0", "BEGIN:VEVENT", *day, title, *lines, "END:VEVENT", "END:VCALENDAR", ""]
    return "\r\n".join(body).encode("cp1252")


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("W1 MO TU #3", [MONDAY, "2027-01-05", "2027-01-11"]),
        ("W2 MO 20270201T000000Z", [MONDAY, "2027-01-18", "2027-02-01"]),
        ("D2 #3", [MONDAY, "2027-01-06", "2027-01-08"]),
        ("D1", [MONDAY, "2027-01-05"]),
        ("MP1 1+ MO #3", [MONDAY, "2027-02-01", "2027-03-01"]),
        ("MD1 4 LD #3", [MONDAY, "2027-01-31", "2027-02-04"]),
        ("YM1 1 #0", [MONDAY, "2028-01-04"]),
    ],
)
def test_a_calendar_of_before_icalendar_repeats_by_its_own_rules(rule: str, expected: list[str]) -> None:
    """Daily, weekly, monthly by day or weekday, and yearly; without an end it is twice."""
    assert expected == days(old(f"RRULE:{rule}"))


def test_days_are_left_out_of_an_old_calendar_and_what_it_alone_can_say_is_refused() -> None:
    """Its lists have semicolons; a rule within a rule is told with the event that has it."""
    assert [MONDAY, "2027-01-07"] == days(old("RRULE:D1 #4", "EXDATE:20270105T000000;20270106T000000"))
    assert "event 1 'Dag' (2027-01-04): RRULE cannot be read: 'YM1 6 MP1 1+ MO #2'" == refusal(
        old("RRULE:YM1 6 MP1 1+ MO #2")
    )


@pytest.mark.parametrize(
    ("stored", "title"),
    [
        ("SUMMARY;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:Tweede=20Paasdag=\r\n, caf=C3=A9", "Tweede Paasdag, café"),
        ("SUMMARY;QUOTED-PRINTABLE;CHARSET=ISO-8859-1:E=E9n dag=0D=0Avrij", "Eén dag vrij"),
        ("SUMMARY;CHARSET=niets;ENCODING=QUOTED-PRINTABLE:E=E9n dag=", "Eén dag"),
        ("SUMMARY:Een heel\r\n lange naam", "Een heel lange naam"),
    ],
)
def test_a_quoted_title_reads_as_it_was_meant(stored: str, title: str) -> None:
    """Also where its line goes on, or its letters are not those that it names, and in a newer file."""
    assert [(date(2027, 1, 4), title)] == read(old(title=stored)).days
    if "QUOTED" in stored:
        assert [(date(2027, 1, 4), title)] == read(old(title=stored).replace(b"VERSION:1.0", b"VERSION:2.0")).days


def test_a_rule_that_fits_seldom_is_no_rule_that_fits_never() -> None:
    """The 29th of February, from years long ago and at the turn of a century as well."""
    for start in ("19000301", "20270104", "20240229"):
        contents = read(calendar(event(f"DTSTART;VALUE=DATE:{start}", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29")))
        assert [date(2028, 2, 29)] == [day for day, _ in contents.days if day.month == 2]


def test_two_calendars_in_a_file_are_both_read() -> None:
    """Their events may go by the same name."""
    assert [MONDAY, "2027-01-05"] == days(calendar(WHOLE_DAY) + calendar(event("DTSTART;VALUE=DATE:20270105")))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b" \r\n", "is empty"),
        (b"<!DOCTYPE html><html><body>Log in</body></html>", "is a web page and no calendar"),
        (b"BEGIN:VCARD\r\nFN:X\r\nEND:VCARD\r\n", "holds contacts"),
        (b"PK\x03\x04" + bytes(200), "is no iCalendar file"),
        (b"datum;titel\n4-1-2027;Dag\n", "is no iCalendar file"),
    ],
    ids=["empty", "blank", "web page", "contacts", "zip", "CSV"],
)
def test_what_is_no_calendar_is_told(content: bytes, reason: str) -> None:
    """With what it seems to be."""
    with pytest.raises(NoCalendar, match=reason):
        read(content)


_PIECES = [
    b"RRULE:FREQ=DAILY;COUNT=3\r\n",
    b"DTEND:2027",
    b"99991231T235959Z",
    b"T240000",
    b"\0",
    b"\xff",
    b"EXDATE:",
    b"-",
    b"BEGIN:VEVENT\r\n",
    b"END:VEVENT\r\n",
    b"RDATE:20270101/P1D\r\n",
    b"TZID=",
    b"STATUS:CANCELLED\r\n",
    b"Z",
    b",",
    b"DURATION:-P1D\r\n",
    b"RECURRENCE-ID:20270104\r\n",
    b"\r\n ",
    b"\n",
    b'"',
    b";",
    b":",
    b"SEQUENCE:9\r\n",
    b"VERSION:1.0\r\n",
    b"=\r\n",
    b"#0",
    b"RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30\r\n",
]


def _mutated(content: bytes, chance: random.Random) -> bytes:
    """The file with a few bytes lost, changed, doubled or put in."""
    changed = bytearray(content)
    for _ in range(chance.randrange(1, 7)):
        at = chance.randrange(len(changed) + 1)
        match chance.randrange(4):
            case 0:
                del changed[at : at + chance.randrange(1, 30)]
            case 1:
                changed[at:at] = chance.choice(_PIECES)
            case 2:
                changed[at : at + 1] = bytes([chance.randrange(256)])
            case _:
                start = chance.randrange(len(changed) + 1)
                changed[at:at] = changed[start : start + 60]
    return bytes(changed)


_WHOLE = calendar(
    WHOLE_DAY,
    event("DTSTART:20261224T230000Z", "DTEND:20261225T230000Z", "RRULE:FREQ=YEARLY", uid="2"),
    event("DTSTART;VALUE=DATE:20270104", "RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE;VALUE=DATE:20270111", uid="3"),
    event("RECURRENCE-ID;VALUE=DATE:20270118", "DTSTART;VALUE=DATE:20270119", "STATUS:CONFIRMED", uid="3"),
    event("DTSTART;TZID=Ons eigen huis:20261225T080000", "DURATION:P1D", "SEQUENCE:1", uid="4"),
    head=_TWO_ZONES,
)


_OLD = old(
    "RRULE:MP1 1+ 2- MO #5",
    "EXDATE:20270105T000000;20270106T000000",
    title="SUMMARY;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:Tweede=20Paasdag=\r\n, caf=C3=A9",
)


def _survives(seed: int, rounds: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same mutations each time
    for _ in range(rounds):
        content = _mutated(chance.choice((_WHOLE, _OLD)), chance)
        try:
            contents = read(content)
        except NoCalendar:
            continue
        assert all(len(title) <= 60 and title.isprintable() for _, title in contents.days), content
        assert all(why and str(name) for name, why in contents.refused), content


def test_no_broken_file_ends_in_anything_but_days_and_reasons() -> None:
    """Whatever was lost, doubled or changed in it."""
    _survives(seed=1, rounds=300)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10))
def test_many_broken_files_end_in_days_and_reasons(seed: int) -> None:
    """The same, over many more."""
    _survives(seed=100 + seed, rounds=4000)


def test_events_of_a_day_count_from_six_hours_of_the_office_day() -> None:
    """One minute less makes no day off."""
    for minutes, expected in ((359, []), (360, [MONDAY])):
        ends = timedelta(hours=9, minutes=minutes)
        clock = f"{int(ends.total_seconds()) // 3600:02}{int(ends.total_seconds()) // 60 % 60:02}00"
        assert expected == days(calendar(event("DTSTART:20270104T090000", f"DTEND:20270104T{clock}")))
