"""Presses on inline buttons, and the bot's answers to them."""

import pytest
import telegram as library

from sandbox import people
from tests.sandbox.conftest import SandboxStage, StandingClock

TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"
BUTTONS = library.InlineKeyboardMarkup(
    [[library.InlineKeyboardButton(label, callback_data=f"1:{label.lower()}") for label in ("Ja", "Nee")]]
)


async def _query(stage: SandboxStage) -> library.CallbackQuery:
    await stage.bot.send_message(stage.anna.id, "Goed?", reply_markup=BUTTONS)
    await stage.anna.presses("Ja")
    update = (await stage.bot.get_updates())[-1]
    assert update.callback_query is not None
    return update.callback_query


async def test_an_alert_is_told_from_a_toast(stage: SandboxStage) -> None:
    """show_alert and the text reach the person who pressed."""
    await stage.bot.send_message(stage.anna.id, "Goed?", reply_markup=BUTTONS)
    press = await stage.anna.presses("Nee")
    (update,) = await stage.bot.get_updates()
    assert update.callback_query is not None
    await update.callback_query.answer("Let op", show_alert=True)
    assert ("Let op", True) == (await press.answered(), press.alert)
    assert "alerts" == stage.anna.transcript()[-1].act


async def test_a_press_is_answered_once(stage: SandboxStage) -> None:
    """A second answer comes too late, and so does one to nothing."""
    query = await _query(stage)
    await stage.bot.answer_callback_query(query.id)
    assert await stage.refused("answerCallbackQuery", callback_query_id=query.id) == TOO_OLD
    assert await stage.refused("answerCallbackQuery", callback_query_id="123") == TOO_OLD


async def test_a_press_waits_one_minute(stage: SandboxStage, clock: StandingClock) -> None:
    """Afterwards the answer is too old, which a bot must take as normal."""
    query = await _query(stage)
    clock.passes(seconds=61)
    assert await stage.refused("answerCallbackQuery", callback_query_id=query.id) == TOO_OLD


async def test_a_toast_has_at_most_200_characters(stage: SandboxStage) -> None:
    """A longer one is refused and the press still waits."""
    query = await _query(stage)
    assert ("Bad Request: MESSAGE_TOO_LONG") == await stage.refused(
        "answerCallbackQuery", callback_query_id=query.id, text="x" * 201
    )
    assert await stage.accepted("answerCallbackQuery", callback_query_id=query.id, text="x" * 200) is True


async def test_the_query_holds_the_message_as_it_was(stage: SandboxStage) -> None:
    """A later edit does not change what the press was made under."""
    query = await _query(stage)
    assert isinstance(query.message, library.Message)
    await stage.bot.edit_message_text("Anders", stage.anna.id, query.message.message_id)
    (update,) = await stage.bot.get_updates()
    assert update.callback_query is not None
    assert isinstance(update.callback_query.message, library.Message)
    assert "Goed?" == update.callback_query.message.text


async def test_a_button_that_has_gone_can_still_be_pressed_by_a_slow_phone(stage: SandboxStage) -> None:
    """The press arrives with the old data."""
    sent = await stage.bot.send_message(stage.anna.id, "Goed?", reply_markup=BUTTONS)
    await stage.bot.edit_message_text("Goed.", stage.anna.id, sent.message_id)
    with pytest.raises(people.CannotDo, match="sees no button 'Ja'"):
        await stage.anna.presses("Ja")
    await stage.anna.presses_old(sent.message_id, "1:ja")
    (update,) = await stage.bot.get_updates()
    assert update.callback_query is not None
    assert "1:ja" == update.callback_query.data


async def test_the_newest_button_of_a_name_is_pressed_unless_told_otherwise(stage: SandboxStage) -> None:
    """nth and message choose an older one."""
    older = await stage.bot.send_message(stage.anna.id, "Eerst", reply_markup=BUTTONS)
    newer = await stage.bot.send_message(stage.anna.id, "Later", reply_markup=BUTTONS)
    await stage.anna.presses("Ja")
    await stage.anna.presses("Ja", nth=1)
    await stage.anna.presses("Ja", message=older.message_id)
    pressed = [line.message_id for line in stage.anna.transcript() if line.act == "presses"]
    assert pressed == [newer.message_id, older.message_id, older.message_id]


async def test_an_unanswered_press_says_so(stage: SandboxStage) -> None:
    """Who waits in vain is told whose press it was."""
    await stage.bot.send_message(stage.anna.id, "Goed?", reply_markup=BUTTONS)
    press = await stage.anna.presses("Ja")
    with pytest.raises(people.NotSeen, match="did not answer Anna's press"):
        await press.answered(timeout=0.01)
