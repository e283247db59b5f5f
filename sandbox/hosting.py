"""The sandbox on a port of this machine: in a test's or benchmark's own loop, or as a program."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Iterator

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from sandbox import server
from sandbox.telegram import Telegram


class CuttableConnection(HttpToolsProtocol):
    """HTTP that lets the application cut the line, which ASGI has no word for."""

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.scope["extensions"] = {"sandbox.line": self.transport}  # type: ignore[dict-item]  # an extension of our own


def listen(port: int = 0) -> socket.socket:
    """Open a socket on loopback; port 0 takes any free one."""
    # The protocol is named, or asyncio leaves Nagle's algorithm on and every answer waits 40 ms for an acknowledgement.
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    bound.bind(("127.0.0.1", port))
    bound.listen(2048)
    return bound


class Server(uvicorn.Server):
    """A server that ends open lines before it stops; Ctrl-C ends it."""

    def __init__(self, telegram: Telegram) -> None:
        config = uvicorn.Config(
            server.create_app(telegram),
            http=CuttableConnection,
            ws="none",
            lifespan="on",
            log_config=None,
            log_level="error",
            access_log=False,  # its lines would hold the token
            timeout_keep_alive=75,
            timeout_graceful_shutdown=1,
            server_header=False,
            date_header=False,
            proxy_headers=False,
        )
        super().__init__(config)
        self._telegram = telegram
        self.ready = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        self._telegram.queue.closed = False
        await super().startup(sockets)
        self.ready.set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._telegram.hang_up()
        await super().shutdown(sockets)


class _Guest(Server):
    """A server that leaves the signals to whoever owns the loop, and stops when told, not when it next looks."""

    def __init__(self, telegram: Telegram) -> None:
        super().__init__(telegram)
        self.leaving = asyncio.Event()

    async def main_loop(self) -> None:
        await self.leaving.wait()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@contextlib.asynccontextmanager
async def serving(telegram: Telegram, port: int = 0) -> AsyncIterator[str]:
    """Serve in the running loop; gives the root address (http://127.0.0.1:PORT), and ends it on leaving."""
    bound = listen(port)
    running = _Guest(telegram)
    task = asyncio.create_task(running.serve(sockets=[bound]))
    try:
        await running.ready.wait()
        yield f"http://127.0.0.1:{bound.getsockname()[1]}"
    finally:
        running.leaving.set()
        await task
        bound.close()
