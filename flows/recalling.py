"""How a question and its answer read afterwards, when no conversation is open any more."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flows import bounds, expressions, flow, markup, texts, view
from flows.nodes import ask, enter

JSON = Any


@dataclass(frozen=True, slots=True)
class Recalled:
    """A question in the person's language, and the words of its answer; both plain text."""

    question: str
    answer: str


def recall(
    script: flow.Flow,
    flow_of: Callable[[str], flow.Flow],
    path: str,
    value: JSON,
    language: str,
    tone: str,
    today: date,
) -> Recalled | None:
    """Find the question at this path (`enter_node/node` in an entered flow) and word it; None: it is no more."""
    node = _at(script, flow_of, path)
    if not isinstance(node, ask.Ask):
        return None
    seen = view.View(language, tone, today, {expressions.BUDGET: bounds.Budget()})
    try:
        question = markup.plain(seen.render(_plainest(node.wording))).strip()
        return Recalled(" ".join(question.split()), node.label(seen, value)) if question else None
    except expressions.FAILURES:
        return None


def _at(script: flow.Flow, flow_of: Callable[[str], flow.Flow], path: str) -> flow.Node | None:
    *entrances, last = path.split("/")
    for name in entrances:
        entrance = script.nodes.get(name)
        if not isinstance(entrance, enter.Enter):
            return None
        script = flow_of(entrance.entered)
    return script.nodes.get(last)


def _plainest(wording: texts.Wording) -> texts.Text:
    """A wording that looks at nothing, if there is one: what others looked at then is not known now."""
    return min(wording.texts, key=lambda text: sum(len(reads.names) for reads in text.reads()))
