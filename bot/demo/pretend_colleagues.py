"""Lets the demo's made-up colleagues go on answering on phones that nobody looks at, for as long as the clock moves."""

import asyncio
import random
from collections.abc import Mapping, Sequence
from typing import Any

import httpx

from bot.base import clock
from bot.demo.rehearsal import MadeUpPerson, choose, options
from store.addresses import Address

_AT_MOST = 60  # answers of one person at one moment; the longest conversation has some twenty
_PATIENCE = 5.0  # seconds that the bot may take to go on after an answer
_LOOK = 0.05

Screen = Sequence[Mapping[str, Any]]


class Colleagues:
    """Answers for the made-up colleagues on their phones, at the address of the pretend Telegram."""

    def __init__(self, address: str, actors: Sequence[MadeUpPerson], calendar: clock.Clock, seed: int) -> None:
        self._actors = actors
        self._calendar = calendar
        self._client = httpx.AsyncClient(base_url=address, timeout=30.0, trust_env=False)
        self._chance = random.Random(seed)  # noqa: S311 - made-up people need no secrets
        self._left: set[tuple[Address, int]] = set()  # (chat, message) of what somebody lets pass

    async def answer(self) -> None:
        """Let everybody who was asked something answer, until nobody is asked anything any more."""
        await asyncio.gather(*(self._answer(actor) for actor in self._actors))

    async def close(self) -> None:
        """Put the phones away."""
        await self._client.aclose()

    async def _answer(self, actor: MadeUpPerson) -> None:
        for _ in range(_AT_MOST):
            screen = await self._screen(actor)
            asked = _newest_question(screen)
            if asked is None or (actor.address, asked["id"]) in self._left:
                return
            if not await self._reply(actor, asked, screen):
                self._left.add((actor.address, asked["id"]))

    async def _reply(self, actor: MadeUpPerson, asked: Mapping[str, Any], screen: Screen) -> bool:
        """Answer one question; False where somebody lets it pass, or the bot does not go on."""
        offered = options(_pairs(asked))
        if "nu" in offered and self._chance.random() > actor.answers:
            return False
        key = choose(actor, offered, self._calendar.now(), self._chance)
        if key is None:
            await self._does(actor, "says", {"text": self._chance.choice(actor.words)})
        else:
            label, data = offered[key]
            await self._does(actor, "presses", {"message": asked["id"], "label": label, "data": data})
        return await self._went_on(actor, screen)

    async def _went_on(self, actor: MadeUpPerson, before: Screen) -> bool:
        """Say whether the bot shows something else by now than what it showed before."""
        until = clock.steady() + _PATIENCE
        while clock.steady() < until:
            if _by_bot(await self._screen(actor)) != _by_bot(before):
                return True
            await asyncio.sleep(_LOOK)
        return False

    async def _screen(self, actor: MadeUpPerson) -> Screen:
        answer = await self._client.get(f"/sandbox/chats/{actor.address.key}")
        screen: Screen = answer.raise_for_status().json()["screen"]
        return screen

    async def _does(self, actor: MadeUpPerson, act: str, deed: Mapping[str, Any]) -> None:
        (await self._client.post(f"/sandbox/chats/{actor.address.key}/{act}", json=deed)).raise_for_status()


def _by_bot(screen: Screen) -> list[tuple[int, str, Any]]:
    return [(shown["id"], shown["text"], shown["rows"]) for shown in screen if shown["by_bot"]]


def _newest_question(screen: Screen) -> Mapping[str, Any] | None:
    return next((shown for shown in reversed(screen) if options(_pairs(shown))), None)


def _pairs(shown: Mapping[str, Any]) -> list[tuple[str, str]]:
    rows = zip(shown["rows"], shown["data"], strict=True)
    return [pair for labels, data in rows for pair in zip(labels, data, strict=True)]
