"""A request through a misbehaving proxy: what did not leave is told from what may have arrived; no token is told."""

import asyncio
import logging
import traceback
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest
from telegram.error import TelegramError

from bot.base.egress import Egress
from bot.channels.telegram.transport import LightRequest, NoAnswerError, NotSentError
from tests.bot.channels.telegram.test_wire import OK, YES, Answers, always, data, heard, opened, server

TOKEN = "1:secret-of-the-tests"
SECURE, PLAIN = f"https://telegram.invalid/bot{TOKEN}/x", f"http://telegram.invalid/bot{TOKEN}/x"
PATIENCE = 20.0  # on a machine that others use too
ENDLESS = b"HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\n"


@asynccontextmanager
async def behind(answers: Answers, connections: int = 4) -> AsyncIterator[LightRequest]:
    """A transport behind a proxy that answers like this."""
    async with server(answers) as address:
        transport = LightRequest(connections, 0.5, egress=Egress(address))
        await transport.initialize()
        yield transport
        await transport.shutdown()


def first(answer: bytes) -> Answers:
    """Reads the head of a request, whatever it asks, gives these bytes and hangs up."""

    async def answers(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)

    return answers


async def never(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
    """Listen and say nothing."""
    await reader.read()
    await asyncio.sleep(PATIENCE)


async def drop_by_drop(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Begin an answer and never come to its end, in steps that are shorter than anybody's patience."""
    await heard(reader)
    writer.write(ENDLESS)
    while True:
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(0.05)


async def flood(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Give an answer without end, as fast as it is taken."""
    await heard(reader)
    writer.write(ENDLESS)
    while True:
        writer.write(b" " * (1 << 20))
        await writer.drain()


def everything_of(error: BaseException) -> Iterator[str]:
    """All that could be printed of an error and of those that led to it."""
    yield "".join(traceback.format_exception(error))
    for cause in (error.__cause__, error.__context__):
        if cause is not None:
            yield from everything_of(cause)
    yield f"{error!r} {error}"


@pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 200", b"not HTTP at all\r\n\r\n", b"HTTP/1.1 407 No\r\n\r\n"])
async def test_a_proxy_that_does_not_open_the_tunnel_had_nothing_to_pass_on(answer: bytes) -> None:
    """Hung up, half an answer, nonsense or a refusal to CONNECT: it may safely go again, as often as it takes."""
    async with behind(first(answer)) as transport:
        for _ in range(2):
            with pytest.raises(NotSentError):
                await transport.do_request(SECURE, "POST", data(text="Hoi"))


async def test_a_proxy_that_never_answers_had_nothing_to_pass_on() -> None:
    """Waiting for the tunnel in vain is not sent either, and the next one gets a connection."""
    async with asyncio.timeout(PATIENCE), behind(never, connections=1) as transport:
        for _ in range(2):
            with pytest.raises(NotSentError):
                await transport.do_request(SECURE, "POST", data(text="Hoi"))


@pytest.mark.parametrize("answer", [b"", OK[:-5], b"not HTTP at all\r\n\r\n"])
async def test_what_a_proxy_took_and_did_not_answer_is_in_doubt(answer: bytes) -> None:
    """It has the whole request, so nobody knows whether it took effect."""
    async with behind(always(answer, then_close=True)) as transport:
        with pytest.raises(NoAnswerError):
            await transport.do_request(PLAIN, "POST", data(text="Hoi"))


@pytest.mark.parametrize("answers", [drop_by_drop, flood])
async def test_an_answer_without_end_is_hung_up_on(answers: Answers) -> None:
    """Neither drop by drop nor as a flood does it hold a connection for ever; the next request is sent."""
    async with asyncio.timeout(PATIENCE), behind(answers, connections=1) as transport:
        for _ in range(2):
            with pytest.raises(NoAnswerError):
                await transport.do_request(PLAIN, "POST", data(text="Hoi"))


async def test_connections_are_used_again_and_no_more_than_allowed() -> None:
    """Twelve requests side by side through three places need three connections."""
    connected: list[asyncio.StreamWriter] = []

    async def answers(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connected.append(writer)
        await always(OK)(reader, writer)

    async with behind(answers, connections=3) as transport:
        got = await asyncio.gather(*(transport.do_request(PLAIN, "POST", data()) for _ in range(12)))
    assert ([(200, YES)] * 12, 3) == (got, len(connected))


@pytest.mark.parametrize("url", [SECURE, PLAIN])
@pytest.mark.parametrize(
    "answer", [b"", b"HTTP/1.1 407 No\r\n\r\n", b"nonsense\r\n\r\n", OK[:-5], b"HTTP/1.1 200 OK\r\n\r\n"]
)
async def test_no_error_and_no_line_of_a_proxied_request_holds_the_token(
    url: str, answer: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever goes wrong, with all that any library logs: addresses hold the token."""
    with caplog.at_level(logging.DEBUG):
        async with behind(first(answer)) as transport:
            with pytest.raises(TelegramError) as caught:
                await transport.post(url, data(text="Hoi"))
    assert [] == [words for words in [caplog.text, *everything_of(caught.value)] if TOKEN in words]


@pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 407 No\r\n\r\n", b"nonsense\r\n\r\n", OK[:-5], OK[:40] + b"{}"])
async def test_no_error_and_no_line_of_a_straight_request_holds_the_token(
    answer: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    """The same without a proxy, for calls and for files, and where nobody is there."""
    with caplog.at_level(logging.DEBUG):
        async with opened(read_timeout=0.5) as transport:
            async with server(first(answer)) as address:
                with pytest.raises(TelegramError) as posted:
                    await transport.post(f"{address}/bot{TOKEN}/x", data(text="Hoi"))
            with pytest.raises(TelegramError) as fetched:
                await transport.retrieve(f"{address}/file/bot{TOKEN}/x")
    texts = [caplog.text, *everything_of(posted.value), *everything_of(fetched.value)]
    assert [] == [words for words in texts if TOKEN in words]
