"""A question answered by a day."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Self

from flows import calendar_words, day_words, events, lengths, reader, sort, source
from flows.json_value import JSON
from flows.kinds import kind
from flows.phrases import Phrase
from flows.view import View

SATURDAY = 5
_RETRY = Phrase(
    nl="Ik kan daar niet één dag in lezen. Typ bijvoorbeeld: donderdag, of 26 november.",
    en="I can't read one day in that. Type, for example: Thursday, or 26 November.",
)
_RETRY_NO_SUCH_DAY = Phrase(
    nl="{day} staat niet in de kalender. Welke dag bedoel je?",
    u="{day} staat niet in de kalender. Welke dag bedoelt u?",
    en="{day} is not in the calendar. Which day do you mean?",
)
_RETRY_WHICH_DAY = Phrase(
    nl="Bedoel je {first} of {last}? Typ de datum erbij.",
    u="Bedoelt u {first} of {last}? Typ de datum erbij.",
    en="Do you mean {first} or {last}? Type the date as well.",
)
_RETRY_BOUNDS = Phrase(nl="Kies een dag van {first} tot en met {last}.", en="Choose a day from {first} to {last}.")
_RETRY_FIRST = Phrase(nl="Kies een dag vanaf {first}.", en="Choose a day from {first} on.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Date(kind.AnswerKind):
    """A day, in words or figures; stored as `2026-11-26`.

    ::

        ask: Wanneer ga je dat doen?
        date: {earliest: 1d, latest: 6w, suggest: 5}
    """

    word: ClassVar[str] = "date"
    per_row: ClassVar[int] = 2
    typed: ClassVar[bool] = True
    samples: ClassVar[tuple[str, ...]] = ("morgen", "over twee weken")
    earliest: int = 0
    """days from today"""
    latest: int | None = None
    suggest: int = 0
    weekend: bool = False

    @classmethod
    def read(cls, step: reader.UnreadNode) -> Self:
        part = step.parts["date"]
        if not part.is_mapping and part.truth():
            return cls()
        fields = part.fields([], ["earliest", "latest", "suggest", "weekend"])
        question = cls(
            earliest=_days(fields["earliest"]) if "earliest" in fields else 0,
            latest=_days(fields["latest"]) if "latest" in fields else None,
            suggest=fields["suggest"].whole(0, 14) if "suggest" in fields else 0,
            weekend=fields["weekend"].truth() if "weekend" in fields else False,
        )
        if question.latest is not None and question.latest < question.earliest:
            raise part.mistake("latest is before earliest", "swap them")
        return question

    def _first(self, view: View) -> datetime.date:
        return view.today + datetime.timedelta(days=self.earliest)

    def _last(self, view: View) -> datetime.date | None:
        return None if self.latest is None else view.today + datetime.timedelta(days=self.latest)

    def _fits(self, view: View, value: datetime.date) -> bool:
        last = self._last(view)
        return value >= self._first(view) and (last is None or value <= last)

    def _suggested(self, view: View) -> Iterator[datetime.date]:
        day, left = self._first(view), self.suggest
        while left and self._fits(view, day):
            if self.weekend or day.weekday() < SATURDAY:
                yield day
                left -= 1
            day += datetime.timedelta(days=1)

    def stores(self, _question: str) -> sort.Sort:
        return sort.Sort(sort.TEXT, longest=10, told_by="day")

    def effort(self) -> kind.Effort:
        """Count a tap where days are suggested, else a text to type."""
        return kind.TAP if self.suggest else kind.TYPING

    def show(self, view: View, _partial: kind.PartialAnswer) -> kind.Show:
        return kind.Show(
            tuple(
                events.Button(day.isoformat(), calendar_words.short_day(day, view.language))
                for day in self._suggested(view)
            )
        )

    def press(self, view: View, _partial: kind.PartialAnswer, choice: str) -> kind.Heard | None:
        try:
            day = datetime.date.fromisoformat(choice)
        except ValueError:
            return None
        return self._heard(view, day)

    def type(self, view: View, _partial: kind.PartialAnswer, said: str) -> kind.Heard:
        try:
            days = day_words.read(said, view.today, self._first(view), self.suggest)
        except day_words.NoSuchDay as named:
            return kind.Refused(view.phrase(_RETRY_NO_SUCH_DAY, day=named))
        fitting = [day for day in days if self._fits(view, day)]
        if len(fitting) > 1:
            first, last = (calendar_words.day(day, view.language) for day in fitting)
            return kind.Refused(view.phrase(_RETRY_WHICH_DAY, first=first, last=last))
        return self._heard(view, (fitting or days)[0]) if days else kind.Refused(view.phrase(_RETRY))

    def _heard(self, view: View, day: datetime.date) -> kind.Heard:
        if self._fits(view, day):
            return kind.Taken(day.isoformat(), calendar_words.day(day, view.language))
        first, last = self._first(view), self._last(view)
        bounds = {"first": calendar_words.day(first, view.language)}
        if last is None:
            return kind.Refused(view.phrase(_RETRY_FIRST, **bounds))
        return kind.Refused(view.phrase(_RETRY_BOUNDS, **bounds, last=calendar_words.day(last, view.language)))

    def label(self, view: View, value: JSON) -> str:
        return calendar_words.day(datetime.date.fromisoformat(value), view.language)


def _days(part: source.Part) -> int:
    length = lengths.read(part.text())
    if length is None or length.seconds:
        raise part.mistake("a number of days is expected", "write 0d, 5d or 6w; -30d is a month ago")
    return length.days
