"""`learn`: what the decisions by chance show, and what was written down before the first of them."""

from datetime import date
from typing import Literal

import typer

from bot.base import texts
from bot.cli import desk
from store.database import Transaction
from study import in_words, preregistration
from study.in_words import Telling
from study.preregistration import RegistrationError

EVENT = "learn"


def show(language: Literal["nl", "en"] | None) -> None:
    """Print it all; an audit line says that somebody looked."""
    with desk.opened(EVENT) as here:
        registered = here.do(preregistration.read, here.settings.data_dir)
        learned = here.do(in_words.learn, registered)
        here.do(here.note, "estimates")
        telling = Telling(texts.load(), language or here.settings.language)
        for line in telling.all(learned, registered, here.now.date()):
            typer.echo(line)


def register(until: date, moderators: tuple[str, ...]) -> None:
    """Write down what is looked for, before the first decision."""

    def keep(db: Transaction) -> str:
        file = preregistration.register(db, here.settings.data_dir, until, moderators, here.now)
        here.note(db, "preregistration")
        return str(file)

    with desk.politely(RegistrationError), desk.opened("learn register") as here:
        typer.echo(f"Written to {here.do(keep)}, and kept. Leave the file as it is.")
