"""Waits for a database that is locked or full: by waiting nothing is lost, by giving up somebody's words would be."""

import asyncio
from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

import structlog
from sqlalchemy.exc import OperationalError

from store.database import Database, Transaction

P = ParamSpec("P")
T = TypeVar("T")

_log = structlog.get_logger()

SECONDS = 1.0


async def run(
    database: Database, use_case: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs
) -> T:
    """Run a use case as often as it takes until the database is there for it."""
    while True:
        try:
            return await database.run(use_case, *args, **kwargs)
        except OperationalError as error:
            _log.error("the database cannot take this yet", action="wait", error=type(error).__name__)
            await asyncio.sleep(SECONDS)
