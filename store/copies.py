"""A copy of the database before it is changed: by SQLite itself, or by PostgreSQL's own program."""

import contextlib
import itertools
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import URL, Engine, create_engine, make_url

from store.database import Transaction, sqlite_path
from store.errors import StoreError


class CopyError(StoreError):
    """No copy could be made, so nothing was changed."""


_SAID = {
    "pg_dump": (
        "pg_dump could not make a copy ({said}): make a backup yourself, then run `./koersvast migrate --backup-made`."
    ),
    "pg_restore": "pg_restore could not put the copy back ({said}): the database is as it was.",
}


class NoProgram(CopyError):
    """The program pg_dump is not here: make a backup yourself, then run `./koersvast migrate --backup-made`."""


def make(url: str, folder: Path, now: datetime) -> Path:
    """Copy the database into `folder`, which is made if need be; gives the file. Raises CopyError, sqlite3.Error."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise CopyError(f"The folder {folder} for copies cannot be made ({error.strerror}).") from None
    name = f"koersvast-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    file = sqlite_path(url)
    if file is not None:
        return _copy_file(file, _free(folder, name, ".sqlite3"))
    return _dump(url, _free(folder, name, ".dump"))


def _free(folder: Path, name: str, ending: str) -> Path:
    """Find a name that no copy has yet: two in one second must not become one."""
    endings = itertools.chain((ending,), (f"-{again}{ending}" for again in itertools.count(2)))
    return next(file for file in (folder / f"{name}{ending}" for ending in endings) if not file.exists())


def read_back(copy: Path) -> None:
    """Read a whole copy, every page of a file and every row of a dump. Raises CopyError when it is not whole."""
    if copy.suffix == ".dump":
        _read_dump(copy)
        return
    try:
        with contextlib.closing(_lying_still(copy)) as connection:
            damage = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
            strays = connection.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.Error as error:
        raise CopyError(f"{copy} cannot be read ({error}): it is no whole copy.") from None
    if damage != "ok" or strays is not None:
        raise CopyError(f"{copy} is damaged: use an earlier copy.")


def rescue(db: Transaction, folder: Path, now: datetime) -> Path:
    """Copy an SQLite database whose file was moved or removed, through a connection that has it open still."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    target = _free(folder, f"koersvast-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}-rescued", ".sqlite3")
    unfinished = _private(target)
    # Not SQLite's own way to copy: that waits for ever for the transaction in which it is asked to.
    unfinished.write_bytes(db.connection.connection.driver_connection.serialize())  # type: ignore[union-attr]  # it is connected
    return unfinished.rename(target)


def put_back(copy: Path, url: str) -> None:
    """Make a copy the database, in place of what is there. Nobody may use it meanwhile. Raises CopyError."""
    file = sqlite_path(url)
    if file is None:
        _run(
            "pg_restore", ["--clean", "--if-exists", "--no-owner", "--single-transaction", "--exit-on-error"], url, copy
        )
        return
    unfinished = _private(file)
    with contextlib.closing(_lying_still(copy)) as source, contextlib.closing(sqlite3.connect(unfinished)) as target:
        source.backup(target)
    for companion in ("-wal", "-shm"):  # they belong to the file that goes
        file.with_name(file.name + companion).unlink(missing_ok=True)
    unfinished.replace(file)


def engine(copy: Path) -> Engine:
    """Open a copied file with an engine that reads it and leaves nothing beside it."""
    return create_engine("sqlite://", creator=lambda: _lying_still(copy), hide_parameters=True)


def _reading(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)


def _lying_still(copy: Path) -> sqlite3.Connection:
    # Nobody writes to a copy, so SQLite needs no files beside it, and the folder may be read-only.
    return sqlite3.connect(f"{copy.resolve().as_uri()}?mode=ro&immutable=1", uri=True)


def _copy_file(file: Path, target: Path) -> Path:
    unfinished = _private(target)
    source, copy = _reading(file), sqlite3.connect(unfinished)
    try:
        source.backup(copy)
    finally:
        source.close()
        copy.close()
    return unfinished.rename(target)


def _dump(url: str, target: Path) -> Path:
    unfinished = _private(target)
    try:
        _run("pg_dump", ["--format=custom", f"--file={unfinished}"], url)
    except CopyError:
        unfinished.unlink(missing_ok=True)
        raise
    return unfinished.rename(target)


def _read_dump(copy: Path) -> None:
    # Without a database to go to, pg_restore reads the whole dump and writes it out as text.
    program = _program("pg_restore")
    ended = subprocess.run([program, "--file=/dev/null", str(copy)], capture_output=True, text=True)  # noqa: S603 - our own words, without a shell
    if ended.returncode != 0:
        raise CopyError(f"{copy} cannot be read ({_last_word(ended.stderr)}): it is no whole copy.")


def _run(name: str, options: Sequence[str], url: str, *files: Path) -> None:
    """Run one of PostgreSQL's own programs on the database."""
    program, address = _program(name), make_url(url)
    # The password goes by the environment: anybody on the machine may read a command line.
    surroundings = os.environ | ({"PGPASSWORD": str(address.password)} if address.password else {})
    plain = URL.create(
        "postgresql", address.username, None, address.host, address.port, address.database, address.query
    )
    ended = subprocess.run(  # noqa: S603 - our own words, without a shell
        [program, *options, f"--dbname={plain.render_as_string()}", *map(str, files)],
        env=surroundings,
        capture_output=True,
        text=True,
    )
    if ended.returncode != 0:
        raise CopyError(_SAID[name].format(said=_last_word(ended.stderr)))


def _program(name: str) -> str:
    program = shutil.which(name)
    if program is None:
        raise NoProgram(str(NoProgram.__doc__) if name == "pg_dump" else f"The program {name} is not here: install it.")
    return program


def _last_word(said: str) -> str:
    return (said.strip().splitlines() or ["no word"])[-1]


def _private(target: Path) -> Path:
    """Make an empty file beside the target that this account alone may read; it gets its name when it is whole."""
    unfinished = target.with_name(target.name + ".unfinished")
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=0o600)
    return unfinished
