"""The coaches' commands: names, options and help; main.py adds them to the others."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from bot.cli.help import SentenceHelp
from flows.message_room import MessageRoom

app = typer.Typer(cls=SentenceHelp, no_args_is_help=True, context_settings={"help_option_names": ["-h", "--help"]})


Told = Annotated[Literal["nl", "en"], typer.Option("--language", help="In which language to tell what is found.")]
FlowName = Annotated[
    str, typer.Argument(metavar="FLOW", help="The name of a flow, or a flow file.", show_default=False)
]


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
    live: Annotated[bool, typer.Option("--live", help="Also say for how many people something changes.")] = False,
    language: Told = "en",
) -> None:
    """Check flows, and print each finding with file, line, reason and remedy; status 1 if one must not go live."""
    from bot.cli import flows_check as body
    from bot.cli import flows_shelf

    own = _own_folders()
    status = body.check(paths or [flows_shelf.OURS, *own], language=language, addresses=_addresses(), room=_room())
    if live:
        from bot.cli import flows_live

        flows_live.report(paths or [], own, language)
    raise typer.Exit(status)


@app.command("talk")
def talk(
    flow: FlowName,
    language: Annotated[Literal["nl", "en"], typer.Option(help="Which language to speak.")] = "nl",
    tone: Annotated[Literal["je", "u"], typer.Option(help="Which tone, in Dutch.")] = "je",
    seed: Annotated[str, typer.Option(help="Another word makes chance choose otherwise.", show_default=False)] = "",
) -> None:
    """Play a flow in the terminal, as a made-up person; nothing is kept."""
    from bot.cli import flows_talk as body

    raise typer.Exit(body.talk(flow, folders=tuple(_own_folders()), language=language, tone=tone, seed=seed))


@app.command("graph")
def graph(
    flow: FlowName,
    form: Annotated[
        Literal["svg", "mermaid"], typer.Option("--as", help="A picture, or text for a page that draws Mermaid.")
    ] = "svg",
    language: Annotated[
        str, typer.Option(help="Which of its languages; left out: the one it is written in.", show_default=False)
    ] = "",
    to: Annotated[
        Path | None,
        typer.Option(
            help="The file to write; left out: FLOW.svg or FLOW.mmd beside the flow file, or here.", show_default=False
        ),
    ] = None,
) -> None:
    """Draw a flow: every node with its words, and a line from each answer to where it leads."""
    from bot.cli import flows_graph as body

    raise typer.Exit(body.graph(flow, folders=_own_folders(), form=form, language=language, to=to))


@app.command("paths")
def paths(
    flow: FlowName,
    most: Annotated[int, typer.Option(min=0, max=10_000, help="List them when there are no more than this.")] = 60,
    every: Annotated[
        bool, typer.Option("--all", help="Also those on which somebody skips a question or does not answer.")
    ] = False,
) -> None:
    """List every path through a flow with its taps and seconds; of too many the shortest, usual and longest."""
    from bot.cli import flows_paths as body

    raise typer.Exit(body.listing(flow, folders=_own_folders(), most=most, unusual=every))


@app.command("test")
def run_tests(
    flows: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FLOW", help="Names of flows, or flow files; without any: all flows.", show_default=False
        ),
    ] = None,
    least: Annotated[
        int, typer.Option(min=0, max=100, help="Fail when fewer percent of the steps and ways are reached.")
    ] = 0,
    language: Told = "en",
) -> None:
    """Play the tests in tests/FLOW.yaml beside a flow, and say what of it they reach; status 1 if one fails."""
    from bot.cli import flows_test as body

    raise typer.Exit(body.play(flows or [], folders=_own_folders(), least=least, language=language))


@app.command("new")
def new(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="What it will be called: a–z, 0–9 and -.", show_default=False)
    ],
    to: Annotated[
        Path | None,
        typer.Option(help="The folder; left out: KOERSVAST_FLOWS_DIR, or else here.", show_default=False),
    ] = None,
) -> None:
    """Begin a flow: a small one that is whole, with its translations and its tests, for you to change."""
    from bot.cli import flows_new as body

    raise typer.Exit(body.begin(name, to or next(iter(_own_folders()), Path())))


@app.command("install")
def install(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="Flow files.", show_default=False)],
    language: Told = "en",
) -> None:
    """Check flows and make them live in KOERSVAST_FLOWS_DIR; coaches hear so in the chat. Status 1 if one must not."""
    from bot.cli import flows_install as body

    raise typer.Exit(body.install(files, language))


@app.command("retire")
def retire(
    flow: Annotated[str, typer.Argument(metavar="FLOW", help="The name of a flow.", show_default=False)],
) -> None:
    """Withdraw the older versions of a flow: whoever is inside gets one kind message when they next write."""
    from bot.cli import flows_install as body

    body.retire(flow)


@app.command("reference")
def reference() -> None:
    """Print the reference of the flow language, as it stands in docs/flow-reference.md."""
    from flows import reference as body

    typer.echo(body.page(), nl=False)


texts = typer.Typer(cls=SentenceHelp, no_args_is_help=True, context_settings={"help_option_names": ["-h", "--help"]})
app.add_typer(texts, name="texts", help="Take texts out for translators, and bring their work back.")


@texts.command("export")
def export_texts(
    flow: FlowName,
    language: Annotated[
        list[str] | None,
        typer.Option(help="Two letters, or u for formal Dutch; left out: all it has.", show_default=False),
    ] = None,
    to: Annotated[
        Path | None, typer.Option(help="A folder for copies; left out: beside the flow.", show_default=False)
    ] = None,
) -> None:
    """Write the PO files of a flow, with an entry for every text; say what is missing and what is stale."""
    from bot.cli import flows_texts as body

    raise typer.Exit(body.export(flow, language or [], folders=_own_folders(), to=to))


@texts.command("import")
def import_texts(
    files: Annotated[
        list[Path], typer.Argument(metavar="FLOW.LANGUAGE.po", help="What a translator sent back.", show_default=False)
    ],
    beside: Annotated[
        Path | None,
        typer.Option(
            "--in", help="The folder of the flows; left out: beside the file, or the shelves.", show_default=False
        ),
    ] = None,
) -> None:
    """Bring translators' PO files in beside their flows; status 1 if something in them could not be taken."""
    from bot.cli import flows_texts as body

    raise typer.Exit(body.take(files, folders=_own_folders(), beside=beside))


def _addresses() -> frozenset[str] | None:
    """List what flows may call here; None where the operator has configured nothing, as on a coach's own machine."""
    from bot.base import settings
    from bot.cli.desk import politely

    with politely():
        return frozenset(settings.load().calls) or None


def _room() -> MessageRoom:
    """Find how much a message holds in the channels that the settings name."""
    from bot.base import settings
    from bot.channels import configured
    from bot.cli.desk import politely

    with politely():
        return configured.can_show(settings.load()).room


def _own_folders() -> list[Path]:
    """List the organisation's own flows, where the settings name a folder of them."""
    from bot.base import settings
    from bot.cli.desk import politely

    with politely():
        chosen = settings.load()
    return [chosen.flows_dir] if chosen.flows_dir else []
