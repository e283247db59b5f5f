"""Where everything stands in a picture: boxes in columns from left to right, ways as lines between them.

The method is that of Sugiyama, Tagawa and Toda (1981): ways that lead back are set aside, each box stands one column
beyond the farthest that leads to it, boxes are ordered by the mean place of their neighbours, and heights follow from
the least sum of squares that keeps that order.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from flows import onward

COLUMN_GAP = 64.0
ROW_GAP = 22.0
SWEEPS = 12


@dataclass(frozen=True, slots=True)
class Shape:
    """A box before it has a place. `ports`: for each target the height in the box at which its way leaves."""

    width: float
    height: float
    ports: Mapping[str, float]
    entrance: float
    """where ways come in, from the top"""


@dataclass(frozen=True, slots=True)
class Layout:
    """`places`: the left upper corner of each box; `lines`: for each way (from, to) that does not lead back the
    points that it passes."""

    places: Mapping[str, tuple[float, float]]
    lines: Mapping[tuple[str, str], tuple[tuple[float, float], ...]]
    width: float
    height: float


@dataclass(eq=False, slots=True)
class _Item:
    """Something in a column: a box, or the place where a long way passes."""

    column: int
    height: float
    entrance: float
    name: str = ""
    before: "list[tuple[_Item, float]]" = field(default_factory=list)
    after: "list[tuple[_Item, float]]" = field(default_factory=list)
    """neighbours, with the height in the one to the left at which the way leaves"""
    order: float = 0.0
    top: float = 0.0


def arrange(shapes: Mapping[str, Shape], start: str) -> Layout:
    """Place each box, the first at the left; boxes that no way leads to stand at the left as well."""
    forward = onward.from_(start, {name: list(shape.ports) for name, shape in shapes.items()})
    items, passed = _items(shapes, forward)
    columns: dict[int, list[_Item]] = {}
    for item in items:
        columns.setdefault(item.column, []).append(item)
    ordered = [columns[number] for number in sorted(columns)]
    _order(ordered)
    _heights(ordered)
    return _measured(shapes, ordered, passed)


def _items(
    shapes: Mapping[str, Shape], forward: Mapping[str, Sequence[str]]
) -> tuple[list[_Item], dict[tuple[str, str], list[_Item]]]:
    boxes = {name: _Item(0, shapes[name].height, shapes[name].entrance, name) for name in forward}
    for name, ways in forward.items():
        for target in ways:
            boxes[target].column = max(boxes[target].column, boxes[name].column + 1)
    items, passed = list(boxes.values()), {}
    for name, ways in forward.items():
        for target in ways:
            port = shapes[name].ports[target]
            between = [_Item(at, 4.0, 2.0) for at in range(boxes[name].column + 1, boxes[target].column)]
            passed[name, target] = chain = [boxes[name], *between, boxes[target]]
            for item, following in pairwise(chain):
                leaves = port if item.name else item.entrance
                item.after.append((following, leaves))
                following.before.append((item, leaves))
            items += between
    return items, passed


def _order(columns: Sequence[list[_Item]]) -> None:
    """Order items for few crossings: again and again each goes to the mean place of its neighbours."""
    _number(columns)
    for sweep in range(SWEEPS):
        leftward = sweep % 2 == 1
        for column in reversed(columns) if leftward else columns:
            for item in column:
                near = item.after if leftward else item.before
                if near:
                    item.order = sum(_place(one, leaves, leftward=leftward) for one, leaves in near) / len(near)
            column.sort(key=lambda item: item.order)
            _number([column])


def _place(neighbour: _Item, leaves: float, *, leftward: bool) -> float:
    return neighbour.order if leftward else neighbour.order + leaves / max(neighbour.height, 1.0)


def _number(columns: Iterable[list[_Item]]) -> None:
    for column in columns:
        for place, item in enumerate(column):
            item.order = float(place)


def _heights(columns: Sequence[list[_Item]]) -> None:
    """Choose heights that keep the ways as level as the order allows."""
    for sweep in range(SWEEPS):
        leftward = sweep % 2 == 1
        for column in reversed(columns) if leftward else columns:
            _settle(column, _level_left if leftward else _level_right)


def _level_right(item: _Item) -> float | None:
    """Find the top at which the ways that come in are level."""
    near = [one.top + leaves - item.entrance for one, leaves in item.before]
    return sum(near) / len(near) if near else None


def _level_left(item: _Item) -> float | None:
    near = [one.top + one.entrance - leaves for one, leaves in item.after]
    return sum(near) / len(near) if near else None


def _settle(column: Sequence[_Item], wish: Callable[[_Item], float | None]) -> None:
    """Set the tops in order, as near to their wishes as the heights allow: neighbours that would overlap form a block
    whose place is the mean of theirs (pool adjacent violators)."""
    offsets, at = [], 0.0
    for item in column:
        offsets.append(at)
        at += item.height + ROW_GAP
    blocks: list[tuple[float, int]] = []
    for item, offset in zip(column, offsets, strict=True):
        wished = wish(item)
        blocks.append(((item.top if wished is None else wished) - offset, 1))
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            (top, few), (other, more) = blocks.pop(), blocks.pop()
            blocks.append(((top * few + other * more) / (few + more), few + more))
    placed = [place for place, count in blocks for _ in range(count)]
    for item, offset, place in zip(column, offsets, placed, strict=True):
        item.top = place + offset


def _measured(
    shapes: Mapping[str, Shape], columns: Sequence[list[_Item]], passed: Mapping[tuple[str, str], Sequence[_Item]]
) -> Layout:
    highest = min((item.top for column in columns for item in column), default=0.0)
    lefts, widths, at = [], [], 0.0
    for column in columns:
        lefts.append(at)
        widths.append(max((shapes[item.name].width for item in column if item.name), default=0.0))
        at += widths[-1] + COLUMN_GAP
    places = {item.name: (lefts[item.column], item.top - highest) for column in columns for item in column if item.name}
    lines = {}
    for (name, target), chain in passed.items():
        points = [(places[name][0] + shapes[name].width, places[name][1] + shapes[name].ports[target])]
        for item in chain[1:-1]:
            height = item.top - highest + item.entrance
            points += [(lefts[item.column], height), (lefts[item.column] + widths[item.column], height)]
        last = chain[-1]
        lines[name, target] = (*points, (places[last.name][0], places[last.name][1] + last.entrance))
    lowest = max((places[name][1] + shapes[name].height for name in places), default=0.0)
    return Layout(places, lines, max(0.0, at - COLUMN_GAP), lowest)
