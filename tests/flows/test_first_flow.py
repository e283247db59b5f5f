"""The page for a coach's first flow, tried from the page: what it says to save or to type is saved or typed."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.base import settings
from bot.cli import main
from flows.kinds import registry as kinds
from flows.nodes import registry as nodes
from tests.flows import stage

PAGES = ("coaches.md", "coaches.nl.md")


def steps(page: str) -> Iterator[tuple[str, str, list[str]]]:
    """(what, where or which command, its lines) in the order of the page: 'save' and 'run'."""
    parts = page.split("```")
    for before, block in zip(parts[::2], parts[1::2], strict=False):
        kind, _, body = block.partition("\n")
        if kind != "console":
            [where] = re.findall(r"`(mijn-flows/[^`]+)`:$", before.strip().splitlines()[-1])
            yield "save", where, body.splitlines()
            continue
        for command, follows in re.findall(r"^\$ (.+)\n((?:[^$\n].*\n)*)", body, re.MULTILINE):
            yield "run", command, follows.splitlines()


def run(command: str, follows: list[str]) -> None:
    """Run one command of the page and hold what it prints against what the page says."""
    if command.startswith("rm "):
        Path(command[3:]).unlink()
        return
    words = command.removeprefix("./koersvast ").split()
    typed = "".join(f"{line[2:]}\n" for line in follows if line.startswith("> "))
    shown = CliRunner().invoke(main.app, words, input=typed)
    assert shown.exception is None or isinstance(shown.exception, SystemExit), shown.exception
    printed = " ".join(shown.output.split())
    for line in follows:
        if not line.startswith("> "):
            assert line in printed, f"{command}: {shown.output}"


@pytest.mark.parametrize("name", PAGES)
def test_a_coach_who_follows_the_page_gets_what_it_says(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From nothing to a flow that passes the check and its own tests."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(f"{settings.PREFIX}FLOWS_DIR", raising=False)
    monkeypatch.setenv("COLUMNS", "200")
    done = list(steps((stage.DOCS / name).read_text()))
    assert 3 == [what for what, _, _ in done].count("save")
    for what, where, lines in done:
        if what == "save":
            Path(where).write_text("\n".join(lines) + "\n")
        else:
            run(where, lines)
    assert (tmp_path / "mijn-flows" / "vooraf-bellen.svg").read_text().startswith("<svg")
    shown = CliRunner().invoke(main.app, ["flows", "test", "mijn-flows/vooraf-bellen.yaml", "--least", "100"])
    assert 0 == shown.exit_code, shown.output


def test_both_pages_teach_the_same() -> None:
    """The same commands and the same files, in two languages; findings are told in that of the page."""
    english, dutch = (list(steps((stage.DOCS / name).read_text())) for name in PAGES)
    assert [where for _, where, _ in english] == [where.removesuffix(" --language nl") for _, where, _ in dutch]
    assert [lines for what, _, lines in english if what == "save"] == [
        lines for what, _, lines in dutch if what == "save"
    ]


def test_the_reference_is_what_the_program_says_of_itself() -> None:
    """Up to date: ./koersvast flows reference > docs/flow-reference.md makes it again."""
    shown = CliRunner().invoke(main.app, ["flows", "reference"])
    assert (stage.DOCS / "flow-reference.md").read_text() == shown.output
    for word in (*nodes.NODES, *kinds.KINDS):
        assert f"### {word}\n" in shown.output
