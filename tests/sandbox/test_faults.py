"""Troubles on request: each happens exactly when and as often as it was asked for."""

import asyncio
import io

import httpx
import pytest
import telegram as library

from sandbox.faults import Fault, FaultKind
from sandbox.people import PIXEL
from tests.sandbox.conftest import SandboxStage


async def _send(stage: SandboxStage) -> library.Message:
    return await stage.bot.send_message(stage.anna.id, "Hoi")


def _arrived(stage: SandboxStage) -> int:
    return sum(shown.by_bot for shown in stage.anna.screen())


@pytest.mark.parametrize(
    ("kind", "code", "description"),
    [
        (FaultKind.TOO_MANY, 429, "Too Many Requests: retry after 7"),
        (FaultKind.INTERNAL, 500, "Internal Server Error"),
        (FaultKind.REFUSED, 400, "Bad Request: the message was refused on request"),
        (FaultKind.CONFLICT, 409, "Conflict: terminated by other getUpdates request"),
    ],
)
async def test_a_refusal_on_request_has_no_effect(
    stage: SandboxStage, kind: FaultKind, code: int, description: str
) -> None:
    """It comes once, in Telegram's shape; the next call succeeds."""
    stage.telegram.faults.add(Fault(kind, "sendMessage", retry_after=7))
    said = await stage.call("sendMessage", chat_id=stage.anna.id, text="Hoi")
    assert said["error_code"] == code
    assert said["description"].startswith(description)
    assert said.get("parameters") == ({"retry_after": 7} if kind is FaultKind.TOO_MANY else None)
    assert 0 == _arrived(stage)
    await _send(stage)
    assert (_arrived(stage), stage.telegram.faults.struck) == (1, {kind: 1})


async def test_a_bad_gateway_is_a_page_of_html(stage: SandboxStage) -> None:
    """The library takes it for a network error."""
    stage.telegram.faults.add(Fault(FaultKind.BAD_GATEWAY, times=2))
    answer = await stage.http.get(f"/bot{stage.telegram.token}/getMe")
    assert (502, "text/html") == (answer.status_code, answer.headers["content-type"])
    with pytest.raises(library.error.NetworkError):
        await _send(stage)


@pytest.mark.parametrize(("kind", "arrived"), [(FaultKind.HALF, 1), (FaultKind.LOST, 1), (FaultKind.UNHEARD, 0)])
async def test_a_cut_line_leaves_the_bot_in_doubt(stage: SandboxStage, kind: FaultKind, arrived: int) -> None:
    """Half an answer and a lost one took effect, an unheard request did not; the bot sees an error in all three."""
    stage.telegram.faults.add(Fault(kind, "sendMessage"))
    with pytest.raises(library.error.NetworkError):
        await _send(stage)
    assert _arrived(stage) == arrived
    await _send(stage)
    assert _arrived(stage) == arrived + 1


async def test_a_silent_line_times_out(stage: SandboxStage) -> None:
    """With seconds, the answer is withheld for so long before the line is cut."""
    stage.telegram.faults.add(Fault(FaultKind.LOST, "sendMessage", seconds=30))
    with pytest.raises(library.error.TimedOut):
        await stage.bot.send_message(stage.anna.id, "Hoi", read_timeout=0.05)
    assert 1 == _arrived(stage)


async def test_a_slow_answer_comes(stage: SandboxStage) -> None:
    """Slow is late, and nothing worse."""
    stage.telegram.faults.add(Fault(FaultKind.SLOW, "sendMessage", seconds=0.05))
    sending = asyncio.create_task(_send(stage))
    await asyncio.sleep(0.02)
    assert not sending.done()
    await sending
    assert 1 == _arrived(stage)


async def test_a_fault_strikes_its_own_method_only(stage: SandboxStage) -> None:
    """The others go on; * means all; clearing ends it."""
    stage.telegram.faults.add(Fault(FaultKind.INTERNAL, "sendPhoto", times=None))
    await _send(stage)
    for _ in range(3):
        with pytest.raises(library.error.NetworkError):
            await stage.bot.send_photo(stage.anna.id, io.BytesIO(PIXEL))
    stage.telegram.faults.clear()
    await stage.bot.send_photo(stage.anna.id, io.BytesIO(PIXEL))


def test_seeded_chance_is_the_same_each_time() -> None:
    """The same seed strikes the same calls; about as many as the probability says."""
    runs = []
    for _ in range(2):
        fault = Fault(FaultKind.INTERNAL, times=None, probability=0.3, seed=5)
        runs.append([fault.strikes("getme") for _ in range(1000)])
    assert runs[0] == runs[1]
    assert 250 < sum(runs[0]) < 350


async def test_an_update_comes_twice(stage: SandboxStage) -> None:
    """The same id, in one batch or in the next one, even though it was confirmed."""
    stage.telegram.faults.add(Fault(FaultKind.DUPLICATE_UPDATE))
    await stage.anna.says("dubbel")
    first, second = await stage.bot.get_updates()
    assert first.update_id == second.update_id
    assert () == await stage.bot.get_updates(offset=first.update_id + 1)


async def test_updates_come_backwards(stage: SandboxStage) -> None:
    """The next batch of several is turned round, once."""
    stage.telegram.faults.add(Fault(FaultKind.UPDATES_OUT_OF_ORDER))
    await stage.anna.says("een")
    await stage.anna.says("twee")
    numbers = [update.update_id for update in await stage.bot.get_updates()]
    assert numbers == [numbers[1] + 1, numbers[1]]
    assert [update.update_id for update in await stage.bot.get_updates()] == sorted(numbers)


async def test_a_broken_and_an_unknown_update_come_before_the_next(stage: SandboxStage) -> None:
    """One breaks the library's parser, the other it knows nothing of; the real one follows."""
    stage.telegram.faults.add(Fault(FaultKind.UNPARSEABLE_UPDATE))
    await stage.anna.says("een")
    broken, real = await stage.accepted("getUpdates")
    assert "not a number" == broken["message"]["message_id"]
    assert "een" == real["message"]["text"]
    with pytest.raises((TypeError, ValueError, AttributeError, KeyError)):
        await stage.bot.get_updates()
    stage.telegram.faults.add(Fault(FaultKind.UNKNOWN_UPDATE))
    await stage.anna.says("twee")
    unknown, real = await stage.bot.get_updates(offset=real["update_id"] + 1)
    assert (unknown.effective_chat, real.update_id) == (None, unknown.update_id + 1)


async def test_a_cut_line_is_a_connection_error_in_memory() -> None:
    """Without a socket, the caller of the application gets what a socket would have given."""
    from sandbox import server
    from sandbox.telegram import Telegram

    telegram = Telegram()
    telegram.faults.add(Fault(FaultKind.UNHEARD))
    transport = httpx.ASGITransport(server.create_app(telegram))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        with pytest.raises(ConnectionResetError):
            await client.get(f"/bot{telegram.token}/getMe")
