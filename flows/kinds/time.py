"""A question answered by an hour of the day."""

import re
from dataclasses import dataclass
from typing import ClassVar, Self

from flows import calendar_words, clock_words, events, reader, sort, source
from flows.json_value import JSON
from flows.kinds import kind
from flows.phrases import Phrase
from flows.view import View

_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_RETRY = Phrase(
    nl="Ik kan daar geen tijd in lezen. Typ bijvoorbeeld: 15.30, of half vier.",
    en="I can't read a time in that. Type, for example: 15:30, or half past three.",
)
_RETRY_BOUNDS = Phrase(nl="Kies een tijd van {first} tot {last}.", en="Choose a time from {first} to {last}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Time(kind.AnswerKind):
    """An hour of the day; stored as `15:30`.

    ::

        ask: Hoe laat past het je?
        time: {from: "08:00", until: "18:00", suggest: ["09:00", "12:00", "15:30"]}
    """

    word: ClassVar[str] = "time"
    per_row: ClassVar[int] = 3
    typed: ClassVar[bool] = True
    samples: ClassVar[tuple[str, ...]] = ("half tien", "15.30")
    first: str = "00:00"
    last: str = "23:59"
    suggest: tuple[str, ...] = ()

    @classmethod
    def read(cls, step: reader.UnreadNode) -> Self:
        part = step.parts["time"]
        if not part.is_mapping and part.truth():
            return cls()
        fields = part.fields([], ["from", "until", "suggest"])
        question = cls(
            first=clock(fields["from"]) if "from" in fields else "00:00",
            last=clock(fields["until"]) if "until" in fields else "23:59",
            suggest=tuple(clock(one) for one in fields["suggest"].items()) if "suggest" in fields else (),
        )
        if question.first > question.last:
            raise part.mistake("from is after until", "swap them")
        if any(not question.first <= one <= question.last for one in question.suggest):
            raise fields["suggest"].mistake("a suggestion is out of bounds", "keep suggestions between from and until")
        return question

    def stores(self, _question: str) -> sort.Sort:
        return sort.Sort(sort.TEXT, longest=5, told_by="clock")

    def effort(self) -> kind.Effort:
        """Count a tap where hours are suggested, else a text to type."""
        return kind.TAP if self.suggest else kind.TYPING

    def show(self, view: View, _partial: kind.PartialAnswer) -> kind.Show:
        return kind.Show(tuple(events.Button(one, calendar_words.clock(one, view.language)) for one in self.suggest))

    def press(self, view: View, _partial: kind.PartialAnswer, choice: str) -> kind.Heard | None:
        return self._heard(view, choice) if choice in self.suggest else None

    def type(self, view: View, _partial: kind.PartialAnswer, said: str) -> kind.Heard:
        hours = clock_words.read(said)
        fitting = [hour for hour in hours if self._fits(hour)]
        return self._heard(view, (fitting or hours)[0]) if hours else kind.Refused(view.phrase(_RETRY))

    def _fits(self, value: str) -> bool:
        return self.first <= value <= self.last

    def _heard(self, view: View, value: str) -> kind.Heard:
        if self._fits(value):
            return kind.Taken(value, calendar_words.clock(value, view.language))
        first, last = (calendar_words.clock(one, view.language) for one in (self.first, self.last))
        return kind.Refused(view.phrase(_RETRY_BOUNDS, first=first, last=last))

    def label(self, view: View, value: JSON) -> str:
        return calendar_words.clock(str(value), view.language)


def clock(part: source.Part) -> str:
    """Write an hour as `HH:MM`."""
    return part.name(_CLOCK, 'an hour such as "09:30"')
