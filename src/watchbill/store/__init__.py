"""The seam to the databases: SQLite and PostgreSQL behind the one port of `domain/ports.py`."""

from watchbill.domain.model import ProviderId
from watchbill.domain.ports import Store
from watchbill.store.cache import Cache
from watchbill.store.database import DatabaseError
from watchbill.store.postgres import SCHEMES, PostgresDatabase, read_address
from watchbill.store.sql import SqlStore
from watchbill.store.sqlite import SqliteDatabase, file_of

__all__ = ["Cache", "DatabaseError", "SqlStore", "open_store"]


async def open_store(
    url: str, *, connections: int = 10, cache: Cache | None = None, first_provider: int | None = None
) -> Store:
    """The store at `sqlite:///FILE` or `postgresql://…`; a first ping says whether it can be used.

    `connections`: to PostgreSQL at most, unless the URL has a `pool_size`; `first_provider`: the number that the first
    provider takes. Raises DatabaseError.
    """
    store = _sql_store(url, connections, Cache() if cache is None else cache, first_provider)
    try:
        await store.ping()
    except BaseException:
        await store.close()
        raise
    return store


def _sql_store(url: str, connections: int, cache: Cache, first_provider: int | None) -> SqlStore:
    scheme = url.partition(":")[0]
    first = None if first_provider is None else ProviderId(first_provider)
    if scheme == "sqlite":
        return SqlStore(SqliteDatabase(file_of(url)), cache, first_provider=first)
    if scheme in SCHEMES:
        # Behind a new connection may be another server, whose versions say nothing about what is in the cache.
        database = PostgresDatabase(read_address(url, connections), on_connect=cache.clear)
        return SqlStore(database, cache, first_provider=first)
    raise DatabaseError("The database URL must begin with sqlite:/// or postgresql://.")
