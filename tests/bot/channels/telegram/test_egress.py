"""Behind a proxy with certificates of its own, Telegram and other programs are reached as elsewhere."""

import os
from collections.abc import Iterator
from ipaddress import ip_network
from pathlib import Path

import pytest
from telegram import Bot
from telegram.error import NetworkError

from bot.base import settings
from bot.base.egress import Egress
from bot.channels.telegram.transport import LightRequest, NotSentError
from bot.dialogue.outside import CallRules, NoReply, Outside
from tests.bot import neighbour, tunnel
from tests.bot.shell import SECRET, Shell
from tests.bot.tunnel import Tunnel

HOST = "telegram.invalid"  # nobody can look this name up but the proxy


@pytest.fixture
def proxy(tmp_path: Path) -> Iterator[Tunnel]:
    """A proxy that knows where Telegram is."""
    with tunnel.standing(tmp_path, HOST) as standing:
        yield standing


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """A shell in an empty folder, with the calendar as it is."""
    for name in [name for name in os.environ if name.startswith(settings.PREFIX)]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return Shell(tmp_path, {}).with_settings(data_dir=str(tmp_path / "data"), database_url="", secret_key=SECRET)


async def username(egress: Egress) -> str:
    """The name that Telegram gives the bot by this way out."""
    asks, polls = LightRequest(egress=egress), LightRequest(egress=egress)
    async with Bot(
        "1:token-of-the-tests", base_url=f"https://{HOST}/bot", request=asks, get_updates_request=polls
    ) as bot:
        return bot.username


async def test_telegram_is_reached_through_the_proxy(proxy: Tunnel) -> None:
    """By CONNECT, over TLS that the operator's own certificates vouch for."""
    assert "proef_bot" == await username(Egress(proxy.address, proxy.ca_bundle))
    assert ([f"{HOST}:443"], ["/bot1:token-of-the-tests/getMe"]) == (proxy.connected, proxy.asked)


async def test_the_proxy_of_the_environment_is_used(proxy: Tunnel, monkeypatch: pytest.MonkeyPatch) -> None:
    """HTTPS_PROXY, as the machine's other programs have it; NO_PROXY keeps a host out of it."""
    monkeypatch.setenv("HTTPS_PROXY", proxy.address)
    assert "proef_bot" == await username(Egress("", proxy.ca_bundle))
    monkeypatch.setenv("NO_PROXY", "invalid")
    with pytest.raises(NetworkError):
        await username(Egress("", proxy.ca_bundle))
    assert 1 == len(proxy.connected)


async def test_an_unknown_authority_is_not_trusted(proxy: Tunnel) -> None:
    """Without the operator's file nothing leaves: the request was not sent."""
    with pytest.raises(NotSentError):
        await username(Egress(proxy.address))
    assert [] == proxy.asked


async def test_a_proxy_that_refuses_is_a_network_that_is_not_there(proxy: Tunnel) -> None:
    """407 or 502 to CONNECT: nothing left, so it may safely be sent again."""
    for proxy.status in (407, 502):
        with pytest.raises(NotSentError):
            await username(Egress(proxy.address, proxy.ca_bundle))


async def test_another_program_is_called_through_the_proxy(proxy: Tunnel) -> None:
    """Also where only the proxy can look its name up."""
    outside = Outside(CallRules({"it": f"https://{HOST}/wachttijd"}), Egress(proxy.address, proxy.ca_bundle))
    proxy.content = b'{"minuten": 12}'
    assert {"minuten": 12} == await outside.ask("it", {"plek": "balie"})
    assert ["/wachttijd"] == proxy.asked


async def test_an_allowed_private_network_is_reached_straight(proxy: Tunnel) -> None:
    """What lies within the organisation's own network is not asked of the proxy; what lies in another is refused."""
    with neighbour.living() as near:
        straight = Outside(
            CallRules({"it": near.url("/wachttijd")}, (ip_network("127.0.0.0/8"),)), Egress(proxy.address)
        )
        assert {"wachttijd": {"minuten": 12}} == await straight.ask("it", {})
    barred = Outside(CallRules({"it": "http://10.1.2.3/wachttijd"}), Egress(proxy.address))
    with pytest.raises(NoReply, match="a private address"):
        await barred.ask("it", {})
    assert [] == proxy.connected


def test_links_are_made_behind_a_proxy(shell: Shell, proxy: Tunnel) -> None:
    """The command line asks Telegram for the bot's name by the same way out."""
    behind = shell.with_settings(
        proxy=proxy.address, ca_bundle=str(proxy.ca_bundle), bot_api_url=f"https://{HOST}", bot_token="1:of-the-tests"
    )
    assert 0 == behind("team", "add", "Balie", "--people", "8").status
    printed = behind("invite", "Balie", "--role", "employee")
    assert (0, True) == (printed.status, "https://t.me/proef_bot?start=" in printed.out)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("proxy", "proxy.example:8080", "KOERSVAST_PROXY: expected http://HOST:PORT"),
        ("proxy", "socks5://proxy.example:1080", "KOERSVAST_PROXY: expected http://HOST:PORT"),
        ("ca_bundle", "absent.pem", "KOERSVAST_CA_BUNDLE: expected a file of certificates in PEM form"),
    ],
)
def test_a_wrong_way_out_is_named(shell: Shell, name: str, value: str, expected: str) -> None:
    """With what is expected; the proxy's password is never repeated."""
    refused = shell.with_settings(**{name: value})("status")
    assert (1, True) == (refused.status, refused.err.startswith(f"koersvast: {expected}"))
