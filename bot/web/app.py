"""Builds the page as an application: which address leads where."""

from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.turns.runtime import Runtime
from bot.web import (
    coach_page,
    exports,
    log_page,
    mini_app,
    operator_page,
    pages,
    series_page,
    signing_in,
    style,
    team_page,
    watching,
)
from bot.web.brake import Brake
from bot.web.headers import HeaderGuard
from bot.web.rehearsal_clock import CalendarControl, ClockDoor, InvitationDoor
from bot.web.visitor import home, is_secure

_STATIC = Path(__file__).parent / "static"


def create_app(runtime: Runtime, control: CalendarControl | None = None) -> Starlette:
    """Build the page over this runtime; `control` moves the calendar of a rehearsal and is absent otherwise."""
    app = Starlette(
        routes=_routes(control),
        middleware=[Middleware(HeaderGuard, secure=is_secure(runtime), home=home(runtime)), Middleware(Brake)],
        exception_handlers={404: pages.missing, 405: pages.missing, 500: pages.sorry},
    )
    app.state.runtime = runtime
    return app


def _routes(control: CalendarControl | None) -> list[BaseRoute]:
    routes: list[BaseRoute] = [
        Route("/", pages.home),
        Route("/sign-in/{token}", signing_in.show),
        Route("/sign-in/{token}", signing_in.use, methods=["POST"]),
        Route("/sign-out", signing_in.leave, methods=["POST"]),
        Route("/app", mini_app.show),
        Route("/app", mini_app.use, methods=["POST"]),
        Route("/team/{team}", team_page.team),
        Route("/team/{team}/debrief", team_page.debrief),
        Route("/team/{team}/export.{format}", exports.download),
        Route("/team/{team}/series", series_page.show),
        Route("/team/{team}/series", series_page.enter, methods=["POST"]),
        Route("/log", log_page.log),
        Route("/coach", coach_page.teams),
        Route("/operator", operator_page.figures),
        Route("/protection", pages.protection),
        Route("/accessibility", pages.accessibility),
        Route("/style.css", style.sheet),
        Route("/language/{language}", pages.language),
        Route("/live", watching.live),
        Route("/health", watching.health),
        Route("/metrics", watching.metrics),
        Mount("/static", StaticFiles(directory=_STATIC), name="static"),
    ]
    if control is not None:
        # As a function: Starlette would take the object itself for an application of its own.
        door = ClockDoor(control)
        routes.append(Route("/clock", door.__call__, methods=["GET", "POST"]))
        routes.append(Route("/invitation", InvitationDoor(control).__call__, methods=["POST"]))
    return routes
