"""Editing and deleting: only one's own, only when something changes, only in time."""

import io

import pytest
import telegram as library

from sandbox.people import PIXEL
from tests.sandbox.conftest import SandboxStage, StandingClock

BUTTON = {"inline_keyboard": [[{"text": "Ja", "callback_data": "x"}]]}
UNMODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)


async def test_an_edit_changes_text_and_takes_the_buttons_away(stage: SandboxStage) -> None:
    """Without a new keyboard the old one goes, and the message is marked as edited."""
    sent = await stage.accepted("sendMessage", chat_id=stage.anna.id, text="Kies", reply_markup=BUTTON)
    edited = await stage.accepted("editMessageText", chat_id=stage.anna.id, message_id=sent["message_id"], text="Ja")
    assert (edited["text"], "reply_markup" in edited, edited["edit_date"]) == ("Ja", False, sent["date"])
    assert [("Ja", (), True)] == [(one.text, one.buttons, one.edited) for one in stage.anna.screen() if one.by_bot]


async def test_the_same_again_is_not_modified(stage: SandboxStage) -> None:
    """The same text and keyboard are refused, also after an edit; another keyboard alone is a change."""
    sent = await stage.accepted("sendMessage", chat_id=stage.anna.id, text="Kies", reply_markup=BUTTON)
    where = {"chat_id": stage.anna.id, "message_id": sent["message_id"]}
    assert await stage.refused("editMessageText", text="Kies", reply_markup=BUTTON, **where) == UNMODIFIED
    await stage.accepted("editMessageText", text="Kies", **where)
    assert await stage.refused("editMessageText", text="<b></b>Kies ", parse_mode="HTML", **where) == UNMODIFIED
    assert await stage.refused("editMessageReplyMarkup", **where) == UNMODIFIED
    back = await stage.accepted("editMessageReplyMarkup", reply_markup=BUTTON, **where)
    assert back["reply_markup"] == BUTTON


@pytest.mark.parametrize(
    ("message", "words"),
    [
        (None, "message identifier is not specified"),
        ("x", "message identifier is not specified"),
        (999, "message to edit not found"),
    ],
)
async def test_a_message_that_is_not_there_cannot_be_edited(stage: SandboxStage, message: object, words: str) -> None:
    """Missing and unknown message ids are told apart."""
    refused = await stage.refused("editMessageText", chat_id=stage.anna.id, message_id=message, text="x")
    assert refused == f"Bad Request: {words}"


async def test_a_persons_message_cannot_be_edited_by_the_bot(stage: SandboxStage) -> None:
    """Telegram's refusal comes back, since only one's own messages can be edited."""
    number = await stage.anna.says("Van mij")
    refused = await stage.refused("editMessageText", chat_id=stage.anna.id, message_id=number, text="x")
    assert "Bad Request: message can't be edited" == refused


async def test_an_edit_keeps_to_the_limits(stage: SandboxStage) -> None:
    """Too long, and a reply keyboard, are refused."""
    sent = await stage.accepted("sendMessage", chat_id=stage.anna.id, text="x")
    where = {"chat_id": stage.anna.id, "message_id": sent["message_id"]}
    assert "Bad Request: MESSAGE_TOO_LONG" == await stage.refused("editMessageText", text="y" * 4097, **where)
    keyboard = {"keyboard": [["Ja"]]}
    assert ("Bad Request: inline keyboard expected") == await stage.refused(
        "editMessageText", text="y", reply_markup=keyboard, **where
    )


async def test_a_picture_has_a_caption_and_a_text_has_a_text(stage: SandboxStage) -> None:
    """Each is edited by its own method only."""
    picture = await stage.bot.send_photo(stage.anna.id, io.BytesIO(PIXEL), caption="Oud")
    edited = await stage.bot.edit_message_caption(stage.anna.id, picture.message_id, caption="Nieuw")
    assert isinstance(edited, library.Message)
    assert "Nieuw" == edited.caption
    where = {"chat_id": stage.anna.id, "message_id": picture.message_id}
    assert ("Bad Request: there is no text in the message to edit") == await stage.refused(
        "editMessageText", text="x", **where
    )
    text = await stage.bot.send_message(stage.anna.id, "x")
    refused = await stage.refused("editMessageCaption", chat_id=stage.anna.id, message_id=text.message_id, caption="y")
    assert "Bad Request: there is no caption in the message to edit" == refused
    assert ("Bad Request: message caption is too long") == await stage.refused(
        "editMessageCaption", caption="y" * 1025, **where
    )


async def test_a_message_is_deleted_within_48_hours(stage: SandboxStage, clock: StandingClock) -> None:
    """Up to 48 hours it goes, afterwards it stays; a deleted one is not there."""
    young, old = [await stage.bot.send_message(stage.anna.id, word) for word in ("jong", "oud")]
    clock.passes(hours=48)
    assert await stage.bot.delete_message(stage.anna.id, young.message_id) is True
    assert ["/start", "oud"] == [shown.text for shown in stage.anna.screen()]
    refused = await stage.refused("deleteMessage", chat_id=stage.anna.id, message_id=young.message_id)
    assert "Bad Request: message to delete not found" == refused
    clock.passes(seconds=1)
    refused = await stage.refused("deleteMessage", chat_id=stage.anna.id, message_id=old.message_id)
    assert "Bad Request: message can't be deleted for everyone" == refused


async def test_an_old_message_can_still_be_edited(stage: SandboxStage, clock: StandingClock) -> None:
    """A bot edits its own messages without limit of time."""
    sent = await stage.bot.send_message(stage.anna.id, "oud")
    clock.passes(days=90)
    edited = await stage.bot.edit_message_text("nieuw", stage.anna.id, sent.message_id)
    assert isinstance(edited, library.Message)
    assert (edited.text, edited.edit_date) == ("nieuw", clock.moment)
