"""A lead's page of one team: what /team says, with a table under every picture."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot import access, pictures, team_drawings, team_message, team_view, week_drawing
from bot.runtime import Runtime
from bot.team_view import TeamView, Window
from bot.voice import Voice
from bot.web import rendering
from bot.web.visitor import Visitor, runtime_of, signed_in, token, voice
from nudges import disclosure, reflection
from nudges.reflection import Level, Principle
from nudges.summary import Sight
from store.database import Transaction
from store.people import Member, Person


@dataclass(frozen=True, slots=True)
class Word:
    """One cell of a table: the word, and how it looks: level-0 to level-2, hidden, no_window, or plain."""

    word: str
    look: str = "plain"


async def team(request: Request) -> Response:
    """The page; somebody else's team is as little there as one that does not exist."""
    runtime, number = runtime_of(request), request.path_params["team"]
    person, teams, view = await runtime.database.run(_look, token(request), number, runtime)
    if person is None:
        return RedirectResponse("/", 303)
    if view is None:
        raise HTTPException(404)
    speak = voice(request, person)
    return rendering.page(
        request,
        Visitor(person, speak),
        "team.html",
        view=view,
        teams=teams,
        **_content(view, speak),
        **_own(view, speak),
    )


def _look(
    db: Transaction, shown: str, number: int, runtime: Runtime
) -> tuple[Person | None, Sequence[Member], TeamView | None]:
    person, now = signed_in(db, shown, runtime), runtime.clock.now()
    if person is None:
        return None, (), None
    found = access.look(db, person, number, now, "web")
    teams = access.led_teams(db, person.id)
    return person, teams, None if found is None else team_view.gather(db, person, found, now)


def _content(view: TeamView, voice: Voice) -> Mapping[str, Any]:
    drawing = team_drawings.principles(view, voice)
    return {
        "question": voice.plain(view.question),
        "asked_about": voice.plain(f"principle.{view.own.question}").lower(),
        "principles": list(Principle),
        "picture": None if drawing is None else _inline(drawing),
        "content": [_content_row(window, voice) for window in reversed(view.content)],
        "participation": [_participation_row(window, voice) for window in reversed(view.participation)],
        "whole": any(window.whole for window in view.content),
    }


def _content_row(window: Window, voice: Voice) -> Mapping[str, Any]:
    cells = [_word(window, reflection.WEEKLY[principle], "level", voice) for principle in Principle]
    return {"period": voice.period(window.opens_on, window.closes_on), "changed": window.changed, "cells": cells}


def _participation_row(window: Window, voice: Voice) -> Mapping[str, Any]:
    word = _word(window, disclosure.PARTICIPATION, "share", voice)
    return {"period": voice.period(window.opens_on, window.closes_on), "cell": word}


def _word(window: Window, item: str, kind: str, voice: Voice) -> Word:
    sight, band = window.see(item)
    if sight is not Sight.SHOWN:
        return Word(voice.plain(f"sight.{sight}"), sight)
    look = f"level-{Level(band).rank}" if kind == "level" and band else "plain"
    return Word(voice.plain(f"{kind}.{band}"), look)


def _own(view: TeamView, voice: Voice) -> Mapping[str, Any]:
    drawing = team_drawings.rhythm(view.own, voice)
    return {
        "rhythm": team_message.rhythm(view.summary.rhythm, voice),
        "rhythm_picture": None if drawing is None else _inline(drawing),
        "weeks": [
            (voice.day(week.monday), week_drawing.word(week.kept, "rhythm", voice)) for week in reversed(view.own.weeks)
        ],
        "acts": [(voice.plain(f"principle.{each}"), view.own.acts.get(each, 0)) for each in Principle],
        "promises": [
            (promise.text, voice.day(promise.due_on) if promise.due_on else None) for promise in view.own.promises
        ],
    }


def _inline(drawing: Mapping[str, Any]) -> Markup:
    return Markup(pictures.svg(drawing, titled=False))  # noqa: S704 - our own drawing; its words are escaped
