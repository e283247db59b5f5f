"""What of a flow its tests reach: the steps that were played, and the ways that were taken."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from flows import session
from flows.checks import states
from flows.flow import Flow

Way = tuple[str, str]
"""from a node to a node, or to 'end'"""


@dataclass(slots=True)
class StepsPassed:
    """The steps of one conversation, by flow: a flow that is entered keeps its own."""

    ways: set[tuple[str, str, str]] = field(default_factory=set)
    nodes: set[tuple[str, str]] = field(default_factory=set)
    _at: dict[str, str] = field(default_factory=dict)

    def stands_at(self, state: session.Session) -> None:
        """Remember where this session waits: the next step leads on from there."""
        if state.wait:
            self._at[state.frames[state.at].flow or state.flow] = state.wait.node

    def step(self, name: str, node: str) -> None:
        """Note that a flow comes to a node, or to its 'end'."""
        if name in self._at:
            self.ways.add((name, self._at[name], node))
        self.nodes.add((name, node))
        self._at[name] = node


@dataclass(frozen=True, slots=True)
class Reach:
    """`missed` nodes and ways in the order of the file; `nodes` and ways are how many there are."""

    nodes: int
    ways: int
    missed_nodes: tuple[str, ...]
    missed_ways: tuple[Way, ...]

    @property
    def percent(self) -> float:
        """Give the share of nodes and ways together that was reached, in percent; 100 for a flow without any."""
        every = self.nodes + self.ways
        return 100 * (1 - (len(self.missed_nodes) + len(self.missed_ways)) / every) if every else 100.0


def of(flow: Flow, passed: Iterable[StepsPassed]) -> Reach:
    """Count what these conversations reached of the nodes and ways that can be reached at all."""
    played = list(passed)
    nodes = {node for one in played for name, node in one.nodes if name == flow.name}
    taken = {(start, to) for one in played for name, start, to in one.ways if name == flow.name}
    ways = dict.fromkeys(_ways(flow))
    return Reach(
        len(flow.nodes),
        len(ways),
        tuple(name for name in flow.nodes if name not in nodes),
        tuple(way for way in ways if way not in taken),
    )


def _ways(flow: Flow) -> Iterator[Way]:
    """List every way that can be gone; in a flow too large to follow, every way that is written."""
    try:
        passable = {(state.node, way.to.node) for state, ways in states.explore(flow).items() for way in ways}
    except states.TooMany:
        passable = {(node.name, go) for node in flow.nodes.values() for go, _ in node.targets()}
    for node in flow.nodes.values():
        for go, _ in node.targets():
            if (node.name, go) in passable:
                yield node.name, go
