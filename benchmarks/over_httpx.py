"""Sends what the bot says by httpx's own transport, to see beside the bot's own lines what that costs."""

from typing import Any

import httpx

from bot.base.egress import Egress
from bot.channels.telegram.proxied import Proxied
from bot.channels.telegram.transport import LightRequest


class HttpxRequest(LightRequest):
    """The bot's requests, carried as through a proxy but straight on."""

    def __init__(self, connections: int = 64, **chosen: Any) -> None:
        super().__init__(connections, **chosen)
        self._httpx = Proxied(None, Egress(), connections)

    async def shutdown(self) -> None:
        """Hang up."""
        await super().shutdown()
        await self._httpx.close()

    async def _send(
        self, url: str, method: str, content: bytes, content_type: str, timeouts: httpx.Timeout
    ) -> tuple[int, bytes]:
        return await self._httpx.ask(method, url, content, content_type, timeouts)
