"""Checks what goes together in a condition or a value, and what can ever hold."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from jinja2 import nodes

from flows import expressions, flow, source, values
from flows.checks import sorts
from flows.checks.subject import Subject
from flows.findings import Finding
from flows.nodes import ask, reply, share, shuffle
from flows.remark import Remark
from flows.sort import ANY, LIST, MAPPING, NUMBER, TEXT, TRUTH, Sort

TYPES, NEVER, KEY = "KV080", "KV081", "KV082"
_ORDER = ("lt", "lteq", "gt", "gteq")
_SUM = (nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod)
_NUMBERS = (NUMBER, TRUTH, "")
_DAY = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])|mon|tue|wed|thu|fri|sat|sun")
_LETTERS = ("upper", "lower", "capitalize", "trim", "quote", "default")


@dataclass(frozen=True, slots=True, order=True)
class Doubt:
    """Says what does not go together in an expression, under the number of the finding that it becomes."""

    number: str
    reason: str
    remedy: str


def check(subject: Subject) -> Iterator[Finding]:
    names = sorts.of(subject)
    labels = _labels(subject)
    for line, written, is_text in _places(subject):
        for doubt in doubts(written, names, labels, is_text=is_text):
            yield subject.finding(line, doubt.number, doubt.reason, doubt.remedy)
    yield from _weights(subject, names)


def _weights(subject: Subject, names: Mapping[str, Sort]) -> Iterator[Finding]:
    """Check that what chance weighs is a number that cannot come below 0."""
    for node in subject.flow.nodes.values():
        for arm, weight in node.arms.items() if isinstance(node, shuffle.Shuffle) else ():
            if isinstance(weight.formula, expressions.Expression):
                tree = expressions.expression_tree(weight.formula.source)
                sort = _Look(names, {}, shown=False).sort(next(tree.find_all(nodes.Output)).nodes[0])
                if sort.word not in _NUMBERS:
                    reason = Remark("the weight of {arm!r} is a {sort}", arm=arm, sort=Remark(sort.word))
                    yield subject.finding(node.line, TYPES, reason, "write a number, or a sum of numbers")


def _places(subject: Subject) -> Iterator[tuple[int, str, bool]]:
    """List every condition, value and text: its line, its source, and whether it is a text for people."""
    placed: set[str] = set()
    for text in subject.flow.texts():
        for form in text.forms.values():
            placed.add(form.source)
            yield text.line, form.source, True
    for node in subject.flow.nodes.values():
        for value in _values(node):
            for reads in value.reads():
                yield node.line, f"{{{{ {reads.source} }}}}" if "{{" not in reads.source else reads.source, True
        for way in node.exits:
            if way.when:
                placed.add(way.when.source)
                yield way.line, way.when.source, False
        for reads in node.reads():
            if reads.source and reads.source not in placed:
                yield node.line, reads.source, False


def _values(node: flow.Node) -> list[values.Value]:
    """List the values that a node shows beside its texts: what would be shared, or said back."""
    match node:
        case share.Share():
            return [node.answers.what]
        case reply.Reply():
            return [] if node.answers.what is None else [node.answers.what]
    return []


def _labels(subject: Subject) -> Mapping[str, Mapping[str, str]]:
    """List per question the keys by their labels, for somebody who wrote a label where the key belongs."""
    return {
        node.name: {label.base.casefold(): key for key, label in node.answers.labels().items()}
        for node in subject.flow.nodes.values()
        if isinstance(node, ask.Ask)
    }


def doubts(
    written: str,
    names: Mapping[str, Sort],
    labels: Mapping[str, Mapping[str, str]] | None = None,
    *,
    is_text: bool = False,
) -> list[Doubt]:
    """List what does not go together in one condition, value or text."""
    if is_text and not expressions.has_placeholders(written):
        return []
    read = expressions.template_tree if expressions.has_placeholders(written) else expressions.expression_tree
    looked_at = _Look(names, labels or {}, is_text)
    looked_at.through(read(written))
    return sorted(set(looked_at.doubts))


@dataclass(slots=True)
class _Look:
    """Goes through one expression, and works out what each part of it may be."""

    names: Mapping[str, Sort]
    labels: Mapping[str, Mapping[str, str]]
    shown: bool
    doubts: list[Doubt] = field(default_factory=list)
    guarded: frozenset[str] = frozenset()

    def through(self, node: nodes.Node) -> None:
        """Go through all of a text, or an expression that stands alone."""
        if isinstance(node, nodes.If):
            self.sort(node.test)
            before, self.guarded = self.guarded, self.guarded | expressions.names(node.test)
            for inner in (*node.body, *node.elif_, *node.else_):
                self.through(inner)
            self.guarded = before
        elif isinstance(node, nodes.For):
            self._loop(node)
        elif isinstance(node, nodes.Output):
            for part in node.nodes:
                if not isinstance(part, nodes.TemplateData):
                    self._printed(part, self.sort(part))
        else:
            for child in node.iter_child_nodes():
                self.through(child)

    def _loop(self, node: nodes.For) -> None:
        items = self.sort(node.iter)
        if items.word in (NUMBER, TRUTH, MAPPING):
            self._clash(Remark("a {sort} is no list", sort=Remark(items.word)))
        name = node.target.name if isinstance(node.target, nodes.Name) else ""
        item = replace(ANY, missing=False)
        if items.word == LIST and items.keys is not None:
            item = Sort(TEXT, items.keys, longest=items.longest, asked=items.asked, told_by=items.told_by)
        before, self.names = self.names, {**self.names, name: item, "loop": ANY}
        for inner in node.body:
            self.through(inner)
        self.names = before

    def _printed(self, node: nodes.Node, sort: Sort) -> None:
        """Doubt a key, a list or a yes and no where a text prints it: they are for the bot, and people read labels."""
        while isinstance(node, nodes.Filter) and node.name in _LETTERS and node.node is not None:
            node = node.node
            sort = self.sort(node)
        if not self.shown or not isinstance(node, nodes.Name):
            return
        name = node.name
        if sort.told_by and sort.word == TEXT:
            remedy = Remark("write {{{{ {name} | {filter} }}}}", name=name, filter=sort.told_by)
            self._doubt(KEY, Remark("people would read {name!r} as a computer writes it", name=name), remedy)
        elif sort.word == MAPPING:
            remedy = Remark("write {{{{ {name} | sentence }}}}, or name one of its parts", name=name)
            self._doubt(KEY, Remark("people would read {name!r} with brackets and quotes", name=name), remedy)
        elif sort.word == LIST:
            self._doubt(
                KEY, Remark("people would read {name!r} with brackets and quotes", name=name), _listed(name, sort)
            )
        elif sort.word == TRUTH or sort.keys is not None:
            self._doubt(
                KEY, Remark("people would read the key of {name!r}, and no words", name=name), _worded(name, sort)
            )

    def sort(self, node: nodes.Node) -> Sort:
        """Work out what an expression may be."""
        match node:
            case nodes.Const():
                return _constant(node.value)
            case nodes.Name():
                return self.names.get(node.name, ANY)
            case nodes.List():
                return self._list(node)
            case nodes.Compare():
                return self._compared(node)
            case nodes.Filter():
                return self._filtered(node)
            case nodes.CondExpr():
                return self._either(node)
            case nodes.And() | nodes.Or():
                return self._joined(node)
            case nodes.Getattr() | nodes.Getitem():
                return self._part(node)
            case nodes.Neg() | nodes.Pos():
                self._summed("-", self.sort(node.node))
                return Sort(NUMBER, longest=20)
        if isinstance(node, _SUM):
            return self._sum(node)
        for child in node.iter_child_nodes():
            self.sort(child)
        return (
            Sort(TRUTH)
            if isinstance(node, nodes.Not | nodes.Test)
            else Sort(TEXT)
            if isinstance(node, nodes.Concat)
            else ANY
        )

    def _list(self, node: nodes.List) -> Sort:
        items = [self.sort(one) for one in node.items]
        keys = [one.value for one in node.items if isinstance(one, nodes.Const) and isinstance(one.value, str)]
        return Sort(LIST, frozenset(keys) if len(keys) == len(items) else None)

    def _either(self, node: nodes.CondExpr) -> Sort:
        self.sort(node.test)
        before, self.guarded = self.guarded, self.guarded | expressions.names(node.test)
        first = self.sort(node.expr1)
        self.guarded = before
        return first.or_(self.sort(node.expr2)) if node.expr2 else replace(first, missing=True)

    def _joined(self, node: nodes.And | nodes.Or) -> Sort:
        left = self.sort(node.left)
        before = self.guarded
        if isinstance(node, nodes.And):
            self.guarded = self.guarded | expressions.names(node.left)
        right = self.sort(node.right)
        self.guarded = before
        return left.or_(right)

    def _part(self, node: nodes.Getattr | nodes.Getitem) -> Sort:
        whole = self.sort(node.node)
        if isinstance(node.node, nodes.Name) and self.names.get(node.node.name) == sorts.FACTS.get(node.node.name):
            part = sorts.PARTS.get(node.node.name)
            if part is not None:
                return part
        return replace(ANY, longest=whole.longest)

    def _filtered(self, node: nodes.Filter) -> Sort:
        assert node.node is not None  # noqa: S101 - a filter stands behind something
        value = self.sort(node.node)
        for argument in node.args:
            self.sort(argument)
        word = value.word
        if node.name == "default":
            other = self.sort(node.args[0]) if node.args else ANY
            return replace(value, missing=False).or_(other)
        if (node.name == "round" and word not in _NUMBERS) or (
            node.name in ("length", "first", "last") and word in (NUMBER, TRUTH)
        ):
            self._clash(Remark("{filter} does not go with a {sort}", filter=node.name, sort=Remark(word)))
        if node.name in ("day", "weekday", "clock") and word and not value.told_by:
            self._clash(Remark("{filter} does not go with what is no day or time", filter=node.name))
        return _after(node.name, value)

    def _sum(self, node: Any) -> Sort:
        left, right = self.sort(node.left), self.sort(node.right)
        operator = node.operator
        if operator == "+" and {left.word, right.word} <= {TEXT, LIST, ""} and {left.word, right.word} != {TEXT, LIST}:
            return replace(left.or_(right), keys=None, longest=left.longest + right.longest, told_by="")
        self._summed(operator, left, right)
        if operator in ("/", "//", "%"):
            self._divided(node.right, right)
        return Sort(NUMBER, longest=20)

    def _summed(self, operator: str, *sides: Sort) -> None:
        for side in sides:
            if side.mixed:
                self._clash("what is summed may be one thing or another, such as a text or a number")
            elif side.word not in _NUMBERS:
                reason = Remark(
                    "{operator} works on numbers, and this is a {sort}", operator=operator, sort=Remark(side.word)
                )
                self._clash(reason)

    def _divided(self, node: nodes.Node, by: Sort) -> None:
        if isinstance(node, nodes.Const) and by.word == NUMBER and by.low == by.high == 0:
            self._doubt(TYPES, "this divides by 0", "divide by something else")
        elif by.word in _NUMBERS and by.low <= 0 <= by.high and not expressions.names(node) & self.guarded:
            name = next(iter(sorted(expressions.names(node))), "0")
            remedy = Remark("write … if {name} else …, so that it is never 0 there", name=name)
            self._doubt(TYPES, Remark("this divides by {name!r}, which may be 0", name=name), remedy)

    def _compared(self, node: nodes.Compare) -> Sort:
        left = self.sort(node.expr)
        for operand in node.ops:
            right = self.sort(operand.expr)
            if operand.op in _ORDER:
                self._ordered(operand.op, node.expr, left, operand.expr, right)
            elif operand.op in ("eq", "ne"):
                self._equal(node.expr, left, operand.expr, right)
            else:
                self._within(node.expr, left, operand.expr, right)
            left = right
        return Sort(TRUTH)

    def _ordered(self, op: str, node: nodes.Node, left: Sort, other: nodes.Node, right: Sort) -> None:
        pair = {left.word, right.word}
        if left.mixed or right.mixed:
            self._clash("what is compared may be one thing or another, such as a text or a number")
        elif "" not in pair and (pair & {LIST, MAPPING} or (TEXT in pair and len(pair) > 1)):
            reason = Remark("a {left} is compared with a {right}", left=Remark(left.word), right=Remark(right.word))
            self._clash(reason)
        elif left.word == right.word == NUMBER and isinstance(other, nodes.Const):
            never = {
                "gt": left.high <= right.low,
                "gteq": left.high < right.low,
                "lt": left.low >= right.high,
                "lteq": left.low > right.high,
            }
            if never[op]:
                self._never(node, Remark("{value} is outside what it can be", value=other.value))

    def _equal(self, node: nodes.Node, left: Sort, other: nodes.Node, right: Sort) -> None:
        if isinstance(node, nodes.Const) and not isinstance(other, nodes.Const):
            node, left, other, right = other, right, node, left
        if not isinstance(other, nodes.Const) or "" in (left.word, right.word):
            return
        if {left.word, right.word} <= {NUMBER, TRUTH}:
            outside = left.word == right.word == NUMBER and (
                not left.low <= right.low <= left.high or (left.whole and right.low != int(right.low))
            )
            if outside:
                self._never(node, Remark("{value} is outside what it can be", value=other.value))
        elif left.word != right.word:
            reason = Remark("a {left} is never a {right}", left=Remark(left.word), right=Remark(right.word))
            self._never(node, reason, self._instead(left, other.value))
        elif left.keys is not None and str(other.value) not in left.keys:
            self._never(node, Remark("{value!r} is no key of it", value=other.value), self._key(left, str(other.value)))

    def _within(self, node: nodes.Node, left: Sort, other: nodes.Node, right: Sort) -> None:
        if right.word in (NUMBER, TRUTH):
            self._clash(Remark("a {sort} is no list", sort=Remark(right.word)))
        elif isinstance(node, nodes.Const) and right.word == LIST and right.keys is not None:
            if str(node.value) not in right.keys:
                self._never(
                    other, Remark("{value!r} is no key of it", value=node.value), self._key(right, str(node.value))
                )
        elif isinstance(other, nodes.List) and left.keys is not None and right.keys is not None:
            for strange in sorted(right.keys - left.keys):
                self._never(node, Remark("{value!r} is no key of it", value=strange), self._key(left, strange))
        elif right.word == TEXT and left.word in (NUMBER, TRUTH, LIST, MAPPING):
            self._clash(Remark("a {left} is looked for in a {right}", left=Remark(left.word), right=Remark(right.word)))

    def _instead(self, left: Sort, value: object) -> str | None:
        if left.word == LIST:
            return Remark("write {value!r} in NAME", value=value)
        return "write it without quotes" if left.word in (NUMBER, TRUTH) else None

    def _key(self, sort: Sort, written: str) -> str:
        meant = self.labels.get(sort.asked, {}).get(written.casefold())
        return Remark("did you mean {word!r}?", word=meant) if meant else source.nearest(written, sort.keys or ())

    def _never(self, node: nodes.Node, reason: str, remedy: str | None = None) -> None:
        name = next(iter(sorted(expressions.names(node))), "?")
        sentence = Remark("{name!r} can never be that: {reason}", name=name, reason=Remark(reason))
        self._doubt(NEVER, sentence, remedy or "correct the condition, or remove it")

    def _clash(self, reason: str) -> None:
        self._doubt(TYPES, reason, "compare numbers with numbers and texts with texts; see 'Conditions and values'")

    def _doubt(self, number: str, reason: str, remedy: str) -> None:
        self.doubts.append(Doubt(number, reason, remedy))


def _listed(name: str, sort: Sort) -> str:
    if sort.asked:
        question = sort.asked
        return Remark('write {{{{ {name} | label("{question}") | and_list }}}}', name=name, question=question)
    return Remark("write {{{{ {name} | and_list }}}}", name=name)


def _worded(name: str, sort: Sort) -> str:
    if sort.asked:
        return Remark('write {{{{ {name} | label("{question}") }}}}', name=name, question=sort.asked)
    return Remark("write the words yourself: {{% if {name} == … %}}…{{% endif %}}", name=name)


def _constant(value: object) -> Sort:
    match value:
        case bool():
            return Sort(TRUTH)
        case int() | float():
            return Sort(NUMBER, low=value, high=value, whole=isinstance(value, int), longest=20)
        case str() if _DAY.fullmatch(value):
            return Sort(TEXT, frozenset((value,)), longest=10, told_by="day")
        case str():
            return Sort(TEXT, frozenset((value,)), missing=not value.strip(), longest=len(value))
    return replace(ANY, mixed=True)


def _after(name: str, value: Sort) -> Sort:
    """Say what a filter makes of a value."""
    if name in ("length", "int", "round"):
        return Sort(NUMBER, low=0 if name == "length" else float("-inf"), longest=20)
    if name == "without":
        return replace(value, word=LIST, missing=True)
    if name == "label":
        return Sort(LIST if value.word == LIST else TEXT, missing=value.missing, longest=max(66, value.longest))
    if name in ("first", "last"):
        return replace(ANY, longest=value.longest)
    if name in ("trim", "lower"):
        return replace(value, word=TEXT)
    if name == "sentence":
        return Sort(TEXT, missing=value.missing, longest=500)
    return Sort(TEXT, missing=value.missing, longest=max(60, value.longest))
