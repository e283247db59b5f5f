"""Every way through a flow, from its beginning to an end, with what it asks of people."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flows import onward, phrases
from flows.checks import budget, states
from flows.drawing import diagram
from flows.errors import FlowsError
from flows.flow import Flow, Node
from flows.nodes import pause

Way = tuple[states.State, ...]


@dataclass(frozen=True, slots=True)
class PathStep:
    """A node on a path, with the answers that lead on from it, none where nothing is chosen."""

    node: str
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Path:
    """`contacts`: 1, and 1 more for every pause on it."""

    steps: tuple[PathStep, ...]
    length: budget.Length
    contacts: int


@dataclass(frozen=True, slots=True)
class Paths:
    """What is known of all paths; a circle is gone round at most once. `listed` is empty when there are more than
    were asked for."""

    count: int
    listed: Sequence[Path]
    shortest: Path
    longest: Path
    usual: Path
    """at each question the way that most answers take, at each condition the way when none holds"""


class NoEnd(FlowsError):
    """No way through this flow leads to an end."""


def of(flow: Flow, shelf: Mapping[str, Flow], *, most: int, unusual: bool = False) -> Paths:
    """List all paths of a flow on a shelf; `unusual`: also those that skip or do not answer. Raises NoEnd, and
    states.TooMany for a flow with more states than can be followed."""
    walk = _Walk(flow, shelf, unusual=unusual)
    listed = [walk.path(way) for way in walk.every()] if walk.count <= most else []
    ends = (walk.path(walk.extreme(least=True)), walk.path(walk.extreme(least=False)))
    return Paths(walk.count, listed, *ends, walk.path(walk.usual()))


class _Walk:
    """The states of a flow, and of the ways between them those that lead onward to an end."""

    def __init__(self, flow: Flow, shelf: Mapping[str, Flow], *, unusual: bool) -> None:
        self.flow, self.first = flow, states.State(flow.start, frozenset())
        explored = states.explore(flow)
        exits = {state: list(dict.fromkeys(w.to for w in out if unusual or w.usual)) for state, out in explored.items()}
        forward = onward.from_(self.first, exits)
        counts = _counts(forward, exits)
        self.count = counts[self.first]
        if not self.count:
            raise NoEnd(str(NoEnd.__doc__))
        self.ways = {state: [one for one in out if counts.get(one, 1)] for state, out in forward.items()}
        self.costs = {name: budget.of_node(node, flow, shelf) for name, node in flow.nodes.items()}
        self.labels = _labels(flow, unusual=unusual)

    def every(self) -> Iterator[Way]:
        """List the ways depth first, in the order of the file."""
        todo: list[Way] = [(self.first,)]
        while todo:
            way = todo.pop()
            further = self.ways.get(way[-1])
            if further:
                todo += [(*way, one) for one in reversed(further)]
            else:
                yield way

    def extreme(self, *, least: bool) -> Way:
        """Find the way that takes the fewest or the most seconds."""
        pick = min if least else max
        chosen: dict[states.State, states.State] = {}
        seconds: dict[states.State, float] = {}
        for state in reversed(self.ways):
            further = self.ways[state]
            if further:
                chosen[state] = pick(further, key=lambda next_state: seconds.get(next_state, 0.0))
            seconds[state] = self.costs[state.node].seconds + seconds.get(chosen.get(state, state), 0.0)
        way = [self.first]
        while way[-1] in chosen:
            way.append(chosen[way[-1]])
        return tuple(way)

    def usual(self) -> Way:
        way = [self.first]
        while further := self.ways.get(way[-1]):
            shares = _shares(self.flow.nodes[way[-1].node])
            way.append(max(further, key=lambda next_state: shares.get(next_state.node, 0)))
        return tuple(way)

    def path(self, way: Way) -> Path:
        names = [state.node for state in way]
        steps = [
            PathStep(name, self.labels.get((name, following), ()))
            for name, following in zip(names, [*names[1:], ""], strict=True)
            if name in self.flow.nodes
        ]
        length = sum((self.costs[step.node] for step in steps), budget.Length())
        pauses = sum(isinstance(self.flow.nodes[step.node], pause.Pause) for step in steps)
        return Path(tuple(steps), length, 1 + pauses)


def _labels(flow: Flow, *, unusual: bool) -> dict[tuple[str, str], tuple[str, ...]]:
    """List the answers that lead from one node to another."""
    drawn = diagram.of(flow, flow.language)
    silent = (
        () if unusual else (diagram.word("silent", flow.language), phrases.say(phrases.SKIPPED, flow.language, "je"))
    )
    return {
        (box.name, way.to): tuple(label for label in way.labels if label not in silent)
        for box in drawn.boxes.values()
        for way in box.ways
    }


def _counts(
    forward: dict[states.State, list[states.State]], exits: Mapping[states.State, Sequence[states.State]]
) -> dict[states.State, int]:
    """Count how many ways lead from each state to an end; 0 from one that only leads back."""
    counts: dict[states.State, int] = {}
    for state in reversed(forward):
        counts[state] = sum(counts.get(one, 1) for one in forward[state]) if exits[state] else 1
    return counts


def _shares(node: Node) -> Mapping[str, int]:
    """Count for each target how many answers lead there; what is left when no condition holds counts for most."""
    keys = node.keys() or frozenset()
    left = len(keys - {way.key for way in node.exits}) if keys else len(node.exits)
    shares: dict[str, int] = {}
    for way in node.exits:
        shares[way.go] = shares.get(way.go, 0) + (left if way.open else 1)
    return shares
