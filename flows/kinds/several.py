"""A question answered by some of a few choices."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, Self

from flows import events, expressions, reader, sort, texts, values
from flows.json_value import JSON
from flows.kinds import choices, enumerating, kind, matching
from flows.phrases import Phrase
from flows.view import View

DONE = "-done"
MARK = "✓ "
_DONE_LABEL = Phrase(nl="Klaar", en="Done")
_RETRY = Phrase(
    nl="Dat herken ik niet helemaal. Kies een of meer knoppen, of typ wat erop staat.",
    en="I don't recognise all of that. Choose one or more buttons, or type their words.",
)
_RETRY_LEAST = Phrase(nl="Kies er minstens {least}.", en="Choose at least {least}.")
_RETRY_MOST = Phrase(nl="Kies er hoogstens {most}.", en="Choose at most {most}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Several(kind.AnswerKind):
    """Some of a few: pressing marks and unmarks, *Klaar* ends; stored is the list of keys.

    ::

        ask: Wie betrok je vooraf?
        several: {niemand: Niemand, collega: Een collega, inwoner: Een inwoner}
        alone: [niemand]
        most: 2
    """

    word: ClassVar[str] = "several"
    beside: ClassVar[tuple[str, ...]] = (choices.SUPPLIED, "least", "most", "alone", "chosen")
    picked: ClassVar[bool] = True
    samples: ClassVar[tuple[str, ...]] = ("1", "2, 3", "x en y")
    options: choices.Choices
    least: int = 1
    most: int = choices.MOST
    alone: tuple[str, ...] = ()
    chosen: values.Value = values.Value()  # noqa: RUF009 - frozen

    @classmethod
    def read(cls, step: reader.UnreadNode) -> Self:
        parts = step.parts
        options = choices.read(step, cls.word)
        return cls(
            options=options,
            least=parts["least"].whole(0, choices.MOST) if "least" in parts else 1,
            most=parts["most"].whole(1, choices.MOST) if "most" in parts else choices.MOST,
            alone=tuple(one.one_of(options.keys()) for one in parts["alone"].items()) if "alone" in parts else (),
            chosen=step.value(parts["chosen"]) if "chosen" in parts else values.Value(),
        )

    def stores(self, question: str) -> sort.Sort:
        longest = choices.MOST * choices.LONGEST_STORED
        return sort.Sort(sort.LIST, self.options.all_keys(), longest=longest, asked=question)

    def effort(self) -> kind.Effort:
        """Count the tap that marks one, and the tap that says this is all."""
        return kind.Effort(taps=2)

    def count(self) -> int:
        return len(self.options.fixed)

    def begin(self, view: View) -> kind.PartialAnswer:
        before = self.chosen.of(view.context)
        wires = [one.wire for one in self.options.listed(view) if isinstance(before, list) and one.value in before]
        return {"marked": wires} if wires else {}

    def show(self, view: View, partial: kind.PartialAnswer) -> kind.Show:
        marked = _marked(partial)
        shown = [
            events.Button(one.wire, MARK + one.label if one.wire in marked else one.label)
            for one in self.options.listed(view)
        ]
        return kind.Show(tuple(shown), below=(events.Button(DONE, view.phrase(_DONE_LABEL)),))

    def press(self, view: View, partial: kind.PartialAnswer, choice: str) -> kind.Heard | None:
        listed = self.options.listed(view)
        marked = _marked(partial)
        if choice == DONE:
            return self._taken(view, [one for one in listed if one.wire in marked])
        pressed = next((one for one in listed if one.wire == choice), None)
        if pressed is None:
            return None
        if choice in self.alone:
            return _answer([pressed])
        return kind.Moved({"marked": self._toggled(marked, choice)}, fresh=False)

    def _toggled(self, marked: list[str], choice: str) -> list[str]:
        if choice in marked:
            return [one for one in marked if one != choice]
        return [*(one for one in marked if one not in self.alone), choice]

    def type(self, view: View, partial: kind.PartialAnswer, said: str) -> kind.Heard:
        if _marked(partial) and matching.is_whole(said, view.phrase(_DONE_LABEL)):
            return self.press(view, partial, DONE) or kind.Refused(view.phrase(_RETRY))
        listed = self.options.listed(view)
        marked = [place for place, one in enumerate(listed) if one.wire in _marked(partial)]
        places = enumerating.choose_several(said, [one.label for one in listed], marked)
        if places is None:
            return kind.Refused(view.phrase(_RETRY))
        return self._taken(view, [listed[place] for place in places])

    def _taken(self, view: View, picked: list[kind.Listed]) -> kind.Heard:
        alone = [one for one in picked if one.wire in self.alone]
        if alone and len(picked) > 1:
            return kind.Refused(view.phrase(_RETRY))
        if len(picked) < self.least and not alone:
            return kind.Refused(view.phrase(_RETRY_LEAST, least=self.least))
        if len(picked) > self.most:
            return kind.Refused(view.phrase(_RETRY_MOST, most=self.most))
        return _answer(picked)

    def labels(self) -> Mapping[str, texts.PlacedText]:
        return self.options.labels()

    def reads(self) -> Iterator[expressions.Reads]:
        yield from self.options.reads()
        yield from self.chosen.reads()

    def label(self, view: View, value: JSON) -> str:
        if isinstance(value, list):
            return ", ".join(self.options.label(view, one) for one in value)
        return self.options.label(view, value)


def _marked(partial: kind.PartialAnswer) -> list[str]:
    return list(partial.get("marked", ()))


def _answer(picked: list[kind.Listed]) -> kind.Taken:
    return kind.Taken([one.value for one in picked], ", ".join(one.label for one in picked) or "–")
