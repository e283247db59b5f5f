"""What somebody writes to their buddy: previewed, and sent by their own button only."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, Self

from flows import expressions, marked_text, reader, source
from flows.json_value import JSON
from flows.kinds import kind, response
from flows.phrases import Phrase
from flows.view import View

QUESTION, ANSWER = "question", "answer"
MANNERS = (QUESTION, ANSWER)
BUDDY = "buddy"
_HINT = Phrase(
    nl="Typ het hieronder, zonder namen en adressen van anderen. Je ziet het eerst nog terug.",
    u="Typ het hieronder, zonder namen en adressen van anderen. U ziet het eerst nog terug.",
    en="Type it below, without names and addresses of others. You see it once more before it goes.",
)
_PREVIEW = Phrase(
    nl="Wat je stuurt staat daarna in de chat van je maatje; ik kan het daar niet weghalen. Dit gaat erheen:",
    u="Wat u stuurt staat daarna in de chat van uw maatje; ik kan het daar niet weghalen. Dit gaat erheen:",
    en="What you send stands in your buddy’s chat from then on; I cannot remove it there. This is what goes:",
)
_AFTER: Mapping[str, Phrase] = {
    QUESTION: Phrase(
        nl="Je maatje mag antwoorden, het hoeft niet. Of het gelezen wordt, zie je niet.",
        u="Uw maatje mag antwoorden, het hoeft niet. Of het gelezen wordt, ziet u niet.",
        en="Your buddy may answer and need not. You do not see whether it is read.",
    ),
    ANSWER: Phrase(
        nl="Je kunt één keer antwoorden. Of het gelezen wordt, zie je niet.",
        u="U kunt één keer antwoorden. Of het gelezen wordt, ziet u niet.",
        en="You can answer once. You do not see whether it is read.",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ToBuddy(response.Response):
    """A question, chosen from what the conversation proposes or typed here, or a typed answer to one."""

    hint: ClassVar[Phrase] = _HINT

    @classmethod
    def read(cls, step: reader.UnreadNode) -> Self:
        manner = step.parts["letter"].one_of(MANNERS)
        proposed = source.optional(step.parts, "text")
        if manner == ANSWER and proposed is not None:
            raise step.part.mistake("an answer is typed by whoever gives it", "leave out text: with letter: answer")
        return cls(manner=manner, what=None if proposed is None else step.value(proposed))

    def has_reader(self, context: Mapping[str, JSON]) -> bool:
        return isinstance(context.get(BUDDY), Mapping) and (self.manner == QUESTION or bool(self.key(context)))

    def key(self, context: Mapping[str, JSON]) -> str:
        """Give the key of the pair, for a question, and of what the buddy asked, for an answer; empty: nothing."""
        return str(context[BUDDY].get("pair" if self.manner == QUESTION else "question") or "")

    def preview(self, view: View, partial: kind.PartialAnswer) -> str:
        shown = f"<quote>{marked_text.escape(partial['text'])}</quote>"
        above, after = view.marked_phrase(_PREVIEW), view.marked_phrase(_AFTER[self.manner])
        return f"{above}\n{shown}\n{after}"

    def reads(self) -> Iterator[expressions.Reads]:
        names = frozenset((BUDDY,))
        yield expressions.Reads(names, attributes={BUDDY: frozenset(("pair", "question"))}, guarded=names)
