"""A light HTTP transport for Telegram's library, which tells whether a request can have taken effect."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, cast

import httpx
import msgspec
from telegram import Bot
from telegram.error import NetworkError, RetryAfter, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.base import clock
from bot.base.egress import Egress
from bot.base.last_contact import Contact
from bot.channels.telegram import connection, response
from bot.channels.telegram.connection import Lines
from bot.channels.telegram.form import Form
from bot.channels.telegram.proxied import Proxied

USUAL_TIMEOUT = 15.0
CONNECT_TIMEOUT = 10.0


def asked_patience(error: RetryAfter) -> timedelta:
    """Read how long Telegram asks us to wait; the library gives seconds now and a length of time in versions to
    come."""
    asked = error.retry_after
    return asked if isinstance(asked, timedelta) else timedelta(seconds=asked)


class NotSentError(NetworkError):
    """The request never reached Telegram: it may safely be sent again."""


class NoAnswerError(TimedOut):
    """The request left and no whole answer came back: nobody knows whether it took effect."""


class LightBot(Bot):
    """Adds to the library's bot a short way for what is sent most.

    The library makes objects of a keyboard, only to turn them into text again, and one with 180 attributes of every
    message that it sent: each takes longer than all the rest of sending it.
    """

    async def show(self, method: str, **parameters: str | int | None) -> int | None:
        """Call a method that shows a message; parameters as they go over the line, of which None does not go.

        The number of the message, if Telegram says it; raises what the library's own methods do.
        """
        shown = await self.request.post(f"{self.base_url}/{method}", _data(parameters))
        return int(shown["message_id"]) if isinstance(shown, dict) else None


class LightRequest(BaseRequest):
    """Carries the requests of Telegram's library over lines of our own; no address is ever logged."""

    def __init__(
        self,
        connections: int = 64,
        read_timeout: float = USUAL_TIMEOUT,
        egress: Egress | None = None,
        contact: Contact | None = None,
    ) -> None:
        self._connections = connections
        self._read_timeout = read_timeout
        self._egress = egress or Egress()
        self._contact = contact or Contact("Telegram")
        self._lines: Lines | None = None
        self._proxy_to: dict[tuple[str, int, bool], str | None] = {}  # looked up once for each server
        self._proxied: dict[str, Proxied] = {}  # by the proxy's address

    @property
    def read_timeout(self) -> float:
        """Give the seconds to wait for an answer, unless a call says otherwise."""
        return self._read_timeout

    async def initialize(self) -> None:
        """Make ready; a line is opened when it is needed."""
        if self._lines is None:
            self._lines = Lines(self._connections, clock.steady, self._egress.trust)

    async def shutdown(self) -> None:
        """Hang up."""
        if self._lines is not None:
            self._lines.close()
            self._lines = None
        for proxied in self._proxied.values():
            await proxied.close()
        self._proxied.clear()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - the system takes what we write
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Send one request and give (status, payload) as Telegram gave them. Raises NotSentError or NoAnswerError.

        Whatever is no answer of Telegram's is one of those two: the library takes a proxy's 403 for a person's, and
        stumbles over what is no object.
        """
        connect, wait = _seconds(connect_timeout, CONNECT_TIMEOUT), _seconds(pool_timeout, USUAL_TIMEOUT)
        timeouts = httpx.Timeout(_seconds(read_timeout, self._read_timeout), connect=connect, pool=wait)
        try:
            status, payload = await self._send(url, method, *_body(url, request_data), timeouts)
            checked = _checked(url, method, status, payload)
        except (connection.NotSent, response.TurnedAway) as error:
            self._contact.failed(type(error).__name__)
            raise NotSentError(str(error)) from None
        except (connection.NoAnswer, response.UnreadableAnswer) as error:
            self._contact.failed(type(error).__name__)
            raise NoAnswerError(str(error)) from None
        self._contact.answered()
        return checked

    async def _send(
        self, url: str, method: str, content: bytes, content_type: str, timeouts: httpx.Timeout
    ) -> tuple[int, bytes]:
        """Send a request and give (HTTP status, body); raises NotSent, NoAnswer."""
        if self._lines is None:
            raise RuntimeError("the transport was not opened")
        # Methods are posted to and remembered; a file is fetched once, and its address leads to what somebody sent.
        to = connection.address(url) if method == "POST" else connection.RequestTarget(url)
        proxy = self._proxy(to, url)
        if proxy is not None:
            return await self._through(proxy).ask(method, url, content, content_type, timeouts)
        connect, wait, read = (float(timeouts.as_dict()[name] or 0) for name in ("connect", "pool", "read"))
        async with self._lines.line(to, connect, wait) as mine:
            return await mine.ask(connection.request(method, to, content, content_type), read)

    def _proxy(self, to: connection.RequestTarget, url: str) -> str | None:
        if to.server not in self._proxy_to:
            self._proxy_to[to.server] = self._egress.proxy_for(url)
        return self._proxy_to[to.server]

    def _through(self, proxy: str) -> Proxied:
        if proxy not in self._proxied:
            self._proxied[proxy] = Proxied(proxy, self._egress, self._connections)
        return self._proxied[proxy]

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:
        """Decode an answer; the library's own version would log it, and it may hold what people wrote."""
        try:
            return response.decoded(payload)
        except ValueError:
            raise NoAnswerError("no answer of Telegram's") from None

    async def call(self, base_url: str, method: str, parameters: Mapping[str, object], read_timeout: float) -> Any:
        """Call a method and give its raw result, before the library parses it: one odd update must not spoil the
        others."""
        return await self.post(f"{base_url}/{method}", _data(parameters), read_timeout=read_timeout)


def _data(parameters: Mapping[str, object]) -> RequestData:
    # The library hands it on to our own `do_request` and never looks into it.
    return cast(RequestData, Form(parameters))


def _checked(url: str, method: str, status: int, payload: bytes) -> tuple[int, bytes]:
    if method != "POST":
        return response.checked_file(status, payload)
    return response.checked(url.rpartition("/")[2], status, payload)


def _body(url: str, data: RequestData | None) -> tuple[bytes, str]:
    """Give a request's content and content type."""
    if data is None:
        return b"", ""
    if data.contains_files:
        request = httpx.Request("POST", url, data=data.json_parameters, files=data.multipart_data)
        return request.read(), request.headers["content-type"]
    # No form: to write the spaces and accents of a message as one takes as long as all the rest of sending it.
    return msgspec.json.encode(data.json_parameters), "application/json"


def _seconds(asked: Any, usual: float) -> Any:
    return usual if asked is None or asked is BaseRequest.DEFAULT_NONE else asked
