"""`migrate`: makes the database, or brings it to this version, and says what was done."""

import typer

from bot.base import clock, opening
from bot.base import settings as configuration
from bot.cli.desk import open_desk, politely
from store import trouble
from store.schema import SchemaOutcome


def run(*, backup_made: bool, as_it_is: bool) -> None:
    """Upgrade the database now, rather than at the next start."""
    with politely(), trouble.as_ours():
        chosen = configuration.load()
        now = clock.Clock(chosen.clock_start, chosen.clock_speed).now()
        outcome = opening.upgrade(chosen, now, backup_made=backup_made, as_it_is=as_it_is)
    with open_desk("migrate") as desk:
        desk.do(desk.note, f"version {outcome.version}")
    typer.echo(said(outcome))


def said(outcome: SchemaOutcome) -> str:
    """Say what was done to the database, in a sentence or two."""
    if outcome.before is None:
        return f"The database was made, at version {outcome.version}."
    if not outcome.upgraded:
        return f"The database is at version {outcome.version} already."
    copy = f" A copy of how it was lies at {outcome.copy}." if outcome.copy else ""
    return f"The database went from version {outcome.before} to {outcome.version}.{copy}"
