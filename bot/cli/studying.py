"""The commands that learn from what was decided by chance: names, options and help; main.py adds them."""

from datetime import datetime
from typing import Annotated, Literal

import typer

from bot.cli.help import SentenceHelp

app = typer.Typer()


learn_app = typer.Typer(
    cls=SentenceHelp, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]}
)
app.add_typer(learn_app, name="learn")


@learn_app.callback()
def learn(
    ctx: typer.Context,
    language: Annotated[
        Literal["nl", "en"] | None,
        typer.Option(help="In which language; that of the settings if not given.", show_default=False),
    ] = None,
) -> None:
    """Say what the decisions by chance show, and first what they can show at all; never about one person."""
    if ctx.invoked_subcommand is None:
        from bot.cli import learn as body

        body.show(language)


@learn_app.command("register")
def register(
    until: Annotated[
        datetime,
        typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="Until when decisions count.", show_default=False),
    ],
    by_week: Annotated[bool, typer.Option("--by-week", help="Also ask whether the effect changes over weeks.")] = False,
) -> None:
    """Write down what is looked for, before the first decision is made; later it is refused."""
    from bot.cli import learn as body

    body.register(until.date(), ("week",) if by_week else ())
