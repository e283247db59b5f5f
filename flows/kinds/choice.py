"""One of a few."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from flows import events, expressions, reader, texts, view
from flows.kinds import agreeing, asides, choices, kind, matching

JSON = Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(kind.Kind):
    """One of a few, each a button; stored is its key.

    ::

        ask: Waar speelde het?
        choice: {balie: Balie of telefoon, overleg: Overleg}
    """

    word: ClassVar[events.AnswerKind] = "choice"
    beside: ClassVar[tuple[str, ...]] = ("choices_from",)
    options: choices.Choices

    @classmethod
    def read(cls, step: reader.Step) -> Self:
        return cls(options=choices.read(step, cls.word))

    def show(self, seen: view.View, _stage: kind.Stage) -> kind.Show:
        return kind.Show(kind.buttons(self.options.listed(seen)))

    def press(self, seen: view.View, _stage: kind.Stage, choice: str) -> kind.Heard | None:
        return next((_taken(one) for one in self.options.listed(seen) if one.wire == choice), None)

    def type(self, seen: view.View, _stage: kind.Stage, said: str) -> kind.Heard:
        listed = self.options.listed(seen)
        labels = [one.label for one in listed]
        place = matching.choose(
            asides.without(said, labels, seen.asked), labels, *agreeing.polarity([one.key for one in listed], labels)
        )
        return kind.Refused(seen.phrase("retry_choice")) if place is None else _taken(listed[place])

    def texts(self) -> Iterator[texts.Text]:
        return self.options.texts()

    def reads(self) -> Iterator[expressions.Reads]:
        return self.options.reads()

    def keys(self) -> frozenset[str]:
        return self.options.keys()

    def label(self, seen: view.View, value: JSON) -> str:
        return self.options.label(seen, value)


def _taken(one: kind.Listed) -> kind.Taken:
    return kind.Taken(one.value, one.label, (one.key,) if one.key else ())
