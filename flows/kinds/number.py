"""A question answered by a number."""

from dataclasses import dataclass
from typing import ClassVar, Self

from flows import amounts, events, reader, sort
from flows.kinds import kind
from flows.phrases import Phrase
from flows.view import View

_RETRY = Phrase(nl="Typ één getal, zoals 3 of 2,5.", en="Type one number, such as 3 or 2.5.")
_RETRY_WHOLE = Phrase(nl="Typ één heel getal, zoals 3.", en="Type one whole number, such as 3.")
_RETRY_LEAST = Phrase(nl="Typ een getal vanaf {least}.", en="Type a number from {least} on.")
_RETRY_MOST = Phrase(nl="Typ een getal tot en met {most}.", en="Type a number up to {most}.")
_RETRY_READINGS = Phrase(
    nl="Bedoel je {readings}? Typ het precies zo.",
    u="Bedoelt u {readings}? Typ het precies zo.",
    en="Do you mean {readings}? Type it exactly like that.",
)
_OR = Phrase(nl="of", en="or")
_RETRY_BOUNDS = Phrase(nl="Typ een getal van {least} tot en met {most}.", en="Type a number from {least} to {most}.")


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
    samples: ClassVar[tuple[str, ...]] = ("3", "twee")
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

    def stores(self, _question: str) -> sort.Sort:
        low = float("-inf") if self.least is None else self.least
        high = float("inf") if self.most is None else self.most
        return sort.Sort(sort.NUMBER, low=low, high=high, whole=self.whole, longest=20)

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
            return kind.Refused(view.phrase(_RETRY_WHOLE if self.whole else _RETRY))
        if len(readings) == 1 or self._is_certain(said, view.language):
            return self._heard(view, readings[0])
        fitting = [one for one in readings if self._fits(one)]
        if not fitting:
            return self._heard(view, readings[0])
        named = f" {view.phrase(_OR)} ".join(_written(one, view.language) for one in fitting)
        return kind.Refused(view.phrase(_RETRY_READINGS, readings=named))

    def _is_certain(self, said: str, language: str) -> bool:
        """Say whether '12.500' is no fraction: a whole number is asked, and points stand between thousands."""
        return self.whole and ("," if language == "en" else ".") in said

    def _heard(self, view: View, value: float) -> kind.Heard:
        if self._fits(value):
            return kind.Taken(value, _written(value, view.language))
        return kind.Refused(self._retry(view, value))

    def _retry(self, view: View, value: float) -> str:
        if self.whole and value != int(value):
            return view.phrase(_RETRY_WHOLE)
        least, most = ("" if one is None else _written(one, view.language) for one in (self.least, self.most))
        if least and most:
            return view.phrase(_RETRY_BOUNDS, least=least, most=most)
        return view.phrase(_RETRY_LEAST, least=least) if least else view.phrase(_RETRY_MOST, most=most)


def _written(value: float, language: str) -> str:
    return str(value).replace(".", ",") if language == "nl" else str(value)
