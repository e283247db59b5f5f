"""A copy of the database before it is changed: by SQLite itself, or by PostgreSQL's own program."""

import os
import shutil
import sqlite3
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import URL, make_url

from store.database import sqlite_path
from store.errors import StoreError


class CopyError(StoreError):
    """No copy could be made, so nothing was changed."""


class NoProgram(CopyError):
    """The program pg_dump is not here: make a backup yourself, then run `./koersvast migrate --backup-made`."""


def make(url: str, folder: Path, now: datetime) -> Path:
    """Copy the database into `folder`, which is made if need be; gives the file. Raises CopyError, sqlite3.Error."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise CopyError(f"The folder {folder} for copies cannot be made ({error.strerror}).") from None
    stamp = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    file = sqlite_path(url)
    if file is not None:
        return _copy_file(file, folder / f"koersvast-{stamp}.sqlite3")
    return _dump(url, folder / f"koersvast-{stamp}.dump")


def _copy_file(file: Path, target: Path) -> Path:
    unfinished = _private(target)
    source, copy = sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True), sqlite3.connect(unfinished)
    try:
        source.backup(copy)
    finally:
        source.close()
        copy.close()
    return unfinished.rename(target)


def _dump(url: str, target: Path) -> Path:
    program = shutil.which("pg_dump")
    if program is None:
        raise NoProgram(str(NoProgram.__doc__))
    address = make_url(url)
    # The password goes by the environment: anybody on the machine may read a command line.
    surroundings = os.environ | ({"PGPASSWORD": str(address.password)} if address.password else {})
    plain = URL.create(
        "postgresql", address.username, None, address.host, address.port, address.database, address.query
    )
    unfinished = _private(target)
    ended = subprocess.run(  # noqa: S603 - our own words, without a shell
        [program, "--format=custom", f"--file={unfinished}", f"--dbname={plain.render_as_string()}"],
        env=surroundings,
        capture_output=True,
        text=True,
    )
    if ended.returncode != 0:
        unfinished.unlink(missing_ok=True)
        said = (ended.stderr.strip().splitlines() or ["no word"])[-1]
        raise CopyError(
            f"pg_dump could not make a copy ({said}): make a backup yourself, "
            "then run `./koersvast migrate --backup-made`."
        )
    return unfinished.rename(target)


def _private(target: Path) -> Path:
    """An empty file beside the target that this account alone may read; it gets its name when it is whole."""
    unfinished = target.with_name(target.name + ".unfinished")
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=0o600)
    return unfinished
