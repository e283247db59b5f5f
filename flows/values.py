"""A value in a flow: a literal, or an expression that keeps its type, or a text with placeholders."""

from collections.abc import Mapping
from dataclasses import dataclass

from flows import bounds, expressions
from flows.json_value import JSON


@dataclass(frozen=True, slots=True)
class Value:
    literal: JSON = None
    formula: expressions.Expression | expressions.Template | None = None

    def of(self, context: Mapping[str, JSON]) -> JSON:
        """Work out the value as JSON; what is missing is None."""
        if self.formula is None:
            return self.literal
        if isinstance(self.formula, expressions.Template):
            return plain(self.formula.render(context))
        outcome = self.formula.value(context)
        return None if isinstance(outcome, expressions.Missing) else plain(outcome)

    def reads(self) -> list[expressions.Reads]:
        return [] if self.formula is None else [self.formula.reads]


def plain(value: object) -> JSON:
    """Give the value as JSON; raises TypeError for what is no JSON, TooMuch for a long text."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str):
        bounds.short(len(value), bounds.LONGEST_VALUE)
        return str(value)
    if isinstance(value, list):
        return [plain(one) for one in value]
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    raise TypeError(f"a {type(value).__name__} cannot be kept")


def compile_value(literal: JSON) -> Value:
    """Compile a value: `"{{ x }}"` keeps the type of x; raises ExpressionError."""
    if not isinstance(literal, str) or "{" not in literal:
        return Value(literal)
    inside = literal.strip()
    if inside.startswith("{{") and inside.endswith("}}") and inside.count("{{") == 1:
        return Value(literal, expressions.expression(inside[2:-2].strip()))
    return Value(literal, expressions.template(literal, marked=False, shown=False))
