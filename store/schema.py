"""Makes a new database, and brings an older one to the version of this program after a copy was made."""

import functools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from alembic import autogenerate, command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text

from store import copies as copying
from store import tables, trouble
from store.errors import StoreError
from store.installation import WrongSecret
from store.vault import CannotOpen, Vault

STEPS = Path(__file__).parent / "migrations"
_PAGE = tables.table(tables.PersonRow).metadata
_ONE_AT_A_TIME = 0x6B6F6573  # an advisory lock on PostgreSQL; SQLite has one writer anyway


class SchemaError(StoreError):
    """The database does not suit this program."""


class NewerDatabase(SchemaError):
    """This database was made by a newer version of Koersvast: install that version, or put an older copy back."""


class NotOurs(SchemaError):
    """This database holds tables of something else: give Koersvast a database of its own in KOERSVAST_DATABASE_URL."""


class BrokenStep(SchemaError):
    """The database could not be brought to this version and was left as it was; its rows contradict one another."""


@dataclass(frozen=True, slots=True)
class SchemaOutcome:
    """What `ensure` did: the version now, the one before (None: it was new), where the copy lies if one was made."""

    version: str
    before: str | None
    copy: Path | None

    @property
    def upgraded(self) -> bool:
        """Say whether an older database was changed."""
        return self.before is not None and self.before != self.version


def ensure(
    engine: Engine,
    url: str,
    copies: Path,
    now: datetime,
    vault: Vault | None = None,
    *,
    backup_made: bool = False,
    steps: Path = STEPS,
) -> SchemaOutcome:
    """Make or upgrade the database behind `engine`, all of it or nothing; a copy goes into the folder `copies` first.

    Raises SchemaError, CopyError, DatabaseError or WrongSecret. `vault` opens what must be sealed anew; a database that
    holds nothing needs none. `backup_made` says that the operator made a copy.
    """
    head = latest(steps)
    with trouble.as_ours(), alone(engine) as connection:
        before = _version(connection)
        if before == head:
            return SchemaOutcome(head, before, None)
        copy = None
        if before is None:
            _refuse_strangers(connection)
        elif before not in _known(steps):
            raise NewerDatabase(str(NewerDatabase.__doc__))
        elif not backup_made:
            copy = copying.make(url, copies, now)
        try:
            command.upgrade(_config(steps, connection=connection, vault=vault, now=now), "head")
        except CannotOpen:  # the keys of the installation: whatever else does not open stays as it is
            raise WrongSecret(str(WrongSecret.__doc__)) from None
        _check_references(connection)
        return SchemaOutcome(head, before, copy)


def version(engine: Engine) -> str | None:
    """Read the version of the database as it is; None if it was never made. Raises DatabaseError."""
    with trouble.as_ours(), engine.connect() as connection:
        return _version(connection)


@functools.cache
def latest(steps: Path = STEPS) -> str:
    """Name the version that this program works with."""
    return str(_scripts(steps).get_current_head())


def differences(connection: Connection) -> list[Any]:
    """List what the database has otherwise than `store/tables.py` says; empty if they agree."""
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(autogenerate.compare_metadata(context, _PAGE))


@contextmanager
def alone(engine: Engine) -> Iterator[Connection]:
    """Open one transaction that nobody else makes at the same time, in which tables may be made anew on SQLite."""
    with engine.connect() as connection:
        sqlite = engine.dialect.name == "sqlite"
        if sqlite:
            _enforce_references(connection, on=False)
        try:
            with connection.begin():
                if not sqlite:
                    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ONE_AT_A_TIME})
                yield connection
        finally:
            if sqlite:
                _enforce_references(connection, on=True)


def _enforce_references(connection: Connection, *, on: bool) -> None:
    # SQLite changes a table by making it anew, which would delete what refers to it; and this holds only outside a
    # transaction, so it goes past the library, which would begin one.
    raw: Any = connection.connection.driver_connection
    raw.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")


def _check_references(connection: Connection) -> None:
    if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise BrokenStep(str(BrokenStep.__doc__))


def _refuse_strangers(connection: Connection) -> None:
    ours = {table.name for table in _PAGE.tables.values()}
    if ours & set(inspect(connection).get_table_names()):
        raise NotOurs(str(NotOurs.__doc__))


def _version(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _known(steps: Path) -> set[str]:
    return {step.revision for step in _scripts(steps).walk_revisions()}


def _scripts(steps: Path) -> ScriptDirectory:
    return ScriptDirectory.from_config(_config(steps))


def _config(steps: Path, **attributes: Any) -> Config:
    config = Config(attributes=attributes)
    config.set_main_option("script_location", str(steps).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
