"""Keeps other web sites away from the sandbox: only pages of its own, on this machine, may use its controls."""

from urllib.parse import urlsplit

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

_HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})


class LoopbackGuard:
    """Refuses a Host that is not loopback (a rebound name), and an Origin that is not the page's own."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not _welcome(dict(scope["headers"])):
            await PlainTextResponse("This page may only be used from this machine itself.", 403)(scope, receive, send)
            return
        await self.app(scope, receive, send)


def _welcome(headers: dict[bytes, bytes]) -> bool:
    host, origin = headers.get(b"host", b"").decode("latin-1"), headers.get(b"origin", b"").decode("latin-1")
    if urlsplit(f"//{host}").hostname not in _HOSTS:
        return False
    return not origin or urlsplit(origin).netloc == host
