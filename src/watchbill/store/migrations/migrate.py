"""Bring a database's schema to what this version of Watchbill needs: in one transaction, one process at a time."""

import asyncio
import os
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, NullPool, create_engine, event, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine

from watchbill.store.database import DatabaseError
from watchbill.store.postgres import connect, read_address
from watchbill.store.sqlite import check_directory, file_of
from watchbill.store.tables import HEAD

T = TypeVar("T")
Told = Callable[[str, int, int], None]

PATIENCE = 60
"""Seconds to wait for another process that migrates, or for locks on the tables."""
LOCK = 0x57415443_4842494C
"""Any number that is nobody else's: "WATCHBIL"."""


def migrate(url: str, on_step: Told | None = None) -> str:
    """Bring the schema up to date, making it where there is none; returns its revision.

    `on_step` is told as each step begins: what it is, its number from 1, how many there are. Blocks; may be called with
    an event loop running or without. Raises DatabaseError, also for a schema that is newer than this program.
    """
    if url.startswith("sqlite:"):
        _make_file(file_of(url))
    return connected(url, lambda connection: _upgrade(connection, on_step))


def schema_of(url: str) -> str | None:
    """The revision of a database's schema; None when it has none."""
    if url.startswith("sqlite:") and not file_of(url).exists():
        return None
    return connected(url, _revision)


def schema_is_current(url: str) -> bool:
    """Whether a database's schema is the one that this version needs."""
    return schema_of(url) == HEAD


def _upgrade(connection: Connection, on_step: Told | None) -> str:
    found = _revision(connection)
    if found != HEAD:
        # What knows the steps takes longer to load than most starts of a server, which have none to walk.
        from watchbill.store.migrations.steps import walk  # noqa: PLC0415

        walk(connection, found, on_step)
    return HEAD


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def connected(url: str, work: Callable[[Connection], T]) -> T:
    """The answer of work done in one transaction that no other migration shares."""
    try:
        if url.startswith("sqlite:"):
            return _in_sqlite(file_of(url), work)
        # In a thread, because the caller may have an event loop of its own.
        with ThreadPoolExecutor(max_workers=1) as thread:
            return thread.submit(asyncio.run, _in_postgres(url, work)).result()
    except DBAPIError as error:
        raise DatabaseError(f"The schema could not be read or changed: {error.orig}.") from error


def _make_file(path: Path) -> None:
    """An empty file for the owner alone: it will hold hashes of passwords."""
    check_directory(path)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise DatabaseError(f"The database {path} cannot be made: {error.strerror}.") from None


def _in_sqlite(path: Path, work: Callable[[Connection], T]) -> T:
    engine = create_engine(
        "sqlite://",
        creator=lambda: sqlite3.connect(path, timeout=PATIENCE, isolation_level=None),
        poolclass=NullPool,
    )
    # The driver is told to leave transactions alone, and this one to keep others out from its beginning.
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    try:
        with engine.begin() as connection:
            return work(connection)
    finally:
        engine.dispose()


async def _in_postgres(url: str, work: Callable[[Connection], T]) -> T:
    address = read_address(url)
    engine = create_async_engine(
        "postgresql+asyncpg://", async_creator=lambda: connect(address, query_seconds=None), poolclass=NullPool
    )
    try:
        async with engine.begin() as connection:
            await connection.execute(text(f"SET LOCAL lock_timeout = '{PATIENCE}s'"))
            await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            return await connection.run_sync(work)
    finally:
        await engine.dispose()
