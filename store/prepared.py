"""Statements of the hot path: compiled once, then run by the driver itself without the library in between.

Run through the library a small statement costs about 60 µs of CPU, this way about 10, and a turn has seven of them.
"""

from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from sqlalchemy import Dialect, Float, LargeBinary, Table
from sqlalchemy.exc import DBAPIError, MultipleResultsFound, NoResultFound
from sqlalchemy.sql import visitors
from sqlalchemy.sql.base import Executable
from sqlalchemy.types import TypeEngine

from store.columns import Instant

Convert = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Ran:
    """What a prepared statement gave: its rows, and how many rows it touched."""

    rows: Sequence[Any]
    rowcount: int

    def __iter__(self) -> Iterator[Any]:
        """Row by row."""
        return iter(self.rows)

    def all(self) -> Sequence[Any]:
        """Give every row."""
        return self.rows

    def one(self) -> Any:
        """Give the only row. Raises NoResultFound, MultipleResultsFound."""
        row = self.one_or_none()
        if row is None:
            raise NoResultFound("a row was expected")
        return row

    def one_or_none(self) -> Any:
        """Give the only row, or None. Raises MultipleResultsFound."""
        if len(self.rows) > 1:
            raise MultipleResultsFound("one row at most was expected")
        return self.rows[0] if self.rows else None

    def scalar_one_or_none(self) -> Any:
        """Give the first column of the only row, or None. Raises MultipleResultsFound."""
        row = self.one_or_none()
        return None if row is None else row[0]

    def scalar_one(self) -> Any:
        """Give the first column of the only row. Raises NoResultFound, MultipleResultsFound."""
        return self.one()[0]


@dataclass(slots=True)
class Prepared:
    """A Core statement whose values are named by `bindparam`; lists in it are literals, not values."""

    statement: Executable
    with_number: bool = False  # an insert that gives the number of its row itself
    writes: bool = field(init=False)
    tables: frozenset[str] = field(init=False)  # every table that it reads or writes
    _for_dialect: dict[str, "_Compiled"] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Look once at what the statement touches, not at every run."""
        self.writes, self.tables = bool(getattr(self.statement, "is_dml", False)), touched(self.statement)

    def run(self, driver: Any, dialect: Dialect, values: Mapping[str, Any]) -> Ran:
        """Run it in the transaction of the driver's connection.

        Raises what the library would: DBAPIError and its kinds; KeyError for a value that was forgotten.
        """
        compiled = self._for_dialect.get(dialect.name)
        if compiled is None:
            compiled = self._for_dialect[dialect.name] = _compile(self.statement, dialect, self.with_number)
        return compiled.run(driver, values)


@dataclass(frozen=True, slots=True)
class _Compiled:
    dialect: Dialect
    text: str
    names: Sequence[str]
    pick: Callable[[Mapping[str, Any]], Sequence[Any]]  # the values of all names, in order
    usual: Mapping[str, Any]  # what a name stands for when nothing is given
    bound: Sequence[tuple[int, Convert]]
    positional: bool
    row: Callable[[Any], Any] | None  # None: it gives no rows
    returned: Sequence[tuple[int, Convert]]

    def run(self, driver: Any, values: Mapping[str, Any]) -> Ran:
        try:
            cursor = driver.execute(self.text, self._parameters(values))
            return Ran([self._row(row) for row in cursor] if self.row else (), cursor.rowcount)
        except self.dialect.loaded_dbapi.Error as error:
            raise DBAPIError.instance(
                self.text, None, error, self.dialect.loaded_dbapi.Error, hide_parameters=True, dialect=self.dialect
            ) from error

    def _parameters(self, values: Mapping[str, Any]) -> Any:
        parameters = list(self.pick({**self.usual, **values} if self.usual else values))
        for place, convert in self.bound:
            parameters[place] = convert(parameters[place])
        return parameters if self.positional else dict(zip(self.names, parameters, strict=True))

    def _row(self, row: Any) -> Any:
        if self.returned:
            row = list(row)
            for place, convert in self.returned:
                row[place] = convert(row[place])
        return self.row(row) if self.row else row


def touched(statement: Any) -> frozenset[str]:
    """Name every table that a statement reads or writes, also those inside a condition."""
    return frozenset(part.name for part in visitors.iterate(statement) if isinstance(part, Table))


def _compile(statement: Any, dialect: Dialect, with_number: bool) -> _Compiled:
    # An insert names its columns when it is compiled; the library takes them from the values of each call.
    columns = None
    if statement.is_insert:
        columns = [column.name for column in statement.table.c if with_number or column.name != "id"]
    compiled: Any = statement.compile(dialect=dialect, column_keys=columns)
    names = compiled.positiontup if compiled.positional else list(compiled.bind_names.values())
    binds = [compiled.binds[name] for name in names]
    returned = list(statement.exported_columns)
    shape = namedtuple("Row", [column.name for column in returned], rename=True)  # type: ignore[misc]  # its fields are those of the statement
    return _Compiled(
        dialect,
        str(compiled),
        names,
        _picker(names),
        {
            name: None if statement.is_insert else bind.effective_value
            for name, bind in zip(names, binds, strict=True)
            if statement.is_insert or not bind.required
        },
        _converting(_writing(bind.type, dialect) for bind in binds),
        compiled.positional,
        shape._make if returned else None,
        _converting(_reading(column.type, dialect) for column in returned),
    )


def _writing(kind: TypeEngine[Any], dialect: Dialect) -> Convert | None:
    if isinstance(kind, LargeBinary) and dialect.name == "sqlite":
        return None  # its driver takes bytes as they are; the library wraps them
    if isinstance(kind, Instant):
        return lambda value: kind.process_bind_param(value, dialect)  # as in reading
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _reading(kind: TypeEngine[Any], dialect: Dialect) -> Convert | None:
    if isinstance(kind, Float):
        return None  # the library would only say so on seeing what the driver calls it
    if isinstance(kind, Instant):
        return lambda value: kind.process_result_value(value, dialect)  # the library puts another two calls around it
    return kind.dialect_impl(dialect).result_processor(dialect, None)


def _picker(names: Sequence[str]) -> Callable[[Mapping[str, Any]], Sequence[Any]]:
    # It picks several at the speed of C, but gives one alone without a row around it.
    if len(names) == 1:
        return lambda values: (values[names[0]],)
    return itemgetter(*names) if names else lambda _: ()


def _converting(converts: Iterable[Convert | None]) -> Sequence[tuple[int, Convert]]:
    return [(place, convert) for place, convert in enumerate(converts) if convert]
