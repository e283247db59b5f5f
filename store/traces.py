"""Reads and leaves traces of an installation beside its database, so that a lost or foreign one is never taken for new.

The trace names the installation, and the pulse that the database had last: a number that grows while it is served. On
SQLite a pulse lies in the write-ahead log alone until the next one, so a log that was deleted shows.
"""

import os
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import Connection

from store import installation
from store.database import sqlite_path
from store.errors import StoreError
from store.leavings import NAME as LEAVINGS

_FIRST_START = "new"  # until the first start has come to its end
_SUFFIX = ".running"
_AS_IT_IS = "run `./koersvast migrate --as-it-is`"


class TracesError(StoreError):
    """The database is not the one that was served from here."""


class Lost(TracesError):
    """There is no database, or an empty one, where Koersvast was served before."""


class Foreign(TracesError):
    """The database is that of another installation than the one that was served from here before."""


class Behind(TracesError):
    """The database lacks what was said last."""


class AnotherBot(TracesError):
    """The people in this database talk with another bot than the one of KOERSVAST_BOT_TOKEN."""

    def __init__(self) -> None:
        super().__init__(
            f"{str(self.__doc__).rstrip('.')}: give that bot's token, or another database; if it is meant, {_AS_IT_IS}."
        )


@dataclass(frozen=True, slots=True)
class Trace:
    """Which installation was served, and its pulse when this was written."""

    installation: str
    pulse: int


@dataclass(frozen=True, slots=True)
class Traces:
    """The places where traces of earlier use may lie: the marker of this database, and the data folder."""

    marker: Path
    folder: Path

    def refuse_lost(self) -> None:
        """Refuse a database that is empty or not there if there was one before. Raises Lost."""
        signs = [path for path in self._signs() if path.exists() and not _says(path, _FIRST_START)]
        if signs:
            raise Lost(
                f"There is no database, or an empty one, though {signs[0]} tells of one that was served from here: put "
                f"it back, or its latest copy with `./koersvast restore FILE`; to begin anew, {_AS_IT_IS}."
            )

    def refuse_other(self, connection: Connection) -> None:
        """Refuse a database that is another one or an older copy. Raises Foreign, Behind."""
        trace = self._read()
        if trace is None:
            return
        name, pulse = installation.name(connection), installation.pulse(connection)
        if name is not None and name != trace.installation:
            raise Foreign(
                f"This is the database of another installation than {self.marker} tells of: look at "
                f"KOERSVAST_DATABASE_URL and KOERSVAST_DATA_DIR; if it is meant, {_AS_IT_IS}."
            )
        if name is None or pulse < trace.pulse:
            raise Behind(
                "The database lacks what was said last, as after its -wal file was removed, or an older copy was put "
                "in its place: put it back, or the latest copy with `./koersvast restore FILE`; to go on as it is, "
                f"{_AS_IT_IS}."
            )

    def leave(self, trace: Trace) -> None:
        """Write down what is served; in place, for on SQLite the file is the lock as well."""
        _write(self.marker, f"koersvast {trace.installation} {trace.pulse:020d}\n")

    def beat(self, pulse: int) -> None:
        """Write down the next pulse, which the database has by now."""
        trace = self._read()
        if trace is not None:
            self.leave(replace(trace, pulse=pulse))

    def forget(self) -> None:
        """Forget every trace, so that whatever database is there from now on is taken for the right one."""
        _write(self.marker, f"{_FIRST_START}\n")

    def _read(self) -> Trace | None:
        words = _words(self.marker)
        if len(words) != 3 or words[0] != "koersvast" or not words[2].isdecimal():
            return None  # of an earlier version, or cut short
        return Trace(words[1], int(words[2]))

    def _signs(self) -> list[Path]:
        return [
            self.marker,
            *sorted(self.folder.glob(f"*{_SUFFIX}")),
            self.folder / LEAVINGS,
            *sorted((self.folder / "copies").glob("koersvast-*")),
        ]


def beside(url: str, folder: Path) -> Traces:
    """Find the traces of the database behind `url`, with `folder` as the data folder."""
    file = sqlite_path(url)
    return Traces(marker_of(file) if file is not None else folder / f"postgresql{_SUFFIX}", folder)


def marker_of(file: Path) -> Path:
    """Give the path beside an SQLite database that holds its lock and its trace."""
    return file.with_name(f"{file.name}{_SUFFIX}")


def begun() -> bytes:
    """Give the text of a lock that was just made, before there is a trace."""
    return f"{_FIRST_START}\n".encode()


def _says(marker: Path, word: str) -> bool:
    return marker.suffix == _SUFFIX and _words(marker) == [word]


def _words(marker: Path) -> list[str]:
    try:
        return marker.read_text("utf-8", "replace").split()[:4]
    except OSError:
        return []


def _write(marker: Path, line: str) -> None:
    marker.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    opened = os.open(marker, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        os.pwrite(opened, line.encode(), 0)
        os.ftruncate(opened, len(line))
    finally:
        os.close(opened)
