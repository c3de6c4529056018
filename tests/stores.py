"""New stores for tests: each on a SQLite file of its own, with the schema and no records."""

import asyncio
import functools
import itertools
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from watchbill.store import SqlStore
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
