"""Draws a rhythm: one square a week, kept, missed, or not counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.base.voice import Voice
from nudges import steering


@dataclass(frozen=True, slots=True)
class Week:
    """Says of one week from its Monday whether it was completed; None where it does not count."""

    monday: date
    completed: bool | None


_NAMED = 2  # missed weeks that are named by their date
SHOWN = 8  # eligible weeks: "7 van 8 weken"


def last(weeks: Sequence[Week]) -> Sequence[Week]:
    """Cut off the last weeks that hold at most eight eligible ones, without the ones at either end that do not
    count."""
    eligible = [index for index, week in enumerate(weeks) if week.completed is not None][-SHOWN:]
    return weeks[eligible[0] : eligible[-1] + 1] if eligible else []


def draw(weeks: Sequence[Week], about: str, voice: Voice) -> dict[str, Any] | None:
    """Draw these weeks, oldest first, in the words of `about` (rhythm: steering; progress: reflecting); None without
    any."""
    if not weeks:
        return None
    rhythm = steering.rhythm([week.completed for week in weeks])
    first, until = (voice.short_day(week.monday) for week in (weeks[0], weeks[-1]))
    short = voice.count("rhythm.short", rhythm.eligible, kept=rhythm.completed)
    missed = [week for week in weeks if week.completed is False]
    lines = _missed(missed, about, voice) if rhythm.completed and 0 < len(missed) <= _NAMED else ""
    return {
        "kind": "rhythm",
        "title": voice.plain(f"picture.{about}.title"),
        "headline": short,
        "alt": voice.plain(f"picture.{about}.alt", short=short, first=first, last=until, weeks=lines).rstrip(),
        "first": first,
        "last": until,
        "words": {word: voice.plain(f"week.{about}.{word}") for word in ("kept", "missed", "out")},
        "weeks": [week.completed for week in weeks],
    }


def _missed(weeks: Sequence[Week], about: str, voice: Voice) -> str:
    """Say one or two missed weeks in a sentence. More would be a list of failures, and holidays are none: every week by
    itself is in the table of the page."""
    days = ", ".join(voice.short_day(week.monday) for week in weeks)
    said = word(False, about, voice)
    return voice.plain("picture.rhythm.weeks", word=f"{said[0].upper()}{said[1:]}", days=days)


def word(was_held: bool | None, about: str, voice: Voice) -> str:
    """Describe one week in a word."""
    return voice.plain(f"week.{about}.{'out' if was_held is None else 'kept' if was_held else 'missed'}")
