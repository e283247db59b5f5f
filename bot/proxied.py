"""Sends requests through a proxy by httpx's own transport, which knows the tunnel of CONNECT and its TLS."""

import httpx

from bot.egress import Egress
from bot.line import NoAnswer, NotSent

# What httpx raises before the request itself has left; whatever else goes wrong leaves it in doubt.
_BEFORE = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol)


class Proxied:
    """A few kept-alive connections through one proxy."""

    def __init__(self, proxy: str, egress: Egress, connections: int) -> None:
        trust = egress.trust()
        self._transport = httpx.AsyncHTTPTransport(
            verify=trust,
            proxy=httpx.Proxy(proxy, ssl_context=trust if proxy.startswith("https:") else None),
            limits=httpx.Limits(max_connections=connections, max_keepalive_connections=connections),
            trust_env=False,
        )

    async def ask(
        self, method: str, url: str, content: bytes, content_type: str, timeouts: httpx.Timeout
    ) -> tuple[int, bytes]:
        """Send one request: (HTTP status, body). Raises NotSent, NoAnswer."""
        headers = {"Accept": "application/json"} | ({"Content-Type": content_type} if content_type else {})
        request = httpx.Request(
            method, url, content=content, headers=headers, extensions={"timeout": timeouts.as_dict()}
        )
        try:
            response = await self._transport.handle_async_request(request)
            try:
                return response.status_code, await response.aread()
            finally:
                await response.aclose()
        except _BEFORE as error:
            raise NotSent(type(error).__name__) from None
        except httpx.RequestError as error:
            raise NoAnswer(type(error).__name__) from None

    async def close(self) -> None:
        """Hang up."""
        await self._transport.aclose()
