"""How many."""

from dataclasses import dataclass
from typing import ClassVar, Self

from flows import amounts, events, reader
from flows.kinds import kind
from flows.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(kind.AnswerKind):
    """A number within bounds; a comma or a point before decimals.

    ::

        ask: Met hoeveel inwoners sprak je deze week?
        number: {min: 0, max: 40, whole: true, suggest: [0, 1, 2, 5]}
    """

    word: ClassVar[str] = "number"
    per_row: ClassVar[int] = 4
    typed: ClassVar[bool] = True
    repeats_question: ClassVar[bool] = True
    least: float | None = None
    most: float | None = None
    whole: bool = False
    suggest: tuple[float, ...] = ()

    @classmethod
    def read(cls, step: reader.UnreadNode) -> Self:
        part = step.parts["number"]
        if not part.is_mapping and part.truth():
            return cls()
        fields = part.fields([], ["min", "max", "whole", "suggest"])
        question = cls(
            least=fields["min"].number() if "min" in fields else None,
            most=fields["max"].number() if "max" in fields else None,
            whole=fields["whole"].truth() if "whole" in fields else False,
            suggest=tuple(one.number() for one in fields["suggest"].items()) if "suggest" in fields else (),
        )
        if question.least is not None and question.most is not None and question.least > question.most:
            raise part.mistake("min is more than max", "swap them")
        if any(not question._fits(one) for one in question.suggest):
            raise fields["suggest"].mistake("a suggestion is out of bounds", "keep suggestions between min and max")
        return question

    def _fits(self, value: float) -> bool:
        inside = (self.least is None or value >= self.least) and (self.most is None or value <= self.most)
        return inside and not (self.whole and value != int(value))

    def effort(self) -> kind.Effort:
        """Count a tap where numbers are suggested, else a text to type."""
        return kind.TAP if self.suggest else kind.TYPING

    def show(self, view: View, _partial: kind.PartialAnswer) -> kind.Show:
        labels = [_written(one, view.language) for one in self.suggest]
        return kind.Show(tuple(events.Button(str(one), label) for one, label in zip(self.suggest, labels, strict=True)))

    def press(self, view: View, _partial: kind.PartialAnswer, choice: str) -> kind.Heard | None:
        pressed = next((one for one in self.suggest if str(one) == choice), None)
        return None if pressed is None else kind.Taken(pressed, _written(pressed, view.language))

    def type(self, view: View, _partial: kind.PartialAnswer, said: str) -> kind.Heard:
        readings = amounts.read(said, view.asked)
        if not readings:
            return kind.Refused(view.phrase("retry_whole" if self.whole else "retry_number"))
        if len(readings) == 1 or self._is_certain(said, view.language):
            return self._heard(view, readings[0])
        fitting = [one for one in readings if self._fits(one)]
        if not fitting:
            return self._heard(view, readings[0])
        named = f" {view.phrase('or')} ".join(_written(one, view.language) for one in fitting)
        return kind.Refused(view.phrase("retry_readings", readings=named))

    def _is_certain(self, said: str, language: str) -> bool:
        """'12.500' is no fraction where a whole number is asked, in a language that puts points between thousands."""
        return self.whole and ("," if language == "en" else ".") in said

    def _heard(self, view: View, value: float) -> kind.Heard:
        if self._fits(value):
            return kind.Taken(value, _written(value, view.language))
        return kind.Refused(self._retry(view, value))

    def _retry(self, view: View, value: float) -> str:
        if self.whole and value != int(value):
            return view.phrase("retry_whole")
        least, most = ("" if one is None else _written(one, view.language) for one in (self.least, self.most))
        if least and most:
            return view.phrase("retry_bounds", least=least, most=most)
        return view.phrase("retry_least_number", least=least) if least else view.phrase("retry_most_number", most=most)


def _written(value: float, language: str) -> str:
    return str(value).replace(".", ",") if language == "nl" else str(value)
