"""A whole small conversation over HTTP, as a bot and a person have it."""

import telegram as library

from tests.sandbox.conftest import SandboxStage


async def test_a_question_is_asked_pressed_answered_and_edited(stage: SandboxStage) -> None:
    """A bot can ask with a button, hear the press, toast it and edit the question; the person sees each of these."""
    keyboard = library.InlineKeyboardMarkup([[library.InlineKeyboardButton("Ja", callback_data="1:2:ja")]])
    question = await stage.bot.send_message(
        stage.anna.id, "Gaat het <b>goed</b>?", parse_mode="HTML", reply_markup=keyboard
    )
    assert ("Ja",) == (await stage.anna.sees("Gaat het goed?")).buttons

    press = await stage.anna.presses("Ja")
    (update,) = await stage.bot.get_updates(timeout=5)
    assert update.callback_query is not None
    assert (update.callback_query.data, update.callback_query.from_user.id) == ("1:2:ja", stage.anna.id)
    await stage.bot.answer_callback_query(update.callback_query.id, "Genoteerd")
    assert "Genoteerd" == await press.answered()

    await stage.bot.edit_message_text("Fijn.", stage.anna.id, question.message_id)
    assert [("/start", False), ("Fijn.", True)] == [(shown.text, shown.edited) for shown in stage.anna.screen()]
    acts = ["says", "says", "presses", "toasts", "edits"]
    assert acts == [line.act for line in stage.anna.transcript()]


async def test_get_me_is_the_bot_of_the_token(stage: SandboxStage) -> None:
    """getMe names the bot whose number begins the token."""
    me = await stage.bot.get_me()
    assert (me.id, me.username, me.is_bot) == (int(stage.telegram.token.partition(":")[0]), "koersvast_bot", True)
