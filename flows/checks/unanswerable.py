"""Finds questions that a text ends on while nothing asks: whoever answers one, answers something else."""

import re
from collections.abc import Iterable, Iterator

from jinja2 import nodes

from flows import expressions, marked_text
from flows.checks.subject import Subject
from flows.findings import Finding
from flows.flow import Flow, Node
from flows.nodes import ask, end, say
from flows.remark import Remark

_ASKS = re.compile(r"\?[^\w“”\"„‘’»«]*\Z")
"""the last thing that is read is a question mark, not one inside quotation marks; smileys may follow"""


def check(subject: Subject) -> Iterator[Finding]:
    for node in subject.flow.nodes.values():
        if not isinstance(node, say.Say | end.End) or _is_answered(subject.flow, node):
            continue
        for text in node.texts():
            for key, form in text.forms.items():
                if True not in _endings(expressions.template_tree(form.source).body):
                    continue
                entries = subject.flow.entries.get(key)
                path, line = (entries.path, entries.entries[text.place].line) if entries else ("", text.line)
                reason = Remark("{place} ends with a question, and nothing there takes an answer", place=text.place)
                yield subject.finding(
                    line, "KV087", reason, "say it without asking, or ask it: ask: … with buttons", path=path
                )
                break


def _endings(body: Iterable[nodes.Node]) -> set[bool]:
    """Say, for every way through the choices, whether what is read last is a question mark; empty: nothing is read."""
    endings: set[bool] = set()
    for part in reversed(list(body)):
        ways, certain = _endings_of(part)
        endings |= ways
        if certain:
            break
    return endings


def _endings_of(part: nodes.Node) -> tuple[set[bool], bool]:
    """Say the same of one part, and whether something of it is read in any case."""
    match part:
        case nodes.Output():
            return _endings(part.nodes), bool(_endings(part.nodes))
        case nodes.TemplateData():
            written = marked_text.plain(part.data).rstrip()
            return ({_ASKS.search(written) is not None}, True) if written else (set(), False)
        case nodes.If():
            branches = [part.body, *(one.body for one in part.elif_), part.else_]
            ways = [_endings(branch) for branch in branches]
            return set().union(*ways), all(ways)
        case nodes.For():
            return _endings(part.body), False
    return {False}, True


def _is_answered(flow: Flow, node: Node) -> bool:
    """Say whether a question of few words follows on every way, so that its buttons answer what was said before it."""
    met: set[str] = set()
    todo = list(node.passes())
    while todo:
        name = todo.pop()
        following = flow.nodes.get(name)
        if following is None or not (following.word in _SILENT or _has_few_words(following)):
            return False
        if name not in met and following.word in _SILENT:
            todo += following.passes()
        met.add(name)
    return bool(met)


def _has_few_words(node: Node) -> bool:
    return isinstance(node, ask.Ask) and not any("?" in text.base for text in node.wording.texts)


_SILENT = frozenset(("branch", "remember", "shuffle", "act"))
