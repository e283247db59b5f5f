"""Yes or no."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from flows import events, reader, texts, view
from flows.kinds import asides, choices, kind, matching

JSON = Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Yesno(kind.AnswerKind):
    """Yes or no, also in own words; stored is true or false.

    ::

        ask: Je zou donderdag bellen. Gelukt?
        yesno: {yes: Gelukt, no: Nog niet}
    """

    word: ClassVar[events.AnswerKind] = "yesno"
    repeats_question: ClassVar[bool] = True
    per_row: ClassVar[int] = 2
    labels: tuple[texts.PlacedText, texts.PlacedText] | None = None

    @classmethod
    def read(cls, step: reader.UnreadNode) -> Self:
        part = step.parts["yesno"]
        if not part.is_mapping:
            if not part.truth():
                raise part.mistake("yesno: false says nothing", "write yesno: true, or {yes: Label, no: Label}")
            return cls()
        found = part.fields(["yes", "no"])
        return cls(labels=(step.label(found["yes"], "yesno.yes"), step.label(found["no"], "yesno.no")))

    def _listed(self, seen: view.View) -> list[kind.Listed]:
        own = [choices.shown(seen, one) for one in self.labels or ()]
        labels = own if len(own) > 1 and all(own) else [seen.phrase("yes"), seen.phrase("no")]
        return [
            kind.Listed(wire, value, choices.shorten(label), wire)
            for wire, value, label in zip(("yes", "no"), (True, False), labels, strict=True)
        ]

    def show(self, seen: view.View, _stage: kind.Stage) -> kind.Show:
        return kind.Show(kind.buttons(self._listed(seen)))

    def press(self, seen: view.View, _stage: kind.Stage, choice: str) -> kind.Heard | None:
        return next((_taken(one) for one in self._listed(seen) if one.wire == choice), None)

    def type(self, seen: view.View, _stage: kind.Stage, said: str) -> kind.Heard:
        yes, no = self._listed(seen)
        labels = [yes.label, no.label]
        place = matching.choose(asides.without(said, labels, seen.asked), labels, 0, 1, seen.asked)
        return kind.Refused(seen.phrase("retry_yesno")) if place is None else _taken((yes, no)[place])

    def texts(self) -> Iterator[texts.PlacedText]:
        return iter(self.labels or ())

    def keys(self) -> frozenset[str]:
        return frozenset(("yes", "no"))

    def label(self, seen: view.View, value: JSON) -> str:
        return next((one.label for one in self._listed(seen) if one.value == value), str(value))


def _taken(one: kind.Listed) -> kind.Taken:
    return kind.Taken(one.value, one.label, (one.key,))
