"""A real process that cannot start says why in one sentence."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from bot import opening
from sandbox import hosting
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
    given = {"DATA_DIR": str(folder), "SECRET_KEY": SECRET, "BOT_API_URL": address, "WEB_PORT": "0"} | PEOPLE | others
    foreign = {name: value for name, value in os.environ.items() if not name.startswith("KOERSVAST_")}
    return foreign | {f"KOERSVAST_{name}": value for name, value in given.items()}


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
    assert "1:test" not in ended.stdout + ended.stderr


def test_a_second_process_on_one_database_is_told(tmp_path: Path) -> None:
    """It leaves the first one alone."""
    chosen = made_up_settings(tmp_path, secret_key=SECRET)
    with opening.opened(chosen, NOW):
        ended = _run(tmp_path, _environment(tmp_path, "http://127.0.0.1:1", BOT_TOKEN="1:test"))
    _one_sentence(ended, "koersvast:")
    assert "1:test" not in ended.stdout + ended.stderr


@pytest.mark.parametrize("token", ["123456:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsawX", "no token at all"])
async def test_a_wrong_token_is_told(tmp_path: Path, token: str) -> None:
    """Telegram refuses it, and the operator reads where to get the right one; the token itself is not repeated."""
    async with hosting.serving(Telegram()) as url:
        ended = await _ended(await _start(tmp_path, _environment(tmp_path, url, BOT_TOKEN=token)))
    _one_sentence(ended, "@BotFather")
    assert 1 == ended.returncode
    assert token not in ended.stdout + ended.stderr


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
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
    assert ["Koersvast listens."] == [line[:18] for line in ended.stderr.splitlines()]
