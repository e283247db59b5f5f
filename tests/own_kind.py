"""A kind of answer of the tests' own, which nothing but this file and one line in the registry knows."""

from dataclasses import dataclass
from typing import ClassVar, Self

from flows import events, reader, sort
from flows.kinds import kind
from flows.phrases import Phrase
from flows.view import View

_RETRY = Phrase(
    nl="Hoeveel sterren geef je? Typ een getal van 1 tot en met {most}.",
    u="Hoeveel sterren geeft u? Typ een getal van 1 tot en met {most}.",
    en="How many stars? Type a number from 1 to {most}.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating(kind.AnswerKind):
    """So many stars; stored as a number.

    ::

        ask: Hoeveel sterren?
        rating: 5
    """

    word: ClassVar[str] = "rating"
    picked: ClassVar[bool] = True
    samples: ClassVar[tuple[str, ...]] = ("3 sterren", "5")
    most: int

    @classmethod
    def read(cls, step: reader.UnreadNode) -> Self:
        return cls(most=step.parts["rating"].whole(1, 20))

    def stores(self, _question: str) -> sort.Sort:
        return sort.Sort(sort.NUMBER, low=1, high=self.most, whole=True, longest=2)

    def effort(self) -> kind.Effort:
        return kind.Effort(taps=3, typed=2)

    def seconds(self) -> float:
        return 40.0

    def count(self) -> int:
        return self.most

    def show(self, _view: View, _partial: kind.PartialAnswer) -> kind.Show:
        return kind.Show(tuple(events.Button(str(stars), "★" * stars) for stars in range(1, self.most + 1)))

    def press(self, view: View, _partial: kind.PartialAnswer, choice: str) -> kind.Heard | None:
        if choice not in map(str, range(1, self.most + 1)):
            return None
        return kind.Taken(int(choice), self.label(view, int(choice)))

    def type(self, view: View, partial: kind.PartialAnswer, said: str) -> kind.Heard:
        number = said.casefold().removesuffix("sterren").strip()
        return self.press(view, partial, number) or kind.Refused(view.phrase(_RETRY, most=self.most))

    def label(self, _view: View, value: object) -> str:
        return "★" * int(str(value))
