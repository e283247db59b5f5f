"""Flows on a shelf: the newest of each, found by name."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from flows import complaints, world
from flows.flow import Flow
from flows.nodes import enter


class Shelf:
    """A Library of what lies in folders. It knows one version of each flow: the one that lies there now."""

    def __init__(self, flows: Mapping[str, Flow], found: Sequence[complaints.Complaint] = ()) -> None:
        self.flows: Mapping[str, Flow] = {name: with_entered(one, flows) for name, one in sorted(flows.items())}
        self.complaints = tuple(sorted(found))

    def flow(self, name: str) -> Flow:
        if name not in self.flows:
            raise world.UnknownFlow(name)
        return self.flows[name]

    def version(self, name: str, version: str) -> Flow:
        found = self.flow(name)
        if found.version != version:
            raise world.UnknownFlow(f"{name} {version}")
        return found


def with_entered(script: Flow, flows: Mapping[str, Flow]) -> Flow:
    """The flow, needing also what the flows that it enters need."""
    needs, attributes = set(script.needs), dict(script.attributes)
    for inner, given in _entered(script, flows):
        for name in inner.needs - given:
            only = inner.attributes.get(name)
            before = attributes.get(name, frozenset())
            attributes[name] = None if only is None or before is None else before | only
            needs.add(name)
    return replace(script, needs=frozenset(needs), attributes=attributes)


def _entered(script: Flow, flows: Mapping[str, Flow]) -> list[tuple[Flow, frozenset[str]]]:
    """Every flow that may be played inside, with what it is given."""
    found: list[tuple[Flow, frozenset[str]]] = []
    seen: set[tuple[str, frozenset[str]]] = set()
    todo = [(script, frozenset[str]())]
    while todo:
        outer, _ = todo.pop()
        for node in outer.nodes.values():
            if isinstance(node, enter.Enter) and node.entered in flows:
                given = frozenset(node.given)
                if (node.entered, given) not in seen:
                    seen.add((node.entered, given))
                    found.append((flows[node.entered], given))
                    todo.append(found[-1])
    return found
