"""Slows down whoever tries one thing after another: each address may be refused so often, and then hears 429."""

from collections import OrderedDict
from collections.abc import Callable

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.base import clock
from bot.base.settings import on_loopback

AT_ONCE = 20  # forms of one address that may be refused without a pause
EVERY = 2.0  # seconds after which another one may
_REMEMBERED = 10_000  # addresses


class Brake:
    """Counts for each address how often it was refused; what was taken, and looking, costs no try."""

    def __init__(self, app: ASGIApp, steady: Callable[[], float] = clock.steady) -> None:
        self._app = app
        self._steady = steady
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()  # address -> (tries left, when counted)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request, or refuse it."""
        if scope["type"] != "http" or scope["method"] != "POST":
            await self._app(scope, receive, send)
            return
        visitor = address(scope)
        if not self._may(visitor):
            refusal = PlainTextResponse("Too many at once.", 429, {"Retry-After": str(int(EVERY) + 1)})
            await refusal(scope, receive, send)
            return

        async def and_look(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] < 400:
                self._give_back(visitor)
            await send(message)

        await self._app(scope, receive, and_look)

    def _may(self, visitor: str) -> bool:
        now = self._steady()
        left, counted = self._left.pop(visitor, (float(AT_ONCE), now))
        left = min(float(AT_ONCE), left + (now - counted) / EVERY)
        self._left[visitor] = (max(0.0, left - 1), now)
        if len(self._left) > _REMEMBERED:
            self._left.popitem(last=False)
        return left >= 1

    def _give_back(self, visitor: str) -> None:
        left, counted = self._left.get(visitor, (float(AT_ONCE), self._steady()))
        self._left[visitor] = (left + 1, counted)


def address(scope: Scope) -> str:
    """Find whom a request comes from: the last address that a proxy on this machine added, or whoever connected."""
    host = scope["client"][0] if scope.get("client") else ""
    forwarded = Headers(scope=scope).get("x-forwarded-for", "")
    near = bool(host) and on_loopback(f"http://[{host}]" if ":" in host else f"http://{host}")
    return forwarded.rpartition(",")[2].strip() or host if near else host
