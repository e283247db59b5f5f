"""`page`: a link that lets an operator in to the page, once; it shows counts and no result."""

import sys

import typer

from bot.cli.desk import open_desk
from store import passes


def link() -> None:
    """Print the link to the page; its token is kept nowhere."""
    with open_desk("operator link") as desk:
        desk.do(desk.note, "page")
        token = desk.do(passes.issue, desk.now)
        root = desk.settings.public_url.rstrip("/") or f"http://127.0.0.1:{desk.settings.web_port}"
        typer.echo(f"{root}/sign-in/{token}")
        if sys.stdout.isatty():
            typer.echo("It works once, for five minutes, while the bot runs.", err=True)
