"""What the courier hands over arrives in Telegram: also what an earlier version wrote, and what is too much."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.base import outgoing
from bot.base.outgoing import OutgoingKind
from flows import marked_text
from store import outbox
from tests.playing import JourneyStage, playing, seated

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[JourneyStage]:
    """The bot without a hurry."""
    async with playing(tmp_path, NOW) as stage:
        yield stage


async def arrives(stage: JourneyStage, text: str, rows: Any = ()) -> Any:
    """Queue a message for Anna, and give it as it stands in her chat."""
    phone, person = seated(stage, "Anna")
    stage.runtime.database.call(outbox.put, person, OutgoingKind.MESSAGE, outgoing.message(text, rows), NOW)
    stage.runtime.to_send.give()
    await stage.quiet()
    (message,) = phone.chat.messages.values()
    return message


async def test_a_message_that_an_earlier_version_queued_arrives(stage: JourneyStage) -> None:
    """Its quotation is one, of what is no mark any more the words are there, and no escape is seen."""
    text = (
        "<b>Anna</b>:\n<blockquote>3 &lt; 4 &amp; &#34;ja&#34;</blockquote>\n<u>Kijk</u> <s>niet</s> <code>a_b</code>"
    )
    message = await arrives(stage, text)
    assert 'Anna:\n3 < 4 & "ja"\nKijk niet a_b' == message["text"]
    assert ["bold", "blockquote"] == [one["type"] for one in message["entities"]]


async def test_more_than_telegram_takes_arrives_in_words(stage: JourneyStage) -> None:
    """Nine in a row come in two, a button of 65 bytes is written out: refused would be the whole message."""
    row = [(f"Knop {number}", f"!x:{number}") for number in range(9)]
    message = await arrives(stage, "Kies.", [row, [("Te <lang>", f"!x:{'é' * 31}"), ("Past", f"!x:{'e' * 61}")]])
    assert "Kies.\n\n– Te <lang>" == message["text"]
    keyboard = message["reply_markup"]["inline_keyboard"]
    assert [8, 1, 1] == [len(buttons) for buttons in keyboard]


@pytest.mark.parametrize("letter", ["x", "👍", "<", "&"])
async def test_as_much_as_telegram_takes_arrives_in_one_message(stage: JourneyStage, letter: str) -> None:
    """4096 units of what is shown: marks and escapes are not counted, and an emoji counts twice."""
    most = stage.runtime.abilities.largest_text // len(letter.encode("utf-16-le")) * 2
    text = f"<b>{marked_text.escape(letter * most)}</b>"
    assert stage.runtime.abilities.room.fits(text)
    assert not stage.runtime.abilities.room.fits(f"{text}!")
    assert letter * most == (await arrives(stage, text))["text"]


@pytest.mark.parametrize(
    "typed", ["<b>", "</b> & <", "*niet* _dit_ [x](y)", 'a "b" &lt; 👍 <a href="x">', "&amp;amp; <quote>"]
)
async def test_typed_words_arrive_as_they_were_typed(stage: JourneyStage, typed: str) -> None:
    """Filled into one of the bot's own sentences, where they stand in a quotation."""
    texts = stage.runtime.texts
    message = await arrives(stage, texts.say("shared.named", "nl", team="Balie", name="Anna", text=typed))
    assert f"Anna: {typed}" in message["text"]
    assert {"bold", "blockquote"} == {one["type"] for one in message["entities"]}
