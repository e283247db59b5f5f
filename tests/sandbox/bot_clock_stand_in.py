"""A bot's clock as the sandbox is told of one: it can be read and moved over HTTP."""

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.sandbox.loopback import listening


@dataclass
class BotClockStandIn:
    """`now` moves only when asked to; something is due `every` so often, and `then` is what it does at that moment."""

    now: datetime = datetime(2026, 11, 26, 14, 20, tzinfo=UTC)
    silent: bool = False
    every: timedelta = timedelta(minutes=10)
    then: Callable[[], Awaitable[object]] | None = None

    async def answer(self, request: Request) -> Response:
        if self.silent:
            return Response(status_code=503)
        if request.method == "POST":
            to = (await request.json())["to"]
            self.now = self.due if to == "next" else datetime.fromisoformat(to).astimezone(UTC)
            if to == "next" and self.then is not None:
                await self.then()
        return JSONResponse(
            {
                "now": self.now.isoformat(),
                "next_due": self.due.isoformat(),
                "next_what": {"nl": "Weekreflectie voor Anna"},
            }
        )

    @property
    def due(self) -> datetime:
        return self.now + self.every


@contextlib.asynccontextmanager
async def clock_stand_in() -> AsyncIterator[tuple[BotClockStandIn, str]]:
    """The clock and its address."""
    clock = BotClockStandIn()
    app = Starlette(routes=[Route("/clock", clock.answer, methods=["GET", "POST"])])
    async with listening(app) as url:
        yield clock, f"{url}/clock"
