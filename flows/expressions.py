"""The expression language: Jinja2's sandbox, reduced to what cannot loop, call or fill memory."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import jinja2
from jinja2 import meta, nodes
from jinja2.parser import Parser
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from flows import filters, markup
from flows.remark import Remark

JSON = Any
LONGEST = 4096

_EXPRESSION = (
    nodes.Name, nodes.Const, nodes.List, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Add,
    nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Neg, nodes.Pos, nodes.Concat, nodes.CondExpr,
    nodes.Filter, nodes.Test, nodes.Getattr, nodes.Getitem,
)  # fmt: skip
_TEMPLATE = (*_EXPRESSION, nodes.Template, nodes.Output, nodes.TemplateData, nodes.If, nodes.For)


class ExpressionError(ValueError):
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
    intercepted_binops = frozenset(("*", "%"))

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Attributes are keys of mappings, never Python attributes."""
        if isinstance(obj, Mapping):
            found = obj.get(attribute)
            return self.undefined(name=attribute) if found is None else found
        if isinstance(obj, LoopContext) and attribute in ("first", "last", "index"):
            return getattr(obj, attribute)
        return self.undefined(name=attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        if isinstance(obj, list) and isinstance(argument, int):
            return obj[argument] if -len(obj) <= argument < len(obj) else self.undefined()
        return self.getattr(obj, argument) if isinstance(argument, str) else self.undefined()

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """'x' * 1000000000 would fill memory; so would '%999999999d'."""
        for side in (left, right):
            if not isinstance(side, int | float | Missing):
                raise ExpressionError(Remark("{operator} works on numbers only", operator=operator))
        return super().call_binop(context, operator, left, right)


def _environment(*, html: bool) -> _Environment:
    made = _Environment(autoescape=html, undefined=Missing, keep_trailing_newline=True, cache_size=0)
    made.filters = {**{name: made.filters[name] for name in filters.OF_JINJA}, **filters.OURS}
    made.tests = {"answered": filters.is_answered}
    made.globals = {}
    return made


_HTML = _environment(html=True)
_PLAIN = _environment(html=False)
FAILURES = (jinja2.TemplateError, ExpressionError, ArithmeticError, TypeError, ValueError, LookupError)


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


@dataclass(frozen=True, slots=True)
class Expression:
    """A compiled condition or value."""

    source: str
    reads: Reads
    _run: Callable[[Mapping[str, JSON]], Any] = field(repr=False, compare=False)

    def value(self, context: Mapping[str, JSON]) -> Any:
        """The value with its type; raises one of FAILURES where the types do not fit."""
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
        parser = Parser(_PLAIN, source, state="variable")
        tree = nodes.Template([nodes.Output([parser.parse_expression()])])
        if not parser.stream.eos:
            raise ExpressionError(
                Remark("one expression is expected; {value!r} is too much", value=parser.stream.current.value)
            )
        _allow(tree.body[0], (nodes.Output, *_EXPRESSION))
        tree.set_environment(_PLAIN)
        tree.set_lineno(1)
        run = _PLAIN.compile_expression(source, undefined_to_none=False)
    except jinja2.TemplateSyntaxError as error:
        raise ExpressionError(_plainly(error)) from None
    return Expression(source, _reads(tree), run)


def template(source: str, *, html: bool) -> Template:
    """Compile a text; with ``html`` it is Telegram HTML, else a plain label. Raises ExpressionError."""
    environment = _HTML if html else _PLAIN
    if not any(mark in source for mark in ("{{", "{%", "{#")):
        return Template(source, Reads(), str(markup.safe(source)) if html else source)
    try:
        tree = environment.parse(source)
        _allow(tree, _TEMPLATE)
        reads = _reads(tree)
        if html:
            for data in tree.find_all(nodes.TemplateData):
                data.data = markup.safe(data.data)
        compiled = jinja2.Template.from_code(environment, environment.compile(tree), {})
    except jinja2.TemplateSyntaxError as error:
        raise ExpressionError(_plainly(error)) from None
    render = compiled.root_render_func
    context_of = compiled.new_context
    return Template(source, reads, lambda context: "".join(render(context_of(dict(context)))))


def _plainly(error: jinja2.TemplateSyntaxError) -> str:
    return str(error.message).replace("end of template", "end")


def _allow(tree: nodes.Node, allowed: tuple[type[nodes.Node], ...]) -> None:
    for node in _walk(tree):
        if not isinstance(node, allowed):
            raise ExpressionError(Remark("{word} is not part of the flow language", word=type(node).__name__.lower()))
        if isinstance(node, nodes.Name) and node.name.startswith("_"):
            raise ExpressionError(Remark("no name begins with _ ({name})", name=node.name))
        if isinstance(node, nodes.For) and (node.recursive or not isinstance(node.target, nodes.Name)):
            raise ExpressionError("a loop has one name: {% for item in list %}")


def _walk(tree: nodes.Node) -> Iterator[nodes.Node]:
    yield tree
    for child in tree.iter_child_nodes():
        yield from _walk(child)


def _reads(tree: nodes.Template) -> Reads:
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
