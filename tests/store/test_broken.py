"""Whatever breaks a write, at whatever step: the next one goes through, and of the broken one nothing is half done."""

import asyncio
import functools
import sqlite3
from collections.abc import AsyncIterator, Callable
from typing import Any, Literal, TypeAlias

import msgspec
import pytest

from tests.store.values import House, settled
from watchbill.domain.model import Contact
from watchbill.store import SqlStore
from watchbill.store.postgres import Address, Connection, PostgresDatabase, connect, read_address
from watchbill.store.sqlite import SqliteDatabase, file_of

When: TypeAlias = Literal["before", "after"]


class Torn(BaseException):
    """Something that nobody expects."""


def nothing() -> None:
    """What happens at all other steps."""


class Faults:
    """What goes wrong with a database's connections: at one of the steps that they take, once for each `arm`."""

    def __init__(self) -> None:
        self.left = -1
        """Steps until then; below 0 when it has happened."""
        self.keeps_open = False
        """Whether no transaction can be rolled back."""
        self.before: Callable[[], object] = nothing
        self.after: Callable[[], object] = nothing

    def arm(self, step: int, *, before: Callable[[], object] = nothing, after: Callable[[], object] = nothing) -> None:
        self.left, self.before, self.after = step, before, after

    def step(self) -> Callable[[], object]:
        """Called before a step; what it returns is called after it."""
        self.left -= 1
        if self.left != -1:
            return nothing
        self.before()
        return self.after


def flaky_sqlite(faults: Faults) -> type[sqlite3.Connection]:
    class Flaky(sqlite3.Connection):
        def execute(self, *arguments: Any) -> sqlite3.Cursor:
            after = faults.step()
            cursor = super().execute(*arguments)
            after()
            return cursor

        def rollback(self) -> None:
            after = faults.step()
            if faults.keeps_open:
                raise MemoryError
            super().rollback()
            after()

    return Flaky


class FlakyPostgres:
    """A connection to PostgreSQL of which what it is asked may fail."""

    def __init__(self, connection: Connection, faults: Faults) -> None:
        self._connection = connection
        self._faults = faults

    def __getattr__(self, name: str) -> Any:
        known = getattr(self._connection, name)
        if name not in ("execute", "fetch", "fetchrow"):
            return known

        async def asked(*arguments: Any) -> Any:
            after = self._faults.step()
            answer = await known(*arguments)
            after()
            return answer

        return asked


@pytest.fixture
def faults() -> Faults:
    return Faults()


@pytest.fixture(params=["sqlite_url", "postgres_url"])
def url(request: pytest.FixtureRequest) -> str:
    """A database with the schema and no records."""
    found: str = request.getfixturevalue(request.param)
    return found


@pytest.fixture
async def house(url: str, faults: Faults) -> AsyncIterator[House]:
    """A provider in a store that has a single place for whoever writes."""

    async def connected(address: Address) -> Any:
        return FlakyPostgres(await connect(address), faults)

    if url.startswith("sqlite:"):
        store = SqlStore(SqliteDatabase(file_of(url), patience=1, factory=flaky_sqlite(faults)))
    else:
        address = read_address(f"{url}?pool_size=1&connect_timeout=2")
        store = SqlStore(PostgresDatabase(address, connect=connected))
    yield await settled(store)
    await store.close()


def named(house: House, name: str) -> Contact:
    return msgspec.structs.replace(house.ann, first_name=name)


async def check_works(house: House, name: str) -> None:
    """A write goes through, and others see it."""
    await house.save(named(house, name))
    async with house.reading() as reads:
        assert await reads.contact(house.ann.id) == named(house, name)


@pytest.mark.parametrize("kind", [MemoryError, asyncio.CancelledError, Torn])
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.anyio
async def test_whatever_breaks_a_write_the_next_one_goes_through(
    house: House, faults: Faults, kind: type[BaseException], when: When
) -> None:
    def fail() -> None:
        raise kind

    for step in range(100):
        faults.arm(step, **{when: fail})
        task = asyncio.create_task(house.save(named(house, "Zoe")))
        await asyncio.wait([task])
        if faults.left >= 0:
            break
        assert task.cancelled() or isinstance(task.exception(), kind)
        await check_works(house, f"Yan {step}")
    assert step > 3


@pytest.mark.anyio
async def test_whoever_cancels_a_write_at_any_moment_the_next_one_goes_through(house: House, faults: Faults) -> None:
    loop = asyncio.get_running_loop()
    for step in range(100):
        task = asyncio.create_task(house.save(named(house, "Zoe")))
        faults.arm(step, before=functools.partial(loop.call_soon_threadsafe, task.cancel))
        await asyncio.wait([task])
        if faults.left >= 0:
            break
        await check_works(house, f"Yan {step}")
    assert step > 3


@pytest.mark.anyio
async def test_a_writer_that_cannot_even_be_rolled_back_is_replaced(sqlite_url: str, faults: Faults) -> None:
    store = SqlStore(SqliteDatabase(file_of(sqlite_url), patience=1, factory=flaky_sqlite(faults)))
    house = await settled(store)
    faults.keeps_open = True
    with pytest.raises(Torn):
        await torn(house)
    await check_works(house, "Yan")
    await store.close()


async def torn(house: House) -> None:
    async with house.writing() as writes:
        await writes.save(named(house, "Zoe"))
        raise Torn
