"""What people can do with their phone, and what the bot hears of it."""

import asyncio

import pytest
import telegram as library

from sandbox import people
from tests.sandbox.conftest import SandboxStage


async def _heard(stage: SandboxStage) -> library.Update:
    """The one update that waits; it is confirmed."""
    (update,) = await stage.bot.get_updates()
    await stage.bot.get_updates(offset=update.update_id + 1)
    return update


async def test_start_carries_the_payload_of_a_deep_link(stage: SandboxStage) -> None:
    """A deep link becomes /start CODE, with the command marked; other characters cannot be carried."""
    daan = stage.telegram.person("Daan", language="en")
    await daan.starts("abc_DEF-123")
    message = (await _heard(stage)).message
    assert message is not None
    assert message.from_user is not None
    assert ("/start abc_DEF-123", "en") == (message.text, message.from_user.language_code)
    assert message.parse_entities() == {message.entities[0]: "/start"}
    with pytest.raises(people.CannotDo, match="deep link"):
        await daan.starts("é")
    with pytest.raises(people.CannotDo, match="deep link"):
        await daan.starts("x" * 65)


async def test_nobody_says_anything_before_start(stage: SandboxStage) -> None:
    """A new phone shows Start and nothing else."""
    with pytest.raises(people.CannotDo, match="has not pressed Start"):
        await stage.telegram.person("Daan").says("Hoi")


async def test_an_edited_message_is_an_update_of_its_own(stage: SandboxStage) -> None:
    """The bot hears edited_message with the same id and the new text."""
    number = await stage.anna.says("Eerst zo")
    await _heard(stage)
    await stage.anna.edits(number, "Toch anders")
    edited = (await _heard(stage)).edited_message
    assert edited is not None
    assert (edited.message_id, edited.text) == (number, "Toch anders")
    with pytest.raises(people.CannotDo, match="no text message"):
        await stage.anna.edits(number + 100, "x")


async def test_blocking_and_unblocking_are_announced(stage: SandboxStage) -> None:
    """A block is a my_chat_member update and forbids the bot to write or edit; unblocking undoes both."""
    sent = await stage.bot.send_message(stage.anna.id, "x")
    await stage.anna.blocks()
    blocked = (await _heard(stage)).my_chat_member
    assert blocked is not None
    assert ("member", "kicked") == (blocked.old_chat_member.status, blocked.new_chat_member.status)
    words = "Forbidden: bot was blocked by the user"
    assert await stage.refused("sendMessage", chat_id=stage.anna.id, text="x") == words
    where = {"chat_id": stage.anna.id, "message_id": sent.message_id}
    assert await stage.refused("editMessageText", text="y", **where) == words
    with pytest.raises(people.CannotDo, match="has blocked the bot"):
        await stage.anna.says("x")
    await stage.anna.unblocks()
    back = (await _heard(stage)).my_chat_member
    assert back is not None
    assert ("kicked", "member") == (back.old_chat_member.status, back.new_chat_member.status)
    await stage.bot.send_message(stage.anna.id, "Welkom terug")


async def test_starting_again_after_a_block_unblocks_first(stage: SandboxStage) -> None:
    """The button Restart does both, in this order."""
    await stage.anna.blocks()
    await _heard(stage)
    await stage.anna.starts()
    first, second = await stage.bot.get_updates()
    assert first.my_chat_member is not None
    assert second.message is not None


async def test_what_is_not_text_reaches_the_bot_as_what_it_is(stage: SandboxStage) -> None:
    """Photo, document, voice, sticker and location are all read by the library."""
    await stage.anna.sends_photo(caption="Kijk")
    photo = (await _heard(stage)).message
    assert photo is not None
    assert ("Kijk", 1) == (photo.caption, photo.photo[0].width)
    await stage.anna.sends_document("brief.pdf", b"%PDF", "application/pdf")
    document = (await _heard(stage)).message
    assert document is not None
    assert document.document is not None
    assert ("brief.pdf", "application/pdf") == (document.document.file_name, document.document.mime_type)
    for send, kind in (
        (stage.anna.sends_voice, "voice"),
        (stage.anna.sends_sticker, "sticker"),
        (stage.anna.sends_location, "location"),
    ):
        await send()
        message = (await _heard(stage)).message
        assert message is not None
        assert getattr(message, kind) is not None


async def test_a_text_that_is_too_long_goes_as_several(stage: SandboxStage) -> None:
    """As the apps do, 4096 units at a time; characters are not cut in two."""
    await stage.anna.says("👍" * 2048 + "x")
    first, second = await stage.bot.get_updates()
    assert first.message is not None
    assert second.message is not None
    assert (first.message.text, second.message.text) == ("👍" * 2048, "x")
    with pytest.raises(people.CannotDo, match="empty message"):
        await stage.anna.says("  ")


async def test_waiting_ends_when_the_text_comes(stage: SandboxStage) -> None:
    """sees() waits for new messages and for edits, and counts only what came after a given message."""
    waiting = asyncio.create_task(stage.anna.sees("Klaar"))
    await asyncio.sleep(0)
    sent = await stage.bot.send_message(stage.anna.id, "Bezig")
    await stage.bot.edit_message_text("Klaar", stage.anna.id, sent.message_id)
    assert (await waiting).id == sent.message_id
    with pytest.raises(people.NotSeen, match=r"did not see the text 'Klaar'[\s\S]*bot Klaar \(edited\)"):
        await stage.anna.sees("Klaar", timeout=0.01, after=sent.message_id)


async def test_hears_gives_the_bots_lines_one_by_one(stage: SandboxStage) -> None:
    """Each line once, in order, without the person's own."""
    await stage.bot.send_message(stage.anna.id, "een")
    await stage.anna.says("tussendoor")
    await stage.bot.send_message(stage.anna.id, "twee")
    assert ["een", "twee"] == [(await stage.anna.hears()).text for _ in range(2)]
    with pytest.raises(people.NotSeen, match="anything new"):
        await stage.anna.hears(timeout=0.01)


async def test_a_name_is_one_person(stage: SandboxStage) -> None:
    """Asking for a name again gives the same phone."""
    assert stage.telegram.person("Anna") is stage.anna
    assert stage.telegram.person("Daan").id != stage.anna.id
