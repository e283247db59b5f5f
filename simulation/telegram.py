"""An in-memory Telegram: the sandbox with all its rules, on the simulation's calendar, behind the library's `Bot`."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from telegram.request import BaseRequest, RequestData

from bot.base import clock
from sandbox import methods, refusals
from sandbox.arguments import Arguments, Upload
from sandbox.chats import Chat
from sandbox.clock import MovedClock
from sandbox.exchange import Exchange
from sandbox.pace import ServerPace
from sandbox.telegram import Telegram

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder().decode
_LINES, _MESSAGES = 200, 60  # of one chat; older ones have scrolled away


@dataclass(slots=True)
class Calendar(MovedClock):
    """The sandbox's two clocks, both read from the simulation's calendar."""

    of: clock.Clock | None = None

    def machine(self) -> datetime:
        """The simulated moment."""
        if self.of is None:
            raise RuntimeError("a simulation has a calendar")
        return self.of.now()

    def steady(self) -> float:
        """Simulated seconds."""
        return self.machine().timestamp()


class InMemory(BaseRequest):
    """The library's requests, answered by the sandbox without a network."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self.calls = 0

    @property
    def read_timeout(self) -> float:
        """It never takes any time."""
        return 1.0

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:
        """As the bot's own transport does."""
        return _decode(payload)

    async def do_request(
        self,
        url: str,
        method: str,  # noqa: ARG002 - the library always gives it
        request_data: RequestData | None = None,
        *_: Any,
        **__: Any,
    ) -> tuple[int, bytes]:
        """One call: (HTTP status, body)."""
        self.calls += 1
        called = methods.BY_NAME.get(url.rpartition("/")[2].lower())
        try:
            if called is None:
                raise refusals.NotFound
            result = called(self._exchange, _arguments(request_data))
        except refusals.Refusal as refusal:
            return refusal.code, _encode(refusal.body())
        return 200, b'{"ok":true,"result":' + _encode(result) + b"}"


def _arguments(data: RequestData | None) -> Arguments:
    if data is None:
        return Arguments()
    files = data.multipart_data if data.contains_files else None
    uploads = {
        name: Upload(title, kind, content if isinstance(content, bytes) else content.read())
        for name, (title, content, kind) in (files or {}).items()
    }
    return Arguments(dict(data.json_parameters), uploads)


def build(token: str, calendar: clock.Clock, pace: ServerPace) -> Telegram:
    """A Telegram of this pace that knows nobody yet."""
    return Telegram(token, pace=pace, clock=Calendar(of=calendar))


def scroll(chat: Chat) -> None:
    """Let what is long past go, as it is from a phone's screen."""
    if len(chat.lines) > _LINES:
        del chat.lines[: _LINES // 2]
    while len(chat.messages) > _MESSAGES:
        del chat.messages[next(iter(chat.messages))]
