"""Sends what the bot says by httpx's own transport, to see beside the bot's own lines what that costs."""

import asyncio
from typing import Any

import httpx

from bot.line import NoAnswer, NotSent
from bot.wire import LightRequest

# What httpx raises before a request has left; whatever else goes wrong leaves it in doubt.
_BEFORE = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


class HttpxRequest(LightRequest):
    """The bot's requests over httpx, in the cheapest way that was measured: each transport holds one connection.

    A pool of 64 looks at all its connections for each request, which costs six times as much when 64 are busy.
    """

    def __init__(self, connections: int = 64, **chosen: Any) -> None:
        super().__init__(connections, **chosen)
        self._room = asyncio.Semaphore(connections)
        self._idle: list[httpx.AsyncHTTPTransport] = []

    async def shutdown(self) -> None:
        """Hang up."""
        await super().shutdown()
        for transport in self._idle:
            await transport.aclose()
        self._idle.clear()

    async def _send(
        self, url: str, method: str, content: bytes, content_type: str, timeouts: httpx.Timeout
    ) -> tuple[int, bytes]:
        headers = {"Accept": "application/json"} | ({"Content-Type": content_type} if content_type else {})
        extensions = {"timeout": timeouts.as_dict()}
        request = httpx.Request(method, url, content=content, headers=headers, extensions=extensions)
        async with self._room:
            transport = self._idle.pop() if self._idle else _transport()
            try:
                return await _answer(transport, request)
            finally:
                self._idle.append(transport)


def _transport() -> httpx.AsyncHTTPTransport:
    return httpx.AsyncHTTPTransport(verify=False, limits=httpx.Limits(max_connections=1), trust_env=False)


async def _answer(transport: httpx.AsyncHTTPTransport, request: httpx.Request) -> tuple[int, bytes]:
    try:
        response = await transport.handle_async_request(request)
        try:
            return response.status_code, await response.aread()
        finally:
            await response.aclose()
    except _BEFORE as error:
        raise NotSent(type(error).__name__) from None
    except httpx.RequestError as error:
        raise NoAnswer(type(error).__name__) from None
