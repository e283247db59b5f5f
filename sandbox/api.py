"""The Bot API over ASGI: /bot<TOKEN>/<method> and /file/bot<TOKEN>/<path>, kept lean, for benchmarks run through it."""

import asyncio
import re
from typing import Any

import msgspec
from starlette.types import Receive, Scope, Send

from sandbox import methods, refusals, wire
from sandbox.arguments import Arguments
from sandbox.exchange import Exchange
from sandbox.faults import Fault, FaultKind
from sandbox.methods import polling

_encode = msgspec.json.Encoder().encode
_WELL_FORMED = re.compile(r"\d+:[A-Za-z0-9_-]+\Z")
_GATEWAY = b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body><h1>502 Bad Gateway</h1></body>\r\n</html>"
_CUT = frozenset({FaultKind.HALF, FaultKind.LOST, FaultKind.UNHEARD})


class CallerGone(Exception):
    """The caller has hung up."""


class BotApi:
    """`latency` is in seconds and comes before every answer."""

    def __init__(self, exchange: Exchange, latency: float) -> None:
        self.exchange = exchange
        self.latency = latency
        self.calls = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request below /bot."""
        try:
            body = await _body(receive)
        except CallerGone:
            return
        name = scope["path"].rpartition("/")[2].lower()
        self.calls += 1
        fault = self.exchange.faults.on_call(name)
        if fault is not None and await self._spoils(fault, send):
            return
        if fault is not None and fault.kind is FaultKind.UNHEARD:
            await _cut(scope, receive, send, b"", fault.seconds)
            return
        try:
            status, answer = await self._answer(scope, name, body, receive)
        except CallerGone:
            return
        if self.latency:
            await asyncio.sleep(self.latency)
        if fault is not None and fault.kind in _CUT:
            await _cut(scope, receive, send, answer if fault.kind is FaultKind.HALF else b"", fault.seconds)
            return
        await _respond(send, status, answer)

    async def _answer(self, scope: Scope, name: str, body: bytes, receive: Receive) -> tuple[int, bytes]:
        try:
            self._admit(scope["path"])
            arguments = wire.arguments(_header(scope, b"content-type"), scope["query_string"], body)
            if name == "getupdates":
                result: object = await _unless_gone(receive, polling.get_updates(self.exchange, arguments))
            else:
                result = self.call(name, arguments)
        except refusals.Refusal as refusal:
            return refusal.code, _encode(refusal.body())
        return 200, b'{"ok":true,"result":' + _encode(result) + b"}"

    def call(self, name: str, arguments: Arguments) -> object:
        """Do one method (in lower case) at once; refusals are raised."""
        method = methods.BY_NAME.get(name)
        if method is None:
            raise refusals.NotFound
        return method(self.exchange, arguments)

    def _admit(self, path: str) -> None:
        token = path[4:].partition("/")[0]
        if token != self.exchange.token:
            raise refusals.Unauthorized if _WELL_FORMED.match(token) else refusals.NotFound

    async def _spoils(self, fault: Fault, send: Send) -> bool:
        """Answer with the fault itself, without effect, when it is of that kind; says whether it did."""
        refusal: refusals.Refusal
        match fault.kind:
            case FaultKind.TOO_MANY:
                refusal = refusals.TooManyRequests(fault.retry_after)
            case FaultKind.INTERNAL:
                refusal = refusals.Refusal()
            case FaultKind.REFUSED:
                refusal = refusals.BadRequest("the message was refused on request")
            case FaultKind.CONFLICT:
                refusal = refusals.Conflict(polling.POLLER)
            case FaultKind.BAD_GATEWAY:
                await _respond(send, 502, _GATEWAY, b"text/html")
                return True
            case FaultKind.PAGE:
                body = fault.body.encode() if isinstance(fault.body, str) else fault.body
                await _respond(send, fault.status, body, b"text/html")
                return True
            case _:
                if fault.kind is FaultKind.SLOW:
                    await asyncio.sleep(fault.seconds)
                return False
        await _respond(send, refusal.code, _encode(refusal.body()))
        return True

    async def file(self, scope: Scope, send: Send) -> None:
        """Answer one download below /file/bot."""
        token, _, path = scope["path"].removeprefix("/file/bot").partition("/")
        stored = self.exchange.files.by_path.get(path) if token == self.exchange.token else None
        if stored is None:
            await _respond(send, 404, _encode(refusals.NotFound().body()))
        else:
            await _respond(send, 200, stored.content, b"application/octet-stream")


def _header(scope: Scope, name: bytes) -> bytes:
    for key, value in scope["headers"]:
        if key == name:
            return bytes(value)
    return b""


async def _body(receive: Receive) -> bytes:
    event = await receive()
    if event["type"] == "http.disconnect":
        raise CallerGone
    if not event.get("more_body"):
        return bytes(event.get("body", b""))
    pieces = [event.get("body", b"")]
    while event.get("more_body"):
        event = await receive()
        if event["type"] == "http.disconnect":
            raise CallerGone
        pieces.append(event.get("body", b""))
    return b"".join(pieces)


async def _unless_gone(receive: Receive, work: Any) -> object:
    """Await the result of `work`; Gone, with the work stopped, when the caller hangs up first."""
    working = asyncio.ensure_future(work)
    await asyncio.sleep(0)
    if working.done():
        return working.result()
    listening = asyncio.ensure_future(receive())
    try:
        await asyncio.wait([working, listening], return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise CallerGone
        return working.result()
    finally:
        listening.cancel()
        working.cancel()


async def _respond(send: Send, status: int, body: bytes, mime: bytes = b"application/json") -> None:
    headers = [(b"content-type", mime), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _cut(scope: Scope, receive: Receive, send: Send, body: bytes, seconds: float) -> None:
    """Send half of `body`, wait, and cut the line; an in-memory caller gets a ConnectionError instead."""
    if body:
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True})
    if seconds:
        await asyncio.sleep(seconds)
    line = scope.get("extensions", {}).get("sandbox.line")
    if line is None:
        raise ConnectionResetError("the line was cut on request")
    line.close() if body else line.abort()
    while (await receive())["type"] != "http.disconnect":
        pass
