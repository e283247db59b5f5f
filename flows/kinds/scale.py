"""A question answered by how much, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Self

from flows import phrases, reader, sort, texts, vocabulary, words
from flows.json_value import JSON
from flows.kinds import asides, choices, kind, matching
from flows.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale(kind.AnswerKind):
    """Steps in words, from little to much; stored is the step's number, nothing for *n.v.t.*

    ::

        ask: Kwam je leidinggevende terug op iets wat was afgesproken?
        scale: [Nooit, Soms, Vaak, Altijd]
        na: N.v.t.
    """

    word: ClassVar[str] = "scale"
    beside: ClassVar[tuple[str, ...]] = ("na",)
    picked: ClassVar[bool] = True
    samples: ClassVar[tuple[str, ...]] = ("1", "de tweede")
    steps: tuple[texts.PlacedText, ...]
    na: texts.PlacedText | None = None

    @classmethod
    def read(cls, step: reader.UnreadNode) -> Self:
        items = step.parts["scale"].items()
        if not 2 <= len(items) <= 10:
            raise step.parts["scale"].mistake("a scale has 2 to 10 steps", "write [Nooit, Soms, Vaak, Altijd]")
        steps = tuple(step.label(one, f"scale.{number}") for number, one in enumerate(items, 1))
        return cls(steps=steps, na=step.label(step.parts["na"], "na") if "na" in step.parts else None)

    def _listed(self, view: View) -> list[kind.Listed]:
        options = [
            kind.Listed(str(number), number, choices.shown(view, label) or str(number), str(number))
            for number, label in enumerate(self.steps, 1)
        ]
        if self.na:
            name = vocabulary.NOT_APPLICABLE
            options.append(kind.Listed(name, None, choices.shown(view, self.na) or "–", name))
        return options

    def stores(self, _question: str) -> sort.Sort:
        return sort.Sort(sort.NUMBER, low=1, high=len(self.steps), whole=True, missing=self.na is not None, longest=2)

    def none_is_answer(self) -> bool:
        return self.na is not None

    def count(self) -> int:
        return len(self.steps)

    def show(self, view: View, _partial: kind.PartialAnswer) -> kind.Show:
        return kind.Show(kind.buttons(self._listed(view)))

    def press(self, view: View, _partial: kind.PartialAnswer, choice: str) -> kind.Heard | None:
        return next((_taken(one) for one in self._listed(view) if one.wire == choice), None)

    def type(self, view: View, _partial: kind.PartialAnswer, said: str) -> kind.Heard:
        listed = self._listed(view)
        labels = [one.label for one in listed]
        wishes = not words.WISHES.isdisjoint(words.split(said))
        place = None if wishes else matching.choose(asides.without(said, labels), labels)
        return kind.Refused(view.phrase(phrases.RETRY_CHOICE)) if place is None else _taken(listed[place])

    def labels(self) -> Mapping[str, texts.PlacedText]:
        steps = {str(number): label for number, label in enumerate(self.steps, 1)}
        return {**steps, vocabulary.NOT_APPLICABLE: self.na} if self.na else steps

    def keys(self) -> frozenset[str]:
        return frozenset(self.labels())

    def label(self, view: View, value: JSON) -> str:
        return next((one.label for one in self._listed(view) if one.value == value), str(value))


def _taken(option: kind.Listed) -> kind.Taken:
    return kind.Taken(option.value, option.label, (option.key,))
