"""`days`: the days off of the organisation and of its teams, from a calendar file."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import typer

from bot.cli.desk import Desk, OperatorMistake, open_desk
from bot.rhythm import calendar_file
from bot.rhythm.calendar_event import CLOSES, ENOUGH, OPENS
from bot.rhythm.calendar_file import Contents, DaySpan, NoDayReason
from bot.rhythm.calendar_lines import NoCalendar
from store import absences, teams
from store.absences import DayOff
from store.database import Transaction

_SHOWN = 12
_HOURS = f"{ENOUGH.seconds // 3600} hours between {OPENS:%H:%M} and {CLOSES:%H:%M}"
_PASSED = {
    NoDayReason.CANCELLED: "Cancelled, so no day off (was it added before, take it back with ./koersvast days remove)",
    NoDayReason.SHORT: f"Shorter than {_HOURS}, so no day off",
    NoDayReason.OUTSIDE: "Repeats on no day in that time",
    NoDayReason.OLDER: "An older version of an event that is in the file anew",
}


def import_days(file: Path, team: str | None) -> None:
    """Add the days of the events in an iCalendar file. Those that cannot be read are named, and end it with status 1;
    they keep no other from being added."""
    with open_desk("days import") as desk:
        zone = ZoneInfo(desk.settings.timezone)
        today = desk.now.astimezone(zone).date()
        span = DaySpan(today, date(today.year + 2, 12, 31))
        contents = _read(file, zone, span)
        new = desk.do(_import, desk, team, contents.days)
        whose = f"team {team}" if team else "the whole organisation"
        typer.echo(f"{len({day for day, _ in contents.days})} days off for {whose}; {new} of them are new.")
        for line in _remarks(contents, zone, span):
            typer.echo(line)
        for line in _refusals(contents):
            typer.echo(f"koersvast: {file}: {line}", err=True)
    raise typer.Exit(bool(_refusals(contents)))


def show() -> None:
    """Print all days off from today on."""
    with open_desk("days list") as desk:
        days = desk.do(_coming, desk)
        for day in days:
            typer.echo(f"{day.off_on:%Y-%m-%d}  {day.team or 'everybody'}  {day.name}")
        if not days:
            typer.echo("There are no days off from today on; add some with: ./koersvast days import FILE")


def remove(first: datetime, last: datetime | None, team: str | None) -> None:
    """Take days off back."""
    with open_desk("days remove") as desk:
        until = (last or first).date()
        if until < first.date():
            raise OperatorMistake("The last day comes before the first.")
        gone = desk.do(_remove, desk, team, first.date(), until)
        typer.echo(f"{gone} days off were removed.")


def _read(file: Path, zone: ZoneInfo, span: DaySpan) -> Contents:
    """Read files of days. Raises OperatorMistake when there is nothing to add, and nothing to say of why."""
    try:
        contents = calendar_file.read(file.read_bytes(), zone, span)
    except OSError as error:
        raise OperatorMistake(f"{file} cannot be read ({error.strerror}).") from None
    except NoCalendar as error:
        raise OperatorMistake(f"{file} {error}") from None
    if contents.empty:
        raise OperatorMistake(f"{file} holds no events.")
    if contents.refused and not contents.days:
        raise OperatorMistake("\n".join(f"{file}: {line}" for line in _refusals(contents)))
    return contents


def _remarks(contents: Contents, zone: ZoneInfo, span: DaySpan) -> Iterator[str]:
    """Say what was read in its own way, and what gave no day."""
    yield f"Events read: {contents.read}; those that repeat from {span.first} to {span.last}."
    for why, names in contents.passed.items():
        if names:
            yield f"{_PASSED[why]}: {_list(names)}."
    if contents.tentative:
        yield f"Not certain yet, and counted as days off all the same: {_list(contents.tentative)}."
    if contents.zones:
        yield f"No time zone that is known, read as {zone.key}: {_list(sorted(contents.zones))}."


def _refusals(contents: Contents) -> list[str]:
    """Say what could not be read, and what to do about it."""
    lines = [f"{name}: {why}." for name, why in contents.refused]
    if lines:
        lines.append(
            "put these right in the calendar, export it and import it again, or write the days into a new one."
        )
    if contents.cut:
        lines.append("the end of the file is missing, so there may have been more in it: export the calendar again.")
    return lines


def _list(names: Sequence[object]) -> str:
    more = f" … and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return f"{', '.join(map(str, names[:_SHOWN]))}{more}"


def _import(db: Transaction, desk: Desk, team: str | None, days: list[tuple[date, str]]) -> int:
    number = _number(db, team)
    desk.note(db, "organisation" if number is None else f"team {number}")
    return absences.import_days(db, number, days)


def _coming(db: Transaction, desk: Desk) -> list[DayOff]:
    desk.note(db, "days")
    return list(absences.days(db, desk.now.date()))


def _remove(db: Transaction, desk: Desk, team: str | None, first: date, last: date) -> int:
    number = _number(db, team)
    desk.note(db, "organisation" if number is None else f"team {number}")
    return absences.remove_days(db, number, first, last)


def _number(db: Transaction, team: str | None) -> int | None:
    return None if team is None else teams.named(db, team).id
