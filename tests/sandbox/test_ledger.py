"""What outlives a restart: everything but open presses."""

import asyncio
import io
from pathlib import Path
from typing import Any

import telegram as library

from sandbox import history
from sandbox.people import PIXEL
from sandbox.telegram import Telegram
from tests.sandbox.conftest import StandingClock, staged


def _state(telegram: Telegram) -> dict[str, Any]:
    anna = telegram.person("Anna")
    return {
        "screen": anna.screen(),
        "transcript": anna.transcript(),
        "keyboard": anna.chat.keyboard,
        "standing": (anna.id, anna.chat.started, anna.chat.blocked, anna.chat.language, anna.chat.role),
        "menu": anna.menu(),
        "updates": [held.update for held in telegram.queue.held.values()],
        "files": telegram.files.by_id,
        "profile": telegram.profile,
        "next": (telegram.next_message_id, telegram.queue.next_id, telegram.next_line, telegram.files.next_number),
    }


async def _play(telegram: Telegram) -> dict[str, Any]:
    async with staged(telegram) as stage:
        sent = await stage.bot.send_message(stage.anna.id, "<b>Kies</b>", parse_mode="HTML")
        gone = await stage.bot.send_message(stage.anna.id, "Weg")
        await stage.bot.edit_message_text("Gekozen", stage.anna.id, sent.message_id)
        await stage.bot.delete_message(stage.anna.id, gone.message_id)
        await stage.bot.send_photo(stage.anna.id, io.BytesIO(PIXEL), caption="Ritme")
        await stage.bot.send_message(stage.anna.id, "x", reply_markup=library.ReplyKeyboardMarkup([["Ja"]]))
        await stage.bot.set_my_commands([library.BotCommand("help", "Hulp")])
        await stage.bot.set_my_description("Een chatbot")
        await stage.anna.says("een")
        await stage.anna.says("twee")
        first = (await stage.bot.get_updates())[0].update_id
        await stage.bot.get_updates(offset=first + 1)
        await stage.anna.speaks("en")
        return _state(stage.telegram)


async def test_a_second_start_continues(tmp_path: Path, clock: StandingClock) -> None:
    """Chats, messages, transcript, menus, files and unconfirmed updates are as they were; numbers go on growing."""
    before = await _play(Telegram(clock=clock, state=tmp_path))
    again = Telegram(clock=clock, state=tmp_path)
    assert before == _state(again)
    async with staged(again) as stage:
        (update,) = await stage.bot.get_updates()
        assert update.message is not None
        assert "twee" == update.message.text
        sent = await stage.bot.send_message(stage.anna.id, "drie")
        assert sent.message_id == before["next"][0]
        await stage.anna.says("vier")
        assert (await stage.bot.get_updates())[-1].update_id == before["next"][1]


async def test_what_was_flushed_survives_a_kill(tmp_path: Path, clock: StandingClock) -> None:
    """A start without a proper end finds what was on disk, and gives no number twice, not even one it has lost."""
    telegram = Telegram(clock=clock, state=tmp_path)
    async with staged(telegram) as stage:
        await stage.bot.send_message(stage.anna.id, "Gezegd")
        assert telegram.ledger is not None
        telegram.ledger.flush()
        at_flush = _state(telegram)
        await stage.anna.says("Verloren")
        second = Telegram(clock=clock, state=tmp_path)
        lost, again = _state(telegram), _state(second)
        second.close()
        assert all(later >= earlier for later, earlier in zip(again.pop("next"), lost.pop("next"), strict=True))
        at_flush.pop("next")
        assert again == at_flush


async def test_a_webhook_is_kept(tmp_path: Path) -> None:
    """Address and allowed kinds are there after a restart."""
    async with staged(Telegram(state=tmp_path)) as stage:
        await stage.bot.set_webhook("https://example.org/hook", secret_token="geheim", allowed_updates=["message"])
    again = Telegram(state=tmp_path)
    assert (
        {"url": "https://example.org/hook", "secret": "geheim"},
        ["message"],
    ) == (again.webhook, again.queue.allowed)
    again.close()


async def test_without_a_directory_nothing_is_kept() -> None:
    """A test's Telegram leaves no trace; the next one knows nothing of Anna's chat."""
    await _play(Telegram())
    assert {} == Telegram().chats


async def test_history_can_be_put_in_before_anything_runs(tmp_path: Path) -> None:
    """Without a running loop nothing is lost: the end writes it."""

    def play() -> None:
        telegram = Telegram(state=tmp_path)
        chat = telegram.person("Anna").chat
        history.put(telegram, chat, [history.Earlier("bot", "2026-07-02T15:30:00+02:00", "Toen")])
        telegram.close()

    await asyncio.to_thread(play)
    again = Telegram(state=tmp_path)
    assert ["Toen"] == [shown.text for shown in again.person("Anna").screen()]
    again.close()
