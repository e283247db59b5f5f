"""What publishing and a lead's page cost as history grows: the real rounds, the real page, a made-up organisation."""

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median, quantiles
from typing import Any
from zoneinfo import ZoneInfo

import httpx
from sqlalchemy import select

from benchmarks import organisation
from benchmarks.organisation import Organisation
from bot import app
from bot.base import access, clock, opening
from bot.base.settings import Settings
from bot.base.voice import Voice
from bot.leads import pictures, publishing, team_drawings, team_view
from bot.turns.runtime import Runtime
from bot.web.app import create_app
from nudges.windows import WindowKind
from store import people, references, signins, tables
from store.database import Transaction
from store.references import ReferenceKind

ZONE = ZoneInfo("Europe/Amsterdam")
_WINDOW = tables.table(tables.WindowRow)
QUARTER = 13  # weeks between two looks
PAGES = 200
BASE = "http://127.0.0.1:8080"


@dataclass(frozen=True, slots=True)
class Looked:
    """After so many weeks: rows of answers, and in seconds what closing one week and one block cost, and a page."""

    weeks: int
    answers: int
    week: float
    block: float
    page_median: float
    page_p95: float
    picture: float


def run(chosen: Settings, teams: int, weeks: int) -> Iterator[Looked]:
    """Let the weeks go by, and look once a quarter."""
    begins = datetime.combine(organisation.BEGINS, datetime.min.time(), ZONE)
    calendar = clock.Clock(begins, speed=1e-9)
    with opening.opened(chosen, begins) as database:
        runtime = app.build(chosen, database, calendar)
        town = database.call(organisation.settle, teams, begins - timedelta(days=30))
        answers = 0
        for first in range(0, weeks, QUARTER):
            quarter = range(first, min(first + QUARTER, weeks))
            closed = _publish(runtime, begins, quarter, town)
            answers += organisation.answers(town, quarter)
            pages = asyncio.run(_pages(runtime, town))
            yield Looked(
                weeks=quarter.stop,
                answers=answers,
                week=median(closed[WindowKind.PARTICIPATION]),
                block=median(closed[WindowKind.CONTENT]),
                page_median=median(pages),
                page_p95=quantiles(pages, n=20)[-1],
                picture=_picture(runtime, town),
            )


def _publish(runtime: Runtime, begins: datetime, weeks: range, town: Organisation) -> dict[WindowKind, list[float]]:
    """Let everybody answer, open and close what is due in these weeks; seconds of each closing of all teams."""
    seconds: dict[WindowKind, list[float]] = {kind: [] for kind in WindowKind}
    for week in weeks:
        runtime.database.call(organisation.reflect, town, range(week, week + 1), week)
        for day in range(7):
            runtime.clock.move_to(begins + timedelta(weeks=week, days=day, hours=9))
            while runtime.database.call(publishing.open_windows, runtime, runtime.clock.now()):
                pass
            while (kind := runtime.database.call(_due, runtime.clock.now())) is not None:
                seconds[kind].append(_timed(runtime, publishing.close_windows))
    return seconds


def _due(db: Transaction, now: datetime) -> WindowKind | None:
    """Which kind of block is closed next, if one is due."""
    due = _WINDOW.c.published_at.is_(None) & (_WINDOW.c.publish_at <= now)
    kind = db.execute(select(_WINDOW.c.kind).where(due).order_by(_WINDOW.c.publish_at, _WINDOW.c.id).limit(1)).scalar()
    return None if kind is None else WindowKind(kind)


def _timed(runtime: Runtime, use_case: Callable[[Transaction, Runtime, datetime], bool]) -> float:
    began = time.perf_counter()
    runtime.database.call(use_case, runtime, runtime.clock.now())
    return time.perf_counter() - began


async def _pages(runtime: Runtime, town: Organisation) -> Sequence[float]:
    """Seconds of a page, for leads spread over the organisation, each with a browser of their own."""
    transport = httpx.ASGITransport(create_app(runtime))
    seconds = []
    for index in range(0, len(town.teams), max(1, len(town.teams) // PAGES)):
        async with httpx.AsyncClient(transport=transport, base_url=BASE) as browser:
            link = await runtime.database.run(signins.issue, town.leads[index], runtime.clock.now())
            await browser.post(f"/sign-in/{link}")
            shown = await runtime.database.run(
                references.refer, ReferenceKind.TEAM, town.leads[index], town.teams[index]
            )
            began = time.perf_counter()
            page = await browser.get(f"/team/{shown}")
            seconds.append(time.perf_counter() - began)
            page.raise_for_status()
    return seconds


def _picture(runtime: Runtime, town: Organisation) -> float:
    """Seconds of the picture of one team for the chat, with everything that must be read for it."""
    began = time.perf_counter()
    drawing = runtime.database.call(_drawing, town.leads[0], runtime)
    if drawing is None:
        return 0.0
    pictures.png(drawing)
    return time.perf_counter() - began


def _drawing(db: Transaction, lead_id: int, runtime: Runtime) -> dict[str, Any] | None:
    (team,) = access.led_teams(db, lead_id)
    view = team_view.gather(db, people.by_id(db, lead_id), team, runtime.clock.now())
    return team_drawings.principles(view.content, team.team, Voice(runtime.texts, "nl"))
