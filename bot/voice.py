"""The bot's own sentences for one reader: their language and tone, with days and periods as they read them."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal

from bot.texts import Texts

_LOCALES = {"nl": "nl", "en": "en_GB"}


@dataclass(frozen=True, slots=True)
class Voice:
    """Texts bound to a language (nl, en) and a tone (je, u)."""

    texts: Texts
    language: str
    tone: str = "je"

    def say(self, key: str, /, **values: Any) -> str:
        """The sentence as HTML; what is filled in is escaped."""
        return self.texts.say(key, self.language, self.tone, **values)

    def plain(self, key: str, /, **values: Any) -> str:
        """The sentence without markup."""
        return self.texts.plain(key, self.language, self.tone, **values)

    def day(self, day: date) -> str:
        """A day such as 9 november."""
        return format_date(day, "d MMMM", locale=_LOCALES[self.language])

    def weekday(self, day: date) -> str:
        """A day such as maandag 9 november."""
        return format_date(day, "EEEE d MMMM", locale=_LOCALES[self.language])

    def short_day(self, day: date) -> str:
        """A day such as 9 nov."""
        return format_date(day, "d MMM", locale=_LOCALES[self.language]).rstrip(".")

    def month(self, day: date) -> str:
        """The month of a day: november 2026."""
        return format_date(day, "MMMM y", locale=_LOCALES[self.language])

    def short_month(self, day: date) -> str:
        """The month of a day, as jan 2026."""
        return format_date(day, "MMM y", locale=_LOCALES[self.language])

    def number(self, value: float) -> str:
        """A figure with one decimal at most: 3,5."""
        return format_decimal(value, format="#,##0.#", locale=_LOCALES[self.language])

    def period(self, first: date, until: date) -> str:
        """From `first` up to, not including, `until`: 12 oktober t/m 8 november."""
        last = until - timedelta(days=1)
        start = str(first.day) if (first.year, first.month) == (last.year, last.month) else self.day(first)
        return self.plain("period", first=start, last=self.day(last))

    def count(self, key: str, number: int, /, **values: Any) -> str:
        """`key.one` or `key.more`, with the number filled in."""
        return self.plain(f"{key}.{'one' if number == 1 else 'more'}", number=number, **values)
