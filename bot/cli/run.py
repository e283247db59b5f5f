"""`run`: the real bot, until it is asked to stop."""

import asyncio
from datetime import timedelta

import structlog
import typer

from bot import app, logs
from bot import settings as configuration
from bot.cli import desk
from bot.polling import CannotPoll
from bot.settings import SettingsError

_log = structlog.get_logger()
_A_YEAR = timedelta(days=365)


def run() -> None:
    """Serve, or say why not."""
    with desk.politely(app.StartError, CannotPoll):
        chosen = configuration.load()
        missing = chosen.missing_to_run()
        if missing:
            raise SettingsError([*missing, "Put these into .env, as .env.example shows, and start again."])
    with desk.opened("run") as here:
        here.do(here.note, "bot")
        checked_long_ago = here.now.date() - chosen.crisis_checked > _A_YEAR
    with desk.politely(app.StartError, CannotPoll):
        logs.configure()
        if checked_long_ago:
            _log.warning(
                "the sentence about 113 was checked long ago", action="check", setting="KOERSVAST_CRISIS_CHECKED"
            )
        asyncio.run(app.serve(chosen, ready=_say_where))


def _say_where(page: str) -> None:
    typer.echo(f"Koersvast listens. The page for leads is at {page}. Ctrl-C stops it.", err=True)
