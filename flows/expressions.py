"""The expression language: Jinja2's sandbox, reduced to what cannot call, and what loops and grows within bounds."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import jinja2
from jinja2 import meta, nodes
from jinja2.environment import TemplateExpression
from jinja2.parser import Parser
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer

from flows import bounds, filters, marked_text
from flows.errors import FlowsError
from flows.json_value import JSON
from flows.remark import Remark

LONGEST = 4096
LONGEST_TEMPLATE = 16_384
DEEPEST = 40
"""operators, filters and choices inside each other"""
MOST_BRACKETS = 20
"""open at once"""
BUDGET = "_budget"
"""the name under which a context holds what is left of the turn"""

_EXPRESSION = (
    nodes.Name, nodes.Const, nodes.List, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Add,
    nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Neg, nodes.Pos, nodes.Concat, nodes.CondExpr,
    nodes.Filter, nodes.Test, nodes.Getattr, nodes.Getitem,
)  # fmt: skip
_TEMPLATE = (*_EXPRESSION, nodes.Template, nodes.Output, nodes.TemplateData, nodes.If, nodes.For)


class ExpressionError(FlowsError, ValueError):
    """An expression or text that cannot be compiled: its message says what to write instead."""


class Missing(jinja2.Undefined):
    """What is not known: false in a condition, empty in a text, 0 in a sum."""

    __slots__ = ()

    def __getattr__(self, name: str) -> Any:
        if name[:2] == "__":
            raise AttributeError(name)
        return self

    def __getitem__(self, *_key: Any) -> Any:
        return self

    def _other(self, other: Any) -> Any:
        return 0 if isinstance(other, Missing) else other

    def _zero(self, _other: object = None) -> int:
        return 0

    def _false(self, _other: object) -> bool:
        return False

    def __sub__(self, other: Any) -> Any:
        return -self._other(other)

    __add__ = __radd__ = __rsub__ = _other
    __mul__ = __rmul__ = __truediv__ = __floordiv__ = __mod__ = _zero  # type: ignore[assignment]  # jinja says they never return
    __neg__ = __pos__ = __int__ = _zero  # type: ignore[assignment]  # jinja says they never return
    __lt__ = __le__ = __gt__ = __ge__ = _false  # type: ignore[assignment]  # these do

    def __float__(self, *_ignored: Any) -> Any:
        return 0.0


class _Environment(ImmutableSandboxedEnvironment):
    intercepted_binops = frozenset(("+", "-", "*", "/", "//", "%"))

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Look an attribute up among the keys of a mapping; Python attributes are never read."""
        if isinstance(obj, Mapping):
            value = obj.get(attribute)
            return self.undefined(name=attribute) if value is None else value
        if isinstance(obj, LoopContext) and attribute in ("first", "last", "index"):
            return getattr(obj, attribute)
        return self.undefined(name=attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        if isinstance(obj, list) and isinstance(argument, int):
            return obj[argument] if -len(obj) <= argument < len(obj) else self.undefined()
        return self.getattr(obj, argument) if isinstance(argument, str) else self.undefined()

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Allow sums of numbers, and texts or lists put together; 'x' * 1000000000 would fill memory."""
        if operator == "+" and not isinstance(left, int | float) and not isinstance(right, int | float):
            both = super().call_binop(context, operator, left, right)
            bounds.short(len(both) if isinstance(both, str | list) else 0)
            return both
        for side in (left, right):
            if not isinstance(side, int | float | Missing):
                raise ExpressionError(Remark("{operator} works on numbers only", operator=operator))
        result = super().call_binop(context, operator, left, right)
        return bounds.number(result) if isinstance(result, int | float) else result


_ROUNDS, _WITHIN = "_rounds", "_within"
_KEPT_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2})?")  # 2026-12-03, or with a time behind it


class _Letters(str):
    """A text in which whatever is no text simply does not occur."""

    __slots__ = ()

    def __contains__(self, sought: object) -> bool:
        return isinstance(sought, str) and super().__contains__(sought)


def _within(holder: object) -> object:
    """Give `in` something to look into: nothing is found in what holds nothing."""
    if isinstance(holder, str):
        return _Letters(holder)
    return holder if isinstance(holder, list | Mapping | Missing) else ()


@jinja2.pass_context
def _counted(context: Any, items: object) -> object:
    """Take what a loop goes through off the budget of the turn, and hand it to the loop."""
    if isinstance(items, list | str):
        _budget(context).go_round(len(items))
    return items


def _budget(context: Any) -> bounds.TurnBudget:
    """Find what is left of the turn; all of it where nobody counts."""
    left = context.get(BUDGET)
    return left if isinstance(left, bounds.TurnBudget) else bounds.TurnBudget()


@jinja2.pass_context
def _as_people_say(context: Any, shown: object) -> object:
    """Put a day or a moment that a text shows without a filter into words; anything else stays as it is."""
    if type(shown) is not str or not _KEPT_MOMENT.fullmatch(shown):
        return shown
    try:
        return filters.moment(context, shown) if "T" in shown else filters.day(context, shown)
    except ValueError:
        return shown


@jinja2.pass_context
def _as_marked_text(context: Any, shown: object) -> str:
    """Write what a text fills in, in words that bear no marks."""
    return marked_text.escape(str(_as_people_say(context, shown)))


def _environment(finalize: Callable[..., object] | None) -> _Environment:
    environment = _Environment(undefined=Missing, keep_trailing_newline=True, cache_size=0, finalize=finalize)
    environment.filters = {
        **{name: environment.filters[name] for name in filters.OF_JINJA},
        **filters.OURS,
        _ROUNDS: _counted,
        _WITHIN: _within,
    }
    environment.tests = {"answered": filters.is_answered}
    environment.globals = {}
    return environment


_MARKED = _environment(_as_marked_text)
_LABEL = _environment(_as_people_say)
_PLAIN = _environment(None)  # for values, which are kept and looked at
FAILURES = (
    jinja2.TemplateError, ExpressionError, ArithmeticError, TypeError, ValueError, LookupError, AttributeError,
    RecursionError, MemoryError,
)  # fmt: skip
"""whatever may go wrong where a flow is read or played"""
_UNREADABLE = (*FAILURES, SyntaxError)


@dataclass(frozen=True, slots=True)
class Reads:
    """The names that a text or condition looks at."""

    names: frozenset[str] = frozenset()
    whole: frozenset[str] = frozenset()
    """names of which more is used than single attributes"""
    attributes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    guarded: frozenset[str] = frozenset()
    """names whose absence the author has thought of (is answered, default, {% if %})"""
    labels: frozenset[str] = frozenset()
    """nodes whose labels are used"""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Expression:
    """A compiled condition or value."""

    source: str
    reads: Reads
    _run: Callable[[Mapping[str, JSON]], Any] = field(repr=False, compare=False)

    def value(self, context: Mapping[str, JSON]) -> Any:
        """Work out the value with its type; raises one of FAILURES where the types do not fit."""
        return self._run(context)

    def holds(self, context: Mapping[str, JSON]) -> bool:
        return bool(self._run(context))


@dataclass(frozen=True, slots=True)
class Template:
    """A compiled text; without placeholders it is a constant."""

    source: str
    reads: Reads
    _run: str | Callable[[Mapping[str, JSON]], str] = field(repr=False, compare=False)

    def render(self, context: Mapping[str, JSON]) -> str:
        return self._run if isinstance(self._run, str) else self._run(context)


def expression(source: str) -> Expression:
    """Compile a condition or value; raises ExpressionError."""
    if len(source) > LONGEST:
        raise ExpressionError("this expression is too long")
    try:
        tree = expression_tree(source)
        reads = _reads(tree, source)
        result = nodes.Assign(nodes.Name("result", "store"), tree.body[0].nodes[0], lineno=1)  # type: ignore[attr-defined]  # an Output
        run = TemplateExpression(_PLAIN.from_string(_bounded(nodes.Template([result], lineno=1))), False)
    except _UNREADABLE as error:
        raise _told(error) from None
    return Expression(source, reads, run)


def expression_tree(source: str) -> nodes.Template:
    """Parse a condition or value, as a text that shows it; raises one of FAILURES."""
    _few_brackets(_PLAIN, source, "variable")
    parser = Parser(_PLAIN, source, state="variable")
    tree = nodes.Template([nodes.Output([parser.parse_expression()])])
    if not parser.stream.eos:
        raise ExpressionError(
            Remark("one expression is expected; {value!r} is too much", value=parser.stream.current.value)
        )
    _allow(tree.body[0], (nodes.Output, *_EXPRESSION))
    tree.set_environment(_PLAIN)
    tree.set_lineno(1)
    return tree


def template(source: str, *, marked: bool, shown: bool = True) -> Template:
    """Compile a text; with `marked` it may bear marks, else it is a plain label, or a value if it is not `shown`.

    Raises ExpressionError.
    """
    environment = _MARKED if marked else _LABEL if shown else _PLAIN
    if not has_placeholders(source):
        return Template(source, Reads(source=source), marked_text.authored(source) if marked else source)
    if len(source) > LONGEST_TEMPLATE:
        raise ExpressionError("this text is too long")
    try:
        tree = template_tree(source, marked=marked)
        reads = _reads(tree, source)
        if marked:
            for data in tree.find_all(nodes.TemplateData):
                data.data = marked_text.authored(data.data)
        compiled = jinja2.Template.from_code(environment, environment.compile(_bounded(tree)), {})
    except _UNREADABLE as error:
        raise _told(error) from None
    render = compiled.root_render_func
    context_of = compiled.new_context
    return Template(source, reads, lambda context: _written(render(context_of(dict(context))), _budget(context)))


def has_placeholders(source: str) -> bool:
    return any(mark in source for mark in ("{{", "{%", "{#"))


def template_tree(source: str, *, marked: bool = False) -> nodes.Template:
    """Parse a text; raises one of FAILURES."""
    environment = _MARKED if marked else _PLAIN
    _few_brackets(environment, source, None)
    tree = environment.parse(source)
    _allow(tree, _TEMPLATE)
    return tree


def _written(pieces: Iterator[str], left: bounds.TurnBudget) -> str:
    """Join all pieces of a text, within the bounds."""
    written, length = [], 0
    for piece in pieces:
        length += len(piece)
        bounds.short(length)
        left.write(len(piece))
        written.append(piece)
    return "".join(written)


class _Bounds(NodeTransformer):
    """Puts in what counts rounds of loops and the length of texts joined by ~, and what `in` looks into."""

    def visit_For(self, node: nodes.For) -> nodes.For:  # noqa: N802 - the name is Jinja2's
        self.generic_visit(node)
        node.iter = nodes.Filter(node.iter, _ROUNDS, [], [], None, None, lineno=node.lineno)
        return node

    def visit_Operand(self, node: nodes.Operand) -> nodes.Operand:  # noqa: N802 - the name is Jinja2's
        self.generic_visit(node)
        if node.op in ("in", "notin"):
            node.expr = nodes.Filter(node.expr, _WITHIN, [], [], None, None, lineno=node.lineno)
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Filter:  # noqa: N802 - the name is Jinja2's
        self.generic_visit(node)
        parts = nodes.List(node.nodes, lineno=node.lineno)
        return nodes.Filter(parts, "join", [], [], None, None, lineno=node.lineno)


def _bounded(tree: nodes.Template) -> nodes.Template:
    bounded = _Bounds().visit(tree)
    assert isinstance(bounded, nodes.Template)  # noqa: S101 - what came in
    bounded.set_environment(tree.environment or _PLAIN)
    return bounded


_TOLD: tuple[tuple[re.Pattern[str], Callable[..., Remark]], ...] = (
    (re.compile(r"unexpected (?:char )?(?P<mark>'.+?'|\".+?\")"), lambda mark: Remark("unexpected {mark}", mark=mark)),
    (
        re.compile(r"expected token '(?P<wanted>.+)', got '(?P<got>.+)'"),
        lambda wanted, got: Remark("expected {wanted!r}, and not {got!r}", wanted=wanted, got=got),
    ),
    (
        re.compile(r"looking for the following tags: (?P<tags>[^.]+)"),
        lambda tags: Remark("{tags} is missing", tags=tags),
    ),
    (
        re.compile(r"nknown tag '(?P<word>.+?)'"),
        lambda word: Remark("{word} is not part of the flow language", word=word),
    ),
)
"""what Jinja2 says about a mistake, and how a coach is told it"""


def _told(error: BaseException) -> ExpressionError:
    """Put a mistake into the words of the check."""
    if isinstance(error, ExpressionError):
        return error
    if isinstance(error, RecursionError | MemoryError):
        return ExpressionError("nested too deeply")
    problem = str(error.message if isinstance(error, jinja2.TemplateSyntaxError) else type(error).__name__)
    problem = problem.replace("end of template", "end")
    for pattern, sentence in _TOLD:
        match = pattern.search(problem)
        if match:
            return ExpressionError(sentence(**match.groupdict()))
    return ExpressionError(Remark("it cannot be read: {problem}", problem=problem))


def _few_brackets(environment: _Environment, source: str, state: str | None) -> None:
    """Refuse too many brackets in brackets: they leave no trace in a tree, and each costs its reader a dozen levels."""
    depth = 0
    for _, word, value in environment.lexer.tokeniter(source, None, None, state):
        if word == "operator":
            depth += (value in ("(", "[", "{")) - (value in (")", "]", "}"))
            if depth > MOST_BRACKETS:
                raise ExpressionError("nested too deeply")


def _allow(tree: nodes.Node, allowed: tuple[type[nodes.Node], ...]) -> None:
    _shallow(tree)
    for node in _walk(tree):
        if not isinstance(node, allowed):
            raise ExpressionError(Remark("{word} is not part of the flow language", word=type(node).__name__.lower()))
        if isinstance(node, nodes.Name) and node.name.startswith("_"):
            raise ExpressionError(Remark("no name begins with _ ({name})", name=node.name))
        if isinstance(node, nodes.Filter) and (node.name in (_ROUNDS, _WITHIN) or node.name not in _PLAIN.filters):
            raise ExpressionError(Remark("there is no filter {name!r}", name=node.name))
        if isinstance(node, nodes.Const) and isinstance(node.value, int | float):
            _small(node.value)
        if isinstance(node, nodes.For):
            _allow_loop(node)


def _small(value: float) -> None:
    if not -bounds.LARGEST_NUMBER <= value <= bounds.LARGEST_NUMBER:
        raise ExpressionError("no number is this large")


def _allow_loop(loop: nodes.For) -> None:
    """Allow one loop through one list that the conversation knows: what it costs can be seen from the list."""
    if loop.recursive or not isinstance(loop.target, nodes.Name):
        raise ExpressionError("a loop has one name: {% for item in list %}")
    if any(loop.find_all(nodes.For)):
        raise ExpressionError("a loop cannot stand inside another loop")
    items = loop.iter
    while isinstance(items, nodes.Filter | nodes.Getattr | nodes.Getitem) and items.node is not None:
        items = items.node
    if not isinstance(items, nodes.Name):
        raise ExpressionError("a loop goes through a list that has a name: {% for item in list %}")


def _shallow(tree: nodes.Node) -> None:
    """Refuse too deep a tree, level by level, for it may be deeper than Python's stack."""
    level, depth = [tree], 0
    while level:
        depth += 1
        if depth > DEEPEST:
            raise ExpressionError("nested too deeply")
        level = [child for node in level for child in node.iter_child_nodes()]


def _walk(tree: nodes.Node) -> Iterator[nodes.Node]:
    yield tree
    for child in tree.iter_child_nodes():
        yield from _walk(child)


def names(tree: nodes.Node) -> frozenset[str]:
    """List every name in an expression."""
    return frozenset(one.name for one in _walk(tree) if isinstance(one, nodes.Name))


def _reads(tree: nodes.Template, source: str) -> Reads:
    names = frozenset(meta.find_undeclared_variables(tree))
    attributes: dict[str, set[str]] = {}
    inner: set[int] = set()
    for node in _walk(tree):
        if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name) and node.node.name in names:
            attributes.setdefault(node.node.name, set()).add(node.attr)
            inner.add(id(node.node))
    whole = {n.name for n in _walk(tree) if isinstance(n, nodes.Name) and n.name in names and id(n) not in inner}
    return Reads(
        names,
        frozenset(whole),
        {name: frozenset(found) for name, found in attributes.items()},
        frozenset(_guarded(tree)) & names,
        frozenset(_labels(tree)),
        source,
    )


def _guarded(tree: nodes.Node) -> Iterator[str]:
    for node in _walk(tree):
        thought_of: nodes.Node | None = None
        if isinstance(node, nodes.If | nodes.CondExpr | nodes.Test):
            thought_of = node.node if isinstance(node, nodes.Test) else node.test
        elif isinstance(node, nodes.Filter) and node.name == "default":
            thought_of = node.node
        if thought_of is not None:
            yield from (found.name for found in _walk(thought_of) if isinstance(found, nodes.Name))


def _labels(tree: nodes.Node) -> Iterator[str]:
    for node in tree.find_all(nodes.Filter):
        if node.name == "label":
            if len(node.args) != 1 or not isinstance(node.args[0], nodes.Const):
                raise ExpressionError('label needs the node in quotes: {{ place | label("place") }}')
            yield str(node.args[0].value)
