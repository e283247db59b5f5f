"""Telegram's pace: 30 messages a second over all chats, one a second in a chat with a small burst."""

from datetime import timedelta

import pytest
import telegram as library

from sandbox.pace import ServerPace
from sandbox.refusals import TooManyRequests
from sandbox.telegram import Telegram
from tests.sandbox.conftest import StandingClock, staged


def _goes(pace: ServerPace, chat: int, now: float) -> int:
    """How many messages may go to this chat at this moment."""
    count = 0
    while True:
        try:
            pace.check(chat, now)
        except TooManyRequests:
            return count
        count += 1


def test_a_chat_has_a_burst_and_then_one_a_second() -> None:
    """Five at once, then one for each second that passes, never more than five saved up."""
    pace = ServerPace()
    assert [5, 0, 1, 2, 5] == [_goes(pace, 1, now) for now in (0.0, 0.9, 1.0, 3.0, 100.0)]


def test_all_chats_together_have_thirty_a_second() -> None:
    """The overall limit holds across chats."""
    pace = ServerPace()
    assert 30 == sum(_goes(pace, chat, 0.0) for chat in range(10))
    assert 15 == sum(_goes(pace, chat, 0.5) for chat in range(10, 20))


def test_a_refusal_says_after_how_many_whole_seconds() -> None:
    """retry_after is never zero, and a refused message counts for nothing."""
    pace = ServerPace(chat_burst=1.0, chat=0.25)
    pace.check(1, 0.0)
    for now, wait in ((0.0, 4), (1.5, 3), (3.9, 1)):
        with pytest.raises(TooManyRequests) as caught:
            pace.check(1, now)
        assert caught.value.body()["parameters"] == {"retry_after": wait}
    assert 3 == pace.refused
    pace.check(1, 4.0)


async def test_the_library_hears_retry_after(clock: StandingClock) -> None:
    """Over pace is 429 with parameters; edits and answers are not counted, and waiting helps."""
    async with staged(Telegram(clock=clock, pace=ServerPace())) as stage:
        sent = [await stage.bot.send_message(stage.anna.id, "x") for _ in range(5)]
        with pytest.raises(library.error.RetryAfter) as caught:
            await stage.bot.send_message(stage.anna.id, "x")
        assert caught.value.retry_after in (1, timedelta(seconds=1))  # by the version of the library
        await stage.bot.edit_message_text("y", stage.anna.id, sent[0].message_id)
        clock.passes(seconds=1)
        await stage.bot.send_message(stage.anna.id, "x")
