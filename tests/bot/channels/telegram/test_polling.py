"""Asking for updates: what passes is waited out, what does not is a sentence, and who was there first stays."""

import asyncio
import random
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from bot.channels.telegram.polling import Manners, Polling, TokenRefused, TwoProcesses, WebhookComesBack
from bot.channels.telegram.transport import LightBot, LightRequest
from sandbox import hosting
from sandbox.faults import Fault, FaultKind
from sandbox.telegram import Telegram
from tests.bot.channels.telegram import nonsense

PATIENCE = 20.0  # on a machine that others use too
AT_ONCE = Manners(asks_again=0.01, first_pause=0.0, settled_after=1000.0)
HASTY = Manners(first_pause=0.01, settled_after=1000.0)
SETTLED = Manners(first_pause=0.0, settled_after=0.0)


@asynccontextmanager
async def poller(url: str, token: str, manners: Manners) -> AsyncIterator[Polling]:
    """One process that polls."""
    polls = LightRequest(2, 35)
    bot = LightBot(token, f"{url}/bot", request=LightRequest(), get_updates_request=polls)
    async with bot:
        yield Polling(bot, polls, manners)


@asynccontextmanager
async def alone(manners: Manners = AT_ONCE) -> AsyncIterator[tuple[Telegram, Polling]]:
    """A pretend Telegram and the one that polls it."""
    telegram = Telegram(pace=None)
    async with hosting.serving(telegram) as url, poller(url, telegram.token, manners) as polling:
        yield telegram, polling


async def _hears(polling: Polling) -> list[int]:
    """The numbers of the next updates, which are confirmed."""
    async with asyncio.timeout(PATIENCE):
        updates = await polling.next()
    polling.confirm(updates)
    return [update["update_id"] for update in updates]


async def test_who_came_second_gives_up_and_who_was_first_goes_on() -> None:
    """Telegram sends each away in turn; the newcomer stops with a sentence and the first hears what is said then."""
    telegram = Telegram(pace=None)
    async with hosting.serving(telegram) as url, poller(url, telegram.token, SETTLED) as first:
        await telegram.person("Anna").says("/start")
        assert 1 == len(await _hears(first))
        on = asyncio.create_task(first.next())
        async with poller(url, telegram.token, HASTY) as second, asyncio.timeout(PATIENCE):
            with pytest.raises(TwoProcesses, match="was there first"):
                await second.next()
        assert not on.done()
        await telegram.person("Anna").says("/help")
        async with asyncio.timeout(PATIENCE):
            assert ["/help"] == [update["message"]["text"] for update in await on]


async def test_a_conflict_that_passes_makes_nobody_give_up() -> None:
    """After a kill Telegram believes for a while that the old process polls."""
    async with alone() as (telegram, polling):
        telegram.faults.add(Fault(FaultKind.CONFLICT, "getUpdates", times=5))
        await telegram.person("Anna").says("/start")
        assert 1 == len(await _hears(polling))


async def test_a_webhook_is_taken_away() -> None:
    """Its updates would go to another program; nothing that was said meanwhile is lost."""
    async with alone() as (telegram, polling):
        telegram.webhook = {"url": "https://elsewhere.example/hook"}
        await telegram.person("Anna").says("/start")
        assert 1 == len(await _hears(polling))
        assert "" == telegram.webhook["url"]


async def test_a_webhook_that_comes_back_each_time_is_told() -> None:
    """Somebody else uses this token: a sentence says so."""
    body = (
        b'{"ok":false,"error_code":409,"description":"Conflict: can\'t use getUpdates method while webhook is active"}'
    )
    async with alone() as (telegram, polling):
        telegram.faults.add(Fault(FaultKind.PAGE, "getUpdates", times=None, status=409, body=body))
        with pytest.raises(WebhookComesBack, match="sets a webhook"):
            await _hears(polling)


async def test_a_revoked_token_is_told() -> None:
    """Only when Telegram itself says so: a proxy's 401 passes."""
    async with alone() as (telegram, polling):
        telegram.faults.add(Fault(FaultKind.PAGE, "getUpdates", status=401, body="<html>log in to the network</html>"))
        await telegram.person("Anna").says("/start")
        assert 1 == len(await _hears(polling))
        telegram.token = "1:another"
        with pytest.raises(TokenRefused, match="@BotFather"):
            await _hears(polling)


ODD_ANSWERS = {
    "404 of a proxy": (404, b"<html>not here</html>"),
    "404 as Telegram writes it": (404, b'{"ok":false,"error_code":404,"description":"Not Found"}'),
    "403 of a proxy": (403, b"<html>forbidden</html>"),
    "502 with a list": (502, b"[]"),
    "502 with a string": (502, b'"bad"'),
    "nothing": (200, b""),
    "without a result": (200, b'{"ok":true}'),
    "null": (200, b"null"),
    "null as result": (200, b'{"ok":true,"result":null}'),
    "a list": (200, b"[1]"),
    "a string": (200, b'"ok"'),
    "updates that are no list": (200, b'{"ok":true,"result":{"update_id":1}}'),
    "updates that are no objects": (200, b'{"ok":true,"result":[1,"two",null,[3]]}'),
    "an update without a number": (200, b'{"ok":true,"result":[{"message":{}}]}'),
    "a number beyond all numbers": (200, b'{"ok":true,"result":[{"update_id":9223372036854775808}]}'),
    "a number that is none": (200, b'{"ok":true,"result":[{"update_id":true},{"update_id":1.5},{"update_id":-3}]}'),
    "foreign bytes": (200, b'{"ok":true,"result":"\xff\xfe"}'),
    "nested": (200, b'{"ok":true,"result":' + b"[" * 100_000 + b"]" * 100_000 + b"}"),
    "half": (200, b'{"ok":true,"result":[{"update_id":1'),
    "wait a word": (429, b'{"ok":false,"error_code":429,"parameters":{"retry_after":"soon"}}'),
    "wait below zero": (429, b'{"ok":false,"error_code":429,"parameters":{"retry_after":-5}}'),
    "parameters that are none": (429, b'{"ok":false,"error_code":429,"parameters":[7]}'),
    "a code that is none": (500, b'{"ok":false,"error_code":"many"}'),
    "moved": (400, b'{"ok":false,"error_code":400,"parameters":{"migrate_to_chat_id":"there"}}'),
}


@pytest.mark.parametrize("name", ODD_ANSWERS)
async def test_what_is_no_answer_of_telegram_s_is_waited_out(name: str) -> None:
    """Whatever stands in its place, the next real answer is heard."""
    status, body = ODD_ANSWERS[name]
    async with alone() as (telegram, polling):
        telegram.faults.add(Fault(FaultKind.PAGE, "getUpdates", status=status, body=body))
        await telegram.person("Anna").says("/start")
        assert 1 == len(await _hears(polling))


async def test_an_odd_update_takes_no_other_with_it() -> None:
    """What has no usable number is passed over; what came with it is heard and confirmed."""
    mixed = b'{"ok":true,"result":[{"update_id":12},7,{"update_id":11},{"update_id":9223372036854775807},{}]}'
    async with alone() as (telegram, polling):
        telegram.faults.add(Fault(FaultKind.PAGE, "getUpdates", status=200, body=mixed))
        assert [11, 12] == await _hears(polling)


async def test_made_up_answers_in_telegram_s_place() -> None:
    """Each of 400 is an error that is waited out or a list of numbered updates; none is a traceback."""
    await _fuzz(400, seed=7)


@pytest.mark.long
async def test_very_many_made_up_answers_in_telegram_s_place() -> None:
    """None of 200,000 made-up answers stops the bot or loses an update."""
    await _fuzz(200_000, seed=11)


async def _fuzz(times: int, seed: int) -> None:
    answers = nonsense.answers(random.Random(seed))  # noqa: S311 - to be repeated
    polls = _Line(answers)
    polling = Polling(LightBot("1:x", "http://nowhere/bot"), polls, Manners(first_pause=0.0, settled_after=0.0))
    for _ in range(times):
        try:
            updates = await polling._ask()
        except nonsense.EXPECTED:
            continue
        assert all(0 <= update["update_id"] < 1 << 63 for update in updates)


class _Line(LightRequest):
    """A transport whose server answers with the next of these."""

    def __init__(self, answers: Iterator[tuple[int, bytes]]) -> None:
        super().__init__()
        self._answers = answers

    async def _send(self, *_: Any) -> tuple[int, bytes]:
        return next(self._answers)
