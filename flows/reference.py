"""The reference of the flow language, made from what the nodes and the kinds of answer say of themselves."""

import inspect
from collections.abc import Iterator

from flows import findings, techniques, vocabulary
from flows.kinds import registry as kinds
from flows.nodes import registry as nodes

_HEAD = """# Reference of the flow language

Made by `./koersvast flows reference` from the program itself; do not edit it. Each example is loaded and played in
the tests. What everything means together stands in [the flow language](flow-language.md); how to begin, in
[For coaches](coaches.md) ([Nederlands](coaches.nl.md))."""
_WORDS = (
    ("for", vocabulary.ROLES),
    ("principle", vocabulary.PRINCIPLES),
    ("policy", vocabulary.POLICIES),
    ("seen_by", vocabulary.SEEN_BY),
    ("outcome", vocabulary.OUTCOMES),
    ("act", vocabulary.ACTS),
    ("moments", vocabulary.MOMENTS),
    ("remember", vocabulary.REMEMBERED),
    ("facts", tuple(sorted(vocabulary.FACTS))),
)


def page() -> str:
    """Write the reference of the flow language as one page of Markdown."""
    return "\n\n".join([_HEAD, *_nodes(), *_kinds(), *_lists()]) + "\n"


def _nodes() -> Iterator[str]:
    yield "## Nodes"
    for word, read in nodes.NODES.items():
        yield _section(word, inspect.getdoc(getattr(read, "__self__", None)) or "")


def _kinds() -> Iterator[str]:
    yield "## Kinds of answer"
    for word, kind in kinds.KINDS.items():
        yield _section(word, inspect.getdoc(kind) or "")


def _section(word: str, doc: str) -> str:
    """Write what the class says in words, and its example as YAML."""
    words, _, example = doc.partition("::\n")
    return f"### {word}\n\n{words.strip()}\n\n```yaml\n{inspect.cleandoc(example)}\n```"


def _lists() -> Iterator[str]:
    yield "## Words that may stand there"
    rows = [f"| {name} | {' '.join(f'`{word}`' for word in words)} |" for name, words in _WORDS]
    yield "\n".join(["| where | words |", "|---|---|", *rows])
    yield "## Techniques"
    yield from _techniques()
    yield "## Findings of the check"
    findings_rows = [
        f"| {number} | {rule.title} | {rule.level}{', stops' * rule.stops} |" for number, rule in findings.RULES.items()
    ]
    yield "\n".join(["| number | what | level |", "|---|---|---|", *findings_rows])


def _techniques() -> Iterator[str]:
    yield (
        "What may stand in `technique`: the codes of the BCT Taxonomy v1 (Michie et al. 2013), in quotes. Name what "
        "the step does, and leave it out where it does none of these."
    )
    rows = [
        f"| {group} | {'; '.join(f'`{code}` {name}' for code, name in names.items())} |"
        for group, names in techniques.groups().items()
    ]
    yield "\n".join(["| group | techniques |", "|---|---|", *rows])
