"""Finds answers that are kept although nothing ever reads them again."""

from collections.abc import Iterator, Mapping

from flows import vocabulary
from flows.checks.subject import Subject
from flows.findings import Finding
from flows.flow import Flow
from flows.nodes import ask
from flows.remark import Remark

_BY_NAME = ("last", "kept", "often")
"""facts that bring answers back in a later conversation, by saved name"""


def check(subject: Subject) -> Iterator[Finding]:
    """Report names that are kept and never read later: within its own conversation an answer is at hand anyway."""
    if subject.shelf is None:
        return
    names = _read_later({**subject.shelf, subject.flow.name: subject.flow})
    for node in subject.flow.nodes.values() if names is not None else ():
        if isinstance(node, ask.Ask) and _is_unread(node, (names or frozenset()) | vocabulary.READ_BY_THE_BOT):
            reason = Remark("{name!r} is kept, and nothing ever reads it again", name=node.variable)
            remedy = Remark(
                "write save: false, or let a text or condition look at last.{name} or kept.{name}", name=node.variable
            )
            yield subject.finding(node.line, "KV088", reason, remedy)


def _is_unread(node: ask.Ask, names: frozenset[str]) -> bool:
    return node.stored and node.seen_by == "self" and node.variable not in names


def _read_later(shelf: Mapping[str, Flow]) -> frozenset[str] | None:
    """List saved names that some flow looks at in a later conversation; None: one looks at all of them."""
    names: set[str] = set()
    for flow in shelf.values():
        for fact in _BY_NAME:
            if fact not in flow.attributes:
                continue
            attributes = flow.attributes[fact]
            if attributes is None:
                return None
            names |= attributes
    return frozenset(names)
