"""`status`: what waits, what went wrong and what is to be done; no result, no name, nothing that tells of leaving."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import typer

from bot.base.settings import Settings
from bot.cli.desk import Desk, count_in_words, open_desk
from bot.library import case_file, live, programme_file, shelves
from bot.library.shelves import Fallback
from flows import loader
from flows.complaints import CannotLoad
from flows.findings import Finding
from flows.flow import Flow
from nudges import calendar_nl, head_counts, workdays
from store import census, outbox, retention, schema, versions
from store.columns import Keep
from store.database import Transaction

_TRANSIENT_DAYS = 7
_CALENDAR = workdays.Workdays(off=calendar_nl.cao_gemeenten())
_A_YEAR = timedelta(days=366)

Figures = Mapping[str, Any]


def run(*, as_json: bool) -> None:
    """Print the figures of the installation: a table on a terminal, plain lines elsewhere, JSON on request."""
    with open_desk("status") as desk:
        figures = {"schema": schema.latest(), **desk.do(_count, desk), "flows": desk.do(_flows, desk)}
    if as_json:
        typer.echo(json.dumps(figures, indent=2))
    elif sys.stdout.isatty():
        _print_table(figures)
    else:
        for name, value in lines(figures):
            typer.echo(f"{name}: {value}")


def lines(figures: Figures, before: str = "") -> Iterator[tuple[str, str]]:
    """List (name, value) for every figure, the names of groups before it; an empty group is a 0."""
    for name, value in figures.items():
        full = f"{before} {name}".strip()
        if isinstance(value, Mapping):
            yield from lines(value, full) if value else [(full, "0")]
        else:
            yield full, _word(value)


def _word(value: object) -> str:
    return {None: "-", True: "yes", False: "no"}[value] if value is None or isinstance(value, bool) else str(value)


def _count(db: Transaction, desk: Desk) -> Figures:
    desk.note(db, "counts")
    return {
        "people": {"seats": count_in_words(census.seated(db))},
        "head counts": _head_counts(db, desk),
        "inbox": {"oldest waiting": _age(census.oldest_update(db, desk.now))},
        "outbox": {"oldest waiting": _age(outbox.oldest_waiting(db, desk.now))},
        "so far": dict(census.happened(db)),
        "school holidays known until": _school_holidays(desk.now.date()),
        "kept": {keep.value: asdict(one) for keep, one in retention.report(db, _days(desk.settings), desk.now).items()},
    }


def _head_counts(db: Transaction, desk: Desk) -> str:
    """Count the teams that are asked for one: on the first working day of a quarter, never because somebody left."""
    first = head_counts.begins(desk.now.astimezone(ZoneInfo(desk.settings.timezone)).date(), _CALENDAR)
    waiting = census.head_counts_to_give(db, first)
    return f'{waiting} to give since {first}: ./koersvast team count "NAME" NUMBER' if waiting else "all given"


def _age(waited: timedelta) -> str:
    minutes = int(waited.total_seconds() // 60)
    return f"{minutes} minutes" if minutes else "less than a minute, or none"


def _school_holidays(today: date) -> str:
    last = calendar_nl.school_holidays_known_until()
    soon = last - today < _A_YEAR
    return f"{last}; less than a year ahead, install a newer version in time" if soon else str(last)


def _days(settings: Settings) -> Mapping[Keep, int]:
    return {
        Keep.TEXT: settings.keep_text_days,
        Keep.GOAL: settings.keep_goal_days,
        Keep.SCORE: settings.keep_score_days,
        Keep.AUDIT: settings.keep_audit_days,
        Keep.TRANSIENT: _TRANSIENT_DAYS,
    }


def _flows(db: Transaction, desk: Desk) -> Figures:
    """Count the live flows, and name which of the organisation's own are broken, with what people get instead."""
    own = desk.settings.flows_dir
    ours = loader.shelf([live.OURS])
    look = shelves.look(ours, [own] if own else [], versions.live(db), desk.now.date())
    broken = {one.name: f"{one.instead} instead: {one.findings[0]}" for one in look.broken}
    return {"live": len(look.shelf.flows), "broken": {**broken, **_others(db, own, look.shelf.flows)}}


def _others(db: Transaction, own: Path | None, flows: Mapping[str, Flow]) -> Mapping[str, str]:
    """Name the organisation's own programme and cases where they cannot be read, and what people get instead."""
    if own is None:
        return {}
    read_programme = partial(programme_file.read_file, flows=flows)
    files: dict[str, Callable[[Path], object]] = {live.PROGRAMME: read_programme, live.CASES: case_file.read_file}
    wrong = {name: _complaint(own / name, read) for name, read in files.items() if (own / name).is_file()}
    return {name: f"{_instead(db, name)} instead: {one}" for name, one in wrong.items() if one is not None}


def _complaint(place: Path, read: Callable[[Path], object]) -> Finding | None:
    try:
        read(place)
    except CannotLoad as error:
        return error.complaints[0]
    return None


def _instead(db: Transaction, name: str) -> Fallback:
    source = versions.live(db).get(name)
    return Fallback.LAST_GOOD if source and source.live_from == shelves.OWN else Fallback.OURS


def _print_table(figures: Figures) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(show_header=False, box=None, pad_edge=False)
    for name, value in lines(figures):
        table.add_row(name, value)
    Console().print(table)
