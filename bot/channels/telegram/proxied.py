"""Sends requests through a proxy by httpx's own transport, which knows the tunnel of CONNECT and its TLS."""

import asyncio
from typing import Any

import httpx

from bot.base.egress import Egress
from bot.channels.telegram.connection import IDLE_LIVES, LARGEST, NoAnswer, NotSent, Room

# What httpx raises before the request itself has left; whatever else goes wrong leaves it in doubt.
_BEFORE = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol)
_LEAVES = "http11.send_request_headers.started"


class Proxied:
    """Keeps a few connections alive through one proxy, or straight on if there is none.

    Each has a transport of its own: a pool looks at all its connections for each request, which costs six times as
    much CPU when 64 are busy.
    """

    def __init__(self, proxy: str | None, egress: Egress, connections: int) -> None:
        self._proxy = proxy
        self._trust = egress.trust()
        self._room = Room(connections)
        self._idle: list[httpx.AsyncHTTPTransport] = []

    async def ask(
        self, method: str, url: str, content: bytes, content_type: str, timeouts: httpx.Timeout
    ) -> tuple[int, bytes]:
        """Send one request: (HTTP status, body). Raises NotSent, NoAnswer."""
        seconds = timeouts.as_dict()
        headers = {"Accept": "application/json"} | ({"Content-Type": content_type} if content_type else {})
        await self._room.enter(seconds["pool"] or 0.0)
        transport = self._idle.pop() if self._idle else self._transport()
        try:
            async with asyncio.timeout(None) as limit:
                progress = _Progress(limit, seconds["read"] or 0.0)
                extensions: dict[str, Any] = {"timeout": seconds, "trace": progress}
                request = httpx.Request(method, url, content=content, headers=headers, extensions=extensions)
                return await _answer(transport, request)
        except (httpx.RequestError, TimeoutError) as error:
            unsent = isinstance(error, _BEFORE) or progress.asks_proxy
            raise (NotSent if unsent else NoAnswer)(type(error).__name__) from None
        finally:
            self._idle.append(transport)
            self._room.release()

    async def close(self) -> None:
        """Hang up."""
        for transport in self._idle:
            await transport.aclose()
        self._idle.clear()

    def _transport(self) -> httpx.AsyncHTTPTransport:
        proxy = self._proxy
        return httpx.AsyncHTTPTransport(
            verify=self._trust,
            proxy=proxy and httpx.Proxy(proxy, ssl_context=self._trust if proxy.startswith("https:") else None),
            limits=httpx.Limits(max_connections=1, keepalive_expiry=IDLE_LIVES),
            trust_env=False,
        )


class _Progress:
    """Follows a request on its way: while only the proxy was asked for a tunnel, nothing of it has left.

    It also limits the time of each answer as a whole; httpx waits so long for each piece of it.
    """

    def __init__(self, limit: asyncio.Timeout, seconds: float) -> None:
        self.asks_proxy = False
        self._limit = limit
        self._seconds = seconds

    async def __call__(self, event: str, details: dict[str, Any]) -> None:
        if event == _LEAVES:
            self.asks_proxy = details["request"].method == b"CONNECT"
            self._limit.reschedule(asyncio.get_running_loop().time() + self._seconds)


async def _answer(transport: httpx.AsyncHTTPTransport, request: httpx.Request) -> tuple[int, bytes]:
    response = await transport.handle_async_request(request)
    try:
        return response.status_code, await _body(response)
    finally:
        await response.aclose()


async def _body(response: httpx.Response) -> bytes:
    body = bytearray()
    async for piece in response.aiter_bytes():
        body += piece
        if len(body) > LARGEST:
            raise NoAnswer("an endless answer")
    return bytes(body)
