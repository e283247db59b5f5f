"""Brings updates to the bot's webhook, one after another, again and again until it says yes."""

import asyncio

import httpx
import msgspec

from sandbox.api import BotApi
from sandbox.arguments import Arguments
from sandbox.exchange import Exchange
from sandbox.refusals import Refusal
from sandbox.updates import Update

FIRST_RETRY_SECONDS, LONGEST_RETRY_SECONDS = 0.25, 60.0


class Postman:
    """Delivers while a webhook is set; a method in the answer's body is done as if it had been called."""

    def __init__(self, exchange: Exchange, bot_api: BotApi) -> None:
        self.exchange = exchange
        self.bot_api = bot_api

    async def walk(self) -> None:
        """Deliver for as long as this runs; nothing is opened before there is a webhook."""
        while True:
            if self.exchange.webhook["url"]:
                async with httpx.AsyncClient(timeout=60.0, trust_env=False) as client:
                    await self._round(client)
            await self._stirred()

    async def _round(self, client: httpx.AsyncClient) -> None:
        """Deliver until the webhook is taken away."""
        queue, wait = self.exchange.queue, FIRST_RETRY_SECONDS
        while self.exchange.webhook["url"]:
            update = next(iter(queue.take(1)), None)
            if update is None:
                await self._stirred()
            elif await self._deliver(client, update):
                self.exchange.forget(queue.confirm(update["update_id"] + 1))
                wait = FIRST_RETRY_SECONDS
            else:
                await asyncio.sleep(wait)
                wait = min(2 * wait, LONGEST_RETRY_SECONDS)

    async def _stirred(self) -> None:
        """Something came, or was set, since this was last awaited."""
        await self.exchange.queue.stirred.wait()
        self.exchange.queue.stirred.clear()

    async def _deliver(self, client: httpx.AsyncClient, update: Update) -> bool:
        webhook = self.exchange.webhook
        headers = {"X-Telegram-Bot-Api-Secret-Token": webhook["secret"]} if webhook.get("secret") else {}
        try:
            answer = await client.post(webhook["url"], json=update, headers=headers)
        except httpx.HTTPError as error:
            return self._failed(f"Connection failed: {type(error).__name__}")
        if not answer.is_success:
            return self._failed(f"Wrong response from the webhook: {answer.status_code} {answer.reason_phrase}")
        if answer.content:
            self._do(answer.content)
        return True

    def _failed(self, words: str) -> bool:
        self.exchange.webhook["last_error_date"] = self.exchange.clock.stamp()
        self.exchange.webhook["last_error_message"] = words
        return False

    def _do(self, body: bytes) -> None:
        try:
            said = msgspec.json.decode(body)
        except msgspec.DecodeError:
            return  # Telegram looks at no other answer than a call in JSON
        if isinstance(said, dict) and isinstance(said.get("method"), str):
            try:
                self.bot_api.call(said.pop("method").lower(), Arguments(said))
            except Refusal as refusal:
                self._failed(refusal.description)
