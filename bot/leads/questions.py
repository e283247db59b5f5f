"""Finds the questions that a lead can ask one colleague, in the flow that offers them."""

from collections.abc import Iterator, Sequence

from bot.base.voice import Voice
from bot.library.live import LiveLibrary
from bot.rhythm import own_rhythm
from flows import recalling
from flows.kinds import kind
from flows.nodes import ask
from flows.world import UnknownFlow
from nudges.reflection import Principle

ANSWER = "stuurvraag"  # the name under which that flow keeps which question was chosen


def of_shelf(library: LiveLibrary, habit: Principle) -> Sequence[kind.Option]:
    """Find the questions about this habit, in the order of the file."""
    return [option for option in _numbered(library) if option.key.startswith(f"{habit}_")]


def find(library: LiveLibrary, key: str) -> kind.Option | None:
    """Find the question with this key; None where the shelf has none, or no longer."""
    return next((option for option in _numbered(library) if option.key == key), None)


def wording(question: kind.Option | None, voice: Voice) -> str:
    """Word a question as a person reads it; where there is none, say to think of one."""
    words = None if question is None else recalling.wording(question.label, voice.language, voice.tone)
    return words or voice.plain("topic.own_question")


def _numbered(library: LiveLibrary) -> Iterator[kind.Option]:
    try:
        nodes = library.flow(own_rhythm.LINE_FLOW).nodes.values()
    except UnknownFlow:
        return
    for node in nodes:
        if isinstance(node, ask.Ask) and node.variable == ANSWER:
            yield from (kind.Option(key, label) for key, label in node.answers.labels().items())
