"""The page, its events, its files and its style."""

from pathlib import Path
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from sandbox import refusals
from sandbox.bot_clock import BotClock, ClockReading, ClockSilent
from sandbox.page import stream, texts
from sandbox.page.render import Renderer
from sandbox.telegram import Telegram

_STATIC = Path(__file__).parent / "static"
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
_COOKIE = "sandbox_language"
_PICTURES = {"image/png", "image/jpeg", "image/gif", "image/webp"}


class Page:
    """Everything that a browser asks for."""

    def __init__(self, telegram: Telegram, bot_clock: BotClock | None) -> None:
        self.telegram = telegram
        self.bot_clock = bot_clock

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/", self.page),
            Route("/sandbox/events", self.events),
            Route("/sandbox/clock-words", self.clock_words),
            Route("/sandbox/phones/{chat:int}", self.phone),
            Route("/sandbox/files/{file}", self.file),
            Route("/favicon.ico", self.icon),
            Mount("/static", StaticFiles(directory=_STATIC)),
        ]

    async def page(self, request: Request) -> Response:
        asked = request.query_params.get("lang", "")
        renderer = self._renderer(request)
        html = renderer.page(await self._reading(), has_clock=self.bot_clock is not None)
        response = HTMLResponse(html, headers=HEADERS)
        if asked in texts.LANGUAGES:
            response.set_cookie(_COOKIE, asked, samesite="strict", httponly=True)
        return response

    async def phone(self, request: Request) -> Response:
        chat = self.telegram.chats.get(request.path_params["chat"])
        if chat is None:
            return PlainTextResponse("", 404)
        return HTMLResponse(self._renderer(request).phone(chat), headers=HEADERS)

    async def clock_words(self, request: Request) -> Response:
        """Answer with the clock bar's words as they are now."""
        return JSONResponse(self._renderer(request).clock(await self._reading()), headers=HEADERS)

    async def events(self, request: Request) -> Response:
        news = stream.news(self.telegram, self._renderer(request))
        return StreamingResponse(news, media_type="text/event-stream", headers=HEADERS)

    async def file(self, request: Request) -> Response:
        """Serve a picture to look at; anything else only to download, for it may be a page that someone else wrote."""
        try:
            file = self.telegram.files.get(request.path_params["file"])
        except refusals.BadRequest:
            return PlainTextResponse("", 404)
        picture = file.mime in _PICTURES and file.kind == "photo"
        disposition = f"{'inline' if picture else 'attachment'}; filename*=UTF-8''{quote(file.name)}"
        mime = file.mime if picture else "application/octet-stream"
        return Response(file.content, media_type=mime, headers={**HEADERS, "Content-Disposition": disposition})

    async def icon(self, _request: Request) -> Response:
        return Response((_STATIC / "icon.svg").read_bytes(), media_type="image/svg+xml", headers=HEADERS)

    def _renderer(self, request: Request) -> Renderer:
        chosen = request.query_params.get("lang") or request.cookies.get(_COOKIE)
        return Renderer(self.telegram, chosen if chosen in texts.LANGUAGES else self.telegram.language)

    async def _reading(self) -> ClockReading | None:
        if self.bot_clock is None:
            return None
        try:
            return await self.bot_clock.read()
        except ClockSilent:
            return None
