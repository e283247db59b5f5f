"""The operator's desk: settings and memory opened for one command, and every mistake told in one sentence."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Concatenate, ParamSpec, TypeVar

import typer

from bot.base import clock, opening
from bot.base import settings as configuration
from bot.base.settings import Settings, SettingsError
from nudges import bands
from store import audit, trouble
from store.database import Database, Transaction
from store.errors import StoreError

P = ParamSpec("P")
T = TypeVar("T")

ACTOR, ORIGIN = "operator", "shell"


class OperatorMistake(Exception):
    """Something that the operator can put right; the message is the one sentence that says how."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Holds what a command works with; `event` is what it is called in the audit trail."""

    settings: Settings
    calendar: clock.Clock
    now: datetime
    database: Database
    event: str

    def do(self, use_case: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run one use case in a transaction of its own."""
        return self.database.call(use_case, *args, **kwargs)

    def note(self, db: Transaction, subject: str) -> None:
        """Write down that this command was done, about a handle or a team's number, never a name."""
        audit.note(db, self.now, actor=ACTOR, event=self.event, subject=subject, origin=ORIGIN)


def count_in_words(number: int) -> str:
    """Word a count of people, never exact: a colleague may look over the operator's shoulder, or be one."""
    least = bands.people(number)
    return "fewer than 5" if least is None else f"at least {least}"


@contextmanager
def open_desk(event: str, status: Callable[[Exception], int] = lambda _: 1) -> Iterator[Desk]:
    """Open the desk for one command, whether the bot runs or not; a refusal is written down as well."""
    with politely(status=status):
        chosen = configuration.load()
        calendar = clock.Clock(chosen.clock_start, chosen.clock_speed)
        now = calendar.now()
        with opening.beside(chosen, now) as database, trouble.as_ours():
            try:
                yield Desk(chosen, calendar, now, database, event)
            except (OperatorMistake, StoreError) as refused:
                if not isinstance(refused, trouble.DatabaseError):
                    database.call(_note_refusal, event, now)
                raise


@contextmanager
def politely(*others: type[Exception], status: Callable[[Exception], int] = lambda _: 1) -> Iterator[None]:
    """End the command with a sentence on the error output and a status, 1 by default; never with a traceback."""
    ours: tuple[type[Exception], ...] = (OperatorMistake, StoreError, SettingsError, *others)
    try:
        yield
    except ours as error:
        for line in str(error or type(error).__doc__).splitlines():
            typer.echo(f"koersvast: {line}", err=True)
        raise typer.Exit(status(error)) from None


def _note_refusal(db: Transaction, event: str, now: datetime) -> None:
    audit.note(db, now, actor=ACTOR, event=event, subject="-", origin=ORIGIN, result="refused")
