"""Slows down whoever sends faster than a person would: each address may try so often, and then hears 429."""

from collections import OrderedDict
from collections.abc import Callable

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from bot import clock
from bot.settings import on_loopback

AT_ONCE = 20  # forms that one address may send without a pause
EVERY = 2.0  # seconds after which it may send another one
_REMEMBERED = 10_000  # addresses


class Brake:
    """Counts what each address sends; looking costs nothing but a page, so only what is sent is counted."""

    def __init__(self, app: ASGIApp, steady: Callable[[], float] = clock.steady) -> None:
        self._app = app
        self._steady = steady
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()  # address -> (tries left, when counted)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request, or refuse it."""
        if scope["type"] == "http" and scope["method"] == "POST" and not self._may(address(scope)):
            refusal = PlainTextResponse("Too many at once.", 429, {"Retry-After": str(int(EVERY) + 1)})
            await refusal(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _may(self, visitor: str) -> bool:
        now = self._steady()
        left, counted = self._left.pop(visitor, (float(AT_ONCE), now))
        left = min(float(AT_ONCE), left + (now - counted) / EVERY)
        self._left[visitor] = (max(0.0, left - 1), now)
        if len(self._left) > _REMEMBERED:
            self._left.popitem(last=False)
        return left >= 1


def address(scope: Scope) -> str:
    """Whom a request comes from: the last address that a proxy on this machine added, or whoever connected."""
    host = scope["client"][0] if scope.get("client") else ""
    forwarded = Headers(scope=scope).get("x-forwarded-for", "")
    near = bool(host) and on_loopback(f"http://[{host}]" if ":" in host else f"http://{host}")
    return forwarded.rpartition(",")[2].strip() or host if near else host
