"""A lead's page of series: what the team counts of its own work, entered here, and the lead's own acts."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.base import access
from bot.base.access import NamedTeam
from bot.base.voice import Voice
from bot.leads import own_log, pictures, series_view
from bot.leads.series_view import Series
from bot.turns.runtime import Runtime
from bot.web import rendering, wanted
from bot.web.visitor import Visitor, runtime_of, signed_in, token, voice
from nudges import xmr
from nudges.outside import Measure
from store import counted
from store.database import Transaction
from store.people import Person, TeamMember

_NUMBER = re.compile(r"[0-9]{1,5}([.,][0-9]{1,2})?")
_MONTHS_OFFERED = 12


@dataclass(frozen=True, slots=True)
class SeriesVisit:
    """Holds who looks, which teams are theirs, at which of them, and the series."""

    person: Person | None
    teams: Sequence[NamedTeam] = ()
    team: TeamMember | None = None
    series: tuple[Series, ...] = ()
    own: Series | None = None


class NotANumber(ValueError):
    """What was typed is no number from 0 to 99999 with at most two decimals."""


async def show(request: Request) -> Response:
    """Show the series, each with its table, and the form to enter a month."""
    return await _page(request)


async def enter(request: Request) -> Response:
    """Store the figure of a month, or take it away where the number was left empty."""
    form, runtime = await request.form(), runtime_of(request)
    try:
        measure, month = Measure(str(form.get("measure"))), date.fromisoformat(f"{form.get('month')}-01")
        value = _number(str(form.get("value", "")))
    except NotANumber:
        return await _page(request, refused=True)
    except ValueError:  # not what the form offers
        raise HTTPException(400) from None
    shown = request.path_params["team"]
    if not await runtime.database.run(_enter, token(request), shown, runtime, (measure, month, value)):
        raise HTTPException(404)
    return RedirectResponse(f"/team/{shown}/series#{measure}", 303)


async def _page(request: Request, *, refused: bool = False) -> Response:
    runtime = runtime_of(request)
    visit = await runtime.database.run(_look, token(request), request.path_params["team"], runtime)
    if visit.person is None:
        return wanted.sign_in_first(request)
    if visit.team is None or visit.own is None:
        raise HTTPException(404)
    speak, today = voice(request, visit.person), _today(runtime, visit.person)
    return rendering.page(
        request,
        Visitor(visit.person, speak),
        "series.html",
        status=422 if refused else 200,
        teams=visit.teams,
        shown=request.path_params["team"],
        team=visit.team,
        series=[_shown(each, speak) for each in visit.series],
        own=_shown(visit.own, speak),
        months=[(f"{month:%Y-%m}", speak.month(month)) for month in _months(today)],
        measures=[(measure.value, speak.plain(f"series.{measure}")) for measure in Measure],
        false_alarms=f"{xmr.FALSE_ALARMS_OF_20:.0%}".replace("%", "\N{NO-BREAK SPACE}%"),
        refused=refused,
    )


def _look(db: Transaction, cookie: str, shown: str, runtime: Runtime) -> SeriesVisit:
    person, now = signed_in(db, cookie, runtime), runtime.clock.now()
    if person is None:
        return SeriesVisit(None)
    team = access.look(db, person, shown, now, "web", event="look at series")
    if team is None:
        return SeriesVisit(person)
    own = series_view.of_lead(own_log.read(db, person, now), _today(runtime, person))
    teams = access.places(db, person.id)
    return SeriesVisit(person, teams, team, tuple(series_view.of_team(db, team.team_id)), own)


def _enter(
    db: Transaction, cookie: str, shown: str, runtime: Runtime, entered: tuple[Measure, date, float | None]
) -> bool:
    person, now = signed_in(db, cookie, runtime), runtime.clock.now()
    if person is None:
        return False
    team = access.look(db, person, shown, now, "web", event="enter series")
    if team is None:
        return False
    counted.put(db, team.team_id, *entered)
    return True


def _today(runtime: Runtime, person: Person) -> date:
    return runtime.clock.now().astimezone(ZoneInfo(person.zone)).date()


def _number(typed: str) -> float | None:
    text = typed.strip()
    if not text:
        return None
    if not _NUMBER.fullmatch(text):
        raise NotANumber
    return float(text.replace(",", "."))


def _months(today: date) -> list[date]:
    """List the last whole months, the newest first."""
    months = [today.year * 12 + today.month - 1 - back for back in range(1, _MONTHS_OFFERED + 1)]
    return [date(month // 12, month % 12 + 1, 1) for month in months]


def _shown(series: Series, voice: Voice) -> Mapping[str, Any]:
    drawing = series_view.drawing(series, voice)
    day = voice.day if series.name == series_view.OWN_ACTS else voice.month
    return {
        "name": series.name,
        "title": voice.plain(f"series.{series.name}"),
        "about": voice.plain(f"series.{series.name}.about"),
        "sentence": series_view.sentence(series, voice),
        "picture": None if drawing is None else Markup(pictures.svg(drawing, titled=False)),  # noqa: S704 - our own
        "rows": [(day(when), voice.number(value)) for when, value in reversed(series.values)],
    }
