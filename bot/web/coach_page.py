"""A coach's page: what was published about the teams they coach, and what people chose to share with them."""

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.base import access
from bot.base.voice import Voice
from bot.leads import team_view
from bot.turns.runtime import Runtime
from bot.web import published, rendering, wanted
from bot.web.visitor import Visitor, runtime_of, signed_in, token, voice
from store import sharing
from store.database import Transaction
from store.people import Person
from store.sharing import SharedItem

Seen = tuple[team_view.PublishedTeam, Sequence[SharedItem]]


async def teams(request: Request) -> Response:
    """Show every team they coach, by name; nothing of a lead's own log stands here."""
    runtime = runtime_of(request)
    person, teams_of_coach = await runtime.database.run(_look, token(request), runtime)
    if person is None:
        return wanted.sign_in_first(request)
    if not teams_of_coach:
        raise HTTPException(404)
    speak = voice(request, person)
    return rendering.page(
        request, Visitor(person, speak), "coach.html", teams=[_team(each, speak) for each in teams_of_coach]
    )


def _look(db: Transaction, shown: str, runtime: Runtime) -> tuple[Person | None, Sequence[Seen]]:
    person = signed_in(db, shown, runtime)
    if person is None:
        return None, ()
    members = access.coached_teams(db, person, runtime.clock.now(), "web")
    return person, [(team_view.published(db, member), sharing.shown_to(db, member)) for member in members]


def _team(coach_view: Seen, voice: Voice) -> Mapping[str, Any]:
    published_team, items = coach_view
    shown = published.values(published_team.team.team, published_team.content, published_team.participation, voice)
    return {"name": published_team.team.team, "shared": items, **shown}
