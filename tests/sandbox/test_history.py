"""Earlier messages with their own dates, of which the bot hears nothing."""

import base64
from datetime import UTC, datetime

import pytest

from sandbox import history, refusals
from sandbox.people import PIXEL
from tests.sandbox.conftest import SandboxStage

JULY = "2026-07-02T15:30:00+02:00"
JULY_STAMP = int(datetime(2026, 7, 2, 13, 30, tzinfo=UTC).timestamp())


async def test_messages_of_the_past_stand_in_the_chat(stage: SandboxStage) -> None:
    """They bear their own dates, count as messages, and reach the bot as no update."""
    buttons = {"inline_keyboard": [[{"text": "Gelukt", "callback_data": "1:2:done"}]]}
    picture = history.Attachment(base64.b64encode(PIXEL).decode())
    numbers = history.put(
        stage.telegram,
        stage.anna.chat,
        [
            history.Earlier("bot", JULY, "<b>Hoe</b> ging het?", "HTML", reply_markup=buttons, pressed="Gelukt"),
            history.Earlier("person", JULY_STAMP + 60, "Goed", edited=JULY_STAMP + 90),
            history.Earlier("bot", JULY, "Jouw ritme", photo=picture),
        ],
    )
    shown = stage.anna.screen()[-3:]
    assert numbers == [one.id for one in shown]
    assert [(one.by_bot, one.text, one.date, one.edited) for one in shown] == [
        (True, "Hoe ging het?", JULY_STAMP, False),
        (False, "Goed", JULY_STAMP + 60, True),
        (True, "[photo] Jouw ritme", JULY_STAMP, False),
    ]
    acts = [(line.date, line.who, line.act) for line in stage.anna.transcript()[-4:]]
    assert acts[:2] == [(JULY_STAMP, "bot", "says"), (JULY_STAMP, "Anna", "presses")]
    assert () == await stage.bot.get_updates()
    edited = await stage.bot.edit_message_text("Gelukt", stage.anna.id, numbers[0])
    assert not isinstance(edited, bool)
    assert edited.date == datetime(2026, 7, 2, 13, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (history.Earlier("bot", "2026-07-02T15:30:00", "x"), "has no time zone"),
        (history.Earlier("bot", "gisteren", "x"), "is not a moment in ISO 8601"),
        (history.Earlier("iemand", JULY, "x"), "by is person or bot"),
        (history.Earlier("bot", JULY), "message text is empty"),
        (history.Earlier("bot", JULY, photo=history.Attachment("é")), "not base64"),
    ],
)
async def test_a_wrong_entry_stops_all_of_them(stage: SandboxStage, entry: history.Earlier, words: str) -> None:
    """Nothing is added when one entry is wrong."""
    with pytest.raises(refusals.BadRequest, match=words):
        history.put(stage.telegram, stage.anna.chat, [history.Earlier("bot", JULY, "goed"), entry])
    assert ["/start"] == [shown.text for shown in stage.anna.screen()]


async def test_somebody_with_a_past_has_started(stage: SandboxStage) -> None:
    """The bot may write to a person whose history was put in."""
    daan = stage.telegram.person("Daan")
    history.put(stage.telegram, daan.chat, [history.Earlier("person", JULY, "/start")])
    await stage.bot.send_message(daan.id, "Welkom terug")
