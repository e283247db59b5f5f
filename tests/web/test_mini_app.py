"""The page inside Telegram: launch data that Telegram signed for this bot let their person in, once and for a while."""

import dataclasses
import re
from collections.abc import AsyncIterator

import pytest

from bot.turns.runtime import Runtime
from store import tally
from tests import addresses
from tests.bot.building import Town
from tests.bot.channels.telegram.test_launch_data import TOKEN, launch
from tests.web.conftest import Site, browse


def chat_of(site: Site, person: int) -> int:
    """Under which number Telegram knows this person."""
    chat = site.runtime.database.call(addresses.chat_of, person)
    assert chat is not None
    return chat


@pytest.fixture
async def signed(runtime: Runtime) -> AsyncIterator[Site]:
    """The page of a bot with a token."""
    chosen = runtime.settings.model_copy(update={"bot_token": TOKEN})
    with_token = dataclasses.replace(runtime, settings=chosen)
    async with browse(with_token) as visitor:
        yield Site(with_token, visitor)


async def test_bram_gets_in_and_the_same_data_do_not_work_twice(signed: Site, town: Town) -> None:
    """As with a link: a cookie, and for whoever copied the data nothing, however they write them."""
    data = launch(chat_of(signed, town.bram), signed.runtime.clock.now())
    entered = await signed.visitor.post("/app", data={"data": data})
    assert (303, "/") == (entered.status_code, entered.headers["location"])
    assert 200 == (await signed.visitor.get(signed.team(town.bram, town.counter))).status_code
    signed.visitor.cookies.clear()
    turned_round = "&".join(reversed(data.split("&")))
    for copied in (data, turned_round, f"{data}&hash={data[-64:]}", data.replace("AAH", "%41AH")):
        again = await signed.visitor.post("/app", data={"data": copied})
        assert (410, False) == (again.status_code, "set-cookie" in again.headers)


async def test_somebody_unknown_does_not_get_in(signed: Site, town: Town) -> None:
    """Signed by Telegram, and nobody of ours; forged data are counted."""
    now = signed.runtime.clock.now()
    assert 410 == (await signed.visitor.post("/app", data={"data": launch(99, now)})).status_code
    assert 410 == (await signed.visitor.post("/app", data={"data": "hash=00"})).status_code
    assert 410 == (await signed.visitor.post("/app", data={"data": "hash=é"})).status_code
    assert 2 == signed.runtime.database.call(tally.counts)["sign-in refused"]


async def test_the_page_loads_one_script_of_ours(site: Site) -> None:
    """Nothing of Telegram's, and nothing in the page itself."""
    page = (await site.visitor.get("/app")).text
    assert ['<script src="/static/app.js" defer></script>'] == re.findall(r"<script.*?</script>", page, re.DOTALL)
