"""Whatever goes wrong between Telegram and the bot: what people say is kept once, and what they are told is counted."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.base import outgoing
from bot.base.outgoing import OutgoingKind
from nudges.person import Status
from sandbox.faults import Fault, FaultKind
from sandbox.people import PhoneOwner
from store import answers, outbox, people, steering, tables, tally
from store.database import Transaction
from store.outbox import SendingState
from store.people import Role
from tests import rows
from tests.durability import talking
from tests.durability.talking import Questions, Talker
from tests.playing import JourneyStage, playing, said, seated

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
NAMES = ("Anna", "Emma", "Farid")
PATIENCE = 30.0  # on a machine that others use too
OF_SENDING = [
    FaultKind.TOO_MANY,
    FaultKind.INTERNAL,
    FaultKind.BAD_GATEWAY,
    FaultKind.PAGE,
    FaultKind.SLOW,
    FaultKind.HALF,
    FaultKind.LOST,
    FaultKind.UNHEARD,
]
OF_UPDATES = [
    FaultKind.DUPLICATE_UPDATE,
    FaultKind.UPDATES_OUT_OF_ORDER,
    FaultKind.UNPARSEABLE_UPDATE,
    FaultKind.UNKNOWN_UPDATE,
]


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[JourneyStage]:
    """The bot without a hurry."""
    async with playing(tmp_path, NOW) as stage:
        yield stage


async def talk(stage: JourneyStage, label: str) -> str:
    """Three people join and reflect at the same time; then everything is counted."""
    questions = Questions(stage.telegram)
    talkers = [Talker(stage.telegram.person(name), random.Random(name), silence=3.0) for name in NAMES]  # noqa: S311 - to be repeated
    await asyncio.gather(*(_joins_and_talks(talker, stage.invite("Balie", Role.EMPLOYEE)) for talker in talkers))
    stage.telegram.faults.clear()
    await stage.quiet()
    return talking.count(stage.runtime.database, talkers, questions, label)


async def _joins_and_talks(talker: Talker, code: str) -> None:
    await talker.joins(code)
    await talker.talks()


async def test_everything_goes_wrong_at_once(stage: JourneyStage, tells: Callable[[str], None]) -> None:
    """One call in seven and one update in three: each dialogue comes to its end, and every answer is stored once."""
    for number, kind in enumerate(FaultKind):
        if kind not in (FaultKind.CONFLICT, FaultKind.REFUSED):
            chance = 1 / 50 if kind in OF_SENDING else 1 / 12
            stage.telegram.faults.add(Fault(kind, times=None, probability=chance, seed=number, seconds=0.3))
    tells(await talk(stage, "all troubles"))
    assert len(stage.telegram.faults.struck) > 5


@pytest.mark.long
@pytest.mark.parametrize("kind", OF_SENDING)
async def test_trouble_with_sending(stage: JourneyStage, kind: FaultKind, tells: Callable[[str], None]) -> None:
    """One call in eight goes wrong, of every method: each dialogue comes to its end, and nothing is stored twice."""
    stage.telegram.faults.add(Fault(kind, times=None, probability=1 / 8, seed=7, seconds=0.3))
    tells(await talk(stage, kind))
    assert stage.telegram.faults.struck[kind]


@pytest.mark.parametrize("kind", OF_UPDATES)
async def test_trouble_with_updates(stage: JourneyStage, kind: FaultKind, tells: Callable[[str], None]) -> None:
    """One update in three comes twice, backwards, broken or from the future: the others are heard all the same."""
    stage.telegram.faults.add(Fault(kind, times=None, probability=1 / 3, seed=7))
    tells(await talk(stage, kind))
    assert stage.telegram.faults.struck[kind]
    counted = {"set aside"} if kind is FaultKind.UNPARSEABLE_UPDATE else set()
    assert counted == stage.runtime.database.call(tally.counts).keys()


async def test_a_conflict_that_passes_is_borne(stage: JourneyStage) -> None:
    """After a kill Telegram believes for a while that the old process polls: what is said meanwhile is heard after."""
    anna, _ = seated(stage, "Anna")
    stage.telegram.faults.add(Fault(FaultKind.CONFLICT, "getUpdates", times=3))
    for _ in range(2):
        await anna.says("/wie")
    await anna.sees("chatbot", PATIENCE)
    await stage.quiet()
    assert 2 == len(said(anna))


async def test_two_presses_on_one_button_are_one_answer(stage: JourneyStage) -> None:
    """The second is told that the question is over; both presses are answered, or the button would turn for ever."""
    anna, person = seated(stage, "Anna")
    await anna.says("/beginpunt")
    await anna.sees_button("Soms", PATIENCE)
    presses = [await anna.presses("Soms") for _ in range(2)]
    toasts = [await press.answered(PATIENCE) for press in presses]
    await stage.quiet()
    assert ["", stage.runtime.texts.plain("ignored.old_button", "nl")] == toasts
    assert 1 == len(stage.runtime.database.call(answers.every, person))


async def test_whoever_blocked_us_unseen_is_left_alone_until_they_come_back(stage: JourneyStage) -> None:
    """Telegram's 403 says it, without any update; nothing more goes to them, and with their first word it does."""
    anna, person = seated(stage, "Anna")
    anna.chat.blocked = True
    stage.runtime.database.call(
        lambda db: outbox.put(db, person, OutgoingKind.MESSAGE, outgoing.message("Nog iets."), NOW)
    )
    stage.runtime.database.call(
        lambda db: outbox.put(db, person, OutgoingKind.MESSAGE, outgoing.message("En dit."), NOW)
    )
    stage.runtime.to_send.give()
    await stage.quiet()
    assert Status.UNREACHABLE == stage.runtime.database.call(people.by_id, person).status
    assert {SendingState.FAILED: 1} == stage.runtime.database.call(rows.sending)
    anna.chat.blocked = False
    await anna.says("/wie")
    await stage.quiet()
    assert Status.ACTIVE == stage.runtime.database.call(people.by_id, person).status
    assert 1 == len(said(anna))


ODD = {
    "nothing but NUL": "\0",
    "NUL inside": "voor\0na",
    "right to left": "\u202eomgekeerd\u202c שלום",
    "emoji": "👩🏽‍🚒" * 30,
    "combining": "e" + "\u0301" * 150,
    "markup": "<b>niet vet</b> & <script>alert(1)</script>",
    "as long as Telegram allows": "é" * 4096,
    "long and all markup": "<" * 4096,
    "two units each": "😀" * 2048,
}


@pytest.mark.parametrize("where", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
async def test_odd_texts_are_heard(request: pytest.FixtureRequest, tmp_path: Path, where: str) -> None:
    """Whatever a keyboard can make, bare or inside a plan: it is answered, and what follows is heard as ever."""
    url = "" if where == "sqlite" else request.getfixturevalue("postgres_url")
    async with playing(tmp_path, NOW, database_url=url) as stage:
        anna, person = seated(stage, "Anna")
        for name, text in ODD.items():
            for written in (text, f"als {text[:60]}, dan bel ik"):
                await _writes_a_plan(stage, anna, written)
                assert [] == stage.runtime.database.call(_set_aside), name
                assert {} == stage.runtime.database.call(tally.counts), name
        await anna.says("/mijngegevens")
        await stage.quiet()
        await anna.presses("Laat zien")
        await stage.quiet()
        assert {} == stage.runtime.database.call(tally.counts)
        cues = {plan.words["cue"] for plan in stage.runtime.database.call(steering.plans, person)}
        assert {ODD["markup"], "é" * 60} < cues
        assert "voor\0na" not in cues


async def _writes_a_plan(stage: JourneyStage, phone: PhoneOwner, text: str) -> None:
    await phone.says("/doel")
    await stage.quiet()
    if "Een ander doel" in phone.buttons():
        await phone.presses("Een ander doel")
        await stage.quiet()
    await phone.presses("Een ander moment")
    await stage.quiet()
    before = len(phone.transcript())
    await phone.says(text)
    await stage.quiet()
    assert any(line.who == "bot" for line in phone.transcript()[before:]), text
    # Whatever became of it, the next one begins anew.
    for ending in ("Ja", "Overslaan", "Overslaan", "Toch geen doel"):
        if ending in phone.buttons():
            await phone.presses(ending)
            await stage.quiet()


def _set_aside(db: Transaction) -> list[str]:
    inbox = tables.table(tables.InboxRow)
    return list(db.execute(select(inbox.c.error).where(inbox.c.set_aside_at.is_not(None))).scalars())
