"""Another channel than Telegram, of the tests' own, with no marks and hardly a button: what the product does in it."""

import asyncio
import re
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from bot import app
from bot.base.abilities import Abilities
from bot.channels.telegram import sending
from bot.turns.runtime import Runtime
from flows import check, engine, session
from flows.message_room import MessageRoom
from nudges.person import Status
from store import answers, inbox, invitations, outbox, people, sessions, tables
from store.addresses import Address
from store.database import Transaction
from store.people import Role
from tests.bot import building, flow_files
from tests.bot.building import SMALL, Town
from tests.bot.plain_channel import PlainChannel
from tests.flows import findings
from tests.library import stage

ROOM = Address("plain", "room 7")
MARK = re.compile(r"</?[a-z]+>|&[a-z]+;")
SENTENCE = "iets met de <telefoon> & zo"
MOST = 20  # questions
LISTED = re.compile(r"^– (.+)$", re.MULTILINE)


def is_quiet(db: Transaction) -> bool:
    """Whether nothing waits to be heard or to be sent."""
    return not inbox.waiting(db, ROOM.channel) and not outbox.waits(db) and not outbox.under_way(db, building.START)


async def typed(runtime: Runtime, channel: PlainChannel, words: str) -> str:
    """Type something; everything that is shown in reply."""
    before = len(channel.screen)
    channel.types(words)
    return await replied(runtime, channel, before)


async def replied(runtime: Runtime, channel: PlainChannel, before: int) -> str:
    """Everything that is shown after so many messages, once nothing else comes."""
    async with asyncio.timeout(10):
        while len(channel.screen) == before or not await runtime.database.run(is_quiet):  # noqa: ASYNC110 - no event
            await asyncio.sleep(0.01)
    return "\n".join(text for text, _ in channel.screen[before:])


def moves_in(db: Transaction, town: Town) -> int:
    """Somebody of the counter who is reached by the plain channel."""
    person = people.add(db, ROOM, building.START, language="nl", zone="Europe/Amsterdam").id
    people.join(db, person, town.counter, Role.EMPLOYEE, building.START)
    people.change(db, person, status=Status.ACTIVE, active_since=building.START)
    return person


def offered(channel: PlainChannel, shown: str) -> list[str]:
    """What may be typed now: answers that are written out, those on buttons, or a sentence."""
    return [*LISTED.findall(shown), *(label for label, _ in channel.screen[-1][1]), SENTENCE]


async def played(runtime: Runtime, person: int, can: Abilities) -> PlainChannel:
    """A reflection in a channel that can show this, by typing the first answer that is written out, or a sentence."""
    small = replace(runtime, abilities=can)
    channel = PlainChannel(ROOM, can)
    tasks = app.build_doors(small, [channel]).start()
    try:
        shown = await typed(small, channel, "/reflectie")
        for _ in range(MOST):
            if not small.database.call(sessions.open_ones, person):
                break
            shown = await typed(small, channel, offered(channel, shown)[0])
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return channel


@pytest.mark.parametrize("can", [SMALL, replace(SMALL, largest_button=64), replace(SMALL, largest_text=200)])
async def test_a_reflection_is_played_by_typing(runtime: Runtime, town: Town, can: Abilities) -> None:
    """Every question says in words what has no button, and what is typed is kept as a press would be."""
    person = runtime.database.call(moves_in, town)
    channel = await played(runtime, person, can)
    assert [] == runtime.database.call(sessions.open_ones, person)
    answered = runtime.database.call(answers.every, person)
    assert ["waarom", "resultaat", "vooruit"] == [answer.name for answer in answered if not answer.skipped][:3]
    assert [] == [text for text, _ in channel.screen if len(text) > can.largest_text or MARK.search(text)]
    for _, buttons in channel.screen:
        assert len(buttons) <= 3
        assert all(len(data.encode()) <= can.largest_button for _, data in buttons)


async def test_an_answer_is_corrected_where_addresses_and_references_are_words(runtime: Runtime, town: Town) -> None:
    """Somebody comes in by an invitation in a room, goes through the welcome, and an edit finds the answer it was."""
    channel = PlainChannel(ROOM, SMALL)
    tasks = app.build_doors(replace(runtime, abilities=SMALL), [channel]).start()
    _, code = runtime.database.call(invitations.issue, town.counter, Role.EMPLOYEE, building.START)
    try:
        shown = await typed(runtime, channel, f"/start {code}")
        person = runtime.database.call(lambda db: people.by_chat(db, people.chat_hash(db, ROOM)))
        assert person is not None
        while runtime.database.call(sessions.open_ones, person.id):
            shown = await typed(runtime, channel, offered(channel, shown)[0])
        first, second, *_ = offered(channel, await typed(runtime, channel, "/waarom"))
        before = len(channel.screen)
        ref = channel.types(first)
        await replied(runtime, channel, before)
        before = len(channel.screen)
        channel.rewrites(ref, second)
        assert runtime.texts.plain("answer_changed", "nl") in await replied(runtime, channel, before)
        open_one = runtime.database.call(sessions.current, person.id)
        assert open_one is not None
        read = session.from_json(open_one.body)
        assert session.check_of(second) == engine.answered_by(read, ref)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def remarks(room: MessageRoom) -> dict[str, set[str]]:
    """What the check says of the library about sizes: by number, the flows."""
    shelf = stage.shelf().flows
    every = [one for flow in shelf.values() for one in check.check(flow, findings.TODAY, shelf, room=room)]
    return {number: {Path(one.path).stem for one in every if one.number == number} for number in ("KV030", "KV035")}


def test_the_check_says_which_texts_do_not_fit() -> None:
    """Of the library all fits Telegram; in a small channel no button does, and in a smaller one some texts do not."""
    assert {"KV030": set(), "KV035": set()} == remarks(sending.ABILITIES.room)
    small = remarks(SMALL.room)
    assert {"weekreflectie", "nulmeting"} <= small["KV035"]
    assert "KV035" in remarks(replace(SMALL, largest_button=64).room)
    assert {"welkom"} <= remarks(replace(SMALL, largest_text=200).room)["KV030"]


def _shared(db: Transaction) -> int:
    return len(db.execute(select(tables.table(tables.SharedItemRow).c.id)).all())


@pytest.mark.parametrize(("typed_last", "expected"), [("Deel dit", 1), ("deel dit!", 1), ("Niet delen", 0)])
async def test_what_is_shared_is_confirmed_by_typing_where_there_are_no_buttons(
    tmp_path: Path, typed_last: str, expected: int
) -> None:
    """Only by the whole label that is written out: any other words share nothing, and hear what to type."""
    flow_files.write(tmp_path / "eigen", "deel", flow_files.SHARING)
    with building.built(tmp_path, flows_dir=tmp_path / "eigen") as runtime:
        town = runtime.database.call(building.settle)
        runtime.database.call(moves_in, town)
        small = replace(runtime, abilities=SMALL)
        channel = PlainChannel(ROOM, SMALL)
        tasks = app.build_doors(small, [channel]).start()
        try:
            for words in ("/deel", "De wachtrij", "Zonder naam"):
                shown = await typed(small, channel, words)
            assert {"Deel dit", "Anders", "Niet delen"} <= set(LISTED.findall(shown))
            for words in ("ja", "prima, deel dit maar met iedereen"):
                assert "Typ precies wat je kiest" in await typed(small, channel, words)
            assert 0 == small.database.call(_shared)
            await typed(small, channel, typed_last)
            assert expected == small.database.call(_shared)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
