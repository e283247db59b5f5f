"""A lead's page of one team: what /team says, with a table under every picture; and a sheet for the team's debrief."""

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.base import access
from bot.base.access import NamedTeam
from bot.base.voice import Voice
from bot.leads import team_drawings, team_message, team_view, week_drawing
from bot.leads import topic as topics
from bot.leads.team_view import TeamView
from bot.leads.topic import Topic
from bot.turns.runtime import Runtime
from bot.web import published, rendering, wanted
from bot.web.visitor import Visitor, runtime_of, signed_in, token, voice
from nudges import reflection
from nudges.reflection import Principle
from nudges.summary import Sight
from store import sharing
from store.database import Transaction
from store.people import Person
from store.sharing import SharedItem

_CLOSED_FROM = 3  # promises, before a share of them is named
_EVEN, _UNEVEN = 0.9, 0.6  # of the evenness of acts: above, they are spread; below, they are of one kind mostly


async def team(request: Request) -> Response:
    """Show the page of a team; somebody else's team is as little there as one that does not exist."""
    return await _page(request, "team.html")


async def debrief(request: Request) -> Response:
    """Show a sheet to print: a quarter of an hour in five steps, about one example, with the last window beside it."""
    return await _page(request, "debrief.html")


async def _page(request: Request, template: str) -> Response:
    runtime, shown = runtime_of(request), request.path_params["team"]
    person, teams, view, topic, week, shared = await runtime.database.run(_look, token(request), shown, runtime)
    if person is None:
        return wanted.sign_in_first(request)
    if view is None or topic is None or week is None:
        raise HTTPException(404)
    speak = voice(request, person)
    of_team = published.values(view.team.team, view.content, view.participation, speak)
    return rendering.page(
        request,
        Visitor(person, speak),
        template,
        view=view,
        shown=shown,
        teams=teams,
        shared=shared,
        of_team=of_team,
        **of_team,
        **_beside(view, topic, week, speak),
        **own(view, speak),
    )


def _look(
    db: Transaction, cookie: str, shown: str, runtime: Runtime
) -> tuple[Person | None, Sequence[NamedTeam], TeamView | None, Topic | None, Topic | None, Sequence[SharedItem]]:
    person, now = signed_in(db, cookie, runtime), runtime.clock.now()
    if person is None:
        return None, (), None, None, None, ()
    member = access.look(db, person, shown, now, "web")
    teams = access.places(db, person.id)
    if member is None:
        return person, teams, None, None, None, ()
    topic = topics.of(db, runtime.library, person, now)
    week = topic if topic.line is None else topics.of_week(db, runtime.library, person, now)
    return person, teams, team_view.gather(db, person, member, now), topic, week, sharing.shown_to(db, member)


def _beside(view: TeamView, topic: Topic, week: Topic, voice: Voice) -> Mapping[str, Any]:
    """Put what the team experiences beside the lead's own log, with the last window and the question."""
    last = view.content[-1] if view.content else None
    noticed = [
        (
            voice.plain(f"principle.{principle}"),
            view.own.acts.get(principle, 0),
            published.word(last, reflection.EXPERIENCED[principle], "noticed", voice),
        )
        for principle in Principle
        if last is not None and reflection.EXPERIENCED[principle] in last.bands
    ]
    return {
        "question": topics.question(topic, voice),
        "question_of_week": topics.question(week, voice),  # on a sheet for the team, whose eyes no line is meant for
        "line": None if topic.line is None else {"case": topic.line.case},
        "asked_about": topics.about(topic, voice),
        "why": topics.why(topic, voice),
        "noticed": noticed,
        "experienced": any(word.look != Sight.HIDDEN for _, _, word in noticed),
    }


def own(view: TeamView, voice: Voice) -> Mapping[str, Any]:
    """Gather the lead's own rhythm, acts and promises."""
    return {
        "rhythm": team_message.rhythm(view.summary.rhythm, voice),
        "rhythm_picture": published.inline(team_drawings.rhythm(view.own, voice)),
        "weeks": [
            (voice.day(week.monday), week_drawing.word(week.completed, "rhythm", voice))
            for week in reversed(view.own.weeks)
        ],
        "acts": [(voice.plain(f"principle.{each}"), view.own.acts.get(each, 0)) for each in Principle],
        "coverage": _coverage(view.summary.coverage, voice),
        "closure": _closure(view, voice),
        "promises": [
            (promise.text, voice.plain("promise.due", day=voice.day(promise.due_on)) if promise.due_on else "")
            for promise in view.own.promises
        ],
    }


def _coverage(coverage: float | None, voice: Voice) -> str:
    if coverage is None:
        return voice.plain("web.coverage.few")
    return voice.plain(f"web.coverage.{'even' if coverage >= _EVEN else 'uneven' if coverage >= _UNEVEN else 'one'}")


def _closure(view: TeamView, voice: Voice) -> str:
    share = view.summary.promises_kept_within
    if share is None or len(view.own.log.promises_closed_after) < _CLOSED_FROM:
        return ""
    return voice.plain("web.closure", percent=round(100 * share))
