"""The courier, with the pretend Telegram over HTTP: in order, replies first, and nobody waits for another's trouble."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.base import outgoing
from bot.base.outgoing import OutgoingKind
from bot.channels.courier import Courier
from bot.channels.telegram.pace import Limits
from sandbox.faults import Fault, FaultKind
from store import outbox, tally
from store.outbox import Allowance, Priority, SendingState
from tests import rows
from tests.playing import JourneyStage, playing, said, seated

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
BUTTONS = [[("Ja", "1:1:yes")]]


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[JourneyStage]:
    """The bot without a hurry."""
    async with playing(tmp_path, NOW) as stage:
        yield stage


def put(stage: JourneyStage, person: int, text: str, kind: OutgoingKind = OutgoingKind.MESSAGE, **how: Any) -> None:
    """Queue a sentence for somebody and wake the courier; `body` and `buttons` go into it."""
    buttons = how.pop("buttons", ())
    body = how.pop("body", None) or outgoing.message(text, buttons)
    stage.runtime.database.call(outbox.put, person, kind, body, NOW, **how)


async def test_each_chat_in_order(stage: JourneyStage) -> None:
    """Ten messages for each of three people, all queued at once, arrive in their order."""
    everybody = [seated(stage, name) for name in ("Anna", "Bram", "Daan")]
    for number in range(10):
        for _, person in everybody:
            put(stage, person, f"{number}")
    stage.runtime.to_send.give()
    await stage.quiet()
    assert [[f"{number}" for number in range(10)]] * 3 == [said(phone) for phone, _ in everybody]


async def test_a_slow_chat_holds_up_nobody(stage: JourneyStage) -> None:
    """While Anna's message hangs, Bram's arrive."""
    anna, anna_s = seated(stage, "Anna")
    bram, bram_s = seated(stage, "Bram")
    stage.telegram.faults.add(Fault(FaultKind.SLOW, "sendMessage", seconds=1.0))
    put(stage, anna_s, "traag")
    stage.runtime.to_send.give()
    await asyncio.sleep(0.1)
    for number in range(3):
        put(stage, bram_s, f"{number}")
    stage.runtime.to_send.give()
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
        stage.runtime.to_send.give()
        answered = (await anna.sees("antwoord")).id
        nudged = [(await phone.sees("nudge")).id for phone, _ in colleagues]
        assert sum(earlier < answered for earlier in nudged) <= 2


async def test_asked_for_patience_in_one_chat_the_others_go_on(stage: JourneyStage) -> None:
    """One 429 holds its chat for as long as Telegram asked, edits too; Bram hears his at once, and nothing is lost."""
    anna, anna_s = seated(stage, "Anna")
    bram, bram_s = seated(stage, "Bram")
    stage.telegram.faults.add(Fault(FaultKind.TOO_MANY, "sendMessage", retry_after=1))
    put(stage, anna_s, "eerst")
    stage.runtime.to_send.give()
    while not stage.telegram.faults.struck[FaultKind.TOO_MANY]:  # noqa: ASYNC110 - the sandbox counts, it does not call
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.05)
    put(stage, bram_s, "intussen")
    put(stage, anna_s, "", OutgoingKind.MENU, body={"commands": []}, priority=Priority.AT_ONCE)
    stage.runtime.to_send.give()
    await bram.sees("intussen", 0.5)
    assert ([], 2) == (said(anna), stage.runtime.database.call(rows.sending)[SendingState.QUEUED])
    await anna.sees("eerst", 3)


async def test_asked_for_patience_in_three_chats_nobody_gets_anything(stage: JourneyStage) -> None:
    """Then the whole bot is meant: whoever comes fourth waits too, and everybody hears theirs after it."""
    first = [seated(stage, name) for name in ("Anna", "Carla", "Daan")]
    bram, bram_s = seated(stage, "Bram")
    stage.telegram.faults.add(Fault(FaultKind.TOO_MANY, "sendMessage", times=3, retry_after=1))
    for _, person in first:
        put(stage, person, "eerst")
    stage.runtime.to_send.give()
    while stage.telegram.faults.struck[FaultKind.TOO_MANY] < 3:  # noqa: ASYNC110 - the sandbox counts, it does not call
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.05)
    put(stage, bram_s, "intussen")
    stage.runtime.to_send.give()
    await asyncio.sleep(0.5)
    assert [[]] * 4 == [said(phone) for phone in (bram, *(phone for phone, _ in first))]
    await bram.sees("intussen", 3)
    for phone, _ in first:
        await phone.sees("eerst", 3)


async def test_what_cannot_be_drawn_stops_nobody(stage: JourneyStage) -> None:
    """A drawing that does not exist fails by itself; the next message arrives."""
    anna, person = seated(stage, "Anna")
    put(stage, person, "", OutgoingKind.PICTURE, body={"drawing": {"kind": "no such drawing"}, "caption": ""})
    put(stage, person, "daarna")
    with capture_logs() as logs:
        stage.runtime.to_send.give()
        await anna.sees("daarna")
    assert ["could not make what was to be sent"] == [entry["event"] for entry in logs if entry["log_level"] == "error"]
    assert 1 == stage.runtime.database.call(rows.sending)[SendingState.FAILED]


@pytest.mark.parametrize("buttons", [BUTTONS, ()])
@pytest.mark.parametrize(("kind", "copies"), [(FaultKind.LOST, 2), (FaultKind.UNHEARD, 1)])
async def test_a_lost_answer_is_counted(stage: JourneyStage, buttons: Any, kind: FaultKind, copies: int) -> None:
    """Telegram has no key to ask by: whatever it says goes once more, and is counted; a double where it had arrived."""
    anna, person = seated(stage, "Anna")
    stage.telegram.faults.add(Fault(kind, "sendMessage"))
    put(stage, person, "Hoe ging het?", buttons=buttons)
    put(stage, person, "daarna")
    stage.runtime.to_send.give()
    await anna.sees("daarna")
    await stage.quiet()
    assert ["Hoe ging het?"] * copies + ["daarna"] == said(anna)
    assert {"sent again in doubt": 1} == stage.runtime.database.call(tally.counts)


async def test_drain_sends_all_that_may_go(stage: JourneyStage) -> None:
    """What somebody drains is gone when it returns."""
    anna, person = seated(stage, "Anna")
    for number in range(5):
        put(stage, person, f"{number}")
    await stage.doors.couriers[0].drain()
    assert 5 == len(said(anna))


async def test_a_courier_that_is_woken_and_stopped_at_once_stops(stage: JourneyStage) -> None:
    """The end of the program may come together with a new message; it is not forgotten over it."""
    courier = Courier(stage.runtime, stage.channel)
    for _ in range(20):
        running = asyncio.create_task(courier.run())
        await asyncio.sleep(0.02)
        stage.runtime.to_send.give()
        running.cancel()
        assert {running} == (await asyncio.wait({running}, timeout=5))[0]


async def test_what_is_left_behind_on_its_way_is_taken_back_while_running(stage: JourneyStage) -> None:
    """A settling that failed, or a claim whose answer was lost: Anna gets it, and what waits behind it, at once."""
    anna, person = seated(stage, "Anna")
    put(stage, person, "blijft liggen")
    nobody_carries_it = stage.runtime.database.call(outbox.claim, NOW, 1, Allowance(paced=1, nudges=1))
    assert 1 == len(nobody_carries_it)
    put(stage, person, "wacht erachter")
    stage.runtime.to_send.give()
    await anna.sees("wacht erachter", 10)
    assert ["blijft liggen", "wacht erachter"] == said(anna)
    assert {"sent again in doubt": 1} == stage.runtime.database.call(tally.counts)


async def test_a_calendar_set_back_by_an_hour_holds_up_nobody(stage: JourneyStage) -> None:
    """While a reply waits for Telegram's patience somebody sets the clock right: it comes when the patience is over."""
    anna, person = seated(stage, "Anna")
    stage.telegram.faults.add(Fault(FaultKind.TOO_MANY, "sendMessage", retry_after=2))
    put(stage, person, "eerst")
    put(stage, person, "daarna")
    stage.runtime.to_send.give()
    while not stage.runtime.database.call(outbox.next_retry):  # noqa: ASYNC110 - the database does not call
        await asyncio.sleep(0.01)
    stage.runtime.clock.move_to(stage.runtime.clock.now() - timedelta(hours=1))
    stage.runtime.to_send.give()
    await anna.sees("daarna", 6)
    assert ["eerst", "daarna"] == said(anna)


@pytest.mark.parametrize("kind", [OutgoingKind.MESSAGE, OutgoingKind.EDIT])
async def test_a_refused_edit_is_said_as_a_message(stage: JourneyStage, kind: OutgoingKind) -> None:
    """The message to edit is in no chat of this bot: what it should say comes as a new one."""
    anna, person = seated(stage, "Anna")
    put(stage, person, "", kind, body=outgoing.edit("4711", "En nu?", BUTTONS), priority=Priority.AT_ONCE)
    stage.runtime.to_send.give()
    assert ("Ja",) == (await anna.sees("En nu?")).buttons
