"""The sandbox as a program of its own."""

import asyncio
import signal
import sys
from pathlib import Path

import httpx

TOKEN = "42:program-test"


async def test_it_prints_its_address_serves_and_ends_on_ctrl_c(tmp_path: Path) -> None:
    """Port 0 takes a free one; Ctrl-C ends it cleanly; the next start continues."""
    ids = []
    for _ in range(2):
        arguments = ["--token", TOKEN, "--state", str(tmp_path), "--pace", "off", "--latency-ms", "1"]
        program = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "sandbox", *arguments, stdout=asyncio.subprocess.PIPE
        )
        assert program.stdout is not None
        url = (await program.stdout.readline()).decode().strip()
        async with httpx.AsyncClient(base_url=url) as http:
            assert 42 == (await http.get(f"/bot{TOKEN}/getMe")).json()["result"]["id"]
            daan = (await http.post("/sandbox/people", json={"name": "Daan"})).json()
            ids.append((await http.post(f"/sandbox/chats/{daan['id']}/starts", json={})).json()["message"])
        program.send_signal(signal.SIGINT)
        assert 0 == await program.wait()
    assert [1, 2] == ids


async def test_it_ends_with_its_input_if_told_so() -> None:
    """Whoever started it may be killed without a word: then the pipe closes."""
    pipe = asyncio.subprocess.PIPE
    program = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "sandbox", "--with-input"), stdin=pipe, stdout=pipe
    )
    assert program.stdout is not None
    assert (await program.stdout.readline()).startswith(b"http://127.0.0.1:")
    await program.communicate(b"")  # and no more
    assert 0 == program.returncode


async def test_a_wrong_option_is_explained() -> None:
    """A pace that is no number is named."""
    program = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "sandbox", "--pace", "snel", stderr=asyncio.subprocess.PIPE
    )
    _, complaint = await program.communicate()
    assert 2 == program.returncode
    assert b"'snel' is neither off nor a number of messages a second" in complaint
