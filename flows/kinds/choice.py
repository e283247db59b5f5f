"""A question answered by one of a few choices."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, Self

from flows import events, expressions, marked_text, phrases, reader, sort, source, texts
from flows.json_value import JSON
from flows.kinds import agreeing, asides, choices, kind, matching, own_question
from flows.view import View

_PER_ROW = 4  # buttons that bear no more than a number


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(kind.AnswerKind):
    """One of a few, each a button; stored is its key. With `numbered: true` the labels stand in the message with a
    number, and the buttons bear the number: for answers that are sentences. With `own_question: true` a question in own
    words is an answer as well, and goes by `own`.

    ::

        ask: Waar speelde het?
        choice: {balie: Balie of telefoon, overleg: Overleg}
    """

    word: ClassVar[str] = "choice"
    beside: ClassVar[tuple[str, ...]] = (choices.SUPPLIED, "numbered", "own_question")
    known_by: ClassVar[str] = choices.SUPPLIED
    picked: ClassVar[bool] = True
    samples: ClassVar[tuple[str, ...]] = ("1", "x", "de eerste")
    options: choices.Choices
    numbered: bool = False
    own_question: bool = False

    @classmethod
    def read(cls, step: reader.UnreadNode) -> Self:
        numbered = source.optional(step.parts, "numbered")
        own = source.optional(step.parts, "own_question")
        return cls(
            options=choices.read(step, cls.word),
            numbered=numbered.truth() if numbered else False,
            own_question=own.truth() if own else False,
        )

    def stores(self, question: str) -> sort.Sort:
        if self.own_question:
            return sort.Sort(sort.TEXT, longest=own_question.LONGEST, asked=question)
        return sort.Sort(sort.TEXT, self.options.all_keys(), longest=choices.LONGEST_STORED, asked=question)

    def count(self) -> int:
        return len(self.options.fixed)

    def show(self, view: View, _partial: kind.PartialAnswer) -> kind.Show:
        listed = self.options.listed(view)
        if not self.numbered:
            return kind.Show(kind.buttons(listed))
        lines = [f"{number}. {marked_text.escape(one.label)}" for number, one in enumerate(listed, 1)]
        shown = tuple(events.Button(one.wire, str(number)) for number, one in enumerate(listed, 1))
        return kind.Show(shown, extra="\n".join(lines), per_row=_PER_ROW)

    def press(self, view: View, _partial: kind.PartialAnswer, choice: str) -> kind.Heard | None:
        return next((_taken(one) for one in self.options.listed(view) if one.wire == choice), None)

    def type(self, view: View, _partial: kind.PartialAnswer, said: str) -> kind.Heard:
        listed = self.options.listed(view)
        labels = [one.label for one in listed]
        place = matching.choose(
            asides.without(said, labels, view.asked), labels, *agreeing.polarity([one.key for one in listed], labels)
        )
        if self.own_question and (place is None or not own_question.means_label(said, labels, place)):
            return own_question.read(view, said)
        return kind.Refused(view.phrase(phrases.RETRY_CHOICE)) if place is None else _taken(listed[place])

    def wrote(self, heard: kind.Heard) -> bool:
        return self.own_question and isinstance(heard, kind.Taken) and heard.keys == (own_question.OWN,)

    def labels(self) -> Mapping[str, texts.PlacedText]:
        return self.options.labels()

    def label_room(self) -> int:
        """Count the characters of a label that stands in the message itself, when the buttons bear numbers."""
        return choices.LONGEST_LABEL if self.numbered else kind.LABEL

    def reads(self) -> Iterator[expressions.Reads]:
        return self.options.reads()

    def keys(self) -> frozenset[str]:
        return self.options.keys() | ({own_question.OWN} if self.own_question else frozenset())

    def label(self, view: View, value: JSON) -> str:
        return self.options.label(view, value)


def _taken(option: kind.Listed) -> kind.Taken:
    return kind.Taken(option.value, option.label, (option.key,) if option.key else ())
