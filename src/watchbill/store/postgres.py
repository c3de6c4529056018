"""PostgreSQL by asyncpg, with a small pool of our own: asyncpg's takes longer to hand out a connection than a query."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import NamedTuple, TypeAlias, TypeVar
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import asyncpg

from watchbill.domain.errors import Busy
from watchbill.store.database import DatabaseError, Refused, Row, Statement, Values

T = TypeVar("T")
Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"

SCHEMES = ("postgresql", "postgres")
IDLE_SECONDS = 300.0
"""A connection that rested longer may have been forgotten by something on the way: it is not used again."""
QUERY_SECONDS = 60.0
LOCK_SECONDS = 10
UNDONE = "Nothing was changed: an earlier statement of the transaction had failed."

_LOST = (
    OSError,
    TimeoutError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    asyncpg.PostgresConnectionError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.CannotConnectNowError,
)
_IN_THE_WAY = (
    asyncpg.DeadlockDetectedError,
    asyncpg.SerializationError,
    asyncpg.LockNotAvailableError,
    asyncpg.QueryCanceledError,
    asyncpg.ReadOnlySQLTransactionError,
)
_REFUSING = (
    asyncpg.InvalidAuthorizationSpecificationError,
    asyncpg.InvalidCatalogNameError,
    asyncpg.InsufficientPrivilegeError,
    asyncpg.InsufficientResourcesError,
)
"""It answers, and says what is wrong with what we ask."""


class Address(NamedTuple):
    """A PostgreSQL URL, read: what asyncpg takes, and what may be shown to people (no password)."""

    dsn: str
    place: str
    pool_size: int
    connect_seconds: float
    statements_kept: int
    settings: dict[str, str]


def read_address(url: str, connections: int = 10) -> Address:
    """`pool_size`, `connect_timeout` and `statement_cache_size` are ours; the other parameters go on to the server."""
    parts = urlsplit(url)
    asked = dict(parse_qsl(parts.query))
    settings = {"application_name": "watchbill", "lock_timeout": f"{LOCK_SECONDS}s"}
    try:
        return Address(
            pool_size=int(asked.pop("pool_size", connections)),
            connect_seconds=float(asked.pop("connect_timeout", 10)),
            statements_kept=int(asked.pop("statement_cache_size", 500)),
            settings={name: value for name, value in settings.items() if name not in asked},
            dsn=urlunsplit(parts._replace(query=urlencode(asked))),
            place=f"{parts.netloc.rpartition('@')[2]}{parts.path}",
        )
    except ValueError as error:
        raise DatabaseError(f"The database URL has a bad parameter: {error}.") from None


async def connect(address: Address, *, query_seconds: float | None = QUERY_SECONDS) -> Connection:
    """A new connection. Raises DatabaseError with the reason."""
    try:
        return await asyncpg.connect(
            address.dsn,
            timeout=address.connect_seconds,
            command_timeout=query_seconds,
            statement_cache_size=address.statements_kept,
            max_cached_statement_lifetime=0,
            server_settings=address.settings,
        )
    except _REFUSING as error:
        raise DatabaseError(f"PostgreSQL at {address.place} refuses: {error}.") from error
    except asyncpg.ClientConfigurationError as error:
        raise DatabaseError(f"The database URL does not fit PostgreSQL at {address.place}: {error}.") from error
    except (*_LOST, asyncpg.PostgresError) as error:
        reason = str(error) or "no answer"
        raise DatabaseError(f"PostgreSQL at {address.place} cannot be reached: {reason}.") from error
    except ValueError:
        # The text of this error may quote the URL, and with it the password.
        raise DatabaseError("The database URL cannot be read.") from None


class PostgresDatabase:
    """A PostgreSQL, or several of which one takes writes, over a pool of connections."""

    def __init__(
        self,
        address: Address,
        on_connect: Callable[[], None] = lambda: None,
        connect: Callable[[Address], Awaitable[Connection]] = connect,
    ) -> None:
        """`on_connect` is told of each new connection: what is behind it may not be what was there before."""
        self.address = address
        self._connect = connect
        self.on_connect = on_connect
        self._idle: list[tuple[Connection, float]] = []
        self._places = asyncio.Semaphore(address.pool_size)
        self._is_closed = False

    async def take(self) -> Connection:
        """A connection that nobody else has; give it back with `give`."""
        if self._places.locked():
            await self._wait()
        else:
            await self._places.acquire()
        try:
            return self._rested() or await self._new()
        except BaseException:
            self._places.release()
            raise

    async def _wait(self) -> None:
        try:
            async with asyncio.timeout(self.address.connect_seconds):
                await self._places.acquire()
        except TimeoutError:
            raise Busy("All connections to the database are in use.") from None

    def _rested(self) -> "Connection | None":
        oldest = asyncio.get_running_loop().time() - IDLE_SECONDS
        while self._idle:
            connection, since = self._idle.pop()
            if not connection.is_closed():
                if since > oldest:
                    return connection
                connection.terminate()
        return None

    async def _new(self) -> Connection:
        connection = await self._connect(self.address)
        self.on_connect()
        return connection

    def give(self, connection: Connection, *, is_sound: bool) -> None:
        """One in the middle of something is closed, and the server rolls back."""
        self._places.release()
        if not is_sound or self._is_closed:
            connection.terminate()
        elif not connection.is_closed():
            self._idle.append((connection, asyncio.get_running_loop().time()))

    def forget_idle(self) -> None:
        """After a fail-over all resting connections lead to the wrong place."""
        for connection, _ in self._idle:
            connection.terminate()
        self._idle.clear()

    async def with_connection(self, work: Callable[[Connection], Awaitable[T]]) -> tuple[Connection, T]:
        """Begin something: where a resting connection turns out to be dead, once more on a new one."""
        connection = await self.take()
        try:
            return connection, await work(connection)
        except _LOST:
            self.give(connection, is_sound=False)
            self.forget_idle()
        except BaseException:
            self.give(connection, is_sound=False)
            raise
        connection = await self.take()
        try:
            return connection, await work(connection)
        except BaseException:
            self.give(connection, is_sound=False)
            raise

    async def _alone(self, work: Callable[[Connection], Awaitable[T]]) -> T:
        try:
            connection, answer = await self.with_connection(work)
        except Exception as error:
            raise self.said(error) from error
        self.give(connection, is_sound=True)
        return answer

    async def fetch(self, statement: Statement, values: Values) -> Sequence[Row]:
        compiled = statement.postgres
        return await self._alone(lambda one: one.fetch(compiled.text, *compiled.arguments(values)))

    async def fetch_one(self, statement: Statement, values: Values) -> Row | None:
        compiled = statement.postgres
        return await self._alone(lambda one: one.fetchrow(compiled.text, *compiled.arguments(values)))

    async def snapshot(self) -> "PostgresTransaction":
        return await self._begin("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")

    async def transaction(self) -> "PostgresTransaction":
        # The rules on overlaps rest on each statement seeing what was committed before it.
        return await self._begin("BEGIN ISOLATION LEVEL READ COMMITTED")

    async def _begin(self, command: str) -> "PostgresTransaction":
        try:
            connection, _ = await self.with_connection(lambda one: one.execute(command))
        except Exception as error:
            raise self.said(error) from error
        return PostgresTransaction(self, connection)

    async def close(self) -> None:
        self._is_closed = True
        while self._idle:
            connection, _ = self._idle.pop()
            await connection.close(timeout=5)

    def said(self, error: Exception) -> Exception:
        """The error in the store's words."""
        match error:
            case asyncpg.UniqueViolationError():
                return Refused("unique")
            case asyncpg.ForeignKeyViolationError():
                return Refused("reference")
            case asyncpg.ExclusionViolationError():
                return Refused("overlap")
            case asyncpg.IntegrityConstraintViolationError():
                return Refused("check")
            case asyncpg.ReadOnlySQLTransactionError():
                self.forget_idle()
                return Busy("The database is changing its leader.")
            case asyncpg.InFailedSQLTransactionError():
                return DatabaseError(UNDONE)
            case asyncpg.UndefinedTableError() | asyncpg.UndefinedColumnError():
                return DatabaseError(
                    f"The database at {self.address.place} is not what this version needs ({error}): "
                    "run `watchbill migrate`."
                )
        if isinstance(error, _IN_THE_WAY):
            return Busy(f"Others are writing the same: {error}.")
        if isinstance(error, _REFUSING):
            return DatabaseError(f"PostgreSQL at {self.address.place} refuses: {error}.")
        if isinstance(error, (*_LOST, asyncpg.ClientConfigurationError)):
            return DatabaseError(f"PostgreSQL at {self.address.place} does not answer: {error}.")
        return error


class PostgresTransaction:
    """A transaction on a connection of its own."""

    def __init__(self, database: PostgresDatabase, connection: Connection) -> None:
        self._database = database
        self._connection = connection
        self._is_sound = True

    async def fetch(self, statement: Statement, values: Values) -> Sequence[Row]:
        compiled = statement.postgres
        try:
            return await self._connection.fetch(compiled.text, *compiled.arguments(values))
        except Exception as error:
            raise self._said(error) from error

    async def fetch_one(self, statement: Statement, values: Values) -> Row | None:
        compiled = statement.postgres
        try:
            return await self._connection.fetchrow(compiled.text, *compiled.arguments(values))
        except Exception as error:
            raise self._said(error) from error

    async def execute(self, statement: Statement, values: Values) -> None:
        await self.fetch_one(statement, values)

    async def commit(self) -> None:
        await self._end("COMMIT")

    async def rollback(self) -> None:
        if self._connection.is_closed():
            self._database.give(self._connection, is_sound=False)
        else:
            await self._end("ROLLBACK")

    async def _end(self, command: str) -> None:
        is_done = False
        try:
            done = await self._connection.execute(command)
            is_done = True
        except Exception as error:
            raise self._said(error) from error
        finally:
            self._database.give(self._connection, is_sound=is_done and self._is_sound)
        if done != command:
            # What is the answer to a COMMIT after an error that somebody swallowed.
            raise DatabaseError(UNDONE)

    def _said(self, error: Exception) -> Exception:
        # A server that takes no writes has lost the lead: this connection must not be used for the next write.
        self._is_sound = self._is_sound and not isinstance(error, asyncpg.ReadOnlySQLTransactionError)
        return self._database.said(error)
