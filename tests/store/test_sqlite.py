"""The store on SQLite keeps the promises."""

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest

from tests.store.promises import Promises
from tests.store.values import settled
from watchbill.domain.errors import Busy
from watchbill.domain.model import ProviderId
from watchbill.domain.ports import Cut, Store
from watchbill.store import DatabaseError, SqlStore, open_store
from watchbill.store.sqlite import SqliteDatabase, file_of


class TestSqlite(Promises):
    @pytest.fixture
    async def store(self, sqlite_url: str) -> AsyncIterator[Store]:
        store = await open_store(sqlite_url)
        yield store
        await store.close()


# ── the file ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("sqlite:///{}/none/x.db", "There is no directory"),
        ("sqlite:///{}/x.db", "`watchbill migrate` makes a new one"),
        ("sqlite:///", "A SQLite URL names a file"),
        ("sqlite://x.db", "A SQLite URL names a file"),
        ("mysql://x", "must begin with"),
    ],
)
@pytest.mark.anyio
async def test_a_file_that_cannot_be_opened_is_told(tmp_path: Path, url: str, reason: str) -> None:
    with pytest.raises(DatabaseError, match=reason):
        await open_store(url.format(tmp_path))


@pytest.mark.anyio
async def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_text("no database at all, but long enough to look at" * 50)
    with pytest.raises(DatabaseError, match="file is not a database"):
        await open_store(f"sqlite:///{tmp_path}/x.db")


@pytest.mark.anyio
async def test_a_relative_url_names_a_file_from_here(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    file = file_of(sqlite_url)
    monkeypatch.chdir(file.parent)
    await (await open_store(f"sqlite:///{file.name}")).close()


@pytest.mark.anyio
async def test_who_waits_too_long_for_another_process_is_told_to_come_back(sqlite_url: str) -> None:
    store = SqlStore(SqliteDatabase(file_of(sqlite_url), patience=0.1))
    other = sqlite3.connect(file_of(sqlite_url), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Busy):
        await store.new_provider("A", 0)
    other.close()
    assert (await store.new_provider("A", 0)).id == 1
    await store.close()


@pytest.mark.anyio
async def test_who_waits_too_long_in_this_process_is_told_to_come_back(sqlite_url: str) -> None:
    store = SqlStore(SqliteDatabase(file_of(sqlite_url), patience=0.1))
    async with store.writing(ProviderId(1)):
        with pytest.raises(Busy):
            await store.new_provider("A", 0)
    await store.close()


@pytest.mark.anyio
async def test_reads_go_on_while_somebody_writes(sqlite_url: str) -> None:
    store = await open_store(sqlite_url)
    house = await settled(store)
    async with house.writing() as writes:
        await writes.save(msgspec.structs.replace(house.ann, first_name="Zoe"))
        async with asyncio.timeout(0.5), house.reading() as reads:
            assert await reads.contact(house.ann.id) == house.ann
    await store.close()


@pytest.mark.anyio
async def test_many_blocks_of_reads_may_be_open_at_once(sqlite_url: str) -> None:
    store = await open_store(sqlite_url)
    house = await settled(store)
    async with contextlib.AsyncExitStack() as stack:
        blocks = [await stack.enter_async_context(house.reading()) for _ in range(12)]
        assert [await block.overrides(house.tier.id) for block in blocks] == [()] * 12
    await store.close()


@pytest.mark.anyio
async def test_a_commit_under_way_is_not_torn_by_who_cancels_it(sqlite_url: str) -> None:
    store = await open_store(sqlite_url)
    house = await settled(store)
    for number in range(30):
        task = asyncio.create_task(house.save(msgspec.structs.replace(house.ann, first_name=f"Zoe {number}")))
        await asyncio.sleep(number / 20_000)
        task.cancel()
        await asyncio.wait([task])
    await house.save(yan := msgspec.structs.replace(house.ann, first_name="Yan"))
    async with house.reading() as reads:
        assert await reads.contact(house.ann.id) == yan
    await store.close()


@pytest.mark.anyio
async def test_a_block_that_is_over_reads_and_writes_nothing(sqlite_url: str) -> None:
    store = await open_store(sqlite_url)
    house = await settled(store)
    async with house.reading() as reads:
        pass
    async with house.writing() as writes:
        pass
    for late in (reads.override_page(customers=None, tier_id=None, cut=Cut()), writes.save(house.ann)):
        with pytest.raises(RuntimeError, match="is over"):
            await late
    await store.close()
