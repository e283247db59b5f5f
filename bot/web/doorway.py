"""Serves the page with limits on what a visitor may hold open, so that nobody at the page silences the chat."""

import asyncio
from typing import Any

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

MOST_CONNECTIONS = 200  # a fifth of the files that a process may usually have open
WHOLE_REQUEST = 10.0  # seconds in which a request must have come whole, its body included


class Doorway(HttpToolsProtocol):
    """Serves one connection of a visitor, and hangs up when its request does not come whole in time, or when room is
    needed."""

    most_connections = MOST_CONNECTIONS
    whole_request = WHOLE_REQUEST
    opened_at = 0.0
    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # uvicorn's own shape
        """Let a visitor in, in place of whoever waited longest without asking anything if the house is full."""
        super().connection_made(transport)
        self.opened_at = self.loop.time()
        self._expect_request()
        waiting = [other for other in self.connections if isinstance(other, Doorway) and not other.is_served]
        if len(self.connections) > self.most_connections and waiting:
            min(waiting, key=lambda other: other.opened_at).hang_up()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the deadline of a visitor who left."""
        self._request_came()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        """Give each request on a kept connection a time of its own."""
        self._expect_request()
        super().on_message_begin()

    def on_message_complete(self) -> None:
        """Take as much time for the answer as it needs."""
        self._request_came()
        super().on_message_complete()

    @property
    def is_served(self) -> bool:
        """Say whether a request came whole and its answer is under way."""
        return self._deadline is None and self.cycle is not None and not self.cycle.response_complete

    def hang_up(self) -> None:
        """Close the connection without a word: whoever sends half a request reads no answer either."""
        self.transport.abort()

    def _expect_request(self) -> None:
        self._request_came()
        self._deadline = self.loop.call_later(self.whole_request, self.hang_up)

    def _request_came(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None


def config(app: ASGIApp, protocol: Any = Doorway) -> uvicorn.Config:
    """Configure uvicorn to serve the page; it logs no visits, and of odd requests nothing either."""
    return uvicorn.Config(
        app, http=protocol, ws="none", log_config=None, log_level="error", access_log=False, lifespan="off"
    )
