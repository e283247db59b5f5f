"""Other programs are asked at configured addresses only, and nothing that they do holds anybody up; over real HTTP."""

import asyncio
from collections.abc import Iterator
from ipaddress import ip_network

import pytest

from bot.dialogue.outside import CallRules, NoReply, Outside
from tests.bot import neighbour
from tests.bot.neighbour import Neighbour

HERE = (ip_network("127.0.0.0/8"),)


@pytest.fixture
def home() -> Iterator[Neighbour]:
    """Another program."""
    with neighbour.living() as other_program:
        yield other_program


def outside(home: Neighbour, path: str, *more: str, seconds: float = 5.0) -> Outside:
    """May call this page of the other program, and those others."""
    addresses = {"it": home.url(path), **{f"other-{at}": home.url(one) for at, one in enumerate(more)}}
    return Outside(CallRules(addresses, HERE, seconds))


async def refused(caller: Outside, name: str = "it") -> str:
    """The reason why there is no answer."""
    with pytest.raises(NoReply) as caught:
        await caller.ask(name, {})
    return str(caught.value)


async def test_an_answer_comes_back(home: Neighbour) -> None:
    """Asked with GET, under the name that was configured."""
    assert {"wachttijd": {"minuten": 12}} == await outside(home, "/wachttijd").ask("it", {})
    assert [("GET", "/wachttijd", f"127.0.0.1:{home.port}", "")] == home.heard


async def test_what_is_sent_goes_as_json(home: Neighbour) -> None:
    """The other program receives the values in one body, by POST."""
    await outside(home, "/wachttijd").ask("it", {"plek": "balie"})
    assert [("POST", '{"plek":"balie"}')] == [(method, body) for method, _, _, body in home.heard]


async def test_only_what_is_configured_is_called(home: Neighbour) -> None:
    """A flow knows names, and a name that nobody configured is nothing."""
    assert "not configured" == await refused(outside(home, "/wachttijd"), "iets-anders")
    assert [] == home.heard


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "localhost", "10.0.0.1", "169.254.169.254", "100.64.0.1", "0", "255.255.255.255",
        "2130706433", "0x7f.0.0.1", "127.1",
        "[::1]", "[::]", "[fd00::1]", "[fe80::1]", "[fec0::1]", "[ff02::1]", "[::ffff:127.0.0.1]", "[::127.0.0.1]",
        "[64:ff9b::127.0.0.1]", "[64:ff9b::10.0.0.1]", "[64:ff9b:1::1]", "[2002:7f00:1::]", "[2001::1]",
    ],
)  # fmt: skip
async def test_a_private_address_is_not_called(home: Neighbour, host: str) -> None:
    """Whether it stands there as a number or behind a name; nothing is sent."""
    caller = Outside(CallRules({"it": home.url("/wachttijd", host)}, seconds=5.0))
    assert "a private address" == await refused(caller)
    assert [] == home.heard


async def test_a_private_address_is_called_once_its_network_is_allowed(home: Neighbour) -> None:
    """The other program hears its own name, although the connection went to a number."""
    caller = Outside(
        CallRules({"it": home.url("/wachttijd", "localhost")}, (ip_network("127.0.0.0/8"), ip_network("::1/128")))
    )
    try:
        await caller.ask("it", {})
    except NoReply as reason:
        assert "ConnectError" == str(reason)  # noqa: PT017 - where localhost is ::1 first, nobody listens there
    else:
        assert f"localhost:{home.port}" == home.heard[0][2]


async def test_too_slow_is_no_answer(home: Neighbour) -> None:
    """Nobody waits longer than the limit."""
    began = asyncio.get_running_loop().time()
    assert "too slow" == await refused(outside(home, "/slow", seconds=0.2))
    assert asyncio.get_running_loop().time() - began < 20


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/large", "too large"),
        ("/packed", "packed, although it was asked not to be"),
        ("/text", "no JSON"),
        ("/list", "no JSON object"),
        ("/broken", "status 500"),
        ("/missing", "status 404"),
    ],
)
async def test_what_is_no_answer(home: Neighbour, path: str, reason: str) -> None:
    """Each has its reason, without a word of what came back."""
    assert reason == await refused(outside(home, path))


async def test_a_redirect_off_the_list_is_not_followed(home: Neighbour) -> None:
    """Not to another page, another host or another port of the same program."""
    for target in ("/wachttijd", home.url("/wachttijd", "localhost"), "http://127.0.0.1:1/", "//example.org/"):
        assert "moved off the list" == await refused(outside(home, f"/to/{target}"))
    assert ["/to/"] * 4 == [path[:4] for _, path, _, _ in home.heard]


async def test_a_redirect_does_not_climb_out_of_a_listed_address(home: Neighbour) -> None:
    """Below one of them, and up again by dots that only the server understands."""
    caller = outside(home, "/to//wachttijd/%2e%2e/large", "/wachttijd")
    assert "moved off the list" == await refused(caller)
    assert 1 == len(home.heard)


async def test_a_redirect_on_the_list_is_followed(home: Neighbour) -> None:
    """To a listed page, and to what lies below one; what was sent goes along only where it should."""
    await outside(home, "/to//wachttijd", "/wachttijd").ask("it", {"a": 1})
    await outside(home, "/to//api/dieper", "/api").ask("it", {})
    await outside(home, "/see-other", "/wachttijd").ask("it", {"a": 1})
    assert ["POST", "POST", "GET", "GET", "POST", "GET"] == [method for method, *_ in home.heard]


async def test_a_redirect_in_circles_ends(home: Neighbour) -> None:
    """After a few moves it counts as no answer, with its reason."""
    assert "moved too often" == await refused(outside(home, "/to/x", "/to"))


async def test_nobody_there_is_no_answer() -> None:
    """A closed port, and a name that does not exist."""
    caller = Outside(CallRules({"it": "http://127.0.0.1:1/", "no": "http://bestaat-niet.invalid/"}, HERE, 5.0))
    assert "ConnectError" == await refused(caller)
    assert await refused(caller, "no") in ("gaierror", "too slow")
