"""A document that exists in Dutch and in English says the same in both: whoever changes one changes the other."""

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[1] / "docs"
PAIRS = sorted((path.with_name(path.name.replace(".nl.md", ".md")), path) for path in DOCS.glob("*.nl.md"))
MUST = {"evidence", "learning", "operators", "trust"}
"""read by works councils, privacy officers and operators, who read Dutch first"""
SAME_CODE = {"operators", "trust"}
"""in these what stands in code style is never a word of the one language"""


def blocks(text: str) -> list[str]:
    """What stands between fences, whole."""
    return re.findall(r"^ *```.*?^ *```", text, re.MULTILINE | re.DOTALL)


def shape(path: Path) -> list[str]:
    """Each heading, row of a table, point of a list and block of code, in order, by its kind and not its words."""
    text = path.read_text()
    for block in blocks(text):
        text = text.replace(block, "```")
    kinds = {"#": r"(#+) ", "|": r"\|(.*)\|$", "*": r" *([*-]) ", "1": r" *(\d+)\. ", "`": r" *(```)"}
    lines = []
    for line in text.splitlines():
        for kind, pattern in kinds.items():
            if match := re.match(pattern, line):
                lines.append(_as_kind(kind, match[1]))
    return lines


def _as_kind(kind: str, inner: str) -> str:
    return f"| {inner.count('|')}" if kind == "|" else inner


@pytest.mark.parametrize(("english", "dutch"), PAIRS, ids=lambda path: path.stem)
def test_both_have_the_same_sections_rows_and_blocks(english: Path, dutch: Path) -> None:
    """One after the other, in the same order."""
    assert shape(english) == shape(dutch)


@pytest.mark.parametrize(("english", "dutch"), PAIRS, ids=lambda path: path.stem)
def test_each_leads_to_the_other(english: Path, dutch: Path) -> None:
    """Whoever opens the wrong one is one step from the right one."""
    assert f"({dutch.name})" in english.read_text()
    assert f"({english.name})" in dutch.read_text()


@pytest.mark.parametrize("name", sorted(MUST))
def test_what_people_must_be_able_to_check_is_there_in_dutch(name: str) -> None:
    """Each of these pages has a Dutch one beside it."""
    assert (DOCS / f"{name}.md", DOCS / f"{name}.nl.md") in PAIRS


@pytest.mark.parametrize("name", sorted(SAME_CODE))
def test_commands_settings_and_paths_are_the_same(name: str) -> None:
    """Everything in code style, as often in the one as in the other."""
    english, dutch = (
        sorted(re.findall(r"`([^`\n]+)`", (DOCS / file).read_text())) for file in (f"{name}.md", f"{name}.nl.md")
    )
    assert english == dutch


@pytest.mark.parametrize("path", [path for pair in PAIRS for path in pair], ids=lambda path: path.name)
def test_links_to_a_place_in_a_document_arrive(path: Path) -> None:
    """The heading is there, in the language that is linked to."""
    missing = []
    for target, place in re.findall(r"\]\(([\w./-]*\.md)?#([^)]+)\)", path.read_text()):
        document = path.parent / target if target else path
        if place not in {_place(heading) for heading in re.findall(r"^#+ (.+)$", document.read_text(), re.MULTILINE)}:
            missing.append(f"{target}#{place}")
    assert [] == missing


def _place(heading: str) -> str:
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")
