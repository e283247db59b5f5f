"""What a text may do with a value: plans as sentences, days in words, lists with 'en'."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context, Undefined

from flows import bounds, calendar_words, phrases

OF_JINJA = ("upper", "lower", "capitalize", "trim", "length", "first", "last", "default")
_DIGITS = 15


def is_answered(value: object) -> bool:
    return value is not None and not isinstance(value, Undefined)


def _language(context: Context) -> str:
    return str(context.get("language", "nl"))


def _list(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []


@pass_context
def sentence(context: Context, plan: object) -> str:
    """Say {cue, response} as one if-then sentence; anything else as nothing."""
    if not isinstance(plan, Mapping):
        return ""
    return phrases.if_then(plan, _language(context), "je")


@pass_context
def day(context: Context, value: object) -> str:
    """Say '2026-11-26', also with a time behind it, as 'donderdag 26 november'."""
    if not isinstance(value, str) or not value:
        return ""
    return calendar_words.day(date.fromisoformat(value[:10]), _language(context))


@pass_context
def moment(context: Context, value: object) -> str:
    """Say '2026-11-26T15:30' as 'donderdag 26 november om 15.30 uur'."""
    if not isinstance(value, str) or not value:
        return ""
    language = _language(context)
    at = phrases.say(phrases.AT, language, "je")
    return f"{day(context, value)} {at} {calendar_words.clock(value[11:16], language)}"


@pass_context
def weekday(context: Context, value: object) -> str:
    """Say '2026-11-26' or 'thu' as 'donderdag'."""
    if not isinstance(value, str) or not value:
        return ""
    if value in calendar_words.DAYS:
        return calendar_words.weekday(calendar_words.DAYS.index(value), _language(context))
    return calendar_words.weekday(date.fromisoformat(value).weekday(), _language(context))


@pass_context
def clock(context: Context, value: object) -> str:
    """Say '15:30' as '15.30 uur'."""
    return calendar_words.clock(value, _language(context)) if isinstance(value, str) and value else ""


@pass_context
def and_list(context: Context, value: object) -> str:
    """Join ['a', 'b', 'c'] as 'a, b en c'."""
    words = _list(value)
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {phrases.say(phrases.AND, _language(context), 'je')} {words[-1]}"


@pass_context
def label(context: Context, value: object, node: str) -> object:
    """Find the label that a choice of that node has on its button; a list of choices gives a list of labels."""
    find = context.get("_label")
    if not is_answered(value) or not callable(find):
        return ""
    return [find(node, one) for one in value] if isinstance(value, list) else find(node, value)


def without(value: object, keys: object) -> list[object]:
    """Leave the items with these keys out of a list; of texts, these texts."""
    gone = keys if isinstance(keys, list) else [keys]
    return [one for one in value if _key(one) not in gone] if isinstance(value, list) else []


def _key(choice: object) -> object:
    return choice.get("key") if isinstance(choice, Mapping) else choice


def quote(value: object) -> str:
    return f"“{value}”" if is_answered(value) else ""


def join(value: object, between: object = "") -> object:
    """Join a list into one text, with something between its items; a text stays as it is."""
    if not isinstance(value, list):
        return "" if isinstance(value, Undefined) else str(value)
    bounds.short(sum(len(str(one)) for one in value) + len(str(between)) * len(value))
    return str(between).join(map(str, value))


def rounded(value: object, digits: object = 0) -> object:
    """Round a number to so many digits behind the comma; what is missing is 0, and what is no number stays as it is."""
    places = digits if isinstance(digits, int) else 0
    number = 0 if isinstance(value, Undefined) else value
    return round(number, max(-_DIGITS, min(_DIGITS, places))) if isinstance(number, int | float) else number


def whole(value: object, otherwise: object = 0) -> object:
    """Read a whole number from a number or a text; `otherwise` where there is none in it."""
    written = str(value) if isinstance(value, str) else value
    try:
        return int(bounds.number(float(written)))  # type: ignore[arg-type]  # what is no number is caught
    except (TypeError, ValueError, OverflowError):
        return otherwise


OURS: Mapping[str, Callable[..., Any]] = {
    "sentence": sentence,
    "day": day,
    "weekday": weekday,
    "clock": clock,
    "moment": moment,
    "and_list": and_list,
    "label": label,
    "quote": quote,
    "without": without,
    "join": join,
    "round": rounded,
    "int": whole,
}
