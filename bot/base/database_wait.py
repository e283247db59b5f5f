"""Waits for a database that is locked, full or away: by giving up, somebody's words would be lost."""

import asyncio
from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

import structlog

from bot.base.rare_lines import Seldom
from store import trouble
from store.database import Database, Transaction

P = ParamSpec("P")
T = TypeVar("T")

_log = structlog.get_logger()
_seldom = Seldom()  # hundreds of turns wait at once: together they say it once

SECONDS = 1.0


async def run(
    database: Database, use_case: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs
) -> T:
    """Run a use case as often as it takes until the database is there for it.

    Raises DatabaseError for what does not pass by waiting, and whatever the use case raises of its own.
    """
    while True:
        try:
            return await database.run(use_case, *args, **kwargs)
        except Exception as error:
            sentence = trouble.of(error)
            if sentence is None:
                raise
            if not sentence.passes:
                raise sentence from None
            tell(sentence)
        await asyncio.sleep(SECONDS)


def tell(sentence: trouble.DatabaseError) -> None:
    """Say in the log that the database is waited for, now and then."""
    kind = type(sentence).__name__
    if times := _seldom.times(kind):
        _log.error("the database cannot take this yet", action="wait", error=kind, times=times)
