"""Opens the database with its secret, schema and keys together, and says in one sentence whatever is in the way."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import structlog
from sqlalchemy import Engine, event

from bot.base import anchors
from bot.base.settings import PREFIX, Settings
from store import (
    database,
    installation,
    leavings,
    private,
    running,
    schema,
    sqlite_file,
    traces,
    trouble,
)
from store.database import Database
from store.errors import StoreError
from store.running import Hold
from store.traces import Trace, Traces
from store.vault import Vault
from study import preregistration

COPIES, DEMO = "copies", "demo"  # below the data folder
_log = structlog.get_logger()


class OpeningError(StoreError):
    """The memory cannot be opened as the settings stand."""


class NoSecret(OpeningError):
    """KOERSVAST_SECRET_KEY is empty: give any text of at least 32 characters; it encrypts what people say."""


@dataclass(frozen=True, slots=True)
class ServedMemory:
    """Holds the memory of the one process that serves it: its database, the lock, its traces, and its file on
    SQLite."""

    database: Database
    hold: Hold
    traces: Traces
    file: Path | None


@contextmanager
def served(settings: Settings, now: datetime) -> Iterator[ServedMemory]:
    """Open the memory for the one process that serves it, until the end of the block.

    Raises AlreadyRunning and whatever `open_store` raises.
    """
    engine = engine_of(settings)
    file = database.sqlite_path(settings.database)
    if file is not None:
        event.listen(engine, "connect", sqlite_file.leave_checkpoints_to_us)
    try:
        _refuse_lost(engine, settings)
        with running.alone(engine, settings.database) as hold:
            _close_to_others(settings)
            _refuse_damaged(file)
            memory = _open(engine, settings, now, alone=True)
            try:
                yield ServedMemory(memory, hold, _traces(settings), file)
            finally:
                memory.close()
    finally:
        engine.dispose()


@contextmanager
def opened(settings: Settings, now: datetime) -> Iterator[Database]:
    """Open the memory where nobody looks after the lock meanwhile: for a rehearsal, a benchmark, a test."""
    with served(settings, now) as memory:
        yield memory.database


@contextmanager
def beside(settings: Settings, now: datetime) -> Iterator[Database]:
    """Open the memory for a short command, whether the bot runs or not. Raises what `open_store` raises."""
    memory = open_store(settings, now)
    try:
        yield memory
    finally:
        memory.close()


def open_store(settings: Settings, now: datetime) -> Database:
    """Open the memory, made or brought up to date if need be; whoever asked closes it.

    An older database is changed only while no process serves it. Raises StoreError, in one sentence: NoSecret,
    WrongSecret, AlreadyRunning, SchemaError, CopyError, DatabaseError, OpeningError, TracesError.
    """
    engine = engine_of(settings)
    try:
        _refuse_lost(engine, settings)
        if schema.version(engine) != schema.latest():
            with running.alone(engine, settings.database):
                return _open(engine, settings, now, alone=True)
        return _open(engine, settings, now, alone=False)
    except BaseException:
        engine.dispose()
        raise


def upgrade(
    settings: Settings, now: datetime, *, backup_made: bool = False, as_it_is: bool = False
) -> schema.SchemaOutcome:
    """Bring the database to this version and say what was done. Raises what `open_store` raises.

    `as_it_is` takes what is there for the one that is meant, whatever traces tell: an empty one begins anew.
    """
    engine = engine_of(settings)
    try:
        if as_it_is:
            return _take_as_it_is(engine, settings, now, backup_made=backup_made)
        _refuse_lost(engine, settings)
        if schema.version(engine) == schema.latest():
            return _ensure(engine, settings, now, backup_made=backup_made)
        with running.alone(engine, settings.database):
            return _ensure(engine, settings, now, backup_made=backup_made)
    finally:
        engine.dispose()


def engine_of(settings: Settings) -> Engine:
    """Connect to the database, in a folder that is there. Raises NoSecret, OpeningError."""
    if not settings.secret_key.strip():
        raise NoSecret(str(NoSecret.__doc__))
    file = database.sqlite_path(settings.database)
    if file is not None:
        _make_folder(file.parent)
    return database.connect(settings.database)


def _open(engine: Engine, settings: Settings, now: datetime, *, alone: bool) -> Database:
    vault = Vault(settings.secret_key)
    if schema.version(engine) is not None:
        with trouble.as_ours(), engine.connect() as connection:
            _traces(settings).refuse_other(connection)
    _ensure(engine, settings, now)
    with trouble.as_ours(), schema.alone(engine) as connection:
        keys = installation.load_keys(connection, vault)
        trace = Trace(installation.christen(connection), installation.pulse(connection))
    if alone:
        _traces(settings).leave(trace)
    private.tighten(_files(settings))  # a new one is made as the machine is used to
    return database.open_database(engine, vault, keys)


def _traces(settings: Settings) -> Traces:
    return traces.beside(settings.database, settings.data_dir)


def _refuse_lost(engine: Engine, settings: Settings) -> None:
    # To open an SQLite file that is not there makes it, and would leave an empty one where the lost one belongs.
    file = database.sqlite_path(settings.database)
    if (file is not None and not _holds_something(file)) or schema.version(engine) is None:
        _traces(settings).refuse_lost()


def _holds_something(file: Path) -> bool:
    return file.exists() and file.stat().st_size > 0


def _refuse_damaged(file: Path | None) -> None:
    if file is None or not _holds_something(file):
        return
    with trouble.as_ours():
        if not sqlite_file.is_whole(file):
            raise trouble.Damaged(str(trouble.Damaged.__doc__))


def _take_as_it_is(engine: Engine, settings: Settings, now: datetime, *, backup_made: bool) -> schema.SchemaOutcome:
    with running.alone(engine, settings.database):
        _traces(settings).forget()
        outcome = _ensure(engine, settings, now, backup_made=backup_made)
        with trouble.as_ours(), schema.alone(engine) as connection:
            installation.forget_bot(connection)
            _traces(settings).leave(Trace(installation.christen(connection), installation.pulse(connection)))
    return outcome


def _ensure(engine: Engine, settings: Settings, now: datetime, *, backup_made: bool = False) -> schema.SchemaOutcome:
    return schema.ensure(
        engine, settings.database, settings.data_dir / COPIES, now, Vault(settings.secret_key), backup_made=backup_made
    )


def _close_to_others(settings: Settings) -> None:
    """Take what an earlier version left open away from other accounts: what is ours by name, and nothing beside it."""
    folder = settings.data_dir
    ours = [folder / name for name in (COPIES, anchors.FILE, leavings.NAME, preregistration.FILE, DEMO)]
    closed = private.tighten([*ours, *_files(settings)]) + (
        0 if _is_shared(folder, settings.flows_dir) else private.close(folder)
    )
    if closed:
        _log.warning("other accounts could read files of ours, and no longer can", action="closed", files=closed)


def _files(settings: Settings) -> list[Path]:
    """List the file of the database and those beside it; none for PostgreSQL."""
    file = database.sqlite_path(settings.database)
    endings = ("", "-wal", "-shm", "-journal", ".running")
    return [] if file is None else [file.with_name(f"{file.name}{ending}") for ending in endings]


def _is_shared(folder: Path, flows: Path | None) -> bool:
    """Say whether a folder is somebody's home, where the program was started, or holds what coaches write."""
    inner = [Path.cwd(), Path.home(), *([] if flows is None else [flows.resolve()])]
    return any(path.is_relative_to(folder.resolve()) for path in inner)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise OpeningError(
            f"The folder {folder} cannot be made ({error.strerror}): make it yourself, or name another in "
            f"{PREFIX}DATA_DIR."
        ) from None
