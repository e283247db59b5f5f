"""Which day."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from flows import calendar_words, day_words, events, lengths, reader, source, view
from flows.kinds import kind

JSON = Any
SATURDAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Date(kind.AnswerKind):
    """A day, in words or figures; stored as ``2026-11-26``.

    ::

        ask: Wanneer ga je dat doen?
        date: {earliest: 1d, latest: 6w, suggest: 5}
    """

    word: ClassVar[events.AnswerKind] = "date"
    per_row: ClassVar[int] = 2
    typed: ClassVar[bool] = True
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
        found = part.fields([], ["earliest", "latest", "suggest", "weekend"])
        made = cls(
            earliest=_days(found["earliest"]) if "earliest" in found else 0,
            latest=_days(found["latest"]) if "latest" in found else None,
            suggest=found["suggest"].whole(0, 14) if "suggest" in found else 0,
            weekend=found["weekend"].truth() if "weekend" in found else False,
        )
        if made.latest is not None and made.latest < made.earliest:
            raise part.mistake("latest is before earliest", "swap them")
        return made

    def _first(self, seen: view.View) -> datetime.date:
        return seen.today + datetime.timedelta(days=self.earliest)

    def _last(self, seen: view.View) -> datetime.date | None:
        return None if self.latest is None else seen.today + datetime.timedelta(days=self.latest)

    def _fits(self, seen: view.View, value: datetime.date) -> bool:
        last = self._last(seen)
        return value >= self._first(seen) and (last is None or value <= last)

    def _suggested(self, seen: view.View) -> Iterator[datetime.date]:
        day, left = self._first(seen), self.suggest
        while left and self._fits(seen, day):
            if self.weekend or day.weekday() < SATURDAY:
                yield day
                left -= 1
            day += datetime.timedelta(days=1)

    def show(self, seen: view.View, _stage: kind.Stage) -> kind.Show:
        return kind.Show(
            tuple(
                events.Button(day.isoformat(), calendar_words.short_day(day, seen.language))
                for day in self._suggested(seen)
            )
        )

    def press(self, seen: view.View, _stage: kind.Stage, choice: str) -> kind.Heard | None:
        try:
            day = datetime.date.fromisoformat(choice)
        except ValueError:
            return None
        return self._heard(seen, day)

    def type(self, seen: view.View, _stage: kind.Stage, said: str) -> kind.Heard:
        try:
            days = day_words.read(said, seen.today, self._first(seen), self.suggest)
        except day_words.NoSuchDay as named:
            return kind.Refused(seen.phrase("retry_no_such_day", day=named))
        fitting = [day for day in days if self._fits(seen, day)]
        if len(fitting) > 1:
            first, last = (calendar_words.day(day, seen.language) for day in fitting)
            return kind.Refused(seen.phrase("retry_which_day", first=first, last=last))
        return self._heard(seen, (fitting or days)[0]) if days else kind.Refused(seen.phrase("retry_date"))

    def _heard(self, seen: view.View, day: datetime.date) -> kind.Heard:
        if self._fits(seen, day):
            return kind.Taken(day.isoformat(), calendar_words.day(day, seen.language))
        first, last = self._first(seen), self._last(seen)
        bounds = {"first": calendar_words.day(first, seen.language)}
        if last is None:
            return kind.Refused(seen.phrase("retry_date_first", **bounds))
        return kind.Refused(seen.phrase("retry_date_bounds", **bounds, last=calendar_words.day(last, seen.language)))

    def label(self, seen: view.View, value: JSON) -> str:
        return calendar_words.day(datetime.date.fromisoformat(value), seen.language)


def _days(part: source.Part) -> int:
    length = lengths.read(part.text())
    if length is None or length.seconds:
        raise part.mistake("a number of days is expected", "write 0d, 5d or 6w; -30d is a month ago")
    return length.days
