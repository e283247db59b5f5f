"""Reads the hour that somebody typed: 'half vier', '15.30', '10 voor 9', '9:30 pm', "vijf over half 4 's middags"."""

import re
from collections.abc import Iterable, Mapping

from flows import number_words, words

_MIDNIGHT, _NOON, _DAY = 0, 12 * 60, 24 * 60
_FIRST_OF_DAY = 7 * 60
"""a bare hour before it is meant after noon"""
_FIGURES = re.compile(r"(?<![\d.:,])(\d{1,2})\s*(?:[:.]|u\.?|h|uur\s)\s*([0-5]\d)(?![\d.:]\d|\d)")
_GLUED = re.compile(r"(?<=\d)(?=uur|u\b|am\b|pm\b|h\b)")
_HALF_DAY = re.compile(r"\b([ap])\.?\s?m\b\.?")
_FILLERS = words.every("om uur u h oclock precies stipt exact exactly sharp klokslag at")
_ABOUT = "bij"
"""'bij elven' is nearly eleven"""
_PARTS_OF_DAY: Mapping[str, str] = {
    word: part
    for part, row in {
        "am": "am",
        "early": "ochtend ochtends morgens morning vanochtend",
        "late": "pm middag middags afternoon vanmiddag avond avonds evening vanavond tonight",
        "night": "nacht nachts night vannacht",
    }.items()
    for word in (*row.split(), *(f"s{one}" for one in row.split() if one.endswith("s")))  # 'smiddags'
}
_HOURS_OF: Mapping[str, tuple[int, int]] = {
    word: hours
    for hours, row in {
        (4, 13): "ochtend ochtends morgens morning vanochtend sochtends smorgens",
        (12, 19): "middag middags afternoon vanmiddag smiddags",
        (17, 24): "avond avonds evening vanavond tonight savonds",
    }.items()
    for word in row.split()
}
"""between which hours it is that part of the day: '3 uur 's avonds' is a slip"""
_INFLECTED: Mapping[str, str] = {
    "enen": "een", "tweeen": "twee", "drieen": "drie", "vieren": "vier", "vijven": "vijf", "zessen": "zes",
    "zevenen": "zeven", "achten": "acht", "negenen": "negen", "tienen": "tien", "elven": "elf", "twaalven": "twaalf",
}  # fmt: skip
"""'om elven', 'half drieën'"""
_SPOKEN: Mapping[str, int] = {"noon": _NOON, "midday": _NOON, "midnight": _MIDNIGHT, "middernacht": _MIDNIGHT}
_MINUTES = r"(?P<minutes>\w+(?: \w+)??)(?: minuten| minuut| minutes| min)?"
_HOUR = r"(?P<hour>\w+)"
_BEHIND_THE_HOUR = (
    "vijftien|twintig|vijfentwintig|dertig|vijfendertig|veertig|vijfenveertig|vijftig|fifteen|thirty|forty five"
)
"""minutes as they are spoken behind the hour: 'negen uur dertig'; 'negen tien' may be two hours"""
_FORMS = tuple(
    (re.compile(form), sign, shift)
    for form, sign, shift in (
        (rf"{_HOUR} (?P<minutes>{_BEHIND_THE_HOUR})", 1, 0),
        (rf"half past {_HOUR}", 1, 30),
        (rf"half {_HOUR}", 1, -30),
        (rf"(?:kwart over|quarter past|quarter after) {_HOUR}", 1, 15),
        (rf"(?:kwart voor|quarter to|quarter before) {_HOUR}", 1, -15),
        (rf"{_MINUTES} over half {_HOUR}", 1, -30),
        (rf"{_MINUTES} voor half {_HOUR}", -1, -30),
        (rf"{_MINUTES} (?:over|past|after) {_HOUR}", 1, 0),
        (rf"{_MINUTES} (?:voor|before) {_HOUR}", -1, 0),
        (rf"(?P<minutes>5|10|20|25|five|ten|twenty|twenty five|\w+(?= minutes))(?: minutes)? to {_HOUR}", -1, 0),
        (_HOUR, 1, 0),
    )
)
_HALF_IN_ENGLISH = re.compile(rf"(?:.+ )?half (?:{'|'.join(number_words.ENGLISH_HOURS)})")
"""half past one for a Dutch ear that hears 'half two', half past two for an English one"""
_WRITTEN = re.compile(r"(\d{1,2})x(\d\d)")
_BARE_FIGURES = re.compile(r"([01]?\d|2[0-3])([0-5]\d)")


def read(said: str) -> tuple[str, ...]:
    """Read an hour as 'HH:MM', and behind it the other one that it may be, twelve hours on or back.

    Nothing when it is none, or when a part of it is not understood.
    """
    if words.doubts(said):
        return ()
    text = _HALF_DAY.sub(r"\1m", said.casefold())
    parts = words.split(_GLUED.sub(" ", _FIGURES.sub(r" \1x\2 ", text)))
    said_words = [word for word, free in zip(parts, words.harmless(parts), strict=True) if _counts(word, free=free)]
    of_day = {_PARTS_OF_DAY[word] for word in said_words if word in _PARTS_OF_DAY}
    line = " ".join(word for word in said_words if word not in _PARTS_OF_DAY and not (of_day and word == "s"))
    minutes = _minutes(line, of_day) if len(of_day) < 2 else None
    if minutes is None or not 0 <= minutes < _DAY or not all(_is_in(minutes, word) for word in said_words):
        return ()
    sure = bool(of_day) or line in _SPOKEN or _is_written_out(line)
    return tuple(_clock(one) for one in (minutes, *(() if sure else ((minutes + _NOON) % _DAY,))))


def _is_in(minutes: int, word: str) -> bool:
    first, last = _HOURS_OF.get(word, (0, 24))
    return first * 60 <= minutes < last * 60


def _is_written_out(line: str) -> bool:
    """Say whether the hour is one on the clock of 24 hours."""
    return _WRITTEN.fullmatch(line) is not None or (line.isdecimal() and int(line) > 12)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _counts(word: str, *, free: bool) -> bool:
    tells = word in _PARTS_OF_DAY or word in _INFLECTED or number_words.whole([word]) is not None
    return tells or word == _ABOUT or (word not in _FILLERS and not free)


def _minutes(line: str, of_day: Iterable[str]) -> int | None:
    written = _WRITTEN.fullmatch(line) or _BARE_FIGURES.fullmatch(line) if len(line) > 2 else None
    if written:
        return _on_the_day(int(written[1]) * 60 + int(written[2]), of_day, spoken=False)
    if line in _SPOKEN:
        return _SPOKEN[line]
    if _HALF_IN_ENGLISH.fullmatch(line):
        return None
    for form, sign, shift in _FORMS:
        match = form.fullmatch(line)
        if match:
            return _shifted(match, sign, shift, of_day)
    return None


def _shifted(match: re.Match[str], sign: int, shift: int, of_day: Iterable[str]) -> int | None:
    named = match.groupdict().get("minutes")
    minutes, hour = (_number(named) if named else 0), _number(match["hour"])
    if minutes is None or hour is None or not 0 <= minutes < 60:
        return None
    if not (1 <= hour <= 12 if shift or named else 0 <= hour <= 24):
        return None
    return _on_the_day(hour * 60 + shift + sign * minutes, of_day, spoken=True)


def _number(written: str) -> int | None:
    return int(written) if written.isdecimal() else number_words.whole(_INFLECTED.get(written, written).split())


def _on_the_day(minutes: int, of_day: Iterable[str], *, spoken: bool) -> int | None:
    """Put an hour on the clock of 24 hours: before seven is after noon, unless it was written out or said otherwise."""
    part = next(iter(of_day), "")
    if part == "am":
        return minutes - _NOON if _NOON <= minutes < _NOON + 60 else minutes
    if part == "night":
        return minutes % _NOON if minutes >= _NOON or minutes < 6 * 60 else minutes + _NOON
    afternoon = part == "late" or (spoken and not part and minutes < _FIRST_OF_DAY)
    return minutes + _NOON if minutes < _NOON and afternoon else minutes
