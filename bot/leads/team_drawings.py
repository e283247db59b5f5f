"""Draws what a lead sees of a team: the principles in three levels, and their own rhythm over weeks."""

from collections.abc import Sequence
from typing import Any

from bot.base.voice import Voice
from bot.leads import level_word, week_drawing
from bot.leads.own_log import OwnLog
from bot.leads.team_view import PublishedWindow, TeamView
from nudges import reflection
from nudges.reflection import Level, Principle
from nudges.summary import Sight


def picture(view: TeamView, voice: Voice) -> dict[str, Any] | None:
    """Draw the one picture for the chat: the principles where something is to be seen, else the own rhythm, if there
    is."""
    if any(each.sight is Sight.SHOWN for each in view.summary.principles):
        return principles(view.content, view.team.team, voice)
    return rhythm(view.own, voice)


def trend(content: Sequence[PublishedWindow], team: str, voice: Voice) -> dict[str, Any] | None:
    """Draw each principle over the windows: three steps, gaps where hidden, marks where the team changed; None below
    two."""
    if len(content) < 2:
        return None
    rows = [_levels(content, principle, voice) for principle in Principle]
    hidden, changed = any(None in row["levels"] for row in rows), any(window.changed for window in content)
    period = voice.period(content[0].opens_on, content[-1].closes_on)
    return {
        "kind": "trend",
        "title": voice.plain("picture.trend.title"),
        "subtitle": period,
        "alt": voice.plain("picture.trend.alt", team=team, period=period, lines=" ".join(row["line"] for row in rows)),
        "columns": [_column(index, window, voice) for index, window in enumerate(content)],
        "rows": rows,
        "words": {
            "hidden": voice.plain("sight.hidden") if hidden else "",
            "changed": voice.plain("web.changed.mark") if changed else "",
        },
    }


def _column(index: int, window: PublishedWindow, voice: Voice) -> dict[str, Any]:
    day, month = voice.short_day(window.opens_on).split(" ")
    return {"index": index, "day": day, "month": month, "changed": window.changed}


def _levels(content: Sequence[PublishedWindow], principle: Principle, voice: Voice) -> dict[str, Any]:
    views = [window.see(reflection.WEEKLY[principle]) for window in content]
    words = ", ".join(_word(reflection.WEEKLY[principle], sight, band, voice) for sight, band in views)
    name = voice.plain(f"principle.{principle}")
    levels = [Level(band).rank if band else None for _, band in views]
    return {"name": name, "levels": levels, "line": voice.plain("picture.principles.line", principle=name, word=words)}


def principles(content: Sequence[PublishedWindow], team: str, voice: Voice) -> dict[str, Any] | None:
    """Draw the principles by level in the last window, with a mark for the window before; None before the first
    window."""
    if not content:
        return None
    last = content[-1]
    period = voice.period(last.opens_on, last.closes_on)
    rows = [_row(content, principle, voice) for principle in Principle]
    lines = [voice.plain("picture.principles.line", principle=row["name"], word=row["word"]) for row in rows]
    marked = any(row["before"] is not None for row in rows)
    return {
        "kind": "principles",
        "title": voice.plain("picture.principles.title"),
        "subtitle": period,
        "alt": voice.plain("picture.principles.alt", team=team, period=period, lines=" ".join(lines)),
        "before": voice.plain("picture.principles.before") if marked else "",
        "rows": rows,
    }


def _row(content: Sequence[PublishedWindow], principle: Principle, voice: Voice) -> dict[str, Any]:
    item = reflection.WEEKLY[principle]
    sight, band = content[-1].see(item)
    shown = [word for _, word in (window.see(item) for window in content[:-1]) if word]
    earlier = shown[-1] if shown and band else None
    return {
        "name": voice.plain(f"principle.{principle}"),
        "word": _word(item, sight, band, voice),
        "level": Level(band).rank if band else None,
        "before": Level(earlier).rank if earlier else None,
    }


def _word(item: str, sight: Sight, band: str | None, voice: Voice) -> str:
    return level_word.of(item, band, voice) if band else voice.plain(f"sight.{sight}")


def rhythm(own: OwnLog, voice: Voice) -> dict[str, Any] | None:
    """Draw the weeks of a lead's own log; None before the first week that counts."""
    return week_drawing.draw(own.weeks, "rhythm", voice)
