"""SQLite by the standard library: reads in the event loop, one writer whose commits wait for the disk in a thread."""

import asyncio
import contextlib
import functools
import os
import random
import sqlite3
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec

from watchbill.domain.errors import Busy
from watchbill.store.database import Compiled, DatabaseError, Refused, Row, Rule, Statement, Values

OLDEST = (3, 35)
"""The first SQLite with RETURNING."""
IDLE_READERS = 8
LONGEST_PAUSE = 0.02
READERS_PATIENCE = 2.0
"""Seconds; readers wait only while a crashed process's log is put in order."""

_RULES: dict[int, Rule] = {
    sqlite3.SQLITE_CONSTRAINT_UNIQUE: "unique",
    sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY: "unique",
    sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY: "reference",
    sqlite3.SQLITE_CONSTRAINT_TRIGGER: "overlap",
}
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_encode = msgspec.json.Encoder().encode


def file_of(url: str) -> Path:
    """The file that `sqlite:///relative.db` or `sqlite:////absolute.db` names."""
    path = url.removeprefix("sqlite:///")
    if path in {url, "", ":memory:"}:
        raise DatabaseError("A SQLite URL names a file: sqlite:///watchbill.db, or sqlite:////var/lib/watchbill.db.")
    return Path(path)


def check_directory(path: Path) -> None:
    """Raise DatabaseError when no database can be in this place."""
    directory = path.absolute().parent
    if not directory.is_dir():
        raise DatabaseError(f"There is no directory {directory} for the database {path.name}.")
    if not os.access(directory, os.W_OK | os.X_OK):
        raise DatabaseError(f"The directory {directory} of the database {path.name} is not writable.")
    if path.exists() and not os.access(path, os.R_OK | os.W_OK):
        raise DatabaseError(f"The database {path} is not writable.")


class SqliteDatabase:
    """One file, opened by one event loop; other processes may have it open as well."""

    def __init__(
        self, path: Path, *, patience: float = 10.0, factory: type[sqlite3.Connection] = sqlite3.Connection
    ) -> None:
        """`patience`: for how many seconds a write waits for others before it is Busy; `factory` makes connections."""
        if sqlite3.sqlite_version_info < OLDEST:
            raise DatabaseError(f"SQLite {sqlite3.sqlite_version} is too old: 3.35 or newer is needed.")
        check_directory(path)
        if not path.exists():
            raise DatabaseError(
                f"There is no database at {path}: name the right one with --database or WATCHBILL_DATABASE_URL; "
                "`watchbill migrate` makes a new one."
            )
        self.path = path
        self.patience = patience
        self.turn = asyncio.Lock()
        self._factory = factory
        self._idle: list[sqlite3.Connection] = []
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="watchbill-writer")
        self._writer: sqlite3.Connection | None = None
        """None where there is none that can be trusted: the next write opens one."""
        try:
            self._writer = self._new_writer()
            self._watch = self._connect("PRAGMA query_only = ON")
        except sqlite3.Error as error:
            raise said(error, path) from None

    def _new_writer(self) -> sqlite3.Connection:
        # It waits in the event loop, not in SQLite.
        return self._connect("PRAGMA busy_timeout = 0")

    def _connect(self, *more: str) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self.path,
            timeout=READERS_PATIENCE,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=512,
            factory=self._factory,
        )
        # FULL: what was confirmed is still there after a power cut; the wait for the disk is not in the event loop.
        try:
            _switch_to_wal(connection)
            for command in ("PRAGMA synchronous = FULL", "PRAGMA foreign_keys = ON", *more):
                connection.execute(command)
        except BaseException:
            connection.close()
            raise
        return connection

    async def fetch(self, statement: Statement, values: Values) -> Sequence[Row]:
        compiled = statement.sqlite
        try:
            return self._watch.execute(compiled.text, arguments(compiled, values)).fetchall()
        except sqlite3.Error as error:
            raise said(error, self.path) from error

    async def fetch_one(self, statement: Statement, values: Values) -> Row | None:
        compiled = statement.sqlite
        try:
            row: Row | None = self._watch.execute(compiled.text, arguments(compiled, values)).fetchone()
        except sqlite3.Error as error:
            raise said(error, self.path) from error
        return row

    async def snapshot(self) -> "SqliteSnapshot":
        try:
            connection = self._idle.pop() if self._idle else self._connect("PRAGMA query_only = ON")
            connection.execute("BEGIN")
        except sqlite3.Error as error:
            raise said(error, self.path) from error
        return SqliteSnapshot(self, connection)

    def put_back(self, reader: sqlite3.Connection) -> None:
        if len(self._idle) < IDLE_READERS:
            self._idle.append(reader)
        else:
            reader.close()

    async def transaction(self) -> "SqliteWrite":
        try:
            async with asyncio.timeout(self.patience):
                await self.turn.acquire()
        except TimeoutError:
            raise Busy("Another write of this process takes too long.") from None
        try:
            return SqliteWrite(self, await self._begun())
        except BaseException:
            self.end_turn()
            raise

    async def _begun(self) -> sqlite3.Connection:
        """The writer with the file's write lock, which is waited for in the event loop: another process's write stops
        nobody's reads."""
        loop = asyncio.get_running_loop()
        until = loop.time() + self.patience
        pause = 0.0005
        while True:
            try:
                if self._writer is None:
                    self._writer = self._new_writer()
                self._writer.execute("BEGIN IMMEDIATE")
            except sqlite3.Error as error:
                if not _is_busy(error) or loop.time() > until:
                    raise said(error, self.path) from error
            else:
                return self._writer
            await asyncio.sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311
            pause = min(2 * pause, LONGEST_PAUSE)

    def end_turn(self) -> None:
        """Let the next one write. Whatever has happened, its writer is inside no transaction: one that has not been
        committed is rolled back, and where that fails as well its connection is left."""
        try:
            if self._writer is not None and self._writer.in_transaction:
                self._writer.rollback()
        except BaseException as fault:
            self._leave_writer()
            if not isinstance(fault, sqlite3.Error | MemoryError):
                raise
        finally:
            self.turn.release()

    def _leave_writer(self) -> None:
        """Close it, which undoes what it is in the middle of, as soon as its thread has nothing to do with it."""
        left, self._writer = self._writer, None
        if left is not None:
            # Without a thread it is closed when it is cleared away.
            with contextlib.suppress(RuntimeError):
                self._thread.submit(left.close)

    async def in_writer_thread(self, work: Callable[[], object]) -> None:
        """Do it there to its end: a caller who is cancelled must not leave the writer while it is at work."""
        future = asyncio.get_running_loop().run_in_executor(self._thread, work)
        is_cancelled = False
        try:
            while not future.done():
                try:
                    await asyncio.wait([future])
                except asyncio.CancelledError:
                    is_cancelled = True
        except BaseException:
            self._leave_writer()
            raise
        future.result()
        if is_cancelled:
            raise asyncio.CancelledError

    async def close(self) -> None:
        async with self.turn:
            for connection in (*self._idle, self._watch):
                connection.close()
            self._idle.clear()
            # The last connection to go puts the log into the file, which can take a while.
            if self._writer is not None:
                await self.in_writer_thread(self._writer.close)
            self._thread.shutdown()


def _switch_to_wal(connection: sqlite3.Connection) -> None:
    """Readers and the writer do not wait for each other. Stays with the file, so this is done once in its life.

    The switch does not wait for others by itself: where several processes open a new file at once, one after the other.
    """
    for _ in range(200):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if not _is_busy(error):
                raise
            time.sleep(0.01)
        else:
            return


class SqliteSnapshot:
    """Reads of one moment, on a connection of their own."""

    def __init__(self, database: SqliteDatabase, connection: sqlite3.Connection) -> None:
        self._database = database
        self._connection = connection

    async def fetch(self, statement: Statement, values: Values) -> Sequence[Row]:
        compiled = statement.sqlite
        try:
            return self._connection.execute(compiled.text, arguments(compiled, values)).fetchall()
        except sqlite3.Error as error:
            raise said(error, self._database.path) from error

    async def fetch_one(self, statement: Statement, values: Values) -> Row | None:
        rows = await self.fetch(statement, values)
        return rows[0] if rows else None

    async def execute(self, statement: Statement, values: Values) -> None:
        await self.fetch(statement, values)

    async def commit(self) -> None:
        await self.rollback()

    async def rollback(self) -> None:
        try:
            self._connection.rollback()
        except (sqlite3.Error, MemoryError):
            self._connection.close()
        else:
            self._database.put_back(self._connection)


class SqliteWrite(SqliteSnapshot):
    """The one write of this process: it has the writer and the turn until it ends."""

    async def commit(self) -> None:
        try:
            await self._database.in_writer_thread(functools.partial(self._connection.execute, "COMMIT"))
        except sqlite3.Error as error:
            raise said(error, self._database.path) from error
        finally:
            self._database.end_turn()

    async def rollback(self) -> None:
        self._database.end_turn()


def arguments(compiled: Compiled, values: Values) -> list[object]:
    """The values in order; a list goes as JSON."""
    ordered = compiled.arguments(values)
    for place, value in enumerate(ordered):
        if type(value) is list:
            ordered[place] = _encode(value).decode()
    return ordered


def said(error: sqlite3.Error, path: Path) -> Exception:
    """The error in the store's words."""
    if isinstance(error, sqlite3.IntegrityError):
        return Refused(_RULES.get(error.sqlite_errorcode, "check"))
    if _is_busy(error):
        return Busy("The database is locked by another process that writes.")
    if str(error) == "no such table: alembic_version":
        return DatabaseError(f"The database {path} is empty: `watchbill migrate` makes its tables.")
    if isinstance(error, sqlite3.OperationalError) and str(error).startswith("no such"):
        return DatabaseError(f"The database {path} is not what this version needs ({error}): run `watchbill migrate`.")
    if isinstance(error, sqlite3.ProgrammingError):
        return error
    return DatabaseError(f"The database {path} cannot be used: {error}.")


def _is_busy(error: sqlite3.Error) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in _BUSY
