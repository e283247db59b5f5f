"""The bot's own sentences for one reader: their language and tone, with days and periods as they read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

from bot.base.texts import Texts

_LOCALES = {"nl": "nl", "en": "en_GB"}


@dataclass(frozen=True, slots=True)
class Voice:
    """Words the bot's sentences in one language (nl, en) and one tone (je, u)."""

    texts: Texts
    language: str
    tone: str = "je"

    def say(self, key: str, /, **values: Any) -> str:
        """Word a sentence as marked text; what is filled in is escaped."""
        return self.texts.say(key, self.language, self.tone, **values)

    def plain(self, key: str, /, **values: Any) -> str:
        """Word a sentence without marks."""
        return self.texts.plain(key, self.language, self.tone, **values)

    def day(self, day: date) -> str:
        """Write a day such as 9 november."""
        return format_date(day, "d MMMM", locale=_LOCALES[self.language])

    def dated(self, day: date) -> str:
        """Write a day with its year, for what goes back further than one: 9 november 2026."""
        return format_date(day, "d MMMM y", locale=_LOCALES[self.language])

    def short_day(self, day: date) -> str:
        """Write a day in short, such as 9 nov."""
        return format_date(day, "d MMM", locale=_LOCALES[self.language]).rstrip(".")

    def month(self, day: date) -> str:
        """Write the month of a day: november 2026."""
        return format_date(day, "MMMM y", locale=_LOCALES[self.language])

    def short_month(self, day: date) -> str:
        """Write the month of a day in short, as jan 2026."""
        return format_date(day, "MMM y", locale=_LOCALES[self.language])

    def number(self, value: float) -> str:
        """Write a figure with one decimal at most: 3,5."""
        return format_decimal(value, format="#,##0.#", locale=_LOCALES[self.language])

    def long_day(self, day: date) -> str:
        """Write a day such as donderdag 26 november."""
        return format_date(day, "EEEE d MMMM", locale=_LOCALES[self.language])

    def month_name(self, day: date) -> str:
        """Name the month of a day without its year: november."""
        return format_date(day, "LLLL", locale=_LOCALES[self.language])

    def weekday_heads(self) -> list[str]:
        """Name Monday to Sunday in two letters."""
        return [name[:2] for name in self.plain("weekdays").split(",")]

    def short_weekdays(self, digits: str) -> str:
        """Name the weekdays of ISO digits, such as ma, di, do."""
        heads = self.weekday_heads()
        return ", ".join(heads[int(digit) - 1] for digit in digits)

    def listed(self, names: Sequence[str]) -> str:
        """Join names as a sentence does: Balie, Vergunningen en Toezicht."""
        return format_list(names, locale=_LOCALES[self.language])

    def clock(self, wall: str) -> str:
        """Write a local time `HH:MM` as people read it, such as 9.00."""
        hours, minutes = wall.split(":")
        return self.plain("clock", hours=int(hours), minutes=minutes)

    def moment(self, local: datetime) -> str:
        """Write a moment on the reader's own clock: donderdag 26 november om 15.30 uur."""
        return self.plain("moment.at", day=self.long_day(local.date()), at=self.clock(f"{local:%H:%M}"))

    def span(self, starts: str, ends: str) -> str:
        """Write a stretch from one local time to another, such as 8.00 tot 18.00 uur."""
        return self.plain("span", starts=self.clock(starts), ends=self.clock(ends))

    def moment_of(self, weekday: int, starts: str, ends: str | None) -> str:
        """Write a weekday with a time, or a stretch: donderdag om 15.30 uur, donderdag tussen 9.00 en 12.00 uur."""
        day = self.plain("weekdays").split(",")[weekday - 1]
        if ends is None:
            return self.plain("moment.at", day=day, at=self.clock(starts))
        return self.plain("moment.between", day=day, starts=self.clock(starts), ends=self.clock(ends))

    def period(self, first: date, until: date) -> str:
        """Write the days from `first` up to, not including, `until`: 12 oktober t/m 8 november."""
        last = until - timedelta(days=1)
        start = str(first.day) if (first.year, first.month) == (last.year, last.month) else self.day(first)
        return self.plain("period", first=start, last=self.day(last))

    def count(self, key: str, number: int, /, **values: Any) -> str:
        """Word `key.one` or `key.more`, with the number filled in."""
        return self.plain(f"{key}.{'one' if number == 1 else 'more'}", number=number, **values)
