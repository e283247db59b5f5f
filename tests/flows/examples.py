"""The examples in the docstrings of nodes and kinds of answer, as YAML."""

import inspect
import re
import textwrap

from flows.kinds.kind import AnswerKind


def example(documented: object) -> str:
    """The YAML in a docstring."""
    text = inspect.getdoc(documented) or ""
    match = re.search(r"::\n\n((?:    .*\n?|\n)+)", text)
    assert match, f"{documented} has no example"
    return textwrap.dedent(match[1])


def answer_part(made_by: type[AnswerKind]) -> str:
    """What stands below `ask` in the example of a kind, as it stands in a node."""
    _, _, part = example(made_by).strip().partition("\n")
    return textwrap.indent(part, "  ").lstrip()
