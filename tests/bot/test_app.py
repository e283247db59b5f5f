"""A real process that cannot start says why in one sentence."""

import asyncio
import os
import signal
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from bot.base import opening
from bot.cli import statuses
from sandbox import hosting
from sandbox.faults import Fault, FaultKind
from sandbox.telegram import Telegram
from tests.playing import made_up_settings
from tests.store.cast import NOW

ROOT = Path(__file__).parents[2]
SECRET = "a secret of a test that is long enough to be one"

PEOPLE = {
    "CONTROLLER": "De organisatie van deze test",
    "PRIVACY_CONTACT": "privacy@example.org",
    "LEGAL_GROUND": "een grondslag",
    "WORKS_COUNCIL_DECISION": "een besluit",
    "HELP_CONTACT": "een mens",
}


def _environment(folder: Path, address: str, **others: str) -> dict[str, str]:
    chosen = {"DATA_DIR": str(folder), "SECRET_KEY": SECRET, "BOT_API_URL": address, "WEB_PORT": "0"} | PEOPLE | others
    foreign = {name: value for name, value in os.environ.items() if not name.startswith("KOERSVAST_")}
    return foreign | {f"KOERSVAST_{name}": value for name, value in chosen.items()}


def _run(folder: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bot.cli", "run"]
    paths = {"PYTHONPATH": str(ROOT)}
    return subprocess.run(
        command, cwd=folder, env=environment | paths, capture_output=True, text=True, timeout=60, check=False
    )


async def _start(folder: Path, environment: dict[str, str]) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.cli", "run"),
        cwd=folder,
        env=environment | {"PYTHONPATH": str(ROOT)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def _ended(process: asyncio.subprocess.Process) -> subprocess.CompletedProcess[str]:
    async with asyncio.timeout(60):
        out, err = await process.communicate()
    return subprocess.CompletedProcess([], process.returncode or 0, out.decode(), err.decode())


def _one_sentence(ended: subprocess.CompletedProcess[str], about: str) -> None:
    said = ended.stdout + ended.stderr
    assert 0 != ended.returncode
    assert about in said
    assert "Traceback" not in said
    assert 1 == len([line for line in ended.stderr.splitlines() if line.startswith("koersvast:")])


def test_a_port_in_use_is_told(tmp_path: Path) -> None:
    """With the setting that gives another."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ended = _run(tmp_path, _environment(tmp_path, "http://127.0.0.1:1", BOT_TOKEN="1:test", WEB_PORT=port))
    _one_sentence(ended, "KOERSVAST_WEB_PORT")
    assert statuses.LATER == ended.returncode
    assert "1:test" not in ended.stdout + ended.stderr


def test_a_second_process_on_one_database_is_told(tmp_path: Path) -> None:
    """It leaves the first one alone."""
    chosen = made_up_settings(tmp_path, secret_key=SECRET)
    with opening.opened(chosen, NOW):
        ended = _run(tmp_path, _environment(tmp_path, "http://127.0.0.1:1", BOT_TOKEN="1:test"))
    _one_sentence(ended, "koersvast:")
    assert statuses.LATER == ended.returncode
    assert "1:test" not in ended.stdout + ended.stderr


@pytest.mark.parametrize("token", ["123456:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsawX", "no token at all"])
async def test_a_wrong_token_is_told(tmp_path: Path, token: str) -> None:
    """Telegram refuses it, and the operator reads where to get the right one; the token itself is not repeated."""
    async with hosting.serving(Telegram()) as url:
        ended = await _ended(await _start(tmp_path, _environment(tmp_path, url, BOT_TOKEN=token)))
    _one_sentence(ended, "@BotFather")
    assert statuses.TOKEN == ended.returncode
    assert token not in ended.stdout + ended.stderr


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
async def test_asked_to_stop_it_stops(tmp_path: Path, number: signal.Signals) -> None:
    """With status 0 and without a word, also while it answers somebody."""
    telegram = Telegram(pace=None)
    anna = telegram.person("Anna")
    async with hosting.serving(telegram) as url:
        running = await _start(tmp_path, _environment(tmp_path, url, BOT_TOKEN=telegram.token))
        await anna.starts()
        await anna.sees("genodigden", 60)
        await anna.says("nog iets")
        running.send_signal(number)
        ended = await _ended(running)
    assert 0 == ended.returncode, ended.stderr
    assert ["Koersvast listens."] == [line[:18] for line in ended.stderr.splitlines() if not line.startswith("{")]


def test_a_missing_setting_ends_with_a_status_of_its_own(tmp_path: Path) -> None:
    """A service manager then knows that another start helps nobody."""
    ended = _run(tmp_path, _environment(tmp_path, "http://127.0.0.1:1"))
    assert statuses.SETTINGS == ended.returncode
    assert "KOERSVAST_BOT_TOKEN" in ended.stderr


def test_a_lost_database_ends_with_a_status_of_its_own(tmp_path: Path) -> None:
    """And so does one that is none."""
    environment = _environment(tmp_path, "http://127.0.0.1:1", BOT_TOKEN="1:test")
    with opening.opened(made_up_settings(tmp_path, secret_key=SECRET), NOW):
        pass
    (tmp_path / "koersvast.sqlite3").write_bytes(b"no database at all" * 1000)
    ended = _run(tmp_path, environment)
    _one_sentence(ended, "damaged")
    assert statuses.DATABASE == ended.returncode
    (tmp_path / "koersvast.sqlite3").unlink()
    ended = _run(tmp_path, environment)
    _one_sentence(ended, "--as-it-is")
    assert statuses.DATABASE == ended.returncode


async def test_a_token_that_is_revoked_meanwhile_is_told(tmp_path: Path) -> None:
    """Telegram says so itself; a status of its own keeps a service manager from trying for ever."""
    telegram = Telegram(pace=None)
    async with hosting.serving(telegram) as url:
        running = await _start(tmp_path, _environment(tmp_path, url, BOT_TOKEN=telegram.token))
        await telegram.person("Anna").starts()
        await telegram.person("Anna").sees("genodigden", 60)
        telegram.token = "123456789:another"
        await telegram.person("Anna").says("nog iets")
        ended = await _ended(running)
    _one_sentence(ended, "@BotFather")
    assert statuses.TOKEN == ended.returncode


async def test_another_bot_on_the_same_database_is_told(tmp_path: Path) -> None:
    """Its people could not be reached by it; the token of the same bot may be a new one."""
    starts = (("777:first", None), ("777:renewed", None), ("778:another", statuses.DATABASE))
    for number, (token, status) in enumerate(starts):
        telegram = Telegram(token, pace=None)
        telegram.queue.next_id += 1000 * number  # Telegram counts on
        async with hosting.serving(telegram) as url:
            running = await _start(tmp_path, _environment(tmp_path, url, BOT_TOKEN=token))
            if status is None:
                await telegram.person("Anna").starts()
                await telegram.person("Anna").sees("genodigden", 60)
                running.send_signal(signal.SIGTERM)
            ended = await _ended(running)
        assert (status or 0) == ended.returncode, ended.stderr
    _one_sentence(ended, "another bot")


async def test_a_database_that_is_removed_meanwhile_is_saved_and_told(tmp_path: Path) -> None:
    """What the process still holds is copied, and the sentence says how it is put back."""
    telegram = Telegram(pace=None)
    async with hosting.serving(telegram) as url:
        running = await _start(tmp_path, _environment(tmp_path, url, BOT_TOKEN=telegram.token))
        await telegram.person("Anna").starts()
        await telegram.person("Anna").sees("genodigden", 60)
        (tmp_path / "koersvast.sqlite3").unlink()
        ended = await _ended(running)
    _one_sentence(ended, "restore")
    assert statuses.DATABASE == ended.returncode
    (copy,) = (tmp_path / "copies").glob("*-rescued.sqlite3")
    with sqlite3.connect(copy) as connection:
        assert [(1,)] == connection.execute("SELECT count(*) FROM inbox").fetchall()
    connection.close()


@pytest.mark.parametrize("signals", [1, 2])
async def test_asked_to_stop_it_stops_whatever_is_locked_or_hangs(tmp_path: Path, signals: int) -> None:
    """Within some eight seconds, or at once when asked twice; what was not handled lies in the inbox."""
    telegram = Telegram(pace=None)
    anna = telegram.person("Anna")
    async with hosting.serving(telegram) as url:
        running = await _start(tmp_path, _environment(tmp_path, url, BOT_TOKEN=telegram.token))
        await anna.starts()
        await anna.sees("genodigden", 60)
        telegram.faults.add(Fault(FaultKind.SLOW, "sendMessage", times=None, seconds=100.0))
        lock = sqlite3.connect(tmp_path / "koersvast.sqlite3", isolation_level=None, timeout=30)
        lock.execute("BEGIN IMMEDIATE")
        for _ in range(97):
            await anna.says("nog iets")
        await asyncio.sleep(0.5)
        for _ in range(signals):
            running.send_signal(signal.SIGTERM)
            await asyncio.sleep(0.2)
        async with asyncio.timeout(30):
            ended = await _ended(running)
        lock.close()
    assert 0 == ended.returncode, ended.stderr
    assert "Traceback" not in ended.stderr
    assert (signals == 2) == ("asked twice to stop" in ended.stderr)


async def test_the_page_tells_from_the_first_second_that_telegram_is_out_of_reach(tmp_path: Path) -> None:
    """While the bot still waits for its first answer: alive, not healthy, and with what is missing."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    process = await _start(tmp_path, _environment(tmp_path, "http://127.0.0.1:1", BOT_TOKEN="1:test", WEB_PORT=port))
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as watcher, asyncio.timeout(60):
        while True:
            try:
                health = await watcher.get("/health")
            except httpx.ConnectError:
                await asyncio.sleep(0.1)
                continue
            break
        alive = await watcher.get("/live")
    process.terminate()
    await _ended(process)
    assert (503, 200) == (health.status_code, alive.status_code)
    assert health.json()["status"].startswith("Telegram has not answered yet")
    assert "ok" == health.json()["database"]
