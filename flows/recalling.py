"""How a question and its answer read afterwards, when no conversation is open any more."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from flows import bounds, events, expressions, marked_text, texts
from flows.flow import Flow, Node, PlayError
from flows.json_value import JSON
from flows.kinds import kind
from flows.nodes import ask, enter
from flows.view import View


@dataclass(frozen=True, slots=True)
class Recalled:
    """A question in the person's language, and the words of its answer, both plain text; `answer` is None where
    nothing was answered."""

    question: str
    answer: str | None


def recall(
    flow: Flow,
    flow_of: Callable[[str], Flow],
    path: str,
    value: JSON,
    language: str,
    tone: str,
    today: date,
) -> Recalled | None:
    """Find the question at this path (`enter_node/node` in an entered flow) and word it; None: it is no more."""
    node = _at(flow, flow_of, path)
    if not isinstance(node, ask.Ask):
        return None
    view = View(language, tone, today, {expressions.BUDGET: bounds.TurnBudget()})
    try:
        question = marked_text.plain(view.render(_plainest(node.wording))).strip()
        answered = value is not None or node.answers.none_is_answer()
        answer = node.label(view, value) if answered else None
        return Recalled(" ".join(question.split()), answer) if question else None
    except expressions.FAILURES:
        return None


def wording(label: texts.PlacedText, language: str, tone: str) -> str | None:
    """Word a label outside of any conversation; None where it cannot be said without one."""
    try:
        return label.render({expressions.BUDGET: bounds.TurnBudget()}, language, tone).strip() or None
    except expressions.FAILURES:
        return None


@dataclass(frozen=True, slots=True)
class Choosing:
    """A question that is answered by buttons, as the flow on the shelf has it now; `marked` has what was ticked."""

    picked: kind.AnswerKind
    view: View

    def buttons(self, marked: Sequence[str] = ()) -> Sequence[events.Button]:
        show = self.picked.show(self.view, {"marked": list(marked)})
        return (*show.buttons, *show.below)

    @property
    def numbered(self) -> str:
        """List the labels as the question does (marked text), where its buttons bear no more than a number."""
        return self.picked.show(self.view, {}).extra

    def press(self, wire: str, marked: Sequence[str]) -> kind.Heard | None:
        """Read a press; None: no button of this question says that any more."""
        return self.picked.press(self.view, {"marked": list(marked)}, wire)


def choosing(
    flow: Flow,
    flow_of: Callable[[str], Flow],
    path: str,
    word: str,
    language: str,
    tone: str,
    today: date,
) -> Choosing | None:
    """Find what may be chosen at this path; None where it is no more, of another kind, or cannot be shown by itself."""
    node = _at(flow, flow_of, path)
    if not isinstance(node, ask.Ask) or not node.answers.picked or node.answers.word != word:
        return None
    question = Choosing(node.answers, View(language, tone, today, {expressions.BUDGET: bounds.TurnBudget()}))
    try:
        question.buttons()
    except (*expressions.FAILURES, PlayError):
        return None
    return question


def _at(flow: Flow, flow_of: Callable[[str], Flow], path: str) -> Node | None:
    *entrances, last = path.split("/")
    for name in entrances:
        entrance = flow.nodes.get(name)
        if not isinstance(entrance, enter.Enter):
            return None
        flow = flow_of(entrance.entered)
    return flow.nodes.get(last)


def _plainest(wording: texts.Wording) -> texts.PlacedText:
    """Choose a wording that looks at nothing, if there is one: what others looked at then is not known now."""
    return min(wording.texts, key=lambda text: sum(len(reads.names) for reads in text.reads()))
