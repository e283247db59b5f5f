"""`learn`: what the decisions by chance show, and what was written down before the first of them."""

from datetime import date
from typing import Literal

import typer

from bot.base import texts
from bot.cli.desk import open_desk, politely
from store.database import Transaction
from study import in_words, preregistration
from study.in_words import Telling
from study.preregistration import RegistrationError

EVENT = "learn"


def show(language: Literal["nl", "en"] | None) -> None:
    """Print everything that was learned; an audit line says that somebody looked."""
    with open_desk(EVENT) as desk:
        registered = desk.do(preregistration.read, desk.settings.data_dir)
        learned = desk.do(in_words.learn, registered)
        desk.do(desk.note, "estimates")
        telling = Telling(texts.load(), language or desk.settings.language)
        for line in telling.all(learned, registered, desk.now.date()):
            typer.echo(line)


def register(until: date, moderators: tuple[str, ...]) -> None:
    """Write down what is looked for, before the first decision."""

    def keep(db: Transaction) -> str:
        file = preregistration.register(db, desk.settings.data_dir, until, moderators, desk.now)
        desk.note(db, "preregistration")
        return str(file)

    with politely(RegistrationError), open_desk("learn register") as desk:
        typer.echo(f"Written to {desk.do(keep)}, and kept. Leave the file as it is.")
