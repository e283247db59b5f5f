"""Whatever became of a question's message, nobody's words are kept as its answer before they saw it."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import update

from nudges.person import Status
from sandbox.faults import Fault, FaultKind
from sandbox.people import PhoneOwner
from store import answers, people, sessions, tables
from store.database import Transaction
from store.sessions import StoredSession
from tests.playing import JourneyStage, playing, said, seated

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
FLOWS = Path(__file__).resolve().parents[3] / "benchmarks" / "flows"
FIRST, SECOND = "Vraag 1 van 5. Hoeveel gesprekken had je deze week?", "Vraag 2 van 5. Welk moment bleef je bij?"
WORRIED = "Wat gebeurt er, krijg ik nog iets?"
PATIENCE = 15.0  # on a machine that others use too


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[JourneyStage]:
    """The bot without a hurry, with a flow of five typed questions: none has a button."""
    async with playing(tmp_path, NOW, flows_dir=FLOWS) as stage:
        yield stage


def stored(stage: JourneyStage, person: int) -> list[object]:
    """The answers that are kept."""
    return [answer.value for answer in stage.runtime.database.call(answers.every, person)]


def asked(phone: PhoneOwner, question: str) -> int:
    """How often a question stands in the chat."""
    return sum(text.endswith(question) for text in said(phone))


async def answers_the_first(stage: JourneyStage, anna: PhoneOwner) -> None:
    """Anna begins and answers the first question; what comes after it is in the test's hands."""
    await anna.says("/vijf")
    await anna.sees(FIRST, PATIENCE)
    await stage.quiet()


@pytest.mark.parametrize("kind", [FaultKind.REFUSED, FaultKind.UNHEARD, FaultKind.LOST, FaultKind.TOO_MANY])
async def test_words_for_a_question_that_did_not_come_are_no_answer(stage: JourneyStage, kind: FaultKind) -> None:
    """Refused, lost on the way or put off: the question is there before anything counts, and then the answer does."""
    anna, person = seated(stage, "Anna")
    await answers_the_first(stage, anna)
    stage.telegram.faults.add(Fault(kind, "sendMessage", retry_after=3, seconds=1.0))
    await anna.says("3")
    await asyncio.sleep(0.3)
    await anna.says(WORRIED)
    await stage.quiet()
    assert [3] == stored(stage, person)
    assert asked(anna, SECOND) >= 1
    await anna.says("Een gesprek aan de balie")
    await stage.quiet()
    assert [3, "Een gesprek aan de balie"] == stored(stage, person)


@pytest.mark.parametrize(("kind", "times"), [(FaultKind.REFUSED, 1), (FaultKind.UNHEARD, 4)])
async def test_the_first_question_of_all_is_no_other(stage: JourneyStage, kind: FaultKind, times: int) -> None:
    """Refused, or in doubt until it is given up: Anna hears that something went wrong; her words bring the question."""
    anna, person = seated(stage, "Anna")
    stage.telegram.faults.add(Fault(kind, "sendMessage", times=times))
    await anna.says("/vijf")
    await stage.quiet()
    assert [stage.runtime.texts.plain("sorry", "nl")] == said(anna)
    await anna.says(WORRIED)
    await stage.quiet()
    assert [] == stored(stage, person)
    assert FIRST == said(anna)[-1]


async def test_a_question_that_is_refused_again_and_again_leaves_nobody_without_a_word(stage: JourneyStage) -> None:
    """Each time Anna writes she hears that her words are no answer; none of them is kept."""
    anna, person = seated(stage, "Anna")
    await answers_the_first(stage, anna)
    stage.telegram.faults.add(Fault(FaultKind.REFUSED, "sendMessage"))
    await anna.says("3")
    await stage.quiet()
    for _ in range(2):
        before = len(said(anna))
        await anna.says(WORRIED)
        await stage.quiet()
        assert len(said(anna)) > before
        stage.runtime.database.call(_forget_that_it_was_shown)
    assert [3] == stored(stage, person)


def _forget_that_it_was_shown(db: Transaction) -> None:
    session = tables.table(tables.SessionRow)
    db.execute(update(session).values(message_sealed=None))


@pytest.mark.parametrize("said_first", [None, "/start", WORRIED])
async def test_blocked_and_unblocked_the_open_question_is_asked_again(
    stage: JourneyStage, said_first: str | None
) -> None:
    """The question was dropped with all that waited; it comes when Anna does, once, whatever she does first."""
    anna, person = seated(stage, "Anna")
    await answers_the_first(stage, anna)
    await anna.says("3")
    anna.chat.blocked = True  # unseen by the bot: Telegram's 403 says it
    await stage.quiet()
    assert Status.UNREACHABLE == stage.runtime.database.call(people.by_id, person).status
    anna.chat.blocked = False
    if said_first is None:
        anna.chat.blocked = True
        await anna.unblocks()
    else:
        await anna.says(said_first)
    await stage.quiet()
    assert ([3], 1) == (stored(stage, person), asked(anna, SECOND))
    await anna.says("Een gesprek")
    await stage.quiet()
    assert [3, "Een gesprek"] == stored(stage, person)


@pytest.mark.parametrize("what", ["a voice note", "/overslaan", "/terug"])
async def test_nothing_else_answers_or_skips_it_either(stage: JourneyStage, what: str) -> None:
    """A voice note and a skip show the question first; back goes to the one before, which Anna saw."""
    anna, person = seated(stage, "Anna")
    await answers_the_first(stage, anna)
    stage.telegram.faults.add(Fault(FaultKind.REFUSED, "sendMessage"))
    await anna.says("3")
    await stage.quiet()
    await (anna.sends_voice() if what == "a voice note" else anna.says(what))
    await stage.quiet()
    assert [3] == stored(stage, person)
    assert asked(anna, FIRST if what == "/terug" else SECOND) >= (2 if what == "/terug" else 1)


async def test_a_button_that_was_pressed_was_seen(stage: JourneyStage) -> None:
    """The answer to the sending was lost, not the message: a press on it counts, and the copy is not sent any more."""
    anna, person = seated(stage, "Anna")
    stage.telegram.faults.add(Fault(FaultKind.LOST, "sendMessage", seconds=1.0))
    await anna.says("/beginpunt")
    await anna.sees_button("Soms", PATIENCE)
    await anna.presses("Soms")
    await stage.quiet()
    assert 1 == len(stored(stage, person))
    assert 1 == sum("Soms" in line.buttons for line in anna.transcript() if line.act == "says")


async def test_all_answers_at_once_are_answers(stage: JourneyStage) -> None:
    """Who knows the questions and types ahead is not held up: each question is there before its answer counts."""
    anna, person = seated(stage, "Anna")
    for text in ("/vijf", "3", "Een gesprek", "4", "Dat het goed ging", "5"):
        await anna.says(text)
    await anna.sees("Dank je, dat waren ze.", PATIENCE)
    await stage.quiet()
    assert [3, "Een gesprek", 4, "Dat het goed ging", 5] == stored(stage, person)
    assert [] == [text for text in said(anna) if "antwoord" in text]


async def test_words_wait_for_their_question_and_hold_up_nobody(stage: JourneyStage) -> None:
    """While Anna's question hangs, her words wait, not Bram; she hears that they are no answer, however many."""
    anna, person = seated(stage, "Anna")
    bram, bram_s = seated(stage, "Bram")
    await answers_the_first(stage, anna)
    await answers_the_first(stage, bram)
    stage.telegram.faults.add(Fault(FaultKind.SLOW, "sendMessage", seconds=8))
    await anna.says("3")
    await asyncio.sleep(0.2)
    for _ in range(2):
        await anna.says(WORRIED)
    await bram.says("7")
    await bram.sees(SECOND, 3)
    await anna.sees(SECOND, PATIENCE)
    await stage.quiet()
    assert ([3], [7]) == (stored(stage, person), stored(stage, bram_s))
    assert 1 == sum("telt dit niet als antwoord" in text for text in said(anna))


async def test_a_conversation_that_was_open_before_this_was_kept_goes_on(stage: JourneyStage) -> None:
    """After the upgrade nobody knows what was shown, and words are an answer as they were before."""
    anna, person = seated(stage, "Anna")
    await answers_the_first(stage, anna)
    stage.runtime.database.call(_as_before_the_upgrade, person)
    await anna.says("3")
    await stage.quiet()
    assert ([3], 1) == (stored(stage, person), asked(anna, SECOND))
    assert 2 == _open_session(stage.runtime.database.call(sessions.current, person)).shown_visit


def _as_before_the_upgrade(db: Transaction, person: int) -> None:
    sessions.shown(db, person, _open_session(sessions.current(db, person)).id, None, None)


def _open_session(stored: StoredSession | None) -> StoredSession:
    assert stored is not None
    return stored
