"""The port to the databases: statements written once, and the few moves that both databases know."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Literal, NamedTuple, Protocol, cast

from sqlalchemy import ARRAY, BigInteger, ColumnElement, Text, bindparam
from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.postgresql import asyncpg as postgresql
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.base import Executable
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import ClauseElement
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import NullType

from watchbill.engine import WatchbillError

Values = Mapping[str, object]
Rule = Literal["unique", "reference", "overlap", "check"]

_POSTGRES: Dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
_SQLITE: Dialect = sqlite.dialect(paramstyle="qmark")


class Row(Protocol):
    """What a statement gives for one row: values in the order of its columns."""

    def __getitem__(self, place: Any, /) -> Any: ...
    def __iter__(self) -> Iterator[Any]: ...
    def __len__(self) -> int: ...


class DatabaseError(WatchbillError):
    """The database cannot be used: it is not there, does not answer, or is not what this version needs."""


def too_new(found: str, known: str) -> DatabaseError:
    """What to say of a schema that a later version has made."""
    return DatabaseError(
        f"The database's schema {found} is newer than this version of Watchbill, which knows up to {known}: "
        "use the version that made it, or a newer one."
    )


class Refused(Exception):
    """The database kept a rule and did not do it. Never leaves the store: it becomes Taken or Conflict."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        super().__init__(rule)


class Compiled(NamedTuple):
    """A statement in one dialect: its text, the names of its values in order, and the values that never change."""

    text: str
    names: tuple[str, ...]
    constants: Mapping[str, object]

    def arguments(self, values: Values) -> list[Any]:
        """The values in the order of the text's placeholders."""
        if self.constants:
            values = {**self.constants, **values}
        return [values[name] for name in self.names]


class Statement:
    """A statement, compiled on its first use on a dialect and kept: a request only binds values."""

    def __init__(self, expression: Executable, sqlite: Executable | None = None) -> None:
        self._expression = expression
        self._sqlite_expression = expression if sqlite is None else sqlite

    @cached_property
    def postgres(self) -> Compiled:
        return _compiled(self._expression, _POSTGRES)

    @cached_property
    def sqlite(self) -> Compiled:
        return _compiled(self._sqlite_expression, _SQLITE)


def _compiled(expression: Executable, dialect: Dialect) -> Compiled:
    made = cast(SQLCompiler, cast(ClauseElement, expression).compile(dialect=dialect))
    names = tuple(made.positiontup or ())
    constants = {name: made.binds[name].effective_value for name in names if not made.binds[name].required}
    return Compiled(str(made), names, constants)


class among(FunctionElement[Any]):
    """`column` is one of a list bound as `name`: one statement however long the list is."""

    # Not Boolean: for SQLite that would be spelled `… = 1`, which no index can answer.
    type = NullType()
    inherit_cache = True
    name = "among"

    def __init__(self, column: ColumnElement[Any], name: str) -> None:
        kind = BigInteger() if isinstance(column.type, BigInteger) else Text()
        super().__init__(column, bindparam(name, type_=ARRAY(kind)))


@compiles(among, "postgresql")
def _among_postgres(element: among, compiler: SQLCompiler, **options: Any) -> str:
    column, listed = (compiler.process(part, **options) for part in element.clauses)
    return f"{column} = ANY ({listed})"


@compiles(among, "sqlite")
def _among_sqlite(element: among, compiler: SQLCompiler, **options: Any) -> str:
    column, listed = (compiler.process(part, **options) for part in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({listed}))"  # noqa: S608


class Transaction(Protocol):
    """Statements that belong together; ends with one `commit` or `rollback`, whatever happens."""

    async def fetch(self, statement: Statement, values: Values) -> Sequence[Row]: ...
    async def fetch_one(self, statement: Statement, values: Values) -> Row | None: ...
    async def execute(self, statement: Statement, values: Values) -> None: ...
    async def commit(self) -> None: ...
    async def rollback(self) -> None: ...


class Database(Protocol):
    """A database, opened. Raises DatabaseError when it cannot be used, Busy when others are in the way."""

    async def fetch_one(self, statement: Statement, values: Values) -> Row | None:
        """The first row of a statement that stands by itself."""
        ...

    async def fetch(self, statement: Statement, values: Values) -> Sequence[Row]:
        """The rows of a statement that stands by itself."""
        ...

    async def snapshot(self) -> Transaction:
        """A transaction that only reads, all of it the same moment."""
        ...

    async def transaction(self) -> Transaction:
        """A transaction that writes."""
        ...

    async def close(self) -> None: ...
