"""Plays: whole conversations as data, each a flow, what somebody does, and everything that happens."""

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from flows.kinds import registry as kinds
from flows.nodes import registry as nodes
from tests.flows import transcript

PLAYS = sorted((Path(__file__).parent / "plays").glob("*.yaml"))


def read(path: Path) -> dict[str, Any]:
    content = YAML(typ="safe").load(path.read_text())
    assert isinstance(content, dict)
    return content


@pytest.mark.parametrize("path", PLAYS, ids=lambda path: path.stem)
def test_a_play_goes_as_it_is_written(path: Path) -> None:
    """Turn by turn, to the letter; the session goes through JSON in between."""
    play = read(path)
    for written, real in zip(play["turns"], transcript.played(play), strict=True):
        assert written["then"] == real["then"], f"{path.stem}: {written['do']}"


def test_the_plays_use_every_node_and_every_kind_of_answer() -> None:
    """Whoever adds one writes a play for it."""
    text = "\n".join(path.read_text() for path in PLAYS)
    assert [] == [word for word in nodes.NODES if f"{word}:" not in text]
    assert [] == [word for word in kinds.KINDS if f" as {word} for " not in text]


def test_each_play_says_what_it_is_about() -> None:
    """What stands under `about` is a sentence that ends in a full stop."""
    for path in PLAYS:
        assert read(path)["about"].endswith("."), path.stem
