"""The whole sandbox as one ASGI application: the Bot API first and straight, the rest by routes."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Receive, Scope, Send

from sandbox import api, bot_clock, control, guard, postman
from sandbox.page import routes
from sandbox.telegram import Telegram


def create_app(telegram: Telegram) -> ASGIApp:
    """Bot API at /bot<TOKEN>/, the page at /, controls at /sandbox/; closes `telegram` when the server stops."""
    bot_api = api.BotApi(telegram, telegram.latency)
    rest = _rest(telegram, bot_api)

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].startswith("/bot"):
            await bot_api(scope, receive, send)
        elif scope["type"] == "http" and scope["path"].startswith("/file/bot"):
            await bot_api.file(scope, send)
        else:
            await rest(scope, receive, send)

    return app


def _rest(telegram: Telegram, bot_api: api.BotApi) -> ASGIApp:
    clock = bot_clock.BotClock(telegram.clock_url, telegram.clock) if telegram.clock_url else None

    @contextlib.asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        tasks = [asyncio.create_task(postman.Postman(telegram, bot_api).walk())]
        if clock is not None:
            tasks.append(asyncio.create_task(clock.follow()))
        yield
        for task in tasks:
            task.cancel()
        for outcome in await asyncio.gather(*tasks, return_exceptions=True):
            if isinstance(outcome, Exception):
                raise outcome
        if clock is not None:
            await clock.close()
        telegram.close()

    everything = [*control.Control(telegram, clock).routes(), *routes.Page(telegram, clock).routes()]
    return Starlette(routes=everything, lifespan=lifespan, middleware=[Middleware(guard.LoopbackGuard)])
