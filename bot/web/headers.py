"""What every answer of the page says to the browser, and which requests are refused before anybody reads them."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_ALWAYS = {
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",  # an address may hold a link's token
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
}

_LONGEST_FORM = 16_384  # bytes: the longest is that of the launch data, of at most 4,096 characters


class HeaderGuard:
    """Adds headers to every answer, and refuses what another site tries to send in somebody's name."""

    def __init__(self, app: ASGIApp, *, secure: bool, home: str) -> None:
        self._app = app
        self._home = home
        self._headers = _ALWAYS | ({"Strict-Transport-Security": "max-age=31536000"} if secure else {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(self._headers)
                headers.setdefault("Cache-Control", "no-store")  # the back button shows nothing after signing out
            await send(message)

        refused = _refusal(Headers(scope=scope), self._home) if scope["method"] == "POST" else None
        if refused is not None:
            await PlainTextResponse("Refused.", refused)(scope, receive, with_headers)
            return
        await self._app(scope, receive, with_headers)


def _refusal(headers: Headers, home: str) -> int | None:
    """Find the status that refuses what comes from another site, or is longer than any form here; None: take it."""
    if headers.get("sec-fetch-site") in ("cross-site", "same-site") or _from_elsewhere(headers, home):
        return 403
    if "transfer-encoding" in headers:
        return 411  # how long it will be is not known
    length = headers.get("content-length", "0")
    return None if length.isdecimal() and int(length) <= _LONGEST_FORM else 413


def _from_elsewhere(headers: Headers, home: str) -> bool:
    """Say whether a browser that says where a form was filled in names another site than this page."""
    # "null" is what browsers say of our own forms as well, for this page sends no referrer.
    origin = headers.get("origin", "null")
    return origin != "null" and origin not in (
        home,
        f"http://{headers.get('host')}",
        f"https://{headers.get('host')}",
    )
