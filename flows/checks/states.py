"""Every state that a conversation may be in: the node, and which variables have a value."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Never

from flows import enquiry, expressions, vocabulary
from flows.errors import FlowsError
from flows.flow import Flow, Node
from flows.kinds import preview
from flows.nodes import ask, call, previewed

MOST = 20_000


class TooMany(FlowsError):
    """More states than anybody wants to wait for."""


class _Uncertain(FlowsError):
    """The condition depends on what people say."""


class _Unknown:
    """A value that is there, but nobody knows which."""

    def _ask(self, *_args: object) -> Never:
        raise _Uncertain

    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __bool__ = __contains__ = __iter__ = __len__ = _ask
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __mod__ = __str__ = __getitem__ = _ask
    __hash__ = None  # type: ignore[assignment]  # cannot be looked up in a set


@dataclass(frozen=True, slots=True)
class State:
    node: str
    valued: frozenset[str]
    """variables that have a value"""


@dataclass(frozen=True, slots=True)
class StateExit:
    """Leads from one state to the next; it is `usual` where nobody skips or gives up."""

    to: State
    usual: bool


def explore(flow: Flow) -> dict[State, list[StateExit]]:
    """Find all states that can be reached, with the ways between them; raises TooMany."""
    first = State(flow.start, frozenset())
    exits: dict[State, list[StateExit]] = {}
    todo = [first]
    while todo:
        state = todo.pop()
        if state in exits or state.node not in flow.nodes:
            continue
        if len(exits) >= MOST:
            raise TooMany
        exits[state] = list(_ways(flow, state))
        todo += [way.to for way in exits[state]]
    return exits


def _ways(flow: Flow, state: State) -> Iterator[StateExit]:
    node = flow.nodes[state.node]
    after = state.valued | (node.sets() & flow.variables_in_use)
    if isinstance(node, call.Call | previewed.PreviewedCall):
        yield from _called(flow, node, state.valued, after)
        return
    if not isinstance(node, ask.Ask):
        yield from (StateExit(State(go, after), usual=True) for go in _exits(flow, node, after))
        return
    threatening = [way for way in node.exits if way.key == vocabulary.THREATENING]
    answered = replace(node, exits=tuple(way for way in node.exits if way not in threatening))
    yield from (StateExit(State(go, after), usual=True) for go in _exits(flow, answered, after, skipped=False))
    without = state.valued - {node.variable}
    yield from (StateExit(State(way.go, without), usual=False) for way in threatening)
    if node.skip:
        yield from (StateExit(State(go, without), usual=False) for go in _exits(flow, answered, without, skipped=True))
    if node.unanswered and node.unanswered.then:
        yield StateExit(State(node.unanswered.then, without), usual=False)


def _called(flow: Flow, node: Node, before: frozenset[str], after: frozenset[str]) -> Iterator[StateExit]:
    """List the ways on from a call with an answer, and without one: then nothing was taken from it."""
    failed = tuple(way for way in node.exits if way.key == enquiry.FAILED)
    declined = tuple(way for way in node.exits if way.key == preview.DECLINED)
    open_ = tuple(way for way in node.exits if way not in (*failed, *declined))
    for go in _exits(flow, replace(node, exits=open_), after):
        yield StateExit(State(go, after), usual=True)
    without = before - node.sets()
    for go in _exits(flow, replace(node, exits=failed or open_), without):
        yield StateExit(State(go, without), usual=False)
    if isinstance(node, previewed.PreviewedCall):
        for go in _exits(flow, replace(node, exits=declined or failed or open_), without):
            yield StateExit(State(go, without), usual=False)
        if node.unanswered and node.unanswered.then:
            yield StateExit(State(node.unanswered.then, without), usual=False)


def _exits(flow: Flow, node: Node, valued: frozenset[str], *, skipped: bool | None = None) -> Iterator[str]:
    """List where it may go: by key anywhere that the keys allow, by condition anywhere that is not ruled out."""
    keys = node.keys() or frozenset()
    open_keys = set(keys)
    for way in node.exits:
        if way.key is not None and way.key != vocabulary.ANY:
            open_keys.discard(way.key)
            if skipped is None or (way.key == vocabulary.SKIPPED) == skipped:
                yield way.go
            if skipped and way.key == vocabulary.SKIPPED:
                return
        elif way.when is None:
            if skipped or not keys or open_keys or (way.key is None and not _covered(node, keys)):
                yield way.go
            return
        else:
            truth = _truth(flow, way.when, valued)
            if truth is not False:
                yield way.go
            if truth is True:
                return


def _covered(node: Node, keys: frozenset[str]) -> bool:
    """Say whether every key has an exit of its own."""
    return keys <= {way.key for way in node.exits}


def _truth(flow: Flow, condition: expressions.Expression, valued: frozenset[str]) -> bool | None:
    """Say True or False when that is certain, whatever people say and whatever the facts are; else None."""
    own = frozenset(name for node in flow.nodes.values() for name in node.sets()) - flow.needs
    context: dict[str, Any] = {name: _Unknown() for name in condition.reads.names if name not in own or name in valued}
    if condition.reads.guarded - own:
        return None
    try:
        return condition.holds(context)
    except (_Uncertain, *expressions.FAILURES):
        return None
