"""The documents are true: what they name exists, and what exists is documented."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import SQLModel
from typer.main import get_command
from typer.testing import CliRunner

from bot.base.settings import PREFIX, Settings
from bot.cli import main
from bot.cli.help import SentenceHelp
from store import tables as _every_table  # noqa: F401 - fills the metadata
from store.columns import Keep

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
FOLDERS = ("bot", "study", "store", "flows", "nudges", "sandbox", "simulation", "benchmarks", "tests", "docs", r"\.ci")
IN_CODE = re.compile(r"^```[^\n]*\n(.*?)^```|`([^`\n]+)`", re.MULTILINE | re.DOTALL)  # a block, or a span in a line
PLACEHOLDER = re.compile(r"[A-Z]{4}")  # NAME, FLOW: for the reader to fill in
TABLES = sorted(table.name for table in SQLModel.metadata.sorted_tables)
# What a help text must not wait for.
HEAVY = {
    "sqlmodel",
    "sqlalchemy",
    "telegram",
    "apscheduler",
    "httpx",
    "starlette",
    "pydantic_settings",
    "jinja2",
    "babel",
    "uvicorn",
}
LIST_IMPORTED = (
    "import sys; from bot.cli import main; main.app(sys.argv[1:], standalone_mode=False); print(*sys.modules)"
)


@cache
def operators() -> str:
    """The page for operators."""
    return (ROOT / "docs" / "operators.md").read_text()


def commands(command: object = None, path: str = "") -> Iterator[tuple[str, object]]:
    """Every command and group, by the words that call it."""
    command = command if command is not None else get_command(main.app)
    for name, part in getattr(command, "commands", {}).items():
        if not part.hidden:
            yield f"{path} {name}".strip(), part
            yield from commands(part, f"{path} {name}".strip())


COMMANDS = dict(commands())
HEADINGS = re.findall(r"^### `koersvast ([a-z ]+)`$", (ROOT / "docs" / "operators.md").read_text(), re.MULTILINE)


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_explained(name: str) -> None:
    """It stands in .env.example under a sentence, and on the page for operators."""
    variable = PREFIX + name.upper()
    example = (ROOT / ".env.example").read_text()
    entry = re.search(rf"^# (.+)\n(#.*\n)*#? ?{variable}=", example, re.MULTILINE)
    assert entry, f"{variable} does not stand in .env.example under a sentence"
    assert f"`{variable}`" in operators()


def test_the_example_says_what_the_defaults_are(monkeypatch: pytest.MonkeyPatch) -> None:
    """Copied as it is, .env.example changes nothing."""
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        monkeypatch.delenv(name)
    assert Settings(_env_file=None) == Settings(_env_file=ROOT / ".env.example")


def test_nothing_is_explained_that_is_no_setting() -> None:
    """A setting that went away leaves no trace."""
    names = {PREFIX + name.upper() for name in Settings.model_fields}
    for text in ((ROOT / ".env.example").read_text(), operators()):
        assert set(re.findall(rf"\b{PREFIX}[A-Z_]+\b", text)) == names


@pytest.mark.parametrize("words", COMMANDS)
def test_every_command_has_help_and_a_heading(words: str) -> None:
    """Its help is a sentence, and the page for operators has a heading for it."""
    shown = CliRunner().invoke(main.app, [*words.split(), "--help"])
    assert (0, True) == (shown.exit_code, "Usage" in shown.output)
    assert str(getattr(COMMANDS[words], "help", "")).split("\n")[0].endswith((".", ":"))
    assert words in HEADINGS


@pytest.mark.parametrize("words", ["", *COMMANDS])
def test_help_loads_nothing_heavy(words: str) -> None:
    """It answers at once: what a command does is imported when it runs."""
    command = [sys.executable, "-c", LIST_IMPORTED, *words.split(), "--help"]
    shown = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert "typer" in shown.stdout.split(), shown.stderr
    assert set() == HEAVY & set(shown.stdout.split())


def test_lists_of_commands_are_whole_sentences() -> None:
    """Nothing is cut off where the line ends."""
    command = [sys.executable, "-m", "bot.cli", "--help"]
    shown = subprocess.run(command, cwd=ROOT, capture_output=True, text=True).stdout
    listed = shown.partition("Commands:")[2]
    assert "until Ctrl-C." in listed
    assert "..." not in listed


@pytest.mark.parametrize("words", [words for words, part in COMMANDS.items() if hasattr(part, "commands")])
def test_no_list_of_commands_is_cut_off(words: str) -> None:
    """Nor does that of any group, whoever adds it."""
    assert isinstance(COMMANDS[words], SentenceHelp)


def test_there_is_a_command_to_run_the_bot_and_one_to_test_it() -> None:
    """The list above is not empty by accident."""
    assert {"run", "test"} <= set(COMMANDS)


def test_no_command_is_explained_that_does_not_exist() -> None:
    """The page for operators promises nothing."""
    assert [] == [words for words in HEADINGS if words not in COMMANDS]


@pytest.mark.parametrize("table", TABLES)
def test_every_column_has_a_purpose_and_a_retention_class(table: str) -> None:
    """Nothing is kept about anybody without a reason and an end."""
    columns = SQLModel.metadata.tables[table].columns
    assert len(columns) > 0
    for column in columns:
        assert isinstance(column.info.get("keep"), Keep), column
        assert len(str(column.info.get("purpose", ""))) >= 3, column


def test_every_retention_class_is_explained() -> None:
    """The page about trust names each of them."""
    trust = (ROOT / "docs" / "trust.md").read_text()
    assert [] == [keep for keep in Keep if f"| {keep.value} |" not in trust]
    assert len(TABLES) > 15


def code(document: Path) -> list[str]:
    """What stands in code style in a document, line by line."""
    parts = [block or span for block, span in IN_CODE.findall(document.read_text())]
    return [line for part in parts for line in part.splitlines()]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_what_a_document_names_exists(document: Path) -> None:
    """Every path in code style, by itself or in a command, and every link to another file leads somewhere."""
    path = re.compile(rf"(?<![\w./-])(?:{'|'.join(FOLDERS)})/[\w./-]*")
    named = [name for line in code(document) for name in path.findall(line) if not PLACEHOLDER.search(name)]
    missing = [name for name in named if not (ROOT / name).exists()]
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", document.read_text())
    missing += [link for link in links if "://" not in link and not (document.parent / link).exists()]
    assert [] == missing


def unknown_words(line: str) -> list[str]:
    """What a line calls of our commands and options that does not exist."""
    unknown = []
    for call in re.findall(r"\./koersvast ([^|;#]+)", line):
        command: Any = get_command(main.app)
        for word in re.findall(r"--[a-z-]+|[^\s\[\]]+", call):
            inner = getattr(command, "commands", {})
            if word.startswith("--"):
                options = {name for option in command.params for name in option.opts} | {"--help", "--version"}
                unknown += [] if word in options else [word]
            elif inner and command.name == "invite":
                command = inner.get(word, inner["to"])  # which may be left out
            elif word in inner:
                command = inner[word]
            elif inner and re.fullmatch("[a-z]+", word):
                return [*unknown, word]
    return unknown


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_what_a_document_tells_to_run_exists(document: Path) -> None:
    """Every command of ours in code style, with each option behind it."""
    assert [] == [(line, unknown) for line in code(document) if (unknown := unknown_words(line))]


@pytest.mark.parametrize(
    "line", ["./koersvast flows chekc", "./koersvast simulate --persons 5", "x=1 ./koersvast days add"]
)
def test_a_command_that_does_not_exist_would_be_seen(line: str) -> None:
    """The look at the documents is not blind."""
    assert 1 == len(unknown_words(line))


def test_contributing_tells_how_to_run_one_test_of_each_kind() -> None:
    """The commands above are there to be looked at, and so are the files."""
    lines = code(ROOT / "CONTRIBUTING.md")
    assert sum("-m pytest tests/" in line for line in lines) >= 5
    assert sum("./koersvast " in line for line in lines) >= 15


def test_the_documents_that_are_promised_are_there() -> None:
    """Each has something to say."""
    promised = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"]
    promised += [f"docs/{name}.md" for name in ("house", "glossary", "operators", "trust", "flow-language")]
    assert [] == [name for name in promised if len((ROOT / name).read_text()) < 500]


def test_the_commands_of_the_readme_exist() -> None:
    """Whoever follows it gets what it says."""
    called = set(re.findall(r"\./koersvast ([a-z]+)", (ROOT / "README.md").read_text()))
    assert {"demo", "test", "run"} <= called
    assert called <= {words.split()[0] for words in COMMANDS}
