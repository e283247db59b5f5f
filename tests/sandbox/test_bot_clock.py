"""The bot's clock: read, moved, followed, and never one on another machine."""

from datetime import datetime, timedelta

import pytest
from telegram import Message

from sandbox import bot_clock
from sandbox.clock import MovedClock
from sandbox.telegram import Telegram
from tests.sandbox.bot_clock_stand_in import clock_stand_in
from tests.sandbox.conftest import StandingClock, staged


async def test_messages_bear_the_bots_time(clock: StandingClock) -> None:
    """After the clock was moved, what people and bot say is dated by it."""
    async with clock_stand_in() as (stand_in, url), staged(Telegram(clock=clock, clock_url=url)) as stage:
        moved = (await stage.http.post("/sandbox/clock", json={"to": "next"})).json()
        assert moved["now"].startswith("2026-11-26T14:30:00")
        assert {"nl": "Weekreflectie voor Anna"} == moved["next_what"]
        sent = await stage.bot.send_message(stage.anna.id, "Nu")
        assert sent.date == stand_in.now
        stand_in.every = timedelta(days=60)
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
                said.append(await stage.bot.send_message(stage.anna.id, "Nu"))

        said: list[Message] = []
        stand_in.then = anna_is_the_third
        moved = (await stage.http.post("/sandbox/clock", json={"to": "next"})).json()
        assert moved["now"].startswith("2026-11-26T14:50:00")
        assert [stand_in.now] == [one.date for one in said]
        stand_in.then = None
        moved = (await stage.http.post("/sandbox/clock", json={"to": "next"})).json()
        assert moved["now"].startswith("2026-11-27T07:30:00")


async def test_what_is_said_on_the_way_bears_the_time_at_which_it_was_due(clock: StandingClock) -> None:
    """A day further is not one leap: what was due at three was said at three."""
    async with clock_stand_in() as (stand_in, url), staged(Telegram(clock=clock, clock_url=url)) as stage:
        said: list[Message] = []

        async def speaks() -> None:
            said.append(await stage.bot.send_message(stage.anna.id, "Nu"))

        stand_in.then = speaks
        began = stand_in.now
        until = began + timedelta(minutes=35)
        moved = (await stage.http.post("/sandbox/clock", json={"to": until.isoformat()})).json()
        assert until == datetime.fromisoformat(moved["now"])
        assert [began + timedelta(minutes=ten) for ten in (10, 20, 30)] == [one.date for one in said]


async def test_a_silent_clock_is_said_to_be_silent(clock: StandingClock) -> None:
    """The controls give an error in words; the page words it in its own language."""
    async with clock_stand_in() as (stand_in, url), staged(Telegram(clock=clock, clock_url=url)) as stage:
        stand_in.silent = True
        answer = await stage.http.get("/sandbox/clock")
        assert (409, True) == (answer.status_code, "did not answer" in answer.json()["error"])
        words = (await stage.http.get("/sandbox/clock-words")).json()
        assert "De klok van de chatbot antwoordt niet" == words["now"]


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
            bot_clock.BotClock(url, MovedClock())
