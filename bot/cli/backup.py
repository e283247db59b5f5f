"""`backup` and `restore`: a copy that was read back, and putting one back without bringing anybody back."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import typer
from sqlalchemy import Engine, func, select

from bot import app
from bot.base import clock, opening
from bot.base import settings as configuration
from bot.base.settings import Settings
from bot.cli.desk import OperatorMistake, open_desk, politely
from bot.clockwork import restoring
from store import copies, database, installation, running, schema, tables, traces, trouble
from store.vault import Vault


def make(folder: Path | None) -> None:
    """Copy the database while the bot goes on, read the copy back, and say where it lies."""
    with open_desk("backup") as desk:
        copy = copies.make(desk.settings.database, folder or desk.settings.data_dir / opening.COPIES, desk.now)
        holds = examine(copy, desk.settings)
        desk.do(desk.note, "copy")
    typer.echo(
        f"{copy}: {holds}. It was read back and is whole. It holds people's data: keep it as short as its texts."
    )


def restore(copy: Path) -> None:
    """Put a copy back in place of the database, and say what was done about the time since."""
    with politely(), trouble.as_ours():
        chosen = configuration.load()
        now = clock.Clock(chosen.clock_start, chosen.clock_speed).now()
        if not copy.is_file():
            raise OperatorMistake(f"{copy} is no file: name a copy that `./koersvast backup` made.")
        holds = examine(copy, chosen)
        aside = _exchange(copy, chosen, now)
    with open_desk("restore") as desk:
        runtime = app.build(desk.settings, desk.database, desk.calendar)
        counted = desk.do(restoring.settle, runtime, desk.now)
        desk.do(desk.note, "copy")
    for line in said(copy, holds, aside, counted):
        typer.echo(line)


def said(copy: Path, holds: str, aside: Path | None, counted: Mapping[str, int]) -> list[str]:
    """Say what a restore did, a line each."""
    before = [f"What was there before lies at {aside}."] if aside else []
    return [
        f"{copy} is the database now: {holds}.",
        *before,
        "Whoever left since is gone again, as far as the file leavings knows. Nothing of before is sent.",
        *(f"{what}: {number}" for what, number in counted.items()),
    ]


def examine(copy: Path, settings: Settings) -> str:
    """Read a copy from its first to its last page, and say what it holds.

    Raises CopyError, WrongSecret, SchemaError, OperatorMistake.
    """
    copies.read_back(copy)
    if copy.suffix == ".dump":
        return "a dump of PostgreSQL"
    engine = copies.engine(copy)
    try:
        return _holds(engine, copy, settings)
    finally:
        engine.dispose()


def _holds(engine: Engine, copy: Path, settings: Settings) -> str:
    version = schema.version(engine)
    if version is None:
        raise OperatorMistake(f"{copy} is no database of Koersvast.")
    with engine.connect() as connection:
        installation.load_keys(connection, Vault(settings.secret_key))
        teams = connection.execute(select(func.count()).select_from(tables.table(tables.TeamRow))).scalar_one()
    return f"version {version}, {teams} teams"


def _exchange(copy: Path, settings: Settings, now: datetime) -> Path | None:
    """Put the copy in place while no process serves the database; gives where lies now what was there, if anything."""
    engine = opening.engine_of(settings)
    try:
        with running.alone(engine, settings.database):
            aside = _set_aside(settings, now)
            engine.dispose()
            copies.put_back(copy, settings.database)
            traces.beside(settings.database, settings.data_dir).forget()  # what is there now is meant
    finally:
        engine.dispose()
    return aside


def _set_aside(settings: Settings, now: datetime) -> Path | None:
    file = database.sqlite_path(settings.database)
    if file is not None and not file.exists():
        return None
    folder = settings.data_dir / opening.COPIES
    try:
        with trouble.as_ours():
            return copies.make(settings.database, folder, now)
    except trouble.Damaged:
        return None if file is None else file.replace(folder / f"damaged-{now:%Y%m%dT%H%M%SZ}.sqlite3")
