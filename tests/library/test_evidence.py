"""The page about evidence speaks of the techniques that the library uses, of all of them and of no others."""

import re
from collections import defaultdict
from pathlib import Path

import pytest

from flows import techniques
from tests.library import stage

DOCS = Path(__file__).resolve().parents[2] / "docs"
ROW = re.compile(r"^\| (\d+\.\d+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)


def used() -> dict[str, set[str]]:
    """The flows that use each technique, by its code."""
    flows: dict[str, set[str]] = defaultdict(set)
    for name in stage.names():
        for node in stage.flow(name).nodes.values():
            for code in node.technique:
                flows[code].add(name)
    return flows


@pytest.mark.parametrize("page", ["evidence.md", "evidence.nl.md"])
def test_the_page_has_a_row_for_each_technique_of_the_library(page: str) -> None:
    """Each code once, with the flows that use it, and something said of its effect and of the doubt."""
    rows = [match.groups() for match in ROW.finditer((DOCS / page).read_text())]
    assert len(rows) == len({code for code, *_ in rows})
    assert used() == {code: set(re.findall("`([^`]+)`", flows)) for code, _, flows, _, _ in rows}
    assert [] == [code for code, *_, effect, doubt in rows if not (effect.strip() and doubt.strip())]


def test_techniques_have_their_own_names() -> None:
    """As the taxonomy calls them."""
    rows = ROW.findall((DOCS / "evidence.md").read_text())
    assert {code: techniques.NAMES[code] for code, *_ in rows} == {code: name for code, name, *_ in rows}
