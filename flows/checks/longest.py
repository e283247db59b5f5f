"""How long a text may come to be, with everything filled in as long as it may be."""

from collections.abc import Callable, Mapping, Sequence

from jinja2 import nodes

from flows import expressions, marked_text, sort
from flows.sort import Sort

_ITEMS = 20
"""in a list that the bot supplies"""
_PART = 200
_LABEL = 66
_NUMBER = 20


Count = Callable[[str], int]


def longest(source: str, names: Mapping[str, Sort], count: Count) -> int:
    """Count how long a text may come to be, with everything filled in as long as it may be."""
    if not expressions.has_placeholders(source):
        return count(marked_text.without_marks(source))
    return _Length(names, count).of(expressions.template_tree(source).body)


class _Length:
    """How long each part may be."""

    def __init__(self, names: Mapping[str, Sort], count: Count) -> None:
        self.names, self.count = names, count

    def of(self, body: Sequence[nodes.Node]) -> int:
        return sum(self._one(node) for node in body)

    def _one(self, node: nodes.Node) -> int:
        match node:
            case nodes.TemplateData():
                return self.count(marked_text.without_marks(node.data))
            case nodes.Output():
                return self.of(node.nodes)
            case nodes.If():
                bodies = [node.body, *(one.body for one in node.elif_), node.else_]
                return max(self.of(body) for body in bodies)
            case nodes.For():
                return _ITEMS * self.of(node.body)
        return self._expression(node)

    def _expression(self, node: nodes.Node) -> int:
        match node:
            case nodes.Const():
                return self.count(str(node.value))
            case nodes.Name():
                return self.names.get(node.name, sort.ANY).longest
            case nodes.CondExpr():
                return max(self._expression(node.expr1), self._expression(node.expr2) if node.expr2 else 0)
            case nodes.Or() | nodes.And():
                return max(self._expression(node.left), self._expression(node.right))
            case nodes.Concat():
                return sum(self._expression(one) for one in node.nodes)
            case nodes.Add():
                return self._expression(node.left) + self._expression(node.right)
            case nodes.Filter() if node.node is not None:
                others = sum(self._expression(one) for one in node.args) if node.name == "default" else 0
                return max(
                    self._expression(node.node),
                    others,
                    _LABEL if node.name in ("label", "day", "weekday", "clock") else 0,
                )
            case nodes.Getattr() | nodes.Getitem():
                return min(self._expression(node.node), _PART)
        return _NUMBER
