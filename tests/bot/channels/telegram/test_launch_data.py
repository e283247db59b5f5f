"""Launch data: what Telegram signed for this bot, lately, says who opens the page; nothing else does."""

import hashlib
import hmac
import json
from datetime import datetime, timedelta
from urllib.parse import quote, urlencode

import pytest

from bot.base.launch import Launch, NotSigned
from bot.base.settings import Settings
from bot.channels.telegram import launch_data
from bot.channels.telegram.address import address_of

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


def read(data: str, token: str = TOKEN) -> Launch:
    """Read launch data at the moment of these tests."""
    return launch_data.read(Settings(bot_token=token, _env_file=None), data, NOW)


def test_a_worked_example() -> None:
    """Computed with another program (openssl dgst -sha256 -mac HMAC), so that both sides cannot share a mistake."""
    data = (
        "auth_date=1790000000&query_id=AAH&user=%7B%22id%22%3A5000000018%7D"
        "&hash=110c0757657cd0528f5fbb129e3d8834e11c22e9a42585febe1c59c0abefd538"
    )
    assert address_of(5_000_000_018) == read(data).address


def test_who_it_is_about() -> None:
    """Whatever else stands in the data, as long as it was signed."""
    assert address_of(42) == read(launch(42, NOW, start_param="x")).address


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
    with pytest.raises(NotSigned):
        read(data)


def test_without_a_token_nobody_gets_in() -> None:
    """An empty key would be one that everybody knows."""
    with pytest.raises(NotSigned):
        read(launch(42, NOW, token=""), "")
