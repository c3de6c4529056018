"""New stores for tests: each on a SQLite file of its own, with the schema and no records."""

import asyncio
import functools
import itertools
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from watchbill.store import SqlStore
from watchbill.store.database import Row, Statement, Transaction, Values
from watchbill.store.migrations import migrate
from watchbill.store.sqlite import SqliteDatabase

_numbers = itertools.count(1)
_directory = tempfile.TemporaryDirectory(prefix="watchbill-tests-")


@functools.cache
def migrated_file() -> Path:
    """A file to copy: its schema is made once a process."""
    file = Path(_directory.name) / "template.db"
    migrate(f"sqlite:///{file}")
    return file


def new_store() -> SqlStore:
    """A store without records, which whoever asks has to close: for modules that need one as they are loaded."""
    file = Path(_directory.name) / f"{next(_numbers)}.db"
    shutil.copy(migrated_file(), file)
    return SqlStore(SqliteDatabase(file))


@contextmanager
def opened_store() -> Iterator[SqlStore]:
    """A store without records, closed at the end."""
    store = new_store()
    try:
        yield store
    finally:
        asyncio.run(store.close())


class Asked(SqliteDatabase):
    """A database that notes which statements its snapshots are asked."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.statements: list[str] = []

    async def snapshot(self) -> Transaction:
        return Noting(await super().snapshot(), self.statements)


class Noting:
    """A snapshot that notes what it is asked."""

    def __init__(self, snapshot: Transaction, statements: list[str]) -> None:
        self._snapshot = snapshot
        self._statements = statements

    async def fetch(self, statement: Statement, values: Values) -> Sequence[Row]:
        self._statements.append(statement.sqlite.text)
        return await self._snapshot.fetch(statement, values)

    async def fetch_one(self, statement: Statement, values: Values) -> Row | None:
        return next(iter(await self.fetch(statement, values)), None)

    async def execute(self, statement: Statement, values: Values) -> None:
        await self._snapshot.execute(statement, values)

    async def commit(self) -> None:
        await self._snapshot.commit()

    async def rollback(self) -> None:
        await self._snapshot.rollback()
