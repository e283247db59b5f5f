"""The news for one browser, as server-sent events with ready HTML."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import msgspec

from sandbox.chats import Chat
from sandbox.page.render import Renderer
from sandbox.telegram import Telegram

HEARTBEAT_SECONDS = 15.0
_encode = msgspec.json.Encoder().encode


async def news(telegram: Telegram, renderer: Renderer) -> AsyncIterator[bytes]:
    """Events until the browser leaves; a comment now and then keeps the line alive."""
    waiting: asyncio.Queue[tuple[Chat | None, str, Any]] = asyncio.Queue()

    def listener(chat: Chat | None, kind: str, content: Any) -> None:
        waiting.put_nowait((chat, kind, content))

    telegram.listeners.append(listener)
    try:
        yield b": hello\n\n"
        while True:
            try:
                async with asyncio.timeout(HEARTBEAT_SECONDS):
                    chat, kind, content = await waiting.get()
            except TimeoutError:
                yield b": still here\n\n"
            else:
                if kind == "end":
                    return
                yield _event(kind, _shape(renderer, chat, kind, content))
    finally:
        telegram.listeners.remove(listener)


def _event(kind: str, shape: dict[str, Any]) -> bytes:
    return b"event: " + kind.encode() + b"\ndata: " + _encode(shape) + b"\n\n"


def _shape(renderer: Renderer, chat: Chat | None, kind: str, content: Any) -> dict[str, Any]:
    if chat is None:
        return renderer.clock(content)
    shape: dict[str, Any] = {"chat": chat.id}
    match kind:
        case "message":
            shape |= {"id": content["message_id"], "html": renderer.bubble(chat, content)}
            shape |= {"day": renderer.day(content["date"]), "bot": content["from"]["is_bot"]}
        case "removed":
            shape["id"] = content
        case "answered":
            shape |= {"query": content.id, "text": content.text, "alert": content.alert}
        case "chat" | "menu":
            shape |= {
                "html": renderer.foot(chat),
                "shown": chat.shown,
                "blocked": chat.blocked,
                "language": chat.language,
            }
    return shape
