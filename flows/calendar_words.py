"""Days and hours in words, both ways, in the languages that people speak with the bot."""

import re
from collections.abc import Mapping
from datetime import date, timedelta

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
_NEAR: Mapping[str, int] = {"vandaag": 0, "today": 0, "morgen": 1, "tomorrow": 1, "overmorgen": 2}
_HOURS: Mapping[str, int] = {
    word: hour
    for words in (
        ("een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf"),
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
        ("één",),
    )
    for hour, word in enumerate(words, 1)
}


def _table(words: Mapping[str, tuple[str, ...]], language: str) -> tuple[str, ...]:
    return words.get(language, words["en"])


def weekday(number: int, language: str) -> str:
    """Monday is 0."""
    return _table(_WEEKDAYS, language)[number]


def day(value: date, language: str) -> str:
    """'donderdag 26 november'."""
    return f"{weekday(value.weekday(), language)} {value.day} {_table(_MONTHS, language)[value.month - 1]}"


def short_day(value: date, language: str) -> str:
    """'do 26 nov', for a button."""
    name = weekday(value.weekday(), language)[: 2 if language == "nl" else 3]
    return f"{name} {value.day} {_short_month(value, language)}"


def _short_month(value: date, language: str) -> str:
    return "mrt" if language == "nl" and value.month == 3 else _table(_MONTHS, language)[value.month - 1][:3]


def clock(value: str, language: str) -> str:
    """'15:30' as '15.30 uur', '09:00' as '9.00 uur'."""
    return f"{value.removeprefix('0').replace(':', '.')} uur" if language == "nl" else value


def read_day(said: str, today: date) -> date | None:
    """The day that somebody meant; without a year the first one that is not past. None when it is no day."""
    said = " ".join(said.casefold().replace(",", " ").split())
    if said in _NEAR:
        return today + timedelta(days=_NEAR[said])
    return _named_weekday(said, today) or _written(said, today)


def _named_weekday(said: str, today: date) -> date | None:
    words = [
        word for word in said.split() if word not in ("volgende", "aanstaande", "komende", "next", "on", "op", "a.s.")
    ]
    if len(words) != 1:
        return None
    for names in _WEEKDAYS.values():
        for number, name in enumerate(names):
            if len(words[0]) >= 2 and name.casefold().startswith(words[0].rstrip(".")):
                return today + timedelta(days=(number - today.weekday() - 1) % 7 + 1)
    return None


def _written(said: str, today: date) -> date | None:
    iso = re.search(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b", said)
    if iso:
        return _date(int(iso[1]), int(iso[2]), int(iso[3]))
    numbers = re.search(r"\b(\d{1,2})\s*[-/. ]\s*(\d{1,2})(?:\s*[-/. ]\s*(\d{4}|\d{2}))?\b", said)
    if numbers:
        return _with_year(int(numbers[1]), int(numbers[2]), numbers[3], today)
    for pattern, day_at, month_at in (
        (r"\b(\d{1,2})(?:e|ste|de|st|nd|rd|th)?\s+([a-zé]{3,})\.?(?:\s+(\d{4}))?", 1, 2),
        (r"\b([a-z]{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:\s+(\d{4}))?", 2, 1),
    ):
        words = re.search(pattern, said)
        month = _month(words[month_at]) if words else None
        if words and month:
            return _with_year(int(words[day_at]), month, words[3], today)
    return None


def _month(word: str) -> int | None:
    if word == "mrt":
        return 3
    for names in _MONTHS.values():
        for number, name in enumerate(names, 1):
            if name.casefold().startswith(word):
                return number
    return None


def _with_year(number: int, month: int, year: str | None, today: date) -> date | None:
    if year:
        return _date(int(year) + (2000 if len(year) == 2 else 0), month, number)
    found = _date(today.year, month, number)
    return found if found is None or found >= today else _date(today.year + 1, month, number)


def _date(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None


def read_clock(said: str) -> str | None:
    """'half vier', '15.30', '9 uur' as 'HH:MM'; a bare 1 to 6 is meant after noon. None when it is no hour."""
    said = " ".join(said.casefold().replace("u.", "u").split())
    digits = re.search(r"\b([01]?\d|2[0-4])\s*(?:[:.u]\s*([0-5]\d))\b", said)
    if digits:
        return _time(int(digits[1]), int(digits[2]))
    word = re.search(r"\b(half past|half|kwart over|kwart voor|quarter past|quarter to)\s+(\w+)", said)
    if word:
        hour = _hour(word[2])
        shift = {
            "half": -30,
            "kwart over": 15,
            "kwart voor": -15,
            "quarter past": 15,
            "quarter to": -15,
            "half past": 30,
        }
        return _spoken(hour * 60 + shift[word[1]], said) if hour is not None else None
    bare = re.fullmatch(r"(?:om |at )?(\w+?)\s*(?:uur|u|h|o'clock|am|pm)?(?: .*)?", said)
    hour = _hour(bare[1]) if bare else None
    return _spoken(hour * 60, said) if hour is not None else None


def _hour(word: str) -> int | None:
    if word.isdecimal():
        return int(word) if int(word) <= 24 else None
    return _HOURS.get(word)


def _spoken(minutes: int, said: str) -> str | None:
    late = any(word in said for word in ("pm", "middag", "avond"))
    early = any(word in said for word in ("am", "ochtend", "morgens"))
    if minutes < 12 * 60 and (late or (minutes < 7 * 60 and not early)):
        minutes += 12 * 60
    return _time(minutes // 60, minutes % 60)


def _time(hour: int, minute: int) -> str | None:
    return f"{hour:02}:{minute:02}" if hour < 24 else None


def number(word: str) -> int | None:
    """'drie' as 3, up to twelve."""
    return _HOURS.get(word)
