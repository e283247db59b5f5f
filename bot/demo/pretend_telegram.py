"""The pretend Telegram beside the demo: a process of its own, and what is told to it over HTTP."""

import base64
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from bot.demo.rehearsal import Bubble, MadeUpPerson
from bot.leads import pictures

_ROOT = Path(__file__).parents[2]
_ENDS_WITHIN = 5.0


class StageError(Exception):
    """The pretend Telegram did not start; the message says why."""


@contextmanager
def running(state: Path, port: int, token: str, clock_url: str, language: str) -> Iterator[str]:
    """Start the pretend Telegram, give its address, and end it on leaving. Raises StageError."""
    command = [sys.executable, "-m", "sandbox", "--port", str(port), "--token", token]
    command += [
        "--language",
        language,
        "--state",
        str(state.resolve()),
    ]  # it runs in another folder than whoever started us
    # In a session of its own, so that Ctrl-C reaches us first and we end it in order; if we are killed, our end of its
    # input closes, and it ends as well.
    with subprocess.Popen(  # noqa: S603 - our own program
        [*command, "--clock-url", clock_url, "--with-input"],
        cwd=_ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            address = process.stdout.readline().strip() if process.stdout else ""
            if not address:
                raise StageError(f"The demo's page did not start: is port {port} in use? Give another with --port.")
            yield address
        finally:
            process.terminate()
            try:
                process.wait(_ENDS_WITHIN)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def seat(address: str, names: Sequence[str], shown: Sequence[tuple[str, str]], language: str) -> dict[str, int]:
    """Give everybody a phone; of `shown` (name, role) the phones stand on the page. Returns chat ids by name."""
    roles = dict(shown)
    with httpx.Client(base_url=address, timeout=30.0) as client:
        return {name: _person(client, name, roles.get(name), language) for name in names}


def guide(address: str, content: Mapping[str, Any]) -> None:
    """Say on the page what to do first, and whose phones may be added."""
    with httpx.Client(base_url=address, timeout=30.0) as client:
        client.post("/sandbox/guide", json=content).raise_for_status()


def _person(client: httpx.Client, name: str, role: str | None, language: str) -> int:
    body = {"name": name, "role": role or "", "shown": role is not None, "language": language}
    return int(client.post("/sandbox/people", json=body).raise_for_status().json()["id"])


def tell_history(address: str, actor: MadeUpPerson) -> None:
    """Put what an actor went through on the screen of their phone."""
    entries = [_entry(bubble) for bubble in actor.screen]
    with httpx.Client(base_url=address, timeout=60.0) as client:
        client.post(f"/sandbox/chats/{actor.address.key}/history", json=entries).raise_for_status()


def _entry(bubble: Bubble) -> dict[str, Any]:
    entry: dict[str, Any] = {"by": "person" if bubble.mine else "bot", "date": bubble.at.isoformat()}
    entry["text"] = bubble.text
    if not bubble.mine:
        entry["parse_mode"] = "HTML"
    if bubble.picture is not None:
        entry["photo"] = {"content": base64.b64encode(pictures.png(bubble.picture)).decode()}
    return entry
