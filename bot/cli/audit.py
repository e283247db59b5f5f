"""`audit verify`: whether the trail and the published figures are as they were written."""

import typer

from bot.cli import desk
from bot.cli.desk import Desk
from store import audit, cells
from store.database import Transaction

EVENT = "audit verify"


class Broken(desk.Mistake):
    """What was written down was changed outside the program; compare with a copy from before."""


def verify() -> None:
    """Say that all is whole, or which line or figure is the first that is not."""
    with desk.opened(EVENT) as here:
        lines, figures = here.do(_check, here)
        typer.echo(f"All is as it was written: {lines} lines of the audit trail, {figures} published figures.")


def _check(db: Transaction, here: Desk) -> tuple[int, int]:
    line, figure = audit.verify(db), cells.first_broken(db)
    if line is not None:
        raise Broken(f"Line {line.id} of the audit trail does not follow from the one before. {Broken.__doc__}")
    if figure is not None:
        raise Broken(f"Published figure {figure} does not follow from the one before. {Broken.__doc__}")
    found = len(audit.lines(db)), cells.count(db)
    here.note(db, "trail and figures")
    return found
