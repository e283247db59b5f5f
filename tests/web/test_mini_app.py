"""The page inside Telegram: launch data that Telegram signed for this bot let their person in, once and for a while."""

import dataclasses
import hashlib
import hmac
import json
import re
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from urllib.parse import quote, urlencode

import pytest

from bot.turns.runtime import Runtime
from bot.web import mini_app
from store import people, tally
from tests.bot.building import Town
from tests.web.conftest import Site, browse

TOKEN = "7000000001:AA-made-up-for-these-tests"
NOW = datetime.fromtimestamp(1_790_000_000).astimezone()


def launch(chat: int, at: datetime, token: str = TOKEN, **more: str) -> str:
    """Launch data as Telegram makes them: every field but the hash is signed, sorted by name, a line each."""
    user = json.dumps({"id": chat, "first_name": "Bram & co", "language_code": "nl"}, separators=(",", ":"))
    fields = {"query_id": "AAH", "user": user, "auth_date": str(int(at.timestamp())), "signature": "s-g", **more}
    lines = "\n".join(f"{name}={value}" for name, value in sorted(fields.items()))
    key = hmac.new(b"WebAppData", token.encode(), hashlib.sha256).digest()
    signed = fields | {"hash": hmac.new(key, lines.encode(), hashlib.sha256).hexdigest()}
    return urlencode(signed, quote_via=quote)


def chat_of(site: Site, person: int) -> int:
    """Under which number Telegram knows this person."""
    chat = site.runtime.database.call(people.chat_id, person)
    assert chat is not None
    return chat


def test_a_worked_example() -> None:
    """Computed with another program (openssl dgst -sha256 -mac HMAC), so that both sides cannot share a mistake."""
    data = (
        "auth_date=1790000000&query_id=AAH&user=%7B%22id%22%3A5000000018%7D"
        "&hash=110c0757657cd0528f5fbb129e3d8834e11c22e9a42585febe1c59c0abefd538"
    )
    assert 5_000_000_018 == mini_app.read(data, TOKEN, NOW).person


def test_who_it_is_about() -> None:
    """Whatever else stands in the data, as long as it was signed."""
    assert 42 == mini_app.read(launch(42, NOW, start_param="x"), TOKEN, NOW).person


@pytest.mark.parametrize(
    "data",
    [
        "",
        "hash=",
        "hash=é",
        "hash=%ED%A0%80&user=\ud83d",
        "x" * 5000,
        launch(42, NOW, token="7000000001:another"),
        launch(42, NOW).replace("42", "43"),
        launch(42, NOW - timedelta(minutes=6)),
        launch(42, NOW + timedelta(minutes=6)),
        launch(42, NOW, auth_date="soon"),
        launch(42, NOW, auth_date="9" * 30),
        launch(42, NOW, user="{}"),
        launch(42, NOW, user="no json"),
    ],
)
def test_what_telegram_did_not_sign_or_signed_too_long_ago_is_refused(data: str) -> None:
    """Empty, forged, of another bot, changed, old, or not what launch data look like."""
    with pytest.raises(mini_app.NotSigned):
        mini_app.read(data, TOKEN, NOW)


def test_without_a_token_nobody_gets_in() -> None:
    """An empty key would be one that everybody knows."""
    with pytest.raises(mini_app.NotSigned):
        mini_app.read(launch(42, NOW, token=""), "", NOW)


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
