"""getUpdates: offsets, limits, waiting, kinds, retention and rivals."""

import asyncio

import pytest
import telegram as library

from sandbox.methods import polling
from sandbox.telegram import Telegram
from tests.sandbox.conftest import SandboxStage, StandingClock, staged


async def _ids(stage: SandboxStage, **asked: object) -> list[int]:
    return [update["update_id"] for update in await stage.accepted("getUpdates", **asked)]


async def _says(stage: SandboxStage, *texts: str) -> None:
    for text in texts:
        await stage.anna.says(text)


async def test_an_offset_confirms_all_before_it(stage: SandboxStage) -> None:
    """Unconfirmed updates come again and again; an offset forgets what is before it for good."""
    await _says(stage, "een", "twee", "drie")
    first, second, third = await _ids(stage)
    assert await _ids(stage) == [first, second, third]
    assert await _ids(stage, offset=third) == [third]
    assert await _ids(stage, offset=first) == [third]
    assert [] == await _ids(stage, offset=third + 1)
    assert [] == await _ids(stage)


async def test_update_ids_follow_each_other(stage: SandboxStage) -> None:
    """Each update's id is one more than the last, confirmed or not."""
    await _says(stage, "een")
    (first,) = await _ids(stage)
    await _ids(stage, offset=first + 1)
    await _says(stage, "twee", "drie")
    assert await _ids(stage) == [first + 1, first + 2]


async def test_a_negative_offset_keeps_the_last_ones(stage: SandboxStage) -> None:
    """-2 gives the last two and forgets the earlier ones."""
    await _says(stage, "een", "twee", "drie")
    everything = await _ids(stage)
    assert await _ids(stage, offset=-2) == everything[1:]
    assert await _ids(stage) == everything[1:]


@pytest.mark.parametrize(("limit", "expected"), [(2, 2), (1000, 100), (0, 1), (-5, 1)])
async def test_a_limit_is_brought_within_1_and_100(stage: SandboxStage, limit: int, expected: int) -> None:
    """Telegram gives one to a hundred at a time."""
    await _says(stage, *[str(number) for number in range(101)])
    assert len(await _ids(stage, limit=limit)) == expected


async def test_a_poller_waits_for_what_comes(stage: SandboxStage) -> None:
    """Long polling ends at once when somebody says something."""
    waiting = asyncio.create_task(stage.bot.get_updates(timeout=30))
    await asyncio.sleep(0.05)
    assert not waiting.done()
    await _says(stage, "nu")
    (update,) = await waiting
    assert update.message is not None
    assert "nu" == update.message.text


async def test_the_second_poller_sends_the_first_away(stage: SandboxStage) -> None:
    """The first gets 409 in Telegram's words, the second waits on."""
    first = asyncio.create_task(stage.bot.get_updates(timeout=30))
    await asyncio.sleep(0.05)
    second = asyncio.create_task(stage.call("getUpdates", timeout=30))
    with pytest.raises(library.error.Conflict) as caught:
        await first
    assert str(caught.value) == f"Conflict: {polling.POLLER}"
    assert not second.done()
    await _says(stage, "nu")
    assert 1 == len((await second)["result"])


async def test_a_poller_that_hung_up_takes_nothing_with_it(stage: SandboxStage) -> None:
    """A killed bot's open request loses no update."""
    reader, writer = await asyncio.open_connection("127.0.0.1", int(stage.url.rpartition(":")[2]))
    writer.write(f"GET /bot{stage.telegram.token}/getUpdates?timeout=30 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    await writer.drain()
    await asyncio.sleep(0.05)
    writer.close()
    del reader
    await _says(stage, "nog hier")
    assert 1 == len(await _ids(stage))


async def test_updates_are_kept_24_hours(stage: SandboxStage, clock: StandingClock) -> None:
    """After a day Telegram forgets, and not a second sooner."""
    await _says(stage, "oud")
    clock.passes(hours=24)
    assert 1 == len(await _ids(stage))
    clock.passes(seconds=1)
    assert [] == await _ids(stage)


async def test_a_moved_calendar_loses_no_update(stage: SandboxStage, clock: StandingClock) -> None:
    """Retention counts steady seconds: a rehearsal that jumps a month keeps what waits."""
    await _says(stage, "hier")
    clock.moment = clock.moment.replace(month=12)
    assert 1 == len(await _ids(stage))


async def test_only_wanted_kinds_are_queued(stage: SandboxStage) -> None:
    """allowed_updates holds for what comes after, until another list is given; [] means the usual ones."""
    await _ids(stage, allowed_updates=["callback_query"])
    await _says(stage, "niet gewild")
    assert [] == await _ids(stage)
    await _ids(stage, allowed_updates=[])
    await _says(stage, "gewild")
    assert 1 == len(await _ids(stage))
    assert ("Bad Request: can't parse allowed_updates JSON array") == await stage.refused(
        "getUpdates", allowed_updates="message"
    )


async def test_polling_and_a_webhook_exclude_each_other(stage: SandboxStage) -> None:
    """With a webhook set, getUpdates is a conflict."""
    await stage.accepted("setWebhook", url="https://example.org/hook")
    assert (await stage.refused("getUpdates")).startswith(
        "Conflict: can't use getUpdates method while webhook is active"
    )
    await stage.accepted("deleteWebhook")
    assert [] == await _ids(stage)


async def test_a_server_that_stops_lets_its_poller_go(clock: StandingClock) -> None:
    """The open request ends with an empty answer, not with an error."""
    telegram = Telegram(clock=clock)
    async with staged(telegram) as stage:
        waiting = asyncio.create_task(stage.http.get(f"/bot{telegram.token}/getUpdates", params={"timeout": 30}))
        await asyncio.sleep(0.05)
        telegram.hang_up()
        assert {"ok": True, "result": []} == (await waiting).json()
