"""Lays the measured items in nl, u and en side by side: `python -m tests.library.measured > docs/measured.md`."""

import sys
from collections.abc import Iterator

from flows.flow import Flow
from flows.nodes import ask
from flows.texts import PlacedText
from tests.library import stage

MEASURED = ("nul_", "terug_")
GOAL = ("plan_lukte", "gewoonte", "automatisch")
COUNTED = ("choice", "several", "scale", "yesno")
HEAD = """# What is measured, in three wordings

Made by `python -m tests.library.measured` from the library itself; do not edit it (`tests/library/test_measured.py`).
Each item that a figure is made of, with every wording and answer, in Dutch with *je*, with *u* and in English.
What stands in one row is the same question, and wordings of one item mean the same: whoever changes a cell reads its
row. A change of meaning, not of words, is a new item under a new name, for what was answered before cannot be compared
with it.
"""


def is_measured(node: ask.Ask) -> bool:
    """Say whether a figure is made of its answers: for the team, for one's own look back, or of the goal."""
    name = str(node.name)
    personal = node.stored and (name.startswith(MEASURED) or name in GOAL)
    return node.answers.word in COUNTED and (node.seen_by == "team" or personal)


def page() -> str:
    """The whole page."""
    return HEAD + "".join(_flow(stage.flow(name)) for name in stage.names() if any(_items(stage.flow(name))))


def _items(script: Flow) -> Iterator[ask.Ask]:
    yield from (node for node in script.nodes.values() if isinstance(node, ask.Ask) and is_measured(node))


def _flow(script: Flow) -> str:
    return "".join(f"\n## {script.name}: {node.name}\n\n{_table(node)}" for node in _items(script))


def _table(node: ask.Ask) -> str:
    rows = [f"| {_cell(text, 'je')} | {_cell(text, 'u')} | {_cell(text, 'en')} |\n" for text in node.texts()]
    return "| je | u | en |\n|---|---|---|\n" + "".join(rows)


def _cell(text: PlacedText, voice: str) -> str:
    form = text.form("en", "je") if voice == "en" else text.form("nl", voice)
    return " ".join(form.source.split()).replace("|", "\\|")


if __name__ == "__main__":
    sys.stdout.write(page())
