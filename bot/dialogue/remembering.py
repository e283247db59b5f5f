"""Stores what a flow asks to keep with the person: language, tone, working days, day and time of the reflection."""

from collections.abc import Callable, Mapping
from typing import Any

import structlog

from bot.base.texts import LANGUAGES
from bot.dialogue.facts import WEEKDAYS
from bot.turns.turn import Turn
from store import people

_log = structlog.get_logger()


def remember(turn: Turn, name: str, value: Any) -> None:
    """Store one setting of the person; a value that cannot be one is left out and reported, so that a flow never stops
    a person."""
    read = _READERS.get(name)
    try:
        if read is None:
            raise ValueError("no setting of this name")
        values = read(value)
    except (KeyError, TypeError, ValueError) as error:
        _log.error("a flow's setting was refused", action="refused", setting=name, error=type(error).__name__)
        return
    people.change(turn.db, turn.person.id, **values)
    turn.person = people.by_id(turn.db, turn.person.id)


def _language(value: Any) -> dict[str, Any]:
    return {"language": _one_of(value, LANGUAGES)}


def _tone(value: Any) -> dict[str, Any]:
    return {"tone": _one_of(value, ("je", "u"))}


def _working_days(value: Any) -> dict[str, Any]:
    digits = sorted(str(WEEKDAYS.index(day) + 1) for day in value)
    if not digits:
        raise ValueError("at least one working day")
    return {"working_days": "".join(digits)}


def _prompt_day(value: Any) -> dict[str, Any]:
    return {"prompt_day": WEEKDAYS.index(value) + 1}


def _prompt_time(value: Any) -> dict[str, Any]:
    hours, minutes = map(int, str(value).split(":"))
    if not (0 <= hours < 24 and 0 <= minutes < 60):
        raise ValueError("a time of day")
    return {"prompt_time": f"{hours:02d}:{minutes:02d}"}


def _one_of(value: Any, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise ValueError("not a choice")
    return str(value)


_READERS: Mapping[str, Callable[[Any], dict[str, Any]]] = {
    "language": _language,
    "tone": _tone,
    "working_days": _working_days,
    "prompt_day": _prompt_day,
    "prompt_time": _prompt_time,
}
