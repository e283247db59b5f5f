"""Whoever holds connections open, sends half requests or tries one link after another, holds nobody else up."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
import uvicorn

from bot.turns.runtime import Runtime
from bot.web import brake, doorway
from bot.web.app import create_app
from bot.web.doorway import Doorway
from tests.bot.building import Town
from tests.web.conftest import Site

HALF_A_HEAD = b"GET /health HTTP/1.1\r\nHost: x\r\n"
HALF_A_FORM = b"POST /app HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\ndata="
ON_A_KEPT_LINE = b"GET /style.css HTTP/1.1\r\nHost: x\r\n\r\n" + HALF_A_HEAD


class Hasty(Doorway):
    """As in production, with little patience and little room."""

    whole_request = 0.3
    most_connections = 5


@asynccontextmanager
async def served(runtime: Runtime, protocol: type[Doorway]) -> AsyncIterator[int]:
    """The page on a real socket; gives its port."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(doorway.config(create_app(runtime), protocol))
    serving = asyncio.create_task(server.serve([listener]))
    yield listener.getsockname()[1]
    server.should_exit = True
    await serving


async def until_hung_up(port: int, sent: bytes) -> bytes:
    """What comes back for these bytes until the server hangs up."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(sent)
    try:
        async with asyncio.timeout(20):
            return await reader.read()
    except ConnectionResetError:
        return b""
    finally:
        writer.close()


@pytest.mark.parametrize("sent", [b"", HALF_A_HEAD, HALF_A_FORM, ON_A_KEPT_LINE])
async def test_half_a_request_is_hung_up_on(runtime: Runtime, sent: bytes) -> None:
    """Nothing, half a head, half a form, or half a request on a line that served one before."""
    async with served(runtime, Hasty) as port:
        await until_hung_up(port, sent)


async def test_those_who_wait_make_room_for_those_who_ask(runtime: Runtime) -> None:
    """Ten times as many open connections as there is room for, and a whole request is answered at once."""
    async with served(runtime, type("Roomy", (Hasty,), {"whole_request": 60.0})) as port:
        lines = [await asyncio.open_connection("127.0.0.1", port) for _ in range(50)]
        for _, writer in lines:
            writer.write(HALF_A_HEAD)
        async with httpx.AsyncClient() as visitor:
            assert 200 == (await visitor.get(f"http://127.0.0.1:{port}/style.css")).status_code
        for _, writer in lines:
            writer.close()


async def test_nonsense_is_answered_and_not_logged(runtime: Runtime, caplog: pytest.LogCaptureFixture) -> None:
    """A scanner fills no disk."""
    async with served(runtime, Hasty) as port:
        assert (await until_hung_up(port, b"\x16\x03\x01\x02\x00\x01\r\n\r\n")).startswith(b"HTTP/1.1 400")
    assert [] == caplog.messages


async def test_whoever_tries_one_link_after_another_is_slowed_down(site: Site) -> None:
    """After twenty at once 429, by the address that the proxy saw; another address is let through."""
    tries = [await site.visitor.post("/sign-in/guess") for _ in range(brake.AT_ONCE + 5)]
    assert [410] * brake.AT_ONCE + [429] * 5 == [tried.status_code for tried in tries]
    assert "3" == tries[-1].headers["retry-after"]
    assert 429 == (await site.visitor.post("/app", data={"data": ""})).status_code
    elsewhere = await site.visitor.post("/sign-in/guess", headers={"x-forwarded-for": "198.51.100.7, 203.0.113.5"})
    assert 410 == elsewhere.status_code


async def test_whoever_is_let_in_is_not_slowed_down(site: Site, town: Town) -> None:
    """Thirty people behind one proxy sign in within a second."""
    for _ in range(brake.AT_ONCE + 10):
        await site.enter(town.bram)


@pytest.mark.parametrize(
    ("client", "forwarded", "expected"),
    [
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "198.51.100.7, 203.0.113.5", "203.0.113.5"),  # the first one may be made up
        ("::1", "203.0.113.5", "203.0.113.5"),
        ("203.0.113.9", "198.51.100.7", "203.0.113.9"),  # not by our own proxy
    ],
)
def test_whom_a_request_comes_from(client: str, forwarded: str, expected: str) -> None:
    """The last address that a proxy on this machine added, or whoever connected."""
    headers = [(b"x-forwarded-for", forwarded.encode())] if forwarded else []
    assert expected == brake.address({"type": "http", "client": (client, 1), "headers": headers})


def test_after_a_pause_somebody_may_try_again() -> None:
    """One more for each two seconds, and never more than at the beginning."""
    now = 0.0
    slowed = brake.Brake(None, lambda: now)  # type: ignore[arg-type]  # it only counts here
    assert [True] * brake.AT_ONCE + [False] == [slowed._may("a") for _ in range(brake.AT_ONCE + 1)]
    now = brake.EVERY * 2
    assert [True, True, False] == [slowed._may("a") for _ in range(3)]
