"""The flows being played inside each other, and the way back through them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from flows import flow, session, world
from flows.json_value import JSON

DEEPEST = 8
LONGEST_TRAIL = 40


@dataclass(slots=True)
class Stack:
    """Frames in the order in which they were entered; `at` is the one being played."""

    frames: list[session.Frame]
    at: int
    library: world.Library
    flows: dict[int, flow.Flow]

    @property
    def frame(self) -> session.Frame:
        return self.frames[self.at]

    def flow_of(self, at: int) -> flow.Flow:
        """Give the flow that a frame plays. Raises UnknownFlow."""
        if at not in self.flows:
            frame = self.frames[at]
            self.flows[at] = self.library.version(frame.flow, frame.version)
        return self.flows[at]

    def prefix(self, at: int) -> str:
        """Name the nodes that entered this frame, from the outside in: `dilemma/`."""
        frame, path = self.frames[at], ""
        while frame.parent >= 0:
            path = f"{frame.node}/{path}"
            frame = self.frames[frame.parent]
        return path

    def node_of(self, mark: session.Mark) -> str:
        return self.flow_of(mark.frame).order[mark.node]

    def path(self, mark: session.Mark) -> str:
        return self.prefix(mark.frame) + self.node_of(mark)

    def set(self, name: str, value: JSON) -> None:
        """Give a variable of the frame being played a value; None takes it away."""
        values = {key: one for key, one in self.frame.values.items() if key != name}
        if value is not None:
            values[name] = value
        self.frames[self.at] = msgspec.structs.replace(self.frame, values=values)

    def push(self, entered: flow.Flow, node: str, handed: Mapping[str, JSON]) -> None:
        """Enter a flow from a node, as a new frame. Raises PlayError when flows are entered too deeply."""
        if sum(1 for _ in self.around(self.at)) >= DEEPEST:
            raise flow.PlayError("too_deep", f"{entered.name} is entered at depth {DEEPEST + 1}")
        present = {name: value for name, value in handed.items() if value is not None}
        self.frames.append(session.Frame(entered.name, entered.version, self.at, node, handed=present))
        self.at = len(self.frames) - 1
        self.flows[self.at] = entered

    def around(self, at: int) -> Iterator[int]:
        """List this frame and those around it, from the inside out."""
        while at >= 0:
            yield at
            at = self.frames[at].parent


def compact(
    frames: Sequence[session.Frame], at: int, marks: Sequence[session.Mark]
) -> tuple[tuple[session.Frame, ...], dict[int, int]]:
    """Keep the frames that are still of use, and say where each went: state does not grow with flows long left."""
    used: set[int] = {0}
    for start in {at, *(mark.frame for mark in marks)}:
        while start >= 0:
            used.add(start)
            start = frames[start].parent
    places = {old: new for new, old in enumerate(sorted(used))}
    if len(places) == len(frames):
        return tuple(frames), places
    remaining = (
        msgspec.structs.replace(frames[old], parent=places.get(frames[old].parent, -1)) for old in sorted(used)
    )
    return tuple(remaining), places
