"""A lead's own log of steering: what they noted themselves, for them alone."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.base import access
from bot.base.access import NamedTeam
from bot.base.voice import Voice
from bot.turns.runtime import Runtime
from bot.web import rendering, wanted
from bot.web.visitor import Visitor, runtime_of, signed_in, token, voice
from store import steering
from store.database import Transaction
from store.people import Person
from store.steering import SteeringAct

_LOOK_BACK = timedelta(weeks=26)


async def log(request: Request) -> Response:
    """Show a lead's own log by month, the newest first; there is no such page for who leads no team."""
    runtime = runtime_of(request)
    own_acts = await runtime.database.run(_look, token(request), runtime)
    if own_acts is None:
        return wanted.sign_in_first(request)
    person, teams, acts = own_acts
    if not teams:
        raise HTTPException(404)
    speak = voice(request, person)
    months = _months(acts, speak, ZoneInfo(person.zone))
    return rendering.page(request, Visitor(person, speak), "log.html", months=months, teams=teams)


def _look(
    db: Transaction, shown: str, runtime: Runtime
) -> tuple[Person, Sequence[NamedTeam], Sequence[SteeringAct]] | None:
    person, now = signed_in(db, shown, runtime), runtime.clock.now()
    if person is None:
        return None
    acts = steering.acts(db, person.id, now - _LOOK_BACK, now + timedelta(seconds=1))
    return person, access.places(db, person.id), list(acts)


def _months(acts: Sequence[SteeringAct], voice: Voice, zone: ZoneInfo) -> Sequence[tuple[str, list[Mapping[str, Any]]]]:
    days = [(act.acted_at.astimezone(zone).date(), act) for act in reversed(acts)]
    by_month = groupby(days, lambda day_and_acts: voice.month(day_and_acts[0]))
    return [(month, [_row(act, day, voice) for day, act in found]) for month, found in by_month]


def _row(act: SteeringAct, day: date, voice: Voice) -> Mapping[str, Any]:
    return {
        "day": voice.long_day(day),
        "short_day": f"{voice.weekday_heads()[day.weekday()]} {day.day}",
        "what": voice.plain(f"web.log.what.{act.what}")
        if act.kind == "act" and act.what
        else voice.plain("web.log.promise"),
        "principle": voice.plain(f"principle.{act.principle}") if act.principle else "",
        "promise": act.kind == "promise",
        "text": act.text,
        "state": _state(act, voice),
    }


def _state(act: SteeringAct, voice: Voice) -> str:
    """Say how it stands with a promise, in a word; nothing where there is nothing to say."""
    if act.closed_at is not None:
        return voice.plain(f"promise.{act.became}")
    return voice.plain("promise.due", day=voice.day(act.due_on)) if act.due_on else ""
