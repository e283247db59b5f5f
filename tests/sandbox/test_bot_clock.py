"""The bot's clock: read, moved, followed, and never one on another machine."""

from datetime import timedelta

import pytest

from sandbox import bot_clock
from sandbox.clock import Clock
from sandbox.telegram import Telegram
from tests.sandbox.bot_clock_stand_in import clock_stand_in
from tests.sandbox.conftest import StandingClock, staged


async def test_messages_bear_the_bots_time(clock: StandingClock) -> None:
    """After the clock was moved, what people and bot say is dated by it."""
    async with clock_stand_in() as (stand_in, url), staged(Telegram(clock=clock, clock_url=url)) as stage:
        moved = (await stage.http.post("/sandbox/clock", json={"to": "next"})).json()
        assert moved["now"].startswith("2026-11-26T14:30:00")
        assert moved["next_what"] == "Weekreflectie voor Anna"
        sent = await stage.bot.send_message(stage.anna.id, "Nu")
        assert sent.date == stand_in.now
        later = (stand_in.now + timedelta(days=30)).isoformat()
        await stage.http.post("/sandbox/clock", json={"to": later})
        sent = await stage.bot.send_message(stage.anna.id, "Later")
        assert sent.date == stand_in.now


async def test_the_next_moment_is_one_that_a_shown_phone_hears(clock: StandingClock) -> None:
    """What concerns only people whose phone is not shown is passed by; a quiet calendar is left after a while."""
    async with clock_stand_in() as (stand_in, url), staged(Telegram(clock=clock, clock_url=url)) as stage:
        stage.anna.chat.shown = True

        async def anna_is_the_third() -> None:
            if stand_in.now.minute == 50:
                await stage.bot.send_message(stage.anna.id, "Nu")

        stand_in.then = anna_is_the_third
        moved = (await stage.http.post("/sandbox/clock", json={"to": "next"})).json()
        assert moved["now"].startswith("2026-11-26T14:50:00")
        stand_in.then = None
        moved = (await stage.http.post("/sandbox/clock", json={"to": "next"})).json()
        assert moved["now"].startswith("2026-11-27T07:30:00")


async def test_a_silent_clock_is_said_to_be_silent(clock: StandingClock) -> None:
    """The controls give an error in words; the page words it in its own language."""
    async with clock_stand_in() as (stand_in, url), staged(Telegram(clock=clock, clock_url=url)) as stage:
        stand_in.silent = True
        answer = await stage.http.get("/sandbox/clock")
        assert (answer.status_code, "did not answer" in answer.json()["error"]) == (409, True)
        words = (await stage.http.get("/sandbox/clock-words")).json()
        assert words["now"] == "De klok van de chatbot antwoordt niet"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://127.0.0.1:1/clock", True),
        ("http://localhost/clock", True),
        ("http://[::1]:1/", True),
        ("http://10.0.0.1/", False),
        ("http://example.org/", False),
        ("clock", False),
    ],
)
def test_only_this_machine_has_a_clock_to_move(url: str, expected: bool) -> None:
    """Any other address is refused at the start."""
    assert bot_clock.on_loopback(url) is expected
    if not expected:
        with pytest.raises(bot_clock.NotLoopback, match="not on this machine"):
            bot_clock.BotClock(url, Clock())
