"""Reads the day that somebody typed: 'morgen', 'volgende week dinsdag', 'over 3 dagen', '26 november', '26-11'."""

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from flows import calendar_words, clock_words, number_words, words
from flows.errors import FlowsError

_WEEK = timedelta(days=7)
_MONTHS = 12
_MOST_BUTTONS = 14
_NEAR = {
    "vandaag": 0, "vanmiddag": 0, "vanavond": 0, "vanochtend": 0, "today": 0, "tonight": 0,
    "morgen": 1, "morgenvroeg": 1, "morgenochtend": 1, "morgenmiddag": 1, "morgenavond": 1, "tomorrow": 1,
    "overmorgen": 2, "day after tomorrow": 2,
    "gisteren": -1, "gister": -1, "yesterday": -1, "eergisteren": -2, "eergister": -2, "day before yesterday": -2,
}  # fmt: skip
_SHORT = {"mrgn": "morgen", "tmrw": "tomorrow", "tmr": "tomorrow"}
_FIGURES = re.compile(
    r"(?<![\d./-])(?:(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})[-/.](\d{1,2})(?:[-/.](\d{4}|\d{2}))?)(?![\d/-])"
)
_AT = re.compile(r"\b(?:om|at)\b(?P<hour>.*)", re.DOTALL)
_PART_OF_DAY = re.compile(r"(?<=dag)(?:ochtend|morgen|middag|avond)s?$")
_PARTS_OF_DAY = words.every("ochtend ochtends morgens middag middags avond avonds morning afternoon evening s")
_NEEDED = words.every("in een a an this")
_SKIPPED = _PARTS_OF_DAY | {"van", "of"}
_NEXT = r"(?:volgende|next)"
_COMING = r"(?:komende|aankomende|aanstaande|eerstvolgende|as|coming)"
_AGO = r"(?:afgelopen|vorige|last|past)"
_IN = r"(?:over|in) (?P<count>\w+(?: \w+)?) (?P<unit>dag|dagen|day|days|week|weken|weeks)"
_ORDINAL = re.compile(r"(\d{1,2})(?:e|de|ste|st|nd|rd|th)")


class NoSuchDay(FlowsError, ValueError):
    """A day was named that the calendar does not have; its words are the argument."""


def read(said: str, today: date, earliest: date | None = None, buttons: int = _MOST_BUTTONS) -> tuple[date, ...]:
    """Read the day that was meant, or the days that it may be; nothing when it is no day. Raises NoSuchDay.

    Without a year it is the first one that is not past, or not before `earliest` where that is past. Beside so many
    `buttons`, 'de tweede' may be one of them.
    """
    if words.doubts(said):
        return ()
    start = min(today, earliest) if earliest else today
    text = _without_hour(said.casefold())
    figures = list(_FIGURES.finditer(text or ""))
    if text is None or len(figures) > 1:
        return ()
    if not figures:
        return _in_words(_told(text), today, start, buttons)
    return _in_figures(figures[0], _told(f"{text[: figures[0].start()]} {text[figures[0].end() :]}"), start)


def _without_hour(text: str) -> str | None:
    """Cut off the hour that may stand behind a day; None when what stands there is no hour."""
    hour = _AT.search(text)
    if hour is None:
        return text
    return text[: hour.start()] if clock_words.read(hour["hour"]) else None


def _told(text: str) -> list[str]:
    """Keep the words that name a day."""
    parts = [_PART_OF_DAY.sub("", part) for part in words.split(text)]
    free = words.harmless(parts)
    return [part for at, part in enumerate(parts) if part in _NEEDED or not (free[at] or part in _SKIPPED)]


def _in_figures(match: re.Match[str], said_words: Sequence[str], start: date) -> tuple[date, ...]:
    """Read a day in figures, if its name stands beside it or nothing at all."""
    names = [calendar_words.weekday_of(word) for word in said_words if word not in _NEEDED]
    if None in names or (not match[1] and "." in match[0] and int(match[5]) > _MONTHS):
        return ()
    day = _written(match, start)
    return (day,) if all(name == day.weekday() for name in names) else ()


def _written(match: re.Match[str], start: date) -> date:
    """Read the day before the month, unless only the other way round is a day ('11/26')."""
    if match[1]:
        return _date(int(match[1]), int(match[2]), int(match[3]), match[0])
    day, month = int(match[4]), int(match[5])
    if "/" in match[0] and day <= _MONTHS < month:
        day, month = month, day
    return _of_year(day, month, match[6], start, match[0])


def _in_words(said_words: Sequence[str], today: date, start: date, buttons: int) -> tuple[date, ...]:
    for names in (said_words, [word for word in said_words if word not in _NEEDED]):
        line = " ".join(names)
        near = _near(line)
        if near is not None:
            return (today + timedelta(days=near),)
        days = _counted(names, today) or _by_weekday(names, today) or _of_month(names, today, start, buttons)
        if days:
            return days
    return ()


def _near(line: str) -> int | None:
    """Count the days from today to a day that has a name from there, also with a slip: 'mrgen'."""
    line = _SHORT.get(line, line)
    return _NEAR.get(line, _NEAR.get(words.any_slip(line, _NEAR) or ""))


def _counted(said_words: Sequence[str], today: date) -> tuple[date, ...]:
    """Count on from today: 'over 3 dagen', 'vrijdag over een week', 'in two weeks', 'a week from friday'."""
    line = " ".join(said_words)
    match = re.fullmatch(rf"(?:(?P<from>.+) )?{_IN}", line)
    match = match or re.fullmatch(r"(?P<count>\w+) (?P<unit>days?|weeks?) from (?P<from>.+)", line)
    match = match or re.fullmatch(
        r"(?P<count>\w+) (?P<unit>dag|dagen|days?|week|weken|weeks) (?P<ago>geleden|ago)", line
    )
    if match is None:
        return ()
    count = int(match["count"]) if match["count"].isdecimal() else number_words.whole(_one(match["count"]).split())
    if count is None or not 0 < count < 400:
        return ()
    parts = match.groupdict()
    since = _near_or_weekday(parts["from"], today) if parts.get("from") not in (None, "now") else today
    length = count * (_WEEK if match["unit"].startswith("we") else timedelta(days=1))
    return (since - length if parts.get("ago") else since + length,) if since else ()


def _one(count: str) -> str:
    return "een" if count in ("a", "an") else count


def _near_or_weekday(line: str, today: date) -> date | None:
    if line in _NEAR:
        return today + timedelta(days=_NEAR[line])
    number = calendar_words.weekday_of(line)
    return None if number is None else _coming(number, today)


def _by_weekday(said_words: Sequence[str], today: date) -> tuple[date, ...]:
    """Find the coming day of that name; 'volgende vrijdag' may be that of this week or of the next."""
    days = [(at, calendar_words.weekday_of(word)) for at, word in enumerate(said_words)]
    named = [(at, day) for at, day in days if day is not None]
    if len(named) != 1:
        return ()
    at, day = named[0]
    around = " ".join((*said_words[:at], *said_words[at + 1 :]))
    return next((found(day, today) for form, found in _WEEKDAYS.items() if re.fullmatch(form, around)), ())


def _coming(day: int, today: date) -> date:
    return today + timedelta(days=(day - today.weekday() - 1) % 7 + 1)


def _monday(today: date) -> date:
    return today - timedelta(days=today.weekday())


def _next(day: int, today: date) -> tuple[date, ...]:
    coming = _coming(day, today)
    return (coming,) if coming >= _monday(today) + _WEEK else (coming, coming + _WEEK)


def _of_this_week(day: int, today: date) -> tuple[date, ...]:
    this = _monday(today) + timedelta(days=day)
    return (this,) if this > today else ()


def _before(day: int, today: date) -> tuple[date, ...]:
    return (_coming(day, today) - (2 * _WEEK if day == today.weekday() else _WEEK),)


_WEEKDAYS: dict[str, Callable[[int, date], tuple[date, ...]]] = {
    rf"(?:{_COMING})?": lambda day, today: (_coming(day, today),),
    r"(?:volgende|next) week": lambda day, today: (_monday(today) + _WEEK + timedelta(days=day),),
    r"(?:vorige|afgelopen|last) week": lambda day, today: (_monday(today) - _WEEK + timedelta(days=day),),
    r"(?:deze|this) week": lambda day, today: (_monday(today) + timedelta(days=day),),
    r"(?:deze|this)": _of_this_week,
    _NEXT: _next,
    _AGO: _before,
}


def _of_month(said_words: Sequence[str], today: date, start: date, buttons: int) -> tuple[date, ...]:
    """Read a day of a month: '26 november', 'December 3rd', 'donderdag 26 november 2026', 'de 26e'."""
    names = [calendar_words.weekday_of(word) for word in said_words]
    rest = [word for word, name in zip(said_words, names, strict=True) if name is None]
    months = [(at, calendar_words.month_of(word)) for at, word in enumerate(rest) if not word.isdecimal()]
    at, month = next(((at, month) for at, month in months if month is not None), (-1, None))
    numbers = [word for place, word in enumerate(rest) if place != at]
    year = numbers.pop() if len(numbers) == 2 and re.fullmatch(r"\d{4}", numbers[-1]) else None
    if len(numbers) != 1:
        return ()
    day = _day_number(numbers[0], bare=month is not None, buttons=buttons if len(said_words) == 1 else 0)
    if day is None or (month is None and year):
        return ()
    candidate = _of_year(day, month, year, start, " ".join(rest)) if month else _of_some_month(day, today, numbers[0])
    return (candidate,) if all(name in (None, candidate.weekday()) for name in names) else ()


def _day_number(word: str, *, bare: bool, buttons: int) -> int | None:
    """Read the day of the month, unless 'de tweede' may as well be the second of the buttons."""
    ordinal = _ORDINAL.fullmatch(word)
    if ordinal:
        return int(ordinal[1])
    in_words = number_words.ordinal(word)
    if in_words is not None:
        return None if in_words <= buttons else in_words
    if not bare:
        return None
    return int(word) if word.isdecimal() else number_words.whole([word])


def _of_some_month(day: int, today: date, written: str) -> date:
    """Find the first such day from today on."""
    if not 0 < day <= 31:
        raise NoSuchDay(written)
    return next(day_ for day_ in (today + timedelta(days=ahead) for ahead in range(62)) if day_.day == day)


def _of_year(day: int, month: int, year: str | None, start: date, written: str) -> date:
    if year:
        return _date(int(year) + (2000 if len(year) == 2 else 0), month, day, written)
    if (day, month) == (29, 2):
        return _date(start.year if start <= date(start.year, 2, 28) else start.year + 1, month, day, written)
    this_year = _date(start.year, month, day, written)
    return this_year if this_year >= start else _date(start.year + 1, month, day, written)


def _date(year: int, month: int, day: int, written: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise NoSuchDay(written) from None
