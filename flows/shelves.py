"""Flows on a shelf: the newest of each, found by name."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from flows import world
from flows.findings import Finding
from flows.flow import Flow
from flows.nodes import enter


class Shelf:
    """A Library of what lies in folders. It knows one version of each flow: the one that lies there now."""

    def __init__(self, flows: Mapping[str, Flow], mistakes: Sequence[Finding] = ()) -> None:
        self.flows: Mapping[str, Flow] = {name: with_entered(one, flows) for name, one in sorted(flows.items())}
        self.complaints = tuple(sorted(mistakes))

    def flow(self, name: str) -> Flow:
        if name not in self.flows:
            raise world.UnknownFlow(name)
        return self.flows[name]

    def version(self, name: str, version: str) -> Flow:
        flow = self.flow(name)
        if flow.version != version:
            raise world.UnknownFlow(f"{name} {version}")
        return flow


def with_entered(flow: Flow, flows: Mapping[str, Flow]) -> Flow:
    """Make the flow need also what the flows that it enters need."""
    needs, attributes = set(flow.needs), dict(flow.attributes)
    for inner, handed in _entered(flow, flows):
        for name in inner.needs - handed:
            only = inner.attributes.get(name)
            before = attributes.get(name, frozenset())
            attributes[name] = None if only is None or before is None else before | only
            needs.add(name)
    return replace(flow, needs=frozenset(needs), attributes=attributes)


def _entered(flow: Flow, flows: Mapping[str, Flow]) -> list[tuple[Flow, frozenset[str]]]:
    """List every flow that may be played inside, with what it is given."""
    inner_flows: list[tuple[Flow, frozenset[str]]] = []
    visited: set[tuple[str, frozenset[str]]] = set()
    todo = [(flow, frozenset[str]())]
    while todo:
        outer, _ = todo.pop()
        for node in outer.nodes.values():
            if isinstance(node, enter.Enter) and node.entered in flows:
                handed = frozenset(node.handed)
                if (node.entered, handed) not in visited:
                    visited.add((node.entered, handed))
                    inner_flows.append((flows[node.entered], handed))
                    todo.append(inner_flows[-1])
    return inner_flows
