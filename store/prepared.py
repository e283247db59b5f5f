"""Statements of the hot path: compiled once, then run by the driver itself without the library in between.

Run through the library a small statement costs about 60 µs of CPU, this way about 10, and a turn has seven of them.
"""

from collections import namedtuple
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Dialect
from sqlalchemy.exc import DBAPIError, MultipleResultsFound, NoResultFound
from sqlalchemy.sql.base import Executable

Convert = Callable[[Any], Any]
_MISSING = object()


@dataclass(frozen=True, slots=True)
class Ran:
    """What a prepared statement gave: its rows, and how many rows it touched."""

    rows: Sequence[Any]
    rowcount: int

    def __iter__(self) -> Iterator[Any]:
        """Row by row."""
        return iter(self.rows)

    def all(self) -> Sequence[Any]:
        """Every row."""
        return self.rows

    def one_or_none(self) -> Any:
        """The only row, or None. Raises MultipleResultsFound."""
        if len(self.rows) > 1:
            raise MultipleResultsFound("one row at most was expected")
        return self.rows[0] if self.rows else None

    def scalar_one_or_none(self) -> Any:
        """The first column of the only row, or None. Raises MultipleResultsFound."""
        row = self.one_or_none()
        return None if row is None else row[0]

    def scalar_one(self) -> Any:
        """The first column of the only row. Raises NoResultFound, MultipleResultsFound."""
        row = self.one_or_none()
        if row is None:
            raise NoResultFound("a row was expected")
        return row[0]


@dataclass(slots=True)
class Prepared:
    """A Core statement whose values are named by `bindparam`; lists in it are literals, not values."""

    statement: Executable
    _for_dialect: dict[str, "_Compiled"] = field(default_factory=dict)

    def run(self, connection: Connection, values: Mapping[str, Any]) -> Ran:
        """Run it in the connection's transaction. Raises what the library would: DBAPIError and its kinds."""
        compiled = self._for_dialect.get(connection.dialect.name)
        if compiled is None:
            compiled = self._for_dialect[connection.dialect.name] = _compile(self.statement, connection.dialect)
        return compiled.run(connection, values)


@dataclass(frozen=True, slots=True)
class _Compiled:
    dialect: Dialect
    text: str
    binds: Sequence[tuple[str, Convert | None, Any]]  # name, conversion, value where none is given
    positional: bool
    row: Callable[[Any], Any] | None  # None: it gives no rows
    converted: Sequence[tuple[int, Convert]]

    def run(self, connection: Connection, values: Mapping[str, Any]) -> Ran:
        driver: Any = connection.connection.driver_connection
        try:
            cursor = driver.execute(self.text, self._parameters(values))
            return Ran([self._converted(row) for row in cursor] if self.row else (), cursor.rowcount)
        except self.dialect.loaded_dbapi.Error as error:
            raise DBAPIError.instance(
                self.text, None, error, self.dialect.loaded_dbapi.Error, hide_parameters=True, dialect=self.dialect
            ) from error

    def _parameters(self, values: Mapping[str, Any]) -> Any:
        if self.positional:
            return [
                convert(values.get(name, usual)) if convert else values.get(name, usual)
                for name, convert, usual in self.binds
            ]
        return {
            name: convert(values.get(name, usual)) if convert else values.get(name, usual)
            for name, convert, usual in self.binds
        }

    def _converted(self, row: Any) -> Any:
        if self.converted:
            row = list(row)
            for place, convert in self.converted:
                row[place] = convert(row[place])
        return self.row(row) if self.row else row


def _compile(statement: Any, dialect: Dialect) -> _Compiled:
    # An insert names its columns when it is compiled; the library takes them from the values of each call.
    columns = [column.name for column in statement.table.c if column.name != "id"] if statement.is_insert else None
    compiled: Any = statement.compile(dialect=dialect, column_keys=columns)
    names = compiled.positiontup if compiled.positional else list(compiled.bind_names.values())
    returned = list(statement.exported_columns)
    shape = namedtuple("Row", [column.name for column in returned], rename=True)  # type: ignore[misc]  # its fields are those of the statement
    results = [(place, _from_driver(column, dialect)) for place, column in enumerate(returned)]
    return _Compiled(
        dialect,
        str(compiled),
        [_bind(name, compiled.binds[name], dialect, optional=statement.is_insert) for name in names],
        compiled.positional,
        shape._make if returned else None,
        [(place, convert) for place, convert in results if convert],
    )


def _bind(name: str, bind: Any, dialect: Dialect, *, optional: bool) -> tuple[str, Convert | None, Any]:
    # What an insert is not given is null; what is left out elsewhere is a mistake, which the driver refuses.
    usual = None if optional else _MISSING if bind.required else bind.effective_value
    return name, bind.type.dialect_impl(dialect).bind_processor(dialect), usual


def _from_driver(column: Any, dialect: Dialect) -> Convert | None:
    found: Convert | None = column.type.dialect_impl(dialect).result_processor(dialect, None)
    return found
