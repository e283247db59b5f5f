"""`run`: the real bot, until it is asked to stop."""

import asyncio
import traceback
from datetime import timedelta
from pathlib import Path

import structlog
import typer

from bot import app
from bot.base import logs
from bot.base import settings as configuration
from bot.base.settings import Settings, SettingsError
from bot.channels import configured
from bot.channels.channel import ShutOut
from bot.cli import statuses
from bot.cli.desk import open_desk, politely
from store import trouble
from store.errors import StoreError

_log = structlog.get_logger()
_A_YEAR = timedelta(days=365)


def run() -> None:
    """Serve the bot, or say why not."""
    with politely(app.StartError, ShutOut, status=statuses.of):
        chosen = configuration.load()
        missing = [*configured.missing(chosen), *chosen.missing_to_run()]
        if missing:
            raise SettingsError([*missing, "Put these into .env, as .env.example shows, and start again."])
    with open_desk("run", statuses.of) as desk:
        desk.do(desk.note, "bot")
        checked_long_ago = desk.now.date() - chosen.crisis_checked > _A_YEAR
    with politely(app.StartError, ShutOut, Mishap, status=statuses.of):
        logs.configure()
        if checked_long_ago:
            _log.warning(
                "the sentence about 113 was checked long ago", action="check", setting="KOERSVAST_CRISIS_CHECKED"
            )
        _serve(chosen)


class Mishap(Exception):
    """Something went wrong that nobody foresaw."""


def _serve(chosen: Settings) -> None:
    try:
        asyncio.run(app.serve(chosen, ready=_say_where))
    except (app.StartError, ShutOut, StoreError):
        raise
    except Exception as error:
        sentence = trouble.of(error)
        if sentence is not None:
            raise sentence from None
        # Only its kind and its place: its words may repeat what somebody wrote.
        place = traceback.extract_tb(error.__traceback__)[-1]
        raise Mishap(
            f"Koersvast ended by a mistake of its own ({type(error).__name__} in {Path(place.filename).name}, line "
            f"{place.lineno}): start it again, and report this line; nothing that was said is lost."
        ) from None


def _say_where(page: str) -> None:
    typer.echo(f"Koersvast listens. The page for leads is at {page}. Ctrl-C stops it.", err=True)
