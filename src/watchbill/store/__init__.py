"""The seam to the databases: SQLite and PostgreSQL behind the one port of `domain/ports.py`."""

from watchbill.domain.ports import Store
from watchbill.store.cache import Cache
from watchbill.store.database import DatabaseError
from watchbill.store.postgres import SCHEMES, PostgresDatabase, read_address
from watchbill.store.sql import SqlStore
from watchbill.store.sqlite import SqliteDatabase, file_of

__all__ = ["Cache", "DatabaseError", "SqlStore", "open_store"]


async def open_store(url: str, *, connections: int = 10, cache: Cache | None = None) -> Store:
    """The store at `sqlite:///FILE` or `postgresql://…`; a first ping says whether it can be used.

    `connections`: to PostgreSQL at most, unless the URL has a `pool_size`. Raises DatabaseError.
    """
    store = _sql_store(url, connections, Cache() if cache is None else cache)
    try:
        await store.ping()
    except BaseException:
        await store.close()
        raise
    return store


def _sql_store(url: str, connections: int, cache: Cache) -> SqlStore:
    scheme = url.partition(":")[0]
    if scheme == "sqlite":
        return SqlStore(SqliteDatabase(file_of(url)), cache)
    if scheme in SCHEMES:
        # Behind a new connection may be another server, whose versions say nothing about what is in the cache.
        return SqlStore(PostgresDatabase(read_address(url, connections), on_connect=cache.clear), cache)
    raise DatabaseError("The database URL must begin with sqlite:/// or postgresql://.")
