"""The whole sandbox as one ASGI application: the Bot API first and straight, the rest by routes."""

from starlette.types import ASGIApp, Receive, Scope, Send

from sandbox import api
from sandbox.telegram import Telegram


def create_app(telegram: Telegram) -> ASGIApp:
    """Bot API at /bot<TOKEN>/, files at /file/bot<TOKEN>/; closes `telegram` when the server stops."""
    bot_api = api.BotApi(telegram, telegram.latency)

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].startswith("/bot"):
            await bot_api(scope, receive, send)
        elif scope["type"] == "http" and scope["path"].startswith("/file/bot"):
            await bot_api.file(scope, send)
        elif scope["type"] == "lifespan":
            await _lifespan(telegram, receive, send)
        else:
            await send({"type": "http.response.start", "status": 404, "headers": []})
            await send({"type": "http.response.body", "body": b""})

    return app


async def _lifespan(telegram: Telegram, receive: Receive, send: Send) -> None:
    await receive()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    telegram.close()
    await send({"type": "lifespan.shutdown.complete"})
