"""Whatever people send, however they type a command, and whatever nobody wrote: in the chat, over HTTP."""

import random
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import select

from bot.channels.telegram import contents, translate
from bot.channels.telegram.address import NAME, address_of, key_of
from bot.dialogue import conversation
from bot.turns.runtime import Runtime
from nudges.person import Status
from sandbox.people import PhoneOwner
from store import inbox, invitations, people, tables
from store.database import Transaction
from store.people import Role
from tests import addresses
from tests.bot.channels.telegram import nonsense
from tests.playing import JourneyStage, playing, said, seated
from tests.store.cast import NOW as THEN

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
_INBOX = tables.table(tables.InboxRow)


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[JourneyStage]:
    """The bot without a hurry."""
    async with playing(tmp_path, NOW) as stage:
        yield stage


async def sends(stage: JourneyStage, phone: PhoneOwner, **content: Any) -> list[str]:
    """What the bot says to a message with this content, besides its head."""
    before = len(said(phone))
    head = stage.telegram.new_message(phone.chat, phone.chat.as_user())
    stage.telegram.update("message", {**head, **content})
    await stage.quiet()
    return said(phone)[before:]


NO_TEXT = [
    "voice", "photo", "story", "checklist", "game", "giveaway", "giveaway_winners", "invoice", "passport_data",
    "paid_media", "live_photo", "venue", "a_kind_of_2031",
]  # fmt: skip


async def test_whatever_is_no_text_gets_a_kind_answer(stage: JourneyStage) -> None:
    """Also of kinds that do not exist yet, and when Telegram shows bots nothing of it."""
    anna, _ = seated(stage, "Anna")
    asked = [stage.runtime.texts.plain("ignored.unreadable", "nl")]
    for kind in NO_TEXT:
        assert asked == await sends(stage, anna, **{kind: {"id": 1}}), kind
    assert asked == await sends(stage, anna)


async def test_what_nobody_wrote_gets_no_answer(stage: JourneyStage) -> None:
    """Telegram tells of a pinned message or a new background: nobody said anything."""
    anna, _ = seated(stage, "Anna")
    for kind in ("pinned_message", "chat_background_set", "message_auto_delete_timer_changed", "write_access_allowed"):
        assert [] == await sends(stage, anna, **{kind: {"id": 1}}), kind


async def test_a_formatted_message_is_read_as_its_words(stage: JourneyStage) -> None:
    """A command in it is a command; one without words is no text."""
    anna, _ = seated(stage, "Anna")
    plain = await sends(stage, anna, text="/wie")
    bold = {"type": "bold", "text": "wie"}
    assert plain == await sends(stage, anna, rich_message={"blocks": [{"type": "paragraph", "text": ["/", bold]}]})
    asked = [stage.runtime.texts.plain("ignored.unreadable", "nl")]
    assert asked == await sends(stage, anna, rich_message={"blocks": [{"type": "divider"}]})


def test_the_words_of_a_formatted_message() -> None:
    """Headings, lists, quotations and folded parts, each on its own line."""
    blocks = [
        {"type": "section_heading", "text": "Kop", "size": 1},
        {"type": "list", "items": [{"blocks": [{"type": "paragraph", "text": {"type": "italic", "text": "een"}}]}]},
        {"type": "details", "summary": "meer", "blocks": [{"type": "paragraph", "text": ["tw", "ee"]}]},
        {"type": "photo", "photo": [{"file_id": "x"}]},
    ]
    assert "Kop\neen\nmeer\ntwee" == contents.words({"rich_message": {"blocks": blocks}})


@pytest.mark.parametrize(
    "typed",
    ["/HELP", "/help\ngraag", "/help.", "/help\u00a0nu", "/help@koersvast_bot", "/help@", "/Help!", "/help\u200b"],
)
async def test_a_command_is_heard_however_it_is_typed(stage: JourneyStage, typed: str) -> None:
    """It ends where Telegram ends it."""
    anna, _ = seated(stage, "Anna")
    plain = await sends(stage, anna, text="/help")
    assert plain == await sends(stage, anna, text=typed)
    assert plain != [stage.runtime.texts.plain("unknown_command", "nl")]


@pytest.mark.parametrize(
    "typed", ["/start\u00a0{}", "/start {}.", "/START\n{}", "/start {} dank je wel", "/start  «{}»"]
)
async def test_a_code_opens_however_it_is_typed(stage: JourneyStage, typed: str) -> None:
    """People paste it with what stood around it."""
    code = stage.invite("Balie", Role.EMPLOYEE)
    anna = stage.telegram.person("Anna")
    anna.chat.started = True
    await anna.says(typed.format(code))
    await stage.quiet()
    assert stage.runtime.database.call(_takes_part, anna.id)


def _takes_part(db: Transaction, chat: int) -> bool:
    return addresses.by_chat(db, chat) is not None


async def test_a_forwarded_command_is_not_obeyed(stage: JourneyStage) -> None:
    """It was somebody else's: the code in it stays good for them, and a stop is nobody's."""
    code = stage.invite("Balie", Role.EMPLOYEE)
    origin = {"type": "hidden_user", "sender_user_name": "iemand", "date": 1}
    daan = stage.telegram.person("Daan")
    daan.chat.started = True
    closed = [stage.runtime.texts.plain("door.closed", "nl")]
    assert closed == await sends(stage, daan, text=f"/start {code}", forward_origin=origin)
    assert stage.runtime.database.call(invitations.opens, code, NOW) is not None
    anna, _ = seated(stage, "Anna")
    refused = [stage.runtime.texts.plain("ignored.forwarded", "nl")]
    assert refused == await sends(stage, anna, text="/verwijder", forward_origin=origin)


async def test_who_speaks_in_another_s_chat_is_not_heard(stage: JourneyStage) -> None:
    """In a chat of two the sender is the chat; anything else is not Telegram's doing."""
    anna, person = seated(stage, "Anna")
    daan = {"id": 4242, "is_bot": False, "first_name": "Daan"}
    assert [] == await sends(stage, anna, **{"from": daan, "text": "/verwijder"})
    message = {"message_id": 1, "date": 1, "chat": anna.chat.as_chat()}
    stage.telegram.update("callback_query", {"id": "9", "from": daan, "message": message, "data": "!erase:yes"})
    await stage.quiet()
    assert Status.ACTIVE == stage.runtime.database.call(people.by_id, person).status


FORGED = [
    "!pause:99999999999", "!pause:3", "!pause:", "!try:waarom", "!team:1", "!team:99999999999999999999999", "!resume:٣",
    "!drop:9999999999999999999999999", "!unshare:-1", "!unshare:99999999999999999999", "!erase:maybe", "!stop:world",
    "!set:", "!set:day:99", "!set:time:99:99", "!away:until:2026-13-41:x", "!away:last:9999-12-31", "!asked:x",
    "!digest:1", "!nothing:1", "!", "!:", "9999999999999999999999999:1:x", "1:99999999999999999999999999:x", "::", "",
    "1:1", "!set:hours:" + "9" * 50,
]  # fmt: skip


async def test_a_forged_button_is_answered_and_changes_nothing(stage: JourneyStage) -> None:
    """Whatever a phone sends as a button: nothing is set aside, nothing begins, and the button stops turning."""
    anna, person = seated(stage, "Anna")
    await anna.says("/wie")
    await stage.quiet()
    message, before = anna.screen()[-1].id, stage.runtime.database.call(people.by_id, person)
    for data in FORGED:
        press = anna.presses_data(message, data, data)
        await press.answered(10)
    await stage.quiet()
    assert before == stage.runtime.database.call(people.by_id, person)
    assert [] == stage.runtime.database.call(_set_aside)


def _set_aside(db: Transaction) -> list[str]:
    return list(db.execute(select(_INBOX.c.error).where(_INBOX.c.set_aside_at.is_not(None))).scalars())


async def test_what_cannot_be_translated_is_apologised_for(stage: JourneyStage) -> None:
    """When the chat can be read; a button that cannot be read stops turning; the next words are heard as ever."""
    anna, _ = seated(stage, "Anna")
    sorry = stage.runtime.texts.plain("sorry", "nl")
    assert [sorry] == await sends(stage, anna, text={"not": "a text"})
    query = stage.telegram.ask(anna.chat, "x")
    shape = {"id": query.id, "from": anna.chat.as_user(), "message": {"chat": anna.chat.as_chat()}, "data": 5}
    stage.telegram.update("callback_query", shape)
    await stage.quiet()
    assert query.answered
    assert [sorry, sorry] == said(anna)
    member = {"chat": anna.chat.as_chat(), "from": anna.chat.as_user(), "new_chat_member": 5}
    stage.telegram.update("my_chat_member", member)
    await stage.quiet()
    assert [sorry, sorry] == said(anna)
    assert 1 == len(await sends(stage, anna, text="/wie"))


def test_made_up_updates_are_heard_or_put_away(runtime: Runtime) -> None:
    """Each of 600 leads to a turn, or cannot be translated and is apologised for; none raises anything else."""
    _plays(runtime, 600, seed=5)


@pytest.mark.long
def test_very_many_made_up_updates_are_heard_or_put_away(runtime: Runtime) -> None:
    """None of 200,000 made-up updates stops the bot or is lost."""
    _plays(runtime, 200_000, seed=17)


def _plays(runtime: Runtime, times: int, seed: int) -> None:
    made_up = nonsense.updates(random.Random(seed))  # noqa: S311 - to be repeated
    runtime.database.call(people.add, address_of(7), THEN, language="nl", zone="Europe/Amsterdam")
    now = runtime.clock.now()
    for number in range(times):
        raw = next(made_up) | {"update_id": number}
        (row,) = runtime.database.call(inbox.keep, NAME, [(key_of(raw), translate.chat_of(raw), raw)], now)
        try:
            heard = translate.translate(row.raw)
        except (msgspec.ValidationError, UnicodeError):
            heard = translate.what_can_be_read(row.raw)
            runtime.database.call(conversation.set_aside, runtime, row.id, "ValidationError", heard, now)
        else:
            runtime.database.call(conversation.hear, runtime, row.id, heard, now)
    assert [] == runtime.database.call(addresses.waiting)


def test_the_quotation_is_read_from_telegrams_own_message() -> None:
    """Also behind signs that Telegram counts as two, and only from a message that can still be read."""
    text = "👋🏽 Gedeeld:\nHet 🖥 hapert.\nEinde"
    start = len("👋🏽 Gedeeld:\n".encode("utf-16-le")) // 2
    length = len("Het 🖥 hapert.".encode("utf-16-le")) // 2
    person, chat = {"id": 7}, {"id": 7, "type": "private"}
    message: dict[str, Any] = {"message_id": 3, "chat": chat, "text": text}
    entities = [{"type": "bold", "offset": 0, "length": 2}, {"type": "blockquote", "offset": start, "length": length}]
    for entity, quote in ((entities, "Het 🖥 hapert."), ([], ""), (entities[:1], "")):
        query = {"id": "1", "from": person, "data": "!reply:x", "message": {**message, "entities": entity}}
        heard = translate.translate({"update_id": 1, "callback_query": query})
        assert heard is not None
        assert quote == heard.quote
