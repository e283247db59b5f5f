"""`page`: a link that lets an operator in to the page, once; it shows counts and no result."""

import sys

import typer

from bot.cli import desk
from store import passes


def link() -> None:
    """Print the link; its token is kept nowhere."""
    with desk.opened("operator link") as here:
        here.do(here.note, "page")
        token = here.do(passes.issue, here.now)
        root = here.settings.public_url.rstrip("/") or f"http://127.0.0.1:{here.settings.web_port}"
        typer.echo(f"{root}/sign-in/{token}")
        if sys.stdout.isatty():
            typer.echo("It works once, for five minutes, while the bot runs.", err=True)
