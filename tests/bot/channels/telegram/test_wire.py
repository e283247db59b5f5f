"""The transport below Telegram's library, against a server that answers as a test wants it to."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any, cast

import pytest
from telegram.error import RetryAfter, TelegramError
from telegram.request import RequestData

from bot.channels.telegram import connection
from bot.channels.telegram.form import Form
from bot.channels.telegram.transport import LightBot, LightRequest, NoAnswerError, NotSentError, asked_patience

Answers = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
YES = b'{"ok":true,"result":true}'
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 25\r\n\r\n" + YES


@asynccontextmanager
async def server(answers: Answers) -> AsyncIterator[str]:
    """A server on loopback; gives its address."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await answers(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    listener = await asyncio.start_server(talk, "127.0.0.1", 0)
    async with listener:
        yield f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}"


async def heard(reader: asyncio.StreamReader) -> bytes:
    """One whole request."""
    head = await reader.readuntil(b"\r\n\r\n")
    size = next(int(row.split(b":")[1]) for row in head.split(b"\r\n") if row.lower().startswith(b"content-length"))
    return head + await reader.readexactly(size)


def always(answer: bytes, *, then_close: bool = False) -> Answers:
    """Answers each request with these bytes."""

    async def answers(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            await heard(reader)
            writer.write(answer)
            await writer.drain()
            if then_close:
                return

    return answers


@asynccontextmanager
async def opened(connections: int = 4, read_timeout: float = 5.0) -> AsyncIterator[LightRequest]:
    """A transport, closed at the end."""
    transport = LightRequest(connections, read_timeout)
    await transport.initialize()
    yield transport
    await transport.shutdown()


def data(**values: Any) -> RequestData:
    """Parameters of a call."""
    return cast(RequestData, Form(values))


async def test_a_call_and_its_answer() -> None:
    """Status and body come back; the parameters went out as text in one object."""
    requests = []

    async def answers(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        requests.append(await heard(reader))
        writer.write(OK)

    async with server(answers) as url, opened() as transport:
        assert (200, YES) == await transport.do_request(f"{url}/botT/x", "POST", data(text="é & ü", n=1))
    assert requests[0].startswith(b"POST /botT/x HTTP/1.1\r\nHost: 127.0.0.1:")
    assert requests[0].endswith('\r\n\r\n{"text":"é & ü","n":"1"}'.encode())


@pytest.mark.parametrize(
    "answer",
    [
        b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"ok"\r\n14\r\n:true,"result":true}\r\n0\r\n\r\n',
        b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + YES,
    ],
)
async def test_answers_of_unknown_length(answer: bytes) -> None:
    """In pieces, or until the server hangs up."""
    async with server(always(answer, then_close=True)) as url, opened() as transport:
        assert (200, YES) == await transport.do_request(url, "POST", data())


async def test_the_address_of_what_somebody_sent_is_not_remembered() -> None:
    """A method's address is worked out once; that of a file is gone with its request."""
    async with server(always(OK)) as address, opened() as transport:
        before = connection.address.cache_info().misses
        for _ in range(2):
            await transport.do_request(f"{address}/botTOKEN/answerCallbackQuery", "POST", data())
            await transport.do_request(f"{address}/file/botTOKEN/documents/file_5.ics", "GET")
        assert before + 1 == connection.address.cache_info().misses


async def test_lines_are_used_again() -> None:
    """Ten calls one after the other need one line."""
    lines = []

    async def answers(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        lines.append(writer)
        await always(OK)(reader, writer)

    async with server(answers) as url, opened() as transport:
        for _ in range(10):
            await transport.do_request(url, "POST", data())
    assert 1 == len(lines)


async def test_no_more_lines_than_allowed() -> None:
    """Whoever comes too many waits for a free line."""
    busy, most = 0, 0

    async def answers(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal busy, most
        while True:
            await heard(reader)
            busy += 1
            most = max(most, busy)
            await asyncio.sleep(0.01)
            busy -= 1
            writer.write(OK)

    async with server(answers) as url, opened(connections=3) as transport:
        await asyncio.gather(*(transport.do_request(url, "POST", data()) for _ in range(12)))
    assert 3 == most


async def test_a_server_that_hung_up_meanwhile_costs_no_message() -> None:
    """The line is seen to be closed before it is used again, and another one is opened."""
    async with server(always(OK, then_close=True)) as url, opened() as transport:
        for _ in range(3):
            assert 200 == (await transport.do_request(url, "POST", data()))[0]
            await asyncio.sleep(0.02)


async def test_nobody_there_means_not_sent() -> None:
    """Without a server nothing left: it may safely go again."""
    async with server(always(OK)) as url:
        pass
    async with opened() as transport:
        with pytest.raises(NotSentError):
            await transport.do_request(url, "POST", data())


@pytest.mark.parametrize("answer", [b"", OK[:-5], b"not HTTP at all\r\n\r\n"])
async def test_half_an_answer_means_doubt(answer: bytes) -> None:
    """It left, and nobody knows whether it took effect."""
    async with server(always(answer, then_close=True)) as url, opened() as transport:
        with pytest.raises(NoAnswerError):
            await transport.do_request(url, "POST", data())


async def test_too_late_an_answer_means_doubt_and_is_not_taken_for_another() -> None:
    """The line of an answer that came too late is not used again."""
    calls = 0

    async def answers(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal calls
        while True:
            await heard(reader)
            calls += 1
            await asyncio.sleep(0.2 if calls == 1 else 0)
            writer.write(OK.replace(b"true", b"late") if calls == 1 else OK)

    async with server(answers) as url, opened(read_timeout=0.1) as transport:
        with pytest.raises(NoAnswerError):
            await transport.do_request(url, "POST", data())
        await asyncio.sleep(0.15)
        assert (200, YES) == await transport.do_request(url, "POST", data())


async def test_patience_of_the_server_reaches_us() -> None:
    """A 429 says how long, and the library's error carries it."""
    body = b'{"ok":false,"error_code":429,"description":"Too Many Requests","parameters":{"retry_after":7}}'
    answer = b"HTTP/1.1 429 Too Many Requests\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)
    async with server(always(answer)) as url, opened() as transport:
        with pytest.raises(RetryAfter) as caught:
            await transport.call(url, "getUpdates", {"timeout": 0}, 5)
    assert timedelta(seconds=7) == asked_patience(caught.value)


async def test_a_page_instead_of_an_answer_is_an_error() -> None:
    """Some gateways answer in HTML, and with 200."""
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<html>"
    async with server(always(answer)) as url, opened() as transport:
        with pytest.raises(TelegramError, match="no answer of Telegram's"):
            await transport.call(url, "getUpdates", {}, 5)


def test_a_lone_surrogate_does_not_hold_up_the_others() -> None:
    """Half an emoji in one update is no reason to refuse the whole batch."""
    assert {"ok": "\ud83d"} == LightRequest.parse_json_payload(b'{"ok":"\\ud83d"}')


def test_a_target_cannot_break_out_of_its_line() -> None:
    """Nothing in an address can begin another header."""
    address = connection.address("http://127.0.0.1/bot1:a\r\nX: y/getMe")
    assert b"\r" not in address.target
    assert b" " not in address.target


async def test_a_sent_message_comes_back_as_its_number() -> None:
    """Nothing else of it is read; what was asked for goes out, and nothing more."""
    requests: list[bytes] = []
    sent = b'{"ok":true,"result":{"message_id":7,"date":1,"chat":{"id":5,"type":"private"}}}'

    async def answers(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        requests.append(await heard(reader))
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(sent), sent))

    async with server(answers) as address, opened() as transport:
        bot = LightBot("1:x", f"{address}/bot", request=transport, get_updates_request=transport)
        assert 7 == await bot.show("sendMessage", chat_id=5, text="Hoi & dag", reply_markup=None)
    head, _, body = requests[0].partition(b"\r\n\r\n")
    assert head.startswith(b"POST /bot1:x/sendMessage HTTP/1.1")
    assert {"chat_id": "5", "text": "Hoi & dag"} == json.loads(body)


async def test_an_edit_that_telegram_only_confirms() -> None:
    """Of some edits Telegram says no more than that it took place."""
    done = b'HTTP/1.1 200 OK\r\nContent-Length: 25\r\n\r\n{"ok":true,"result":true}'
    async with server(always(done)) as address, opened() as transport:
        bot = LightBot("1:x", f"{address}/bot", request=transport, get_updates_request=transport)
        assert await bot.show("editMessageText", chat_id=5, message_id=7, text="Hoi") is None
