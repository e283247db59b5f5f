"""The doors by which a rehearsal's calendar is moved and people are invited into it; for this machine only."""

from collections.abc import Mapping
from typing import Any, Protocol

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.web import loopback
from store.people import Role


class CalendarControl(Protocol):
    """Moves the calendar of a rehearsal."""

    async def status(self) -> Mapping[str, Any]:
        """Say what time it is, and what is due next."""

    async def move(self, to: str) -> Mapping[str, Any]:
        """Move on to `next` or to an ISO 8601 moment; ValueError for what is neither."""

    async def invite(self, role: Role) -> str:
        """Issue an invitation and give its code; ValueError where nobody can be invited."""


class InvitationDoor:
    """Answers POST /invitation with `{"role": …}` by the code of a new invitation."""

    def __init__(self, control: CalendarControl) -> None:
        self._control = control

    async def __call__(self, request: Request) -> Response:
        """Answer one request."""
        if not loopback.is_near(request):
            raise HTTPException(404)
        try:
            asked = await request.json()
            return JSONResponse({"code": await self._control.invite(Role(asked["role"]))})
        except (ValueError, KeyError, TypeError) as error:
            return JSONResponse({"error": f'expected {{"role": "employee"}}, lead or coach: {error}'}, 400)


class ClockDoor:
    """Answers GET and POST /clock; a POST bears `{"to": …}`."""

    def __init__(self, control: CalendarControl) -> None:
        self._control = control

    async def __call__(self, request: Request) -> Response:
        """Answer one request."""
        if not loopback.is_near(request):
            raise HTTPException(404)
        if request.method != "POST":
            return JSONResponse(dict(await self._control.status()))
        try:
            asked = await request.json()
            return JSONResponse(dict(await self._control.move(str(asked["to"]))))
        except (ValueError, KeyError, TypeError) as error:
            return JSONResponse({"error": f'expected {{"to": "next"}} or a later moment in ISO 8601: {error}'}, 400)
