"""Shows what was published about a team, as rows of tables and as drawings in a page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from bot.base.voice import Voice
from bot.leads import level_word, pictures, team_drawings
from bot.leads.team_view import PublishedWindow
from nudges import disclosure, reflection
from nudges.reflection import Level, Principle
from nudges.summary import Sight


@dataclass(frozen=True, slots=True)
class Word:
    """Holds one cell of a table: the word, and how it looks: level-0 to level-2, hidden, no_window, or plain."""

    word: str
    look: str = "plain"

    @property
    def unseen(self) -> bool:
        """Say whether the word says why there is nothing to see."""
        return self.look in (Sight.HIDDEN, Sight.NO_WINDOW)


def values(
    team: str, content: Sequence[PublishedWindow], participation: Sequence[PublishedWindow], voice: Voice
) -> Mapping[str, Any]:
    """Gather what the templates need of a team; the newest window is the first row."""
    return {
        "principles": list(Principle),
        "picture": inline(team_drawings.principles(content, team, voice)),
        "trend": inline(team_drawings.trend(content, team, voice)),
        "content": [_content_row(window, voice) for window in reversed(content)],
        "participation": [_participation_row(window, voice) for window in reversed(participation)],
        "whole": any(window.whole for window in content),
        "together": any(window.together for window in (*content, *participation)),
    }


def word(window: PublishedWindow, item: str, kind: str, voice: Voice) -> Word:
    """Word what is to be seen of this item: a level, a share, or why nothing."""
    sight, band = window.see(item)
    if sight is not Sight.SHOWN:
        return Word(voice.plain(f"sight.{sight}"), sight)
    look = f"level-{Level(band).rank}" if kind == "level" and band else "plain"
    return Word(voice.plain(f"share.{band}") if kind == "share" else level_word.of(item, str(band), voice), look)


def inline(drawing: Mapping[str, Any] | None) -> Markup | None:
    """Put a drawing into the page, which has a heading of its own."""
    if drawing is None:
        return None
    return Markup(pictures.svg(drawing, titled=False))  # noqa: S704 - our own drawing; its words are escaped


def _content_row(window: PublishedWindow, voice: Voice) -> Mapping[str, Any]:
    cells = [word(window, reflection.WEEKLY[principle], "level", voice) for principle in Principle]
    return {"period": voice.period(window.opens_on, window.closes_on), "changed": window.changed, "cells": cells}


def _participation_row(window: PublishedWindow, voice: Voice) -> Mapping[str, Any]:
    cell = word(window, disclosure.PARTICIPATION, "share", voice)
    return {"period": voice.period(window.opens_on, window.closes_on), "cell": cell}
