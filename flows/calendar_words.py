"""Days and hours as people write them, and the names of days and months, in the languages of the bot."""

from collections.abc import Mapping
from datetime import date

from flows import words

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_WEEKDAYS: Mapping[str, tuple[str, ...]] = {
    "nl": ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS: Mapping[str, tuple[str, ...]] = {
    "nl": (
        "januari", "februari", "maart", "april", "mei", "juni",
        "juli", "augustus", "september", "oktober", "november", "december",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip
_ABBREVIATED: Mapping[str, int] = {
    word: number
    for row in (
        "ma di wo do vr za zo",
        "mon tue wed thu fri sat sun",
        "mo tues wednes thur . . .",
        ". . . thurs . . .",
        "maa din woe don . zat zon",
    )
    for number, word in enumerate(row.split())
    if word != "."
}


def _table(names: Mapping[str, tuple[str, ...]], language: str) -> tuple[str, ...]:
    return names.get(language, names["en"])


def weekday(number: int, language: str) -> str:
    """Name a day of the week in a language; Monday is 0."""
    return _table(_WEEKDAYS, language)[number]


def day(value: date, language: str) -> str:
    """Write a day as 'donderdag 26 november'."""
    return f"{weekday(value.weekday(), language)} {value.day} {_table(_MONTHS, language)[value.month - 1]}"


def short_day(value: date, language: str) -> str:
    """Write a day as 'do 26 nov', for a button."""
    name = weekday(value.weekday(), language)[: 2 if language == "nl" else 3]
    return f"{name} {value.day} {_short_month(value, language)}"


def _short_month(value: date, language: str) -> str:
    return "mrt" if language == "nl" and value.month == 3 else _table(_MONTHS, language)[value.month - 1][:3]


def clock(value: str, language: str) -> str:
    """Write an hour: '15:30' as '15.30 uur', '09:00' as '9.00 uur'."""
    return f"{value.removeprefix('0').replace(':', '.')} uur" if language == "nl" else value


def weekday_of(word: str) -> int | None:
    """Find the day that a word in simple letters names, also shortened, in the plural or with a slip; Monday is 0."""
    if word.endswith("dach"):  # as it sounds
        word = f"{word.removesuffix('dach')}dag"
    if word in _ABBREVIATED:
        return _ABBREVIATED[word]
    if word in _DAY_NUMBERS:
        return _DAY_NUMBERS[word]
    return _only(word, _DAY_NUMBERS) if len(word) >= _SHORTEST_SLIP else None


def month_of(word: str) -> int | None:
    """Find the month that a word in simple letters names, also shortened or with a slip; January is 1."""
    if word == "mrt":
        return 3
    return _only(word, _MONTH_NUMBERS) if len(word) >= _SHORTEST_MONTH else None


def _only(word: str, names: Mapping[str, int]) -> int | None:
    """Find the number of the only name that begins so, or that it is a slip for."""
    numbers = {number for name, number in names.items() if name.startswith(word)}
    if not numbers and len(word) >= _SHORTEST_SLIP:
        numbers = {number for name, number in names.items() if words.slip(word, name)}
    return next(iter(numbers)) if len(numbers) == 1 else None


_SHORTEST_MONTH, _SHORTEST_SLIP = 3, 5
_DAY_NUMBERS = {
    f"{name.casefold()}{ending}": number
    for names in _WEEKDAYS.values()
    for number, name in enumerate(names)
    for ending in ("", "s", "en")
}
_MONTH_NUMBERS = {name.casefold(): number for names in _MONTHS.values() for number, name in enumerate(names, 1)}
