"""Checks the names in a flow: variables that may be unset, facts that the bot does not know."""

from collections.abc import Iterator

from flows import source, vocabulary
from flows.checks import states
from flows.checks.subject import Subject
from flows.findings import Finding
from flows.flow import Flow
from flows.nodes import ask, enter, pause, remember
from flows.remark import Remark


def check(subject: Subject) -> Iterator[Finding]:
    yield from _unset(subject)
    yield from _facts(subject)
    yield from _remembered(subject)
    yield from _labels(subject)
    yield from _kinds(subject)
    yield from _days(subject)


def _unset(subject: Subject) -> Iterator[Finding]:
    flow = subject.flow
    own = frozenset(name for node in flow.nodes.values() for name in node.sets()) - vocabulary.FACTS
    reported: set[tuple[str, str]] = set()
    for name, valued in _reached_with(flow):
        node = flow.nodes[name]
        for reads in node.shows():
            for variable in sorted((reads.names & own) - reads.guarded - valued):
                if (name, variable) not in reported:
                    reported.add((name, variable))
                    reason = Remark(
                        "{variable!r} may have no value when {name!r} is played", variable=variable, name=name
                    )
                    remedy = Remark(
                        "ask it on every way there, or write {{% if {variable} %}}…{{% endif %}} or | default(…)",
                        variable=variable,
                    )
                    yield subject.finding(node.line, "KV010", reason, remedy)


def _reached_with(flow: Flow) -> list[tuple[str, frozenset[str]]]:
    """List nodes with the variables that have a value there; of very large flows what certainly has one."""
    try:
        places = [(state.node, state.valued) for state in states.explore(flow)]
    except states.TooMany:
        places = list(_certain(flow).items())
    return sorted(places, key=lambda place: (flow.nodes[place[0]].number, sorted(place[1])))


def _certain(flow: Flow) -> dict[str, frozenset[str]]:
    """Work out what is set on every way to a node, by repeated intersection."""
    certain = {flow.start: frozenset[str]()}
    todo = [flow.start]
    while todo:
        name = todo.pop()
        node = flow.nodes[name]
        after = certain[name] | (node.sets() if not isinstance(node, ask.Ask) or not node.skip else frozenset())
        for go, _ in node.targets():
            if go not in flow.nodes:
                continue
            narrowed = certain[go] & after if go in certain else after
            if certain.get(go) != narrowed:
                certain[go] = narrowed
                todo.append(go)
    return certain


def _facts(subject: Subject) -> Iterator[Finding]:
    flow = subject.flow
    own = frozenset(name for node in flow.nodes.values() for name in node.sets())
    handed = _handed(subject)
    for node in flow.nodes.values():
        names = frozenset(name for reads in node.reads() for name in reads.names)
        for name in sorted(names - vocabulary.FACTS - own - handed):
            remedy = source.nearest(name, vocabulary.FACTS | own)
            yield subject.finding(node.line, "KV011", Remark("nobody supplies {name!r}", name=name), remedy)


def _handed(subject: Subject) -> frozenset[str]:
    """List what other flows on the shelf hand to this one."""
    names: set[str] = set()
    for other in (subject.shelf or {}).values():
        for node in other.nodes.values():
            if isinstance(node, enter.Enter) and node.entered == subject.flow.name:
                names |= set(node.handed)
    return frozenset(names)


def _remembered(subject: Subject) -> Iterator[Finding]:
    for node in subject.flow.nodes.values():
        for name in node.settings if isinstance(node, remember.Remember) else ():
            if name not in vocabulary.REMEMBERED:
                remedy = source.nearest(name, vocabulary.REMEMBERED)
                yield subject.finding(node.line, "KV012", Remark("the bot cannot remember {name!r}", name=name), remedy)


def _labels(subject: Subject) -> Iterator[Finding]:
    asked = {name for name, node in subject.flow.nodes.items() if isinstance(node, ask.Ask)}
    for node in subject.flow.nodes.values():
        for name in sorted({label for reads in node.reads() for label in reads.labels} - asked):
            reason = Remark("{name!r} is no question of this flow, so it has no labels", name=name)
            yield subject.finding(node.line, "KV013", reason, source.nearest(name, asked))


def _kinds(subject: Subject) -> Iterator[Finding]:
    first: dict[str, ask.Ask] = {}
    for node in subject.flow.nodes.values():
        if isinstance(node, ask.Ask):
            other = first.setdefault(node.variable, node)
            if other.answers.word != node.answers.word:
                reason = Remark(
                    "{variable!r} is a {kind} here and a {there} in {other!r}",
                    variable=node.variable,
                    kind=node.answers.word,
                    there=other.answers.word,
                    other=other.name,
                )
                yield subject.finding(node.line, "KV014", reason, "give one of them another name in save:")


def _days(subject: Subject) -> Iterator[Finding]:
    nodes = subject.flow.nodes.values()
    days = {node.variable for node in nodes if isinstance(node, ask.Ask) and _is_day(node)}
    for node in nodes:
        if isinstance(node, pause.Pause) and node.day and node.day not in days | subject.flow.needs:
            reason = Remark("{day!r} is no answer to a date question", day=node.day)
            yield subject.finding(
                node.line, "KV015", reason, source.nearest(node.day, days) if days else "ask a date first"
            )


def _is_day(node: ask.Ask) -> bool:
    return node.answers.stores(node.name).told_by == "day"
