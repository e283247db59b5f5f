"""The courier, with the pretend Telegram over HTTP: in order, replies first, and nobody waits for another's trouble."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot import outgoing
from bot.courier import Courier
from bot.outgoing import Kind
from bot.pace import Limits
from sandbox.faults import Fault, FaultKind
from store import outbox, tally
from store.outbox import Priority, Sending
from tests.playing import Stage, playing, said, seated

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
BUTTONS = [[("Ja", "1:1:yes")]]


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """The bot without a hurry."""
    async with playing(tmp_path, NOW) as made:
        yield made


def put(stage: Stage, person: int, text: str, kind: Kind = Kind.MESSAGE, **how: Any) -> None:
    """Queue a sentence for somebody and wake the courier; `body` and `buttons` go into it."""
    buttons = how.pop("buttons", ())
    body = how.pop("body", None) or outgoing.message(text, buttons)
    stage.runtime.database.call(outbox.put, person, kind, body, NOW, **how)


async def test_each_chat_in_order(stage: Stage) -> None:
    """Ten messages for each of three people, all queued at once, arrive in their order."""
    everybody = [seated(stage, name) for name in ("Anna", "Bram", "Daan")]
    for number in range(10):
        for _, person in everybody:
            put(stage, person, f"{number}")
    stage.courier.wake()
    await stage.quiet()
    assert [[f"{number}" for number in range(10)]] * 3 == [said(phone) for phone, _ in everybody]


async def test_a_slow_chat_holds_up_nobody(stage: Stage) -> None:
    """While Anna's message hangs, Bram's arrive."""
    anna, anna_s = seated(stage, "Anna")
    bram, bram_s = seated(stage, "Bram")
    stage.telegram.faults.add(Fault(FaultKind.SLOW, "sendMessage", seconds=1.0))
    put(stage, anna_s, "traag")
    stage.courier.wake()
    await asyncio.sleep(0.1)
    for number in range(3):
        put(stage, bram_s, f"{number}")
    stage.courier.wake()
    await bram.sees("2", 0.8)
    assert [] == said(anna)
    await anna.sees("traag")


async def test_replies_go_before_nudges(tmp_path: Path) -> None:
    """Five a second go; a reply queued last goes before the nudges that were queued first."""
    async with playing(tmp_path, NOW, limits=Limits(over_all=5)) as stage:
        colleagues = [seated(stage, f"Collega {number}") for number in range(6)]
        for _, person in colleagues:
            put(stage, person, "nudge", priority=Priority.NUDGE)
        anna, anna_s = seated(stage, "Anna")
        put(stage, anna_s, "antwoord")
        stage.courier.wake()
        answered = (await anna.sees("antwoord")).id
        nudged = [(await phone.sees("nudge")).id for phone, _ in colleagues]
        assert sum(earlier < answered for earlier in nudged) <= 2


async def test_asked_for_patience_nobody_gets_anything(stage: Stage) -> None:
    """One 429 holds every chat for as long as Telegram asked, and nothing is lost by it."""
    anna, anna_s = seated(stage, "Anna")
    bram, bram_s = seated(stage, "Bram")
    stage.telegram.faults.add(Fault(FaultKind.TOO_MANY, "sendMessage", retry_after=1))
    put(stage, anna_s, "eerst")
    stage.courier.wake()
    while not stage.telegram.faults.struck[FaultKind.TOO_MANY]:  # noqa: ASYNC110 - the sandbox counts, it does not call
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.05)
    put(stage, bram_s, "intussen")
    stage.courier.wake()
    await asyncio.sleep(0.6)
    assert [[], []] == [said(anna), said(bram)]
    await anna.sees("eerst", 3)
    await bram.sees("intussen", 3)


async def test_what_cannot_be_drawn_stops_nobody(stage: Stage) -> None:
    """A drawing that does not exist fails by itself; the next message arrives."""
    anna, person = seated(stage, "Anna")
    put(stage, person, "", Kind.PICTURE, body={"drawing": {"kind": "no such drawing"}, "caption": ""})
    put(stage, person, "daarna")
    with capture_logs() as logs:
        stage.courier.wake()
        await anna.sees("daarna")
    assert ["could not make what was to be sent"] == [entry["event"] for entry in logs if entry["log_level"] == "error"]
    assert 1 == stage.runtime.database.call(outbox.counts)[Sending.FAILED]


@pytest.mark.parametrize(("buttons", "copies"), [(BUTTONS, 2), ((), 1)])
async def test_a_lost_answer_is_counted(stage: Stage, buttons: Any, copies: int) -> None:
    """Telegram has no key to ask by: a question goes once more, a sentence does not, and both are counted."""
    anna, person = seated(stage, "Anna")
    stage.telegram.faults.add(Fault(FaultKind.LOST, "sendMessage"))
    put(stage, person, "Hoe ging het?", buttons=buttons)
    put(stage, person, "daarna")
    stage.courier.wake()
    await anna.sees("daarna")
    await stage.quiet()
    assert ["Hoe ging het?"] * copies + ["daarna"] == said(anna)
    expected = "sent again in doubt" if buttons else "left in doubt"
    assert {expected: 1} == stage.runtime.database.call(tally.counts)


async def test_drain_sends_all_that_may_go(stage: Stage) -> None:
    """What somebody drains is gone when it returns."""
    anna, person = seated(stage, "Anna")
    for number in range(5):
        put(stage, person, f"{number}")
    await stage.courier.drain()
    assert 5 == len(said(anna))


async def test_a_courier_that_is_woken_and_stopped_at_once_stops(stage: Stage) -> None:
    """The end of the program may come together with a new message; it is not forgotten over it."""
    courier = Courier(stage.runtime, stage.bot)
    for _ in range(20):
        running = asyncio.create_task(courier.run())
        await asyncio.sleep(0.02)
        courier.wake()
        running.cancel()
        assert {running} == (await asyncio.wait({running}, timeout=5))[0]
