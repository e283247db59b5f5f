"""A question answered by yes or no."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Self

from flows import reader, sort, texts
from flows.json_value import JSON
from flows.kinds import asides, choices, kind, matching
from flows.phrases import Phrase
from flows.view import View

_YES = Phrase(nl="Ja", en="Yes")
_NO = Phrase(nl="Nee", en="No")
_RETRY = Phrase(
    nl="Is dat een ja of een nee? Kies een van de knoppen, of typ ja of nee.",
    en="Is that a yes or a no? Choose a button, or type yes or no.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Yesno(kind.AnswerKind):
    """Yes or no, also in own words; stored is true or false.

    ::

        ask: Je zou donderdag bellen. Gelukt?
        yesno: {yes: Gelukt, no: Nog niet}
    """

    word: ClassVar[str] = "yesno"
    repeats_question: ClassVar[bool] = True
    per_row: ClassVar[int] = 2
    picked: ClassVar[bool] = True
    spoken: ClassVar[Mapping[str, Phrase]] = {"yes": _YES, "no": _NO}
    samples: ClassVar[tuple[str, ...]] = ("ja", "nee")
    own: tuple[texts.PlacedText, texts.PlacedText] | None = None

    @classmethod
    def read(cls, step: reader.UnreadNode) -> Self:
        part = step.parts["yesno"]
        if not part.is_mapping:
            if not part.truth():
                raise part.mistake("yesno: false says nothing", "write yesno: true, or {yes: Label, no: Label}")
            return cls()
        labels = part.fields(["yes", "no"])
        return cls(own=(step.label(labels["yes"], "yesno.yes"), step.label(labels["no"], "yesno.no")))

    def _listed(self, view: View) -> list[kind.Listed]:
        own = [choices.shown(view, one) for one in self.own or ()]
        labels = own if len(own) > 1 and all(own) else [view.phrase(_YES), view.phrase(_NO)]
        return [
            kind.Listed(wire, value, choices.shorten(label), wire)
            for wire, value, label in zip(("yes", "no"), (True, False), labels, strict=True)
        ]

    def stores(self, question: str) -> sort.Sort:
        return sort.Sort(sort.TRUTH, longest=5, asked=question)

    def show(self, view: View, _partial: kind.PartialAnswer) -> kind.Show:
        return kind.Show(kind.buttons(self._listed(view)))

    def press(self, view: View, _partial: kind.PartialAnswer, choice: str) -> kind.Heard | None:
        return next((_taken(one) for one in self._listed(view) if one.wire == choice), None)

    def type(self, view: View, _partial: kind.PartialAnswer, said: str) -> kind.Heard:
        yes, no = self._listed(view)
        labels = [yes.label, no.label]
        place = matching.choose(asides.without(said, labels, view.asked), labels, 0, 1, view.asked)
        return kind.Refused(view.phrase(_RETRY)) if place is None else _taken((yes, no)[place])

    def labels(self) -> Mapping[str, texts.PlacedText]:
        return dict(zip(self.spoken, self.own, strict=True)) if self.own else {}

    def keys(self) -> frozenset[str]:
        return frozenset(self.spoken)

    def label(self, view: View, value: JSON) -> str:
        return next((one.label for one in self._listed(view) if one.value == value), str(value))


def _taken(option: kind.Listed) -> kind.Taken:
    return kind.Taken(option.value, option.label, (option.key,))
