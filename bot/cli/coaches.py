"""The coaches' commands: names, options and help; main.py adds them to the others."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from bot.cli.help import Sentences

app = typer.Typer(cls=Sentences, no_args_is_help=True, context_settings={"help_option_names": ["-h", "--help"]})


@app.command("check")
def check(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="FILE_OR_FOLDER",
            help="Flow files, or folders of them; without any: all flows.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Check flows, and print each finding with file, line, reason and remedy; status 1 if one must not go live."""
    from bot.cli import flows_check as body

    raise typer.Exit(body.check(paths or [body.OURS, *_own_folders()]))


@app.command("talk")
def talk(
    flow: Annotated[
        str, typer.Argument(metavar="FLOW", help="The name of a flow, or a flow file.", show_default=False)
    ],
    language: Annotated[Literal["nl", "en"], typer.Option(help="Which language to speak.")] = "nl",
    tone: Annotated[Literal["je", "u"], typer.Option(help="Which tone, in Dutch.")] = "je",
    seed: Annotated[str, typer.Option(help="Another word makes chance choose otherwise.", show_default=False)] = "",
) -> None:
    """Play a flow in the terminal, as a made-up person; nothing is kept."""
    from bot.cli import flows_talk as body

    raise typer.Exit(body.talk(flow, folders=tuple(_own_folders()), language=language, tone=tone, seed=seed))


def _own_folders() -> list[Path]:
    """The organisation's own flows, where the settings name a folder of them."""
    from bot import settings
    from bot.cli import desk

    with desk.politely():
        chosen = settings.load()
    return [chosen.flows_dir] if chosen.flows_dir else []
