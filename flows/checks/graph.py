"""Checks the ways through a flow: unknown targets, what nobody reaches, dead ends and circles."""

from collections.abc import Iterable, Iterator, Mapping

from flows import source, stack, vocabulary
from flows.checks.subject import Subject
from flows.findings import Finding
from flows.flow import Flow
from flows.nodes import end, enter
from flows.remark import Remark


def check(subject: Subject) -> Iterator[Finding]:
    yield from _unknown(subject)
    yield from _unreached(subject)
    yield from _dead_ends(subject)
    yield from _circles(subject)
    yield from _entered(subject)
    yield from _commands(subject)


def _unknown(subject: Subject) -> Iterator[Finding]:
    nodes = subject.flow.nodes
    targets = [(subject.flow.start, subject.flow.lines.get("start", 1))]
    for node in nodes.values():
        targets += node.targets()
    for go, line in targets:
        if go not in nodes and go != vocabulary.END:
            reason = Remark("there is no node {go!r}", go=go)
            yield subject.finding(line, "KV002", reason, source.nearest(go, (*nodes, vocabulary.END)))


def reached(flow: Flow) -> set[str]:
    """List every node that some way leads to."""
    return _closure({flow.start}, {name: [go for go, _ in node.targets()] for name, node in flow.nodes.items()})


def _closure(start: Iterable[str], ways: Mapping[str, Iterable[str]]) -> set[str]:
    reachable: set[str] = set()
    todo = list(start)
    while todo:
        name = todo.pop()
        if name in ways and name not in reachable:
            reachable.add(name)
            todo += ways[name]
    return reachable


def _unreached(subject: Subject) -> Iterator[Finding]:
    reachable = reached(subject.flow)
    for name, node in subject.flow.nodes.items():
        if name not in reachable:
            yield subject.finding(
                node.line,
                "KV003",
                Remark("no way leads to {name!r}", name=name),
                "let a next: lead to it, or remove it",
            )


def _dead_ends(subject: Subject) -> Iterator[Finding]:
    """Report a last node that falls off the file, and places from which no end can be reached."""
    nodes = subject.flow.nodes
    for name, node in nodes.items():
        if any(not way.written and way.go == vocabulary.END for way in node.exits):
            yield subject.finding(
                node.line, "KV004", Remark("nothing comes after {name!r}", name=name), "write next: end, or add an end"
            )
    ends = {name for name, node in nodes.items() if isinstance(node, end.End)}
    ends |= {name for name, node in nodes.items() if any(go == vocabulary.END for go, _ in node.targets())}
    back: dict[str, list[str]] = {name: [] for name in nodes}
    for name, node in nodes.items():
        for go, _ in node.targets():
            back.setdefault(go, []).append(name)
    alive = _closure(ends, back)
    for name in sorted(reached(subject.flow) - alive, key=lambda name: nodes[name].number):
        line = nodes[name].line
        yield subject.finding(
            line,
            "KV006",
            Remark("from {name!r} no way leads to an end", name=name),
            "let one of its ways lead to an end",
        )


def _circles(subject: Subject) -> Iterator[Finding]:
    """Report circles of nodes that do not wait, or need not."""
    nodes = subject.flow.nodes
    restless = {name: [go for go in node.passes() if go in nodes] for name, node in nodes.items()}
    reported: set[str] = set()
    for name in restless:
        circle = _closure(restless[name], restless)
        if name in circle and name not in reported:
            reported |= {other for other in circle if name in _closure(restless[other], restless)}
            line = nodes[name].line
            reason = Remark("{name!r} comes back to itself without a question or a pause", name=name)
            yield subject.finding(line, "KV005", reason, "put a question or a pause into the circle")


def _entered(subject: Subject) -> Iterator[Finding]:
    if subject.shelf is None:
        return
    for node in subject.flow.nodes.values():
        if isinstance(node, enter.Enter):
            yield from _entrance(subject, node, subject.shelf)


def _entrance(subject: Subject, node: enter.Enter, shelf: Mapping[str, Flow]) -> Iterator[Finding]:
    inner = shelf.get(node.entered)
    if inner is None:
        remedy = source.nearest(node.entered, shelf)
        yield subject.finding(
            node.line, "KV007", Remark("there is no flow {flow!r} to enter", flow=node.entered), remedy
        )
        return
    ways = {name: _entered_by(one) for name, one in shelf.items()}
    if subject.flow.name in _closure([node.entered], ways):
        reason = Remark("{inner!r} leads back to {flow!r}", inner=node.entered, flow=subject.flow.name)
        yield subject.finding(node.line, "KV008", reason, "let one of the two do without the other")
    if _depth(subject.flow.name, {**ways, subject.flow.name: _entered_by(subject.flow)}) > stack.DEEPEST:
        reason = Remark(
            "{flow!r} makes more than {most} flows inside each other", flow=node.entered, most=stack.DEEPEST
        )
        yield subject.finding(node.line, "KV084", reason, "let one of them say in its own words what the next one does")
    has = {name for one in inner.nodes.values() for name in one.sets()}
    for name in sorted(set(node.takes.values()) - has):
        reason = Remark("{flow!r} has no variable {name!r}", flow=node.entered, name=name)
        yield subject.finding(node.line, "KV009", reason, source.nearest(name, has))


def _entered_by(flow: Flow) -> list[str]:
    return [node.entered for node in flow.nodes.values() if isinstance(node, enter.Enter)]


def _depth(start: str, ways: Mapping[str, list[str]]) -> int:
    """Count how many flows may be inside each other, the first one included; no more than one past the bound."""
    level, depth = {start}, 0
    while level and depth <= stack.DEEPEST:
        depth += 1
        level = {inner for name in level for inner in ways.get(name, ()) if inner in ways}
    return depth


def _commands(subject: Subject) -> Iterator[Finding]:
    """Report commands of this flow that another one on the shelf has too."""
    line = subject.flow.lines.get("commands", 1)
    for word in sorted({word for words in subject.flow.commands.values() for word in words} & vocabulary.OWN_COMMANDS):
        reason = Remark("/{word} is the bot's own, so nobody begins this flow with it", word=word)
        yield subject.finding(line, "KV086", reason, "choose another word")
    mine = dict.fromkeys(word for words in subject.flow.commands.values() for word in words)
    for name, other in sorted((subject.shelf or {}).items()):
        theirs = {word for words in other.commands.values() for word in words}
        for word in (word for word in mine if word in theirs and name != subject.flow.name):
            reason = Remark("/{word} begins {name!r} as well", word=word, name=name)
            yield subject.finding(line, "KV016", reason, "give one of the two another command")
