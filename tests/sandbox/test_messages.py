"""sendMessage: what Telegram accepts, and its words for what it refuses."""

from typing import Any

import pytest
import telegram as library

from tests.sandbox.conftest import SandboxStage

NOBODY = 5


async def test_a_text_of_4096_units_goes_and_one_more_does_not(stage: SandboxStage) -> None:
    """The limit counts UTF-16 units after the tags are gone: 2048 thumbs are exactly enough."""
    fits = await stage.bot.send_message(stage.anna.id, f"<b>{'👍' * 2048}</b>", parse_mode="HTML")
    assert fits.text == "👍" * 2048
    assert ("Bad Request: message is too long") == await stage.refused(
        "sendMessage", chat_id=stage.anna.id, text="👍" * 2048 + "x"
    )


@pytest.mark.parametrize("text", ["", "   \n ", None])
async def test_an_empty_text_is_refused(stage: SandboxStage, text: str | None) -> None:
    """Only blanks is empty, too."""
    assert "Bad Request: message text is empty" == await stage.refused("sendMessage", chat_id=stage.anna.id, text=text)


@pytest.mark.parametrize(
    ("chat", "words"),
    [(NOBODY, "chat not found"), ("", "chat_id is empty"), ("@nobody", "chat not found"), ([1], "chat not found")],
)
async def test_a_chat_that_is_not_there_is_refused(stage: SandboxStage, chat: Any, words: str) -> None:
    """Unknown, missing and ill-typed chats have Telegram's words each."""
    assert await stage.refused("sendMessage", chat_id=chat, text="x") == f"Bad Request: {words}"


async def test_a_bot_cannot_begin_with_somebody_who_has_not_started(stage: SandboxStage) -> None:
    """Before /start the bot is forbidden to write."""
    daan = stage.telegram.person("Daan")
    said = await stage.call("sendMessage", chat_id=daan.id, text="Hoi")
    assert {
        "ok": False, "error_code": 403, "description": "Forbidden: bot can't initiate conversation with a user",
    } == said  # fmt: skip


async def test_the_library_raises_its_own_errors(stage: SandboxStage) -> None:
    """python-telegram-bot recognises the refusals for what they are."""
    with pytest.raises(library.error.BadRequest, match="Chat not found"):
        await stage.bot.send_message(NOBODY, "x")
    await stage.anna.blocks()
    with pytest.raises(library.error.Forbidden, match="bot was blocked by the user"):
        await stage.bot.send_message(stage.anna.id, "x")


async def test_dates_are_whole_seconds_of_the_calendar(stage: SandboxStage) -> None:
    """A message bears the sandbox's calendar time, in whole seconds."""
    said = await stage.accepted("sendMessage", chat_id=stage.anna.id, text="x")
    assert said["date"] == stage.telegram.clock.stamp()
    assert isinstance(said["date"], int)


async def test_numbers_may_come_as_text(stage: SandboxStage) -> None:
    """As Telegram does, a chat id in quotes is read as a number."""
    said = await stage.accepted("sendMessage", chat_id=str(stage.anna.id), text="x")
    assert said["chat"]["id"] == stage.anna.id


async def test_a_reply_quotes_a_message_that_is_there(stage: SandboxStage) -> None:
    """reply_parameters need an existing message, unless the bot allows to send without."""
    asked = await stage.anna.says("Wat nu?")
    reply = await stage.bot.send_message(
        stage.anna.id, "Dit", reply_parameters=library.ReplyParameters(message_id=asked)
    )
    assert reply.reply_to_message is not None
    assert "Wat nu?" == reply.reply_to_message.text
    missing = {"message_id": 999_999}
    assert ("Bad Request: message to be replied not found") == await stage.refused(
        "sendMessage", chat_id=stage.anna.id, text="x", reply_parameters=missing
    )
    lenient = {**missing, "allow_sending_without_reply": True}
    sent = await stage.accepted("sendMessage", chat_id=stage.anna.id, text="x", reply_parameters=lenient)
    assert "reply_to_message" not in sent


async def test_protection_and_preview_options_are_kept(stage: SandboxStage) -> None:
    """protect_content and link_preview_options come back in the message."""
    sent = await stage.bot.send_message(
        stage.anna.id, "https://example.org/", protect_content=True,
        link_preview_options=library.LinkPreviewOptions(is_disabled=True),
    )  # fmt: skip
    assert sent.has_protected_content is True
    assert sent.link_preview_options is not None
    assert sent.link_preview_options.is_disabled is True


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("reply_markup", "{", "can't parse reply keyboard markup JSON object"),
        ("reply_markup", "[1]", "object expected as reply markup"),
        ("reply_parameters", "nee", "can't parse reply parameters JSON object"),
        ("link_preview_options", "3", "object expected as link preview options"),
        ("parse_mode", "Wiki", "unsupported parse_mode"),
    ],
)
async def test_ill_typed_parameters_are_refused(stage: SandboxStage, name: str, value: str, words: str) -> None:
    """What cannot be read as what it should be is refused; unknown parameters are ignored, as Telegram does."""
    refused = await stage.refused("sendMessage", chat_id=stage.anna.id, text="x", **{name: value})
    assert refused == f"Bad Request: {words}"
    await stage.accepted("sendMessage", chat_id=stage.anna.id, text="x", no_such_parameter=1)


async def test_a_reply_keyboard_comes_and_goes(stage: SandboxStage) -> None:
    """A reply keyboard lies under the input until it is removed; a one-time one goes when used."""
    once = library.ReplyKeyboardMarkup([["Ja", "Nee"]], one_time_keyboard=True)
    await stage.bot.send_message(stage.anna.id, "Kies", reply_markup=once)
    assert ["Ja", "Nee"] == stage.anna.buttons()
    await stage.anna.chooses("Ja")
    assert [] == stage.anna.buttons()
    await stage.bot.send_message(stage.anna.id, "Kies", reply_markup=library.ReplyKeyboardMarkup([["Team"]]))
    await stage.anna.chooses("Team")
    assert ["Team"] == stage.anna.buttons()
    await stage.bot.send_message(stage.anna.id, "Klaar", reply_markup=library.ReplyKeyboardRemove())
    assert [] == stage.anna.buttons()


async def test_typing_is_shown_until_the_message_comes(stage: SandboxStage) -> None:
    """sendChatAction holds for five seconds, or until the bot's next message."""
    await stage.bot.send_chat_action(stage.anna.id, "typing")
    assert stage.anna.chat.typing_until > stage.telegram.clock.steady()
    await stage.bot.send_message(stage.anna.id, "x")
    assert stage.anna.chat.typing_until <= stage.telegram.clock.steady()
    assert ("Bad Request: wrong parameter action in request") == await stage.refused(
        "sendChatAction", chat_id=stage.anna.id, action="dancing"
    )


async def test_get_chat_knows_who_has_started(stage: SandboxStage) -> None:
    """getChat describes a started chat and no other."""
    chat = await stage.bot.get_chat(stage.anna.id)
    assert ("Anna", "private") == (chat.first_name, chat.type)
    assert "Bad Request: chat not found" == await stage.refused("getChat", chat_id=NOBODY)
