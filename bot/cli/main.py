"""Every command's name, options and help; what a command does is imported only when it runs."""

import tomllib
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from bot.cli import coaches, operators, rhythm, studying
from bot.cli.help import SentenceHelp

app = typer.Typer(
    cls=SentenceHelp,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # it prints local variables, and those hold what people said
    context_settings={"help_option_names": ["-h", "--help"]},
)


COMMANDS = "koersvast.commands"  # the group of entry points by which folders beside the bot add commands of theirs


def _project() -> Any:
    """Read the table `project` of pyproject.toml: nothing is installed as a package, so nothing else names it."""
    return tomllib.loads((Path(__file__).resolve().parents[2] / "pyproject.toml").read_text())["project"]


def _say_version(asked: bool) -> None:
    if asked:
        typer.echo(f"koersvast {_project()['version']}")
        raise typer.Exit


@app.callback()
def koersvast(
    _version: Annotated[
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Print the version and end.")
    ] = False,
) -> None:
    """Koersvast is a coaching chatbot on Telegram for the people who work in a municipality."""


app.add_typer(operators.app)
app.add_typer(studying.app)
app.add_typer(rhythm.days_app, name="days", help="Import, list and remove days off of the organisation and its teams.")
app.add_typer(rhythm.decisions_app, name="decisions", help="Check what was left to chance.")
app.add_typer(coaches.app, name="flows", help="Write, check and try out the conversations; no Telegram is needed.")
for name, place in _project()["entry-points"][COMMANDS].items():
    app.add_typer(EntryPoint(name, place, COMMANDS).load())


@app.command("demo")
def play_demo(
    fresh: Annotated[bool, typer.Option("--fresh", help="Forget the earlier demo and begin anew.")] = False,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port of the page with the phones; 0: any.")] = 8800,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open a browser.")] = False,
    language: Annotated[
        Literal["nl", "en"] | None,
        typer.Option(help="Language of the demo; another than the last time begins anew.", show_default=False),
    ] = None,
) -> None:
    """Play the whole product on this machine: nothing to configure, nothing leaves it.

    Two phones, an employee's and her lead's, a made-up team of ten weeks that goes on answering, and a clock to move.
    Ctrl-C ends it; the next start goes on where you were.
    """
    from bot.cli import demo as body

    raise typer.Exit(body.run(fresh=fresh, port=port, browser=not no_browser, language=language or ""))


@app.command("test")
def run_tests(
    long: Annotated[bool, typer.Option("--long", help="Also run the tests that take minutes.")] = False,
    only: Annotated[
        str, typer.Option("-k", metavar="EXPRESSION", help="Run only the tests whose names match, as pytest's -k.")
    ] = "",
) -> None:
    """Check the format, the code, the types and the imports, then run all tests."""
    from bot.cli import test as body

    raise typer.Exit(body.run(long=long, only=only))
