"""A real process that cannot start says why in one sentence."""

import os
import socket
import subprocess
import sys
from pathlib import Path

from bot import opening
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
