"""Finds texts of which nothing may be left: a question without words, a button without a label."""

from collections.abc import Iterator, Mapping, Sequence

from jinja2 import nodes

from flows import expressions, marked_text, texts
from flows.checks import sorts
from flows.checks.subject import Subject
from flows.findings import Finding
from flows.flow import Flow
from flows.nodes import ask
from flows.remark import Remark
from flows.sort import ANY, Sort

_KEPT = frozenset(("upper", "lower", "capitalize", "trim", "quote", "label", "sentence", "day", "weekday", "clock"))
_KEPT_LISTS = frozenset(("join", "and_list", "first", "last"))


def check(subject: Subject) -> Iterator[Finding]:
    names = sorts.of(subject)
    for text, needed in _texts(subject.flow):
        for key, form in text.forms.items():
            visibility = _Visibility(names, needed)
            if visibility.text(form.source):
                continue
            entries = subject.flow.entries.get(key)
            path, line = (entries.path, entries.entries[text.place].line) if entries else ("", text.line)
            yield subject.finding(line, "KV083", *_told(text.place, form), path=path)
            break


def _told(place: str, form: expressions.Template) -> tuple[str, str]:
    name = next(iter(sorted(form.reads.names)), "")
    if not name:
        return Remark("{place} has no words", place=place), "write some, or remove it"
    remedy = Remark('write {{{{ {name} | default("…") }}}}, or {{% if {name} %}}…{{% else %}}…{{% endif %}}', name=name)
    return Remark("{place} may be empty: nothing is left of it without {name!r}", place=place, name=name), remedy


def _texts(flow: Flow) -> Iterator[tuple[texts.PlacedText, bool]]:
    """List every text; say whether it must say something always. What is only said may be left out by an {% if %}."""
    needed = {
        text.place
        for node in flow.nodes.values()
        if isinstance(node, ask.Ask)
        for text in (
            *node.wording.texts,
            *node.answers.texts(),
            *([node.skip] if isinstance(node.skip, texts.PlacedText) else []),
        )
    }
    for text in flow.texts():
        optional = ".plan.suggest." in text.place  # a suggestion without words is not offered
        yield text, (text.place in needed and not optional) or text.place == "title"


class _Visibility:
    """Whether something of a text is certainly seen."""

    def __init__(self, names: Mapping[str, Sort], needed: bool) -> None:
        self.names, self.needed = names, needed

    def text(self, source: str) -> bool:
        if not expressions.has_placeholders(source):
            return marked_text.visible(source)
        return self._any(expressions.template_tree(source).body, frozenset())

    def _any(self, body: Sequence[nodes.Node], sure: frozenset[str]) -> bool:
        return any(self._one(node, sure) for node in body)

    def _one(self, node: nodes.Node, sure: frozenset[str]) -> bool:
        match node:
            case nodes.Output():
                return self._any(node.nodes, sure)
            case nodes.TemplateData():
                return marked_text.visible(node.data)
            case nodes.If():
                return self._choice(node, sure)
            case nodes.For():
                return not self.needed and self._any(node.body, sure | {str(getattr(node.target, "name", ""))})
        return isinstance(node, nodes.Expr) and self._expression(node, sure)

    def _choice(self, node: nodes.If, sure: frozenset[str]) -> bool:
        """Say whether every branch says something; a text that is only said may have no else."""
        branches = [(node.body, sure | expressions.names(node.test))]
        branches += [(one.body, sure | expressions.names(one.test)) for one in node.elif_]
        branches += [(node.else_, sure)] if node.else_ or self.needed else []
        return all(self._any(body, names) for body, names in branches)

    def _expression(self, node: nodes.Expr, sure: frozenset[str]) -> bool:
        match node:
            case nodes.Const():
                return marked_text.visible(str(node.value))
            case nodes.Name():
                return node.name in sure or not self.names.get(node.name, ANY).missing
            case nodes.Getattr() | nodes.Getitem():
                inner = node.node
                return self._counts(node) or (isinstance(inner, nodes.Name) and self._expression(inner, sure))
            case nodes.Filter() if node.name == "default" and node.args:
                return self._expression(node.args[0], sure)
            case nodes.Filter() if node.node is not None and node.name in _KEPT | _KEPT_LISTS:
                return self._expression(node.node, sure)
            case nodes.CondExpr():
                first = self._expression(node.expr1, sure | expressions.names(node.test))
                return first and node.expr2 is not None and self._expression(node.expr2, sure)
            case nodes.Or():
                return self._expression(node.left, sure) or self._expression(node.right, sure)
            case nodes.Concat():
                return self._any(node.nodes, sure)
        return True

    def _counts(self, node: nodes.Getattr | nodes.Getitem) -> bool:
        return isinstance(node.node, nodes.Name) and node.node.name in sorts.PARTS
