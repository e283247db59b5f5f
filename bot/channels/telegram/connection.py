"""Lines to a server: kept-alive HTTP/1.1 connections, one request at a time on each.

The ready clients cost 0.5 to 6 ms of CPU a request when many wait at once: they look at every connection for every
request. A line costs about 0.05 ms, and knows whether a request left.
"""

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import lru_cache
from typing import Any, cast
from urllib.parse import quote, urlsplit

import httptools

LARGEST = 64 * 1024 * 1024  # bytes of one answer, with its headers; a file of Telegram's is at most 20 MB
IDLE_LIVES = 20.0  # seconds; servers keep theirs longer, so we are seldom surprised
_SAFE = "/:?&=%+,;@~"  # what may stand in the target of a request as it is


class NotSent(ConnectionError):
    """The request did not reach the server."""


class NoAnswer(ConnectionError):
    """The request left, and no whole answer came back."""


class Connection(asyncio.Protocol):
    """Sends requests over one connection, one at a time."""

    def __init__(self) -> None:
        self.idle_since = 0.0
        self._transport: asyncio.Transport | None = None
        self._answer: asyncio.Future[tuple[int, bytes]] | None = None
        self._parser: Any = None
        self._pieces: list[bytes] = []
        self._size = 0
        self._measured = False  # the answer says how long it is
        self._keeps = False

    @property
    def open(self) -> bool:
        """Say whether another request may go over it."""
        return self._keeps and self._transport is not None and not self._transport.is_closing()

    async def ask(self, request: bytes, patience: float) -> tuple[int, bytes]:
        """Send a whole request: (status, body). Raises NotSent, NoAnswer; `patience` in seconds."""
        if self._transport is None or self._transport.is_closing():
            raise NotSent("the line was closed")
        self._parser = httptools.HttpResponseParser(self)
        self._pieces, self._size, self._keeps, self._measured = [], 0, False, False
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        try:
            async with asyncio.timeout(patience):
                return await self._answer
        except TimeoutError:
            raise NoAnswer("no answer in time") from None

    def close(self) -> None:
        """Hang up."""
        if self._transport is not None:
            self._transport.abort()

    # what asyncio tells

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport of the line that now stands."""
        self._transport = cast(asyncio.Transport, transport)
        self._keeps = True

    def data_received(self, data: bytes) -> None:
        """Parse a part of an answer."""
        if self._answer is None or self._answer.done():
            self.close()  # nobody asked
            return
        self._size += len(data)
        if self._size > LARGEST:
            self._fail("an endless answer")
            self.close()
            return
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade):
            self._fail("not HTTP")
            self.close()

    def connection_lost(self, error: Exception | None) -> None:
        """Note that the server hung up; that ends an answer whose length it did not say."""
        if error is None and self._parser is not None and self._pieces and not self._measured:
            self.on_message_complete()
        self._keeps = False
        self._fail(type(error).__name__ if error else "the server hung up")

    # what the parser tells

    def on_header(self, name: bytes, value: bytes) -> None:  # noqa: ARG002 - the parser's own shape
        """Read one header of the answer."""
        if name.lower() in (b"content-length", b"transfer-encoding"):
            self._measured = True

    def on_body(self, body: bytes) -> None:
        """Add a part of the body."""
        self._pieces.append(body)

    def on_message_complete(self) -> None:
        """Hand over the whole answer."""
        if self._answer is not None and not self._answer.done():
            self._keeps = self._measured and bool(self._parser.should_keep_alive())
            self._answer.set_result((self._parser.get_status_code(), b"".join(self._pieces)))

    def _fail(self, words: str) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(NoAnswer(words))


class Room(asyncio.Semaphore):
    """Holds room for so many requests at once."""

    async def enter(self, wait: float) -> None:
        """Take a place, and wait at most `wait` seconds for one. Raises NotSent."""
        if not self.locked():
            await self.acquire()
            return
        try:
            async with asyncio.timeout(wait):
                await self.acquire()
        except TimeoutError:
            raise NotSent("no line became free") from None


class Lines:
    """Keeps at most `most` lines to each server, the last one used first, so that no more stay open than are needed."""

    def __init__(self, most: int, steady: Callable[[], float], trust: Callable[[], ssl.SSLContext]) -> None:
        self._room = Room(most)
        self._steady = steady
        self._idle: dict[tuple[str, int, bool], list[Connection]] = {}
        self._make_trust = trust
        self._trust: ssl.SSLContext | None = None

    @asynccontextmanager
    async def line(self, address: "RequestTarget", connect: float, wait: float) -> AsyncIterator[Connection]:
        """Lend a line for one request; seconds to `connect` and to `wait` for a free one. Raises NotSent."""
        await self._room.enter(wait)
        try:
            line = self._take(address) or await self._dial(address, connect)
            try:
                yield line
            except BaseException:
                line.close()
                raise
            self._give_back(address, line)
        finally:
            self._room.release()

    def close(self) -> None:
        """Hang up all that are idle."""
        for lines in self._idle.values():
            for line in lines:
                line.close()
        self._idle.clear()

    def _take(self, address: "RequestTarget") -> Connection | None:
        idle = self._idle.get(address.server, [])
        while idle:
            line = idle.pop()
            if line.open and self._steady() - line.idle_since < IDLE_LIVES:
                return line
            line.close()
        return None

    def _give_back(self, address: "RequestTarget", line: Connection) -> None:
        if not line.open:
            line.close()
            return
        line.idle_since = self._steady()
        self._idle.setdefault(address.server, []).append(line)

    async def _dial(self, address: "RequestTarget", connect: float) -> Connection:
        host, port, secure = address.server
        if secure and self._trust is None:
            self._trust = self._make_trust()
        trust = self._trust if secure else None
        loop = asyncio.get_running_loop()
        dialling = asyncio.ensure_future(
            loop.create_connection(Connection, host, port, ssl=trust, happy_eyeballs_delay=0.25)
        )
        try:
            async with asyncio.timeout(connect):
                _, line = await asyncio.shield(dialling)  # broken off half-way it would leave its socket open
        except OSError as error:  # TimeoutError and SSLError are among them
            dialling.add_done_callback(_hang_up)
            raise NotSent(type(error).__name__) from None
        except asyncio.CancelledError:
            dialling.add_done_callback(_hang_up)
            raise
        return line


def _hang_up(dialled: "asyncio.Future[tuple[asyncio.Transport, Connection]]") -> None:
    if not dialled.cancelled() and dialled.exception() is None:
        dialled.result()[0].abort()


class RequestTarget:
    """Says where a request goes: the server, and the target on it."""

    __slots__ = ("host", "server", "target")

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        secure = parts.scheme == "https"
        self.server = (parts.hostname or "", parts.port or (443 if secure else 80), secure)
        self.host = parts.netloc.encode("idna")
        self.target = quote(parts.path + (f"?{parts.query}" if parts.query else ""), safe=_SAFE).encode()


address = lru_cache(maxsize=256)(RequestTarget)  # few methods, and each of them called for ever


def request(method: str, to: RequestTarget, body: bytes, content_type: str) -> bytes:
    """Write a request as it goes over the line."""
    kind = f"Content-Type: {content_type}\r\n" if content_type else ""
    head = f"Host: %b\r\nAccept: application/json\r\n{kind}Content-Length: {len(body)}\r\n\r\n".encode() % to.host
    return b"%b %b HTTP/1.1\r\n%b%b" % (method.encode(), to.target, head, body)
