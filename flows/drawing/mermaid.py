"""A flow as a Mermaid flowchart: text that GitHub, GitLab and many editors draw."""

import re
from collections.abc import Iterator, Mapping

from flows.drawing.diagram import Box, Diagram

_SHAPES: Mapping[str, tuple[str, str]] = {
    "ask": ("(", ")"),
    "branch": ("{{", "}}"),
    "shuffle": ("{{", "}}"),
    "end": ("([", "])"),
    "enter": ("[[", "]]"),
    "pause": ("[/", "/]"),
}
_LONGEST = 90
_UNSAFE = re.compile(r"[^\w ,.?!:;/()\'’“”…–-]")


def draw(diagram: Diagram) -> str:
    """Write the whole chart; whatever Mermaid would take for markup is written as a character code."""
    return "\n".join([*_head(diagram), *_boxes(diagram), *_ways(diagram), ""])


def _head(diagram: Diagram) -> Iterator[str]:
    yield "flowchart TD"
    yield f"  accTitle: {_safe(diagram.title)}"
    yield f"  accDescr: {_safe(diagram.word('start'))}: {diagram.start}"


def _boxes(diagram: Diagram) -> Iterator[str]:
    for box in diagram.boxes.values():
        left, right = _SHAPES.get(box.word, ("[", "]"))
        yield f'  {_id(box.name)}{left}"{_words(box)}"{right}'


def _words(box: Box) -> str:
    text = box.text if len(box.text) <= _LONGEST else box.text[: _LONGEST - 1] + "…"
    return f"<b>{box.name}</b><br/>{_safe(text)}" if text else f"<b>{box.name}</b>"


def _ways(diagram: Diagram) -> Iterator[str]:
    for box in diagram.boxes.values():
        for way in box.ways:
            label = " / ".join(way.labels)
            arrow = f'-- "{_safe(label)}" -->' if label else "-->"
            yield f"  {_id(box.name)} {arrow} {_id(way.to)}"


def _id(name: str) -> str:
    """Name a node for Mermaid, where 'end' alone would close a block."""
    return f"n_{name}"


def _safe(text: str) -> str:
    return _UNSAFE.sub(lambda match: f"#{ord(match[0])};", text)
