"""`days`: the days off of the organisation and of its teams, from a calendar file."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import typer

from bot.cli import desk
from bot.cli.desk import Desk, Mistake
from store import absences, teams
from store.absences import DayOff
from store.database import Transaction

_DAY = timedelta(days=1)
_LONGEST = 366  # days; a longer stretch is a mistake in the file rather than time off
_NAME = 60  # characters of a title that are kept


def import_days(file: Path, team: str | None) -> None:
    """Add the days of every event in an iCalendar file."""
    with desk.opened("days import") as here:
        found = read(file)
        new = here.do(_import, here, team, found)
        whose = f"team {team}" if team else "the whole organisation"
        typer.echo(f"{len({day for day, _ in found})} days off for {whose}; {new} of them are new.")


def show() -> None:
    """All days from today on."""
    with desk.opened("days list") as here:
        found = here.do(_list, here)
        for day in found:
            typer.echo(f"{day.off_on:%Y-%m-%d}  {day.team or 'everybody'}  {day.name}")
        if not found:
            typer.echo("There are no days off from today on; add some with: ./koersvast days import FILE")


def remove(first: datetime, last: datetime | None, team: str | None) -> None:
    """Take days back."""
    with desk.opened("days remove") as here:
        until = (last or first).date()
        if until < first.date():
            raise Mistake("The last day comes before the first.")
        gone = here.do(_remove, here, team, first.date(), until)
        typer.echo(f"{gone} days off were removed.")


def read(file: Path) -> list[tuple[date, str]]:
    """The days of the events in an iCalendar file, with their titles. Raises Mistake for anything else."""
    from icalendar import Calendar

    try:
        calendars = Calendar.from_ical(file.read_bytes(), multiple=True)
    except OSError as error:
        raise Mistake(f"{file} cannot be read ({error.strerror}).") from None
    except (ValueError, IndexError):
        raise Mistake(f"{file} is no iCalendar file; export the calendar as .ics.") from None
    found = [day for one in calendars for event in one.walk("VEVENT") for day in _days(file, event)]
    if not found:
        raise Mistake(f"{file} holds no events.")
    return found


def _days(file: Path, event: Any) -> Iterator[tuple[date, str]]:
    """Each day that an event touches; the end is the first day after, unless it lies inside a day."""
    name = str(event.get("SUMMARY", "")).strip()[:_NAME]
    if "RRULE" in event:
        raise Mistake(f"{file}: the event {name!r} repeats; write its days out, so that everybody can read them.")
    if "DTSTART" not in event:
        raise Mistake(f"{file}: the event {name!r} has no first day.")
    starts = event.decoded("DTSTART")
    ends = event.decoded("DTEND") if "DTEND" in event else starts + event.decoded("DURATION", timedelta())
    first, last = _day(starts), _day(ends)
    if last > first and (not isinstance(ends, datetime) or (ends.hour, ends.minute) == (0, 0)):
        last -= _DAY
    if not 0 <= (last - first).days < _LONGEST:
        raise Mistake(f"{file}: the event {name!r} ends before it starts, or lasts longer than a year.")
    for step in range((last - first).days + 1):
        yield first + step * _DAY, name


def _day(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _import(db: Transaction, here: Desk, team: str | None, found: list[tuple[date, str]]) -> int:
    number = _number(db, team)
    here.note(db, "organisation" if number is None else f"team {number}")
    return absences.import_days(db, number, found)


def _list(db: Transaction, here: Desk) -> list[DayOff]:
    here.note(db, "days")
    return list(absences.days(db, here.now.date()))


def _remove(db: Transaction, here: Desk, team: str | None, first: date, last: date) -> int:
    number = _number(db, team)
    here.note(db, "organisation" if number is None else f"team {number}")
    return absences.remove_days(db, number, first, last)


def _number(db: Transaction, team: str | None) -> int | None:
    return None if team is None else teams.named(db, team).id
