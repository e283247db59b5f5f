"""One transaction a use case, on a database thread: SQLite has one writer with shared commits, PostgreSQL a pool."""

import asyncio
import contextlib
import queue
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar, cast, overload

from sqlalchemy import URL, Connection, CursorResult, Engine, Executable, create_engine, event, make_url, text
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DBAPIError

from store import sqlite_file
from store.prepared import Prepared, Ran, touched
from store.vault import Vault

P = ParamSpec("P")
T = TypeVar("T")

SHARED_AT_MOST = 64  # turns that share one commit; more only makes the first one wait longer
IN_ORDER_AT_MOST = 1000
LONGEST_CLOSE = 3.0  # seconds
POSTGRES_THREADS = 4
DEADLOCK_RETRIES = 5
REMEMBERED_AT_MOST = 8192
_NEXT_OF_SEQUENCE = text("SELECT nextval(pg_get_serial_sequence(:table, 'id'))")
_DEADLOCK_OR_SERIALIZATION = {"40P01", "40001"}


@dataclass(slots=True)
class Keys:
    """Keys that live in the database, sealed, so that the operator's secret may rotate without losing anybody."""

    lookup: bytes  # names chats, codes and tokens by keyed hash
    study: bytes  # draws by chance, recomputable
    audit: bytes  # ties the rows of a chain together


@dataclass(slots=True)
class Transaction:
    """What a use case works in; it never commits: that is the database's part."""

    connection: Connection
    vault: Vault
    keys: Keys
    postgres: bool
    caches: "Caches" = field(default_factory=lambda: Caches())
    after_commit: list[Callable[[], None]] = field(default_factory=list)
    opened: dict[object, Any] = field(default_factory=dict)  # what was opened already, until it changes
    _asked: dict[frozenset[str], dict[object, Ran]] = field(default_factory=dict)  # tables -> what they answered
    _worked_out: dict[object, tuple[frozenset[str], Any]] = field(default_factory=dict)  # key -> (tables, value)
    _reads: set[str] | None = None  # the tables that are read while something is worked out
    _driver: Any = None  # the driver's own connection, for what goes past the library

    def __post_init__(self) -> None:
        """Three steps lead to the driver's connection: they are gone once, not at every statement."""
        self._driver = self.connection.connection.driver_connection

    @overload
    def execute(self, statement: Prepared, values: Any) -> Ran: ...

    @overload
    def execute(self, statement: Executable, values: Any = None) -> CursorResult[*tuple[Any, ...]]: ...

    def execute(self, statement: Executable | Prepared, values: Any = None) -> CursorResult[*tuple[Any, ...]] | Ran:
        """Run one statement; a prepared one goes past the library."""
        if isinstance(statement, Prepared):
            if statement.writes:
                self._forget(statement.tables)
            elif self._reads is not None:
                self._reads |= statement.tables
            return statement.run(self._driver, self.connection.dialect, values)
        if not statement.is_select:
            self._forget(touched(statement))
        elif self._reads is not None:
            self._reads |= touched(statement)
        return self.connection.execute(statement, values)

    def ask(self, statement: Prepared, values: Mapping[str, Any]) -> Ran:
        """Run a question that several parts of a turn ask; it is asked again once one of its tables was written to."""
        if self._reads is not None:
            self._reads |= statement.tables
        answers = self._asked.setdefault(statement.tables, {})
        question = (id(statement), *values.items())
        answer = answers.get(question)
        if answer is None:
            answer = answers[question] = statement.run(self._driver, self.connection.dialect, values)
        return answer

    def work_out(self, key: object, work: Callable[[], T]) -> T:
        """Work out once what several parts of a turn want; anew once a table that was read for it was written to."""
        worked = self._worked_out.get(key)
        if worked is None:
            around, self._reads = self._reads, set()
            try:
                value = work()
                worked = self._worked_out[key] = (frozenset(self._reads), value)
            finally:
                self._reads = around
        if self._reads is not None:
            self._reads |= worked[0]
        return cast(T, worked[1])

    def apart(self, work: Callable[[], T]) -> T:
        """Do something that may fail by itself: then nothing of it happened, and the transaction goes on."""
        try:
            if not self.postgres:
                return _in_savepoint(self, lambda _: work())
            with self.connection.begin_nested():
                return work()
        except BaseException:  # what was read and opened meanwhile may never have been so
            self._asked.clear()
            self._worked_out.clear()
            self.opened.clear()
            raise

    def _forget(self, written: frozenset[str]) -> None:
        """Ask and work out anew what these tables answered; a statement that names no table may have written to any."""
        for tables in tuple(self._asked):
            if not written or not tables.isdisjoint(written):
                del self._asked[tables]
        for key, (tables, _) in tuple(self._worked_out.items()):
            if not written or not tables.isdisjoint(written):
                del self._worked_out[key]

    def next_number(self, table: str) -> int:
        """Reserve the number of a row that is about to be written: what is sealed in it is bound to it."""
        if self.postgres:
            number = self.connection.execute(_NEXT_OF_SEQUENCE, {"table": table}).scalar_one()
        else:  # one writes at a time
            number = self._driver.execute(f"SELECT coalesce(max(id), 0) + 1 FROM {table}").fetchone()[0]  # noqa: S608 - our own names
        return int(number)


class Caches:
    """What was worked out about people and is asked for again and again; a database has one, and forgetting empties it.

    Nothing about a person is remembered anywhere else in the process.
    """

    def __init__(self) -> None:
        self._known: dict[object, Any] = {}

    def remember(self, key: object, work_out: Callable[[], T]) -> T:
        """Work out a value once for this key, and remember it."""
        values = self._known  # another thread may put an empty one in its place
        value = values.get(key)
        if value is None:
            if len(values) >= REMEMBERED_AT_MOST:
                self.forget()
                values = self._known
            value = values[key] = work_out()
        return cast(T, value)

    def forget(self) -> None:
        """Begin with nothing: somebody is erased, or there is too much."""
        self._known = {}


class Database(Protocol):
    """Runs use cases, each in a transaction of its own, all or nothing."""

    vault: Vault
    keys: Keys
    caches: Caches

    def call(self, use_case: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run and wait: for the command line, simulations and tests."""

    async def run(self, use_case: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run without blocking the event loop: for the doors."""

    def close(self) -> None:
        """Finish what was begun, then let go of the database."""


def connect(url: str, patience: float = 10.0) -> Engine:
    """Make an engine that never prints what people said, not even in an error; `patience` is in seconds."""
    if make_url(url).get_backend_name() == "sqlite":
        engine = create_engine(url, hide_parameters=True, connect_args={"isolation_level": None, "timeout": patience})
        event.listen(engine, "connect", sqlite_file.set_pragmas)
        event.listen(engine, "begin", sqlite_file.begin_immediately)
        return engine
    engine = create_engine(
        make_url(url).set(drivername="postgresql+psycopg"),
        hide_parameters=True,
        pool_size=POSTGRES_THREADS,
        pool_pre_ping=True,
    )
    event.listen(engine, "handle_error", _say_less)
    return engine


def open_database(engine: Engine, vault: Vault, keys: Keys) -> Database:
    """Choose the database that suits the engine's kind."""
    if engine.dialect.name == "sqlite":
        return SharedCommits(engine, vault, keys)
    return Pooled(engine, vault, keys)


@dataclass(slots=True)
class _Job:
    use_case: Callable[[Transaction], Any]
    future: Future[Any] | asyncio.Future[Any]
    loop: asyncio.AbstractEventLoop | None = None  # where its future lives; None: a thread waits for it
    result: Any = None
    error: Exception | None = None

    def settle(self) -> None:
        """Tell whoever asked; it must happen where the future lives."""
        if self.future.done():  # they went away meanwhile
            return
        if self.error is not None:
            self.future.set_exception(self.error)
        else:
            self.future.set_result(self.result)


class _TransactionLost(Exception):
    """SQLite gave up the whole transaction, as it does when the disk is full; what came before is undone as well."""


class SharedCommits:
    """SQLite: one writer thread; what waits together is committed together, each turn in its own savepoint."""

    def __init__(self, engine: Engine, vault: Vault, keys: Keys) -> None:
        self.vault = vault
        self.keys = keys
        self.caches = Caches()
        self._engine = engine
        self._connection: Connection | None = None
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="database", daemon=True)
        self._thread.start()

    def call(self, use_case: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a use case and wait for what it gives."""
        future: Future[T] = Future()
        self._jobs.put(_Job(lambda tx: use_case(tx, *args, **kwargs), future))
        return future.result()

    async def run(self, use_case: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a use case without blocking the event loop."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._jobs.put(_Job(lambda tx: use_case(tx, *args, **kwargs), future, loop))
        return await future

    def close(self) -> None:
        """Finish what was queued, unless somebody else keeps the file locked: then it was not begun."""
        self._jobs.put(None)
        self._thread.join(LONGEST_CLOSE)
        if not self._thread.is_alive():
            self._engine.dispose()

    def _work(self) -> None:
        going_on = True
        while going_on:
            jobs, going_on = self._next_jobs()
            if jobs:
                self._commit_together(jobs)
        self._disconnect()

    def _next_jobs(self) -> tuple[list[_Job], bool]:
        jobs: list[_Job] = []
        job = self._jobs.get()
        while job is not None:
            if not job.future.cancelled():
                jobs.append(job)
            if len(jobs) == SHARED_AT_MOST or self._jobs.empty():
                return jobs, True
            job = self._jobs.get()
        return jobs, False

    def _connected(self) -> Connection:
        # Kept: to take one from the pool and hand it back each time costs as much as the statements of a turn.
        if self._connection is None:
            self._connection = self._engine.connect()
        return self._connection

    def _disconnect(self) -> None:
        """Back to the pool, which rolls back whatever is still open."""
        connection, self._connection = self._connection, None
        if connection is None:
            return
        try:
            connection.close()
        except Exception:  # the file or its disk is gone: nobody else would ever be served by this thread
            connection.invalidate()

    def _commit_together(self, jobs: list[_Job]) -> None:
        transactions: list[Transaction] = []
        try:
            connection = self._connected()
            with connection.begin():
                for job in jobs:
                    tx = Transaction(connection, self.vault, self.keys, postgres=False, caches=self.caches)
                    self._do(job, tx)
                    if job.error is None:
                        transactions.append(tx)
        except Exception as error:  # begin or commit failed, or all was rolled back: nothing of these turns happened
            self._disconnect()
            for job in jobs:
                job.error = job.error or error
        else:
            for tx in transactions:
                _after_commit(tx)
        _tell(jobs)

    def _do(self, job: _Job, tx: Transaction) -> None:
        try:
            job.result = _in_savepoint(tx, job.use_case)
        except Exception as error:  # it belongs to whoever asked; the others go on
            job.error = error
            if not tx._driver.in_transaction:
                # On a full disk SQLite itself rolls back everything, also what was done before in this commit.
                raise


def _tell(jobs: list[_Job]) -> None:
    by_loop: dict[asyncio.AbstractEventLoop | None, list[_Job]] = {}
    for job in jobs:
        by_loop.setdefault(job.loop, []).append(job)
    for loop, theirs in by_loop.items():
        if loop is None:
            _settle(theirs)
        else:
            with contextlib.suppress(RuntimeError):  # the loop was closed, so nobody waits any more
                # One call for all of them: each wakes the loop by a write to a socket.
                loop.call_soon_threadsafe(_settle, theirs)


def _settle(jobs: list[_Job]) -> None:
    for job in jobs:
        job.settle()


class Pooled:
    """PostgreSQL: a small pool of threads, one connection each; a deadlock's loser tries again."""

    def __init__(self, engine: Engine, vault: Vault, keys: Keys) -> None:
        self.vault = vault
        self.keys = keys
        self.caches = Caches()
        self._engine = engine
        self._threads = ThreadPoolExecutor(POSTGRES_THREADS, thread_name_prefix="database")

    def call(self, use_case: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a use case and wait for what it gives."""
        for attempt in range(DEADLOCK_RETRIES):
            try:
                with self._engine.begin() as connection:
                    tx = Transaction(connection, self.vault, self.keys, postgres=True, caches=self.caches)
                    result = use_case(tx, *args, **kwargs)
                _after_commit(tx)
                return result
            except DBAPIError as error:
                if getattr(error.orig, "sqlstate", None) not in _DEADLOCK_OR_SERIALIZATION:
                    raise
                if attempt == DEADLOCK_RETRIES - 1:
                    raise
        raise AssertionError("unreachable")

    async def run(self, use_case: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a use case without blocking the event loop."""
        return await asyncio.wrap_future(self._threads.submit(lambda: self.call(use_case, *args, **kwargs)))

    def close(self) -> None:
        """Finish the use cases that were begun."""
        self._threads.shutdown(wait=True)
        self._engine.dispose()


class InOrder:
    """SQLite for a simulation: each use case at once, in the thread that asks, so that all happens in one order.

    It commits now and then only: whoever opens it means to throw the file away.
    """

    def __init__(self, engine: Engine, vault: Vault, keys: Keys) -> None:
        self.vault = vault
        self.keys = keys
        self.caches = Caches()
        self._engine = engine
        self._connection = engine.connect()
        for pragma in ("synchronous=OFF", "secure_delete=OFF"):
            self._connection.connection.execute(f"PRAGMA {pragma}")
        self._since_commit = 0

    def call(self, use_case: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run one use case at once, in this thread."""
        if not self._connection.in_transaction():
            self._connection.begin()
        tx = Transaction(self._connection, self.vault, self.keys, postgres=False, caches=self.caches)
        result = _in_savepoint(tx, lambda tx: use_case(tx, *args, **kwargs))
        self._since_commit += 1
        if self._since_commit == IN_ORDER_AT_MOST:
            self._connection.commit()
            self._since_commit = 0
        _after_commit(tx)
        return result

    async def run(self, use_case: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run one use case at once, before anything else."""
        return self.call(use_case, *args, **kwargs)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.commit()
        self._connection.close()
        self._engine.dispose()


def _in_savepoint(tx: Transaction, use_case: Callable[[Transaction], T]) -> T:
    # By hand: the library's nested transaction costs 78 µs, this 2 µs, and it stands around every turn.
    raw = tx._driver
    raw.execute("SAVEPOINT turn")
    try:
        result = use_case(tx)
    except BaseException:
        if raw.in_transaction:
            raw.execute("ROLLBACK TO turn")
            raw.execute("RELEASE turn")
        raise
    raw.execute("RELEASE turn")
    return result


def _after_commit(tx: Transaction) -> None:
    for call in tx.after_commit:
        call()


def _say_less(context: ExceptionContext) -> None:
    # PostgreSQL adds a DETAIL with the values of the whole row; its first sentence names the rule alone.
    first_sentence = getattr(getattr(context.original_exception, "diag", None), "message_primary", None)
    if first_sentence:
        context.original_exception.args = (first_sentence,)
        if context.sqlalchemy_exception is not None:
            context.sqlalchemy_exception.args = (f"({type(context.original_exception).__name__}) {first_sentence}",)


def sqlite_url(file: Path) -> str:
    """Write the URL of an SQLite file, whatever characters are in its path."""
    return URL.create("sqlite", database=str(file)).render_as_string()


def sqlite_path(url: str) -> Path | None:
    """Find the file behind an SQLite URL; None for PostgreSQL."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        return None
    return Path(parsed.database)
