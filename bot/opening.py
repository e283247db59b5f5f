"""Opens the memory: secret, database, schema and keys together, with one sentence for whatever is in the way."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from bot.settings import PREFIX, Settings
from store import database, installation, running, schema, trouble
from store.database import Database
from store.errors import StoreError
from store.vault import Vault

COPIES = "copies"  # below the data folder


class OpeningError(StoreError):
    """The memory cannot be opened as the settings stand."""


class NoSecret(OpeningError):
    """KOERSVAST_SECRET_KEY is empty: give any text of at least 32 characters; it encrypts what people say."""


@contextmanager
def opened(settings: Settings, now: datetime) -> Iterator[Database]:
    """The memory for the one process that serves it, until the end of the block.

    Raises AlreadyRunning and whatever `open_store` raises.
    """
    engine = engine_of(settings)
    try:
        with running.alone(engine, settings.database):
            memory = _open(engine, settings, now)
            try:
                yield memory
            finally:
                memory.close()
    finally:
        engine.dispose()


@contextmanager
def beside(settings: Settings, now: datetime) -> Iterator[Database]:
    """The memory for a short command, whether the bot runs or not. Raises what `open_store` raises."""
    memory = open_store(settings, now)
    try:
        yield memory
    finally:
        memory.close()


def open_store(settings: Settings, now: datetime) -> Database:
    """The memory, made or brought up to date if need be; whoever asked closes it.

    An older database is changed only while no process serves it. Raises StoreError, in one sentence: NoSecret,
    WrongSecret, AlreadyRunning, SchemaError, CopyError, DatabaseError, OpeningError.
    """
    engine = engine_of(settings)
    try:
        if schema.version(engine) != schema.latest():
            with running.alone(engine, settings.database):
                return _open(engine, settings, now)
        return _open(engine, settings, now)
    except BaseException:
        engine.dispose()
        raise


def upgrade(settings: Settings, now: datetime, *, backup_made: bool = False) -> schema.Outcome:
    """Bring the database to this version and say what was done. Raises what `open_store` raises."""
    engine = engine_of(settings)
    try:
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


def _open(engine: Engine, settings: Settings, now: datetime) -> Database:
    vault = Vault(settings.secret_key)
    _ensure(engine, settings, now)
    with trouble.told(), schema.alone(engine) as connection:
        keys = installation.load_keys(connection, vault)
    return database.open_database(engine, vault, keys)


def _ensure(engine: Engine, settings: Settings, now: datetime, *, backup_made: bool = False) -> schema.Outcome:
    return schema.ensure(
        engine, settings.database, settings.data_dir / COPIES, now, Vault(settings.secret_key), backup_made=backup_made
    )


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise OpeningError(
            f"The folder {folder} cannot be made ({error.strerror}): make it yourself, or name another in "
            f"{PREFIX}DATA_DIR."
        ) from None
