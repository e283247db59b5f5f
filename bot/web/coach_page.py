"""Shows a coach what was published about their teams, what was shared with them, and how cases are received."""

from collections.abc import Mapping, Sequence
from datetime import UTC
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.base import access
from bot.base.voice import Voice
from bot.dialogue.cases import KIND
from bot.leads import team_view
from bot.turns.runtime import Runtime
from bot.web import published, rendering, wanted
from bot.web.visitor import Visitor, runtime_of, signed_in, token, voice
from nudges import cases
from nudges.bands import ShareBand
from store import sharing, verdicts
from store.database import Transaction
from store.people import Person
from store.sharing import SharedItem
from store.verdicts import NOT_FOR_ME, USEFUL, Tally

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
    shown_teams = [_team(each, speak) for each in teams_of_coach]
    received = _cases(await runtime.database.run(_tally, runtime), runtime, person)
    return rendering.page(request, Visitor(person, speak), "coach.html", teams=shown_teams, cases=received)


def _tally(db: Transaction, runtime: Runtime) -> Tally:
    today = runtime.clock.now().astimezone(UTC).date()
    return verdicts.counts(db, *cases.closed_months(today, runtime.settings.keep_score_days))


def _cases(tally: Tally, runtime: Runtime, person: Person) -> Sequence[Mapping[str, Any]]:
    """List every case with how it is received, those to mend first; words only, over the whole organisation."""
    rows = []
    for key, written in runtime.library.cases.cases.items():
        counted = tally.get(f"{KIND} {key}", {})
        band = cases.reception(counted.get(USEFUL, 0), counted.get(NOT_FOR_ME, 0))
        rows.append({"case": written.in_words(person.language, person.tone).case, "band": band})
    order = (ShareBand.AT_MOST_HALF, ShareBand.MORE_THAN_HALF, None)
    return sorted(rows, key=lambda row: order.index(row["band"]))


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
