"""Installations as their first start leaves them, made once a test process; a test that begins with one gets a copy.

Making one plays every step of the schema and stores every flow, which takes longer than most tests.
"""

import functools
import tempfile
from collections.abc import Mapping
from datetime import datetime
from itertools import count
from pathlib import Path

import psycopg
from sqlalchemy import make_url

from bot import app
from bot.base import opening, settings
from bot.base.clock import Clock
from bot.base.settings import Settings

DATABASE = "koersvast.sqlite3"
_numbers = count(1)


def begin(chosen: Settings, now: datetime) -> None:
    """Put a new installation where these settings look for one, as `opening` would make it; one that is there stays."""
    if chosen.database_url:
        place = make_url(chosen.database_url)
        _begin_on_server(str(place.query["host"]), str(place.database), chosen.secret_key, now)
    elif not (chosen.data_dir / DATABASE).exists():
        chosen.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name, content in _files(chosen.secret_key, now).items():
            file = chosen.data_dir / name
            file.touch(mode=0o600)
            file.write_bytes(content)


@functools.cache
def _files(secret: str, now: datetime) -> Mapping[str, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        _make(Path(folder), secret, now)
        return {path.name: path.read_bytes() for path in Path(folder).iterdir()}


@functools.cache
def _on_server(socket: str, secret: str, now: datetime) -> str:
    name = f"installed_{next(_numbers)}"
    with _server(socket) as server:
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
    with tempfile.TemporaryDirectory() as folder:
        _make(Path(folder), secret, now, f"postgresql+psycopg://postgres@/{name}?host={socket}")
    return name


def _make(folder: Path, secret: str, now: datetime, url: str = "") -> None:
    chosen = settings.load(_env_file=None, data_dir=folder, secret_key=secret, database_url=url)
    with opening.beside(chosen, now) as database:
        app.build(chosen, database, Clock(now))


def _begin_on_server(socket: str, name: str, secret: str, now: datetime) -> None:
    with psycopg.connect(host=socket, user="postgres", dbname=name) as database:
        if database.execute("SELECT 1 FROM pg_tables WHERE schemaname = 'public'").fetchone():
            return
    template = _on_server(socket, secret, now)
    with _server(socket) as server:
        server.execute(f'DROP DATABASE "{name}"')
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')


def _server(socket: str) -> psycopg.Connection:
    return psycopg.connect(host=socket, user="postgres", dbname="postgres", autocommit=True)
