"""A flow as an SVG picture: each node a card that names its answers, with a line from each to where it leads."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from xml.etree import ElementTree as Tree

from flows import onward, vocabulary
from flows.drawing import layers, lettering
from flows.drawing.diagram import Box, BoxExit, Diagram

WIDTH, SIDE, EDGE, TOP = 240.0, 12.0, 28.0, 76.0
NAME_SIZE, TEXT_SIZE, WAY_SIZE, TITLE_SIZE = 12.0, 13.0, 12.0, 20.0
HEADER, LINE, WAY_LINE, WAY_PAD = 24.0, 18.0, 16.0, 5.0
FONT = "Roboto, 'Segoe UI', Arial, sans-serif"
PAPER, INK, MUTED, RULE, LINES = "#ffffff", "#1b2733", "#4d5b69", "#d5dce3", "#5d7186"
_COLOURS: Mapping[str, tuple[str, str]] = {
    "ask": ("#e3effb", "#1f5f9e"),
    "say": ("#f1f3f5", "#4d5b69"),
    "end": ("#e4f3e8", "#256b3c"),
    "missing": ("#fdeaea", "#a32626"),
}
_OTHERS = ("#f6efdf", "#7a5a12")


@dataclass(frozen=True, slots=True)
class _Row:
    """One way out of a card, in words; without words it leaves at the card's head."""

    lines: tuple[str, ...]
    top: float

    @property
    def height(self) -> float:
        return len(self.lines) * WAY_LINE + 2 * WAY_PAD if self.lines else HEADER


@dataclass(frozen=True, slots=True)
class _Card:
    box: Box
    text: tuple[str, ...]
    rows: tuple[_Row, ...]
    height: float

    @property
    def shape(self) -> layers.Shape:
        ways = zip(self.box.ways, self.rows, strict=True)
        return layers.Shape(WIDTH, self.height, {way.to: row.top + row.height / 2 for way, row in ways}, HEADER / 2)


def draw(diagram: Diagram) -> str:
    """Draw a document of its own: with a title, a description, and each card named for a screen reader."""
    forward = onward.from_(diagram.start, {name: [way.to for way in box.ways] for name, box in diagram.boxes.items()})
    cards = {name: _card(diagram, box, forward[name]) for name, box in diagram.boxes.items()}
    layout = layers.arrange({name: card.shape for name, card in cards.items()}, diagram.start)
    width = max(layout.width, lettering.width(diagram.title, TITLE_SIZE))
    root = _root(diagram, width + 2 * EDGE, layout.height + TOP + EDGE)
    inner = Tree.SubElement(root, "g", transform=f"translate({EDGE:g} {TOP:g})")
    lines = Tree.SubElement(inner, "g", {"fill": "none", "stroke": LINES, "stroke-width": "1.5", "aria-hidden": "true"})
    for points in layout.lines.values():
        _line(lines, points)
    for name, card in cards.items():
        _draw(inner, diagram, card, *layout.places[name])
    return Tree.tostring(root, encoding="unicode") + "\n"


def _card(diagram: Diagram, box: Box, forward: Collection[str]) -> _Card:
    room = WIDTH - 2 * SIDE
    text = tuple(lettering.lines(box.text, TEXT_SIZE, room, 6))
    at = HEADER + (len(text) * LINE + 12 if text else 0)
    rows = []
    for way in box.ways:
        label = _label(diagram, way, leads_back=way.to not in forward)
        row = _Row(tuple(lettering.lines(label, WAY_SIZE, room, 5)), at if label else 0.0)
        rows.append(row)
        at += row.height if label else 0
    return _Card(box, text, tuple(rows), at)


def _label(diagram: Diagram, way: BoxExit, *, leads_back: bool) -> str:
    answers = " / ".join(way.labels)
    if not leads_back:
        return answers
    return f"{answers} › {diagram.word('back')} {way.to}".strip()


def _root(diagram: Diagram, width: float, height: float) -> Tree.Element:
    size = {"width": f"{width:.0f}", "height": f"{height:.0f}", "viewBox": f"0 0 {width:.0f} {height:.0f}"}
    spoken = {
        "lang": diagram.language,
        "role": "graphics-document",
        "aria-labelledby": "title",
        "aria-describedby": "about",
    }
    root = Tree.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", **size, **spoken, "font-family": FONT})
    Tree.SubElement(root, "title", id="title").text = diagram.title
    steps = sum(box.word != "missing" and box.name != vocabulary.END for box in diagram.boxes.values())
    about = f"{steps} {diagram.word('steps')}, {diagram.word('start')} {diagram.start}"
    Tree.SubElement(root, "desc", id="about").text = about
    Tree.SubElement(root, "rect", width="100%", height="100%", fill=PAPER)
    _text(root, diagram.title, EDGE, 34, TITLE_SIZE, INK, bold=True)
    _text(root, about, EDGE, 56, TEXT_SIZE, MUTED)
    return root


def _line(parent: Tree.Element, points: Sequence[tuple[float, float]]) -> None:
    """Draw a line that is level where it leaves and arrives, with an arrowhead."""
    (x, y), path = points[0], f"M{points[0][0]:.1f} {points[0][1]:.1f}"
    for (x, y), (to_x, to_y) in pairwise((*points[:-1], (points[-1][0] - 7, points[-1][1]))):
        middle = (x + to_x) / 2
        path += f"C{middle:.1f} {y:.1f} {middle:.1f} {to_y:.1f} {to_x:.1f} {to_y:.1f}"
    Tree.SubElement(parent, "path", d=path)
    x, y = points[-1]
    Tree.SubElement(
        parent, "path", d=f"M{x - 8:.1f} {y - 4:.1f}L{x - 1:.1f} {y:.1f}L{x - 8:.1f} {y + 4:.1f}Z", fill=LINES
    )


def _draw(parent: Tree.Element, diagram: Diagram, card: _Card, x: float, y: float) -> None:
    box, (paper, ink) = card.box, _COLOURS.get(card.box.word, _OTHERS)
    name = f"{box.name}: {box.word}. {box.text}".strip()
    place = f"translate({x:.1f} {y:.1f})"
    spoken = {"id": f"step-{box.name}", "role": "graphics-symbol", "aria-label": name}
    group = Tree.SubElement(parent, "g", {**spoken, "transform": place})
    frame = {"width": f"{WIDTH:g}", "height": f"{card.height:.0f}", "rx": "8", "fill": PAPER, "stroke": ink}
    Tree.SubElement(group, "rect", frame, **{"stroke-width": "2.5" if box.name == diagram.start else "1.2"})
    Tree.SubElement(group, "path", d=_head(card.height), fill=paper)
    _text(group, box.name, SIDE, 16, NAME_SIZE, ink, bold=True)
    _text(group, box.word, WIDTH - SIDE, 16, NAME_SIZE, ink, anchor="end")
    for number, line in enumerate(card.text):
        _text(group, line, SIDE, HEADER + 18 + number * LINE, TEXT_SIZE, INK)
    for row in card.rows:
        _ways(group, row)


def _head(height: float) -> str:
    """Draw the upper part of a card, round where the card is."""
    bottom = f"V{HEADER:g}H.6" if height > HEADER else f"V{HEADER - 8:g}a7.4 7.4 0 0 1-7.4 7.4H8a7.4 7.4 0 0 1-7.4-7.4"
    return f"M.6 8A7.4 7.4 0 0 1 8 .6H{WIDTH - 8:g}A7.4 7.4 0 0 1 {WIDTH - 0.6:g} 8{bottom}Z"


def _ways(group: Tree.Element, row: _Row) -> None:
    if row.lines:
        Tree.SubElement(group, "path", d=f"M1 {row.top:.1f}H{WIDTH - 1:g}", stroke=RULE)
    for number, line in enumerate(row.lines):
        _text(group, line, WIDTH - SIDE, row.top + WAY_PAD + 12 + number * WAY_LINE, WAY_SIZE, INK, anchor="end")


def _text(
    parent: Tree.Element,
    said: str,
    x: float,
    y: float,
    size: float,
    colour: str,
    *,
    bold: bool = False,
    anchor: str = "",
) -> None:
    looks = {"x": f"{x:g}", "y": f"{y:g}", "font-size": f"{size:g}", "fill": colour}
    looks |= {"font-weight": "bold"} if bold else {}
    looks |= {"text-anchor": anchor} if anchor else {}
    Tree.SubElement(parent, "text", looks).text = said
