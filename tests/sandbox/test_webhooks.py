"""Webhooks: delivered with their secret, one after another, again until the bot says yes."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.sandbox.conftest import SandboxStage
from tests.sandbox.loopback import listening


@dataclass
class Hook:
    """A bot's own web address; it answers with `answers` in turn, and then yes."""

    url: str = ""
    answers: list[Response] = field(default_factory=list)
    got: asyncio.Queue[tuple[str | None, dict[str, Any]]] = field(default_factory=asyncio.Queue)

    async def take(self, request: Request) -> Response:
        self.got.put_nowait((request.headers.get("X-Telegram-Bot-Api-Secret-Token"), await request.json()))
        return self.answers.pop(0) if self.answers else Response()


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    hook = Hook()
    async with contextlib.AsyncExitStack() as stack:
        app = Starlette(routes=[Route("/hook", hook.take, methods=["POST"])])
        hook.url = await stack.enter_async_context(listening(app)) + "/hook"
        yield hook


async def _next(hook: Hook) -> tuple[str | None, dict[str, Any]]:
    return await asyncio.wait_for(hook.got.get(), 5)


async def test_updates_are_delivered_with_the_secret(stage: SandboxStage, hook: Hook) -> None:
    """What waited comes first; each update is confirmed by a plain yes."""
    await stage.anna.says("vooraf")
    assert await stage.bot.set_webhook(hook.url, secret_token="geheim_1") is True
    await stage.anna.says("daarna")
    heard = [await _next(hook) for _ in range(2)]
    assert [
        ("geheim_1", "vooraf"),
        ("geheim_1", "daarna"),
    ] == [(secret, update["message"]["text"]) for secret, update in heard]
    info = await stage.bot.get_webhook_info()
    assert info.url == hook.url


async def test_a_refusal_is_followed_by_another_try(stage: SandboxStage, hook: Hook) -> None:
    """The same update comes again; getWebhookInfo tells what went wrong."""
    hook.answers = [Response(status_code=500)]
    await stage.bot.set_webhook(hook.url)
    await stage.anna.says("hoor je mij")
    first, second = await _next(hook), await _next(hook)
    assert first == second
    info = await stage.bot.get_webhook_info()
    assert "Wrong response from the webhook: 500 Internal Server Error" == info.last_error_message


async def test_an_answer_may_hold_a_call(stage: SandboxStage, hook: Hook) -> None:
    """A method in the body is done as if it had been called."""
    hook.answers = [JSONResponse({"method": "sendMessage", "chat_id": stage.anna.id, "text": "Ja, hoor"})]
    await stage.bot.set_webhook(hook.url)
    await stage.anna.says("hoor je mij")
    await stage.anna.sees("Ja, hoor")


async def test_dropping_pending_updates_forgets_them(stage: SandboxStage) -> None:
    """With drop_pending_updates nothing of before remains."""
    await stage.anna.says("oud")
    assert 1 == (await stage.bot.get_webhook_info()).pending_update_count
    await stage.bot.delete_webhook(drop_pending_updates=True)
    assert () == await stage.bot.get_updates()


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"url": "http://example.org/"}, "bad webhook: An HTTPS URL must be provided for webhook"),
        (
            {"url": "https://example.org:1234/"},
            "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443",
        ),
        ({"url": "https://example.org/", "secret_token": "é"}, "secret token contains unallowed characters"),
    ],
)
async def test_a_webhook_is_checked(stage: SandboxStage, parameters: dict[str, Any], words: str) -> None:
    """HTTPS on four ports, and a plain secret; only this machine itself may do without."""
    assert await stage.refused("setWebhook", **parameters) == f"Bad Request: {words}"


async def test_setting_a_webhook_sends_the_poller_away(stage: SandboxStage, hook: Hook) -> None:
    """The open getUpdates ends in a conflict that names the reason."""
    polling = asyncio.create_task(stage.call("getUpdates", timeout=30))
    await asyncio.sleep(0.05)
    await stage.bot.set_webhook(hook.url)
    assert "Conflict: terminated by setWebhook request" == (await polling)["description"]
