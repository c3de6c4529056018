"""The store on PostgreSQL keeps the promises."""

import asyncio
import contextlib
import threading
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import msgspec
import pytest

from tests.postgres import named, run_in
from tests.store.promises import Promises
from tests.store.values import settled
from watchbill.domain.errors import Busy
from watchbill.domain.ports import Store
from watchbill.store import DatabaseError, open_store
from watchbill.store.postgres import read_address


class TestPostgres(Promises):
    @pytest.fixture
    async def store(self, postgres_url: str) -> AsyncIterator[Store]:
        store = await open_store(postgres_url)
        yield store
        await store.close()


# ── the server ───────────────────────────────────────────────────────────────────────────────────────────────────

KILL_OTHERS = (
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
    "WHERE pid <> pg_backend_pid() AND datname = current_database()"
)


@pytest.mark.parametrize(
    "url", ["postgresql://bob:sesame@127.0.0.1:1/x", "postgres://bob@127.0.0.1:1/x?password=sesame"]
)
@pytest.mark.anyio
async def test_a_server_that_is_not_there_is_told_without_the_password(url: str) -> None:
    with pytest.raises(DatabaseError, match=r"127\.0\.0\.1:1/x cannot be reached") as caught:
        await open_store(url)
    assert "sesame" not in str(caught.value)


@pytest.mark.anyio
async def test_a_url_that_cannot_be_read_is_told_without_the_password() -> None:
    with pytest.raises(DatabaseError, match="cannot be read") as caught:
        await open_store("postgresql://bob:se:same@host:port/x")
    assert "same" not in str(caught.value)


@pytest.mark.anyio
async def test_a_database_that_is_not_there_is_told(postgres_server: str) -> None:
    with pytest.raises(DatabaseError, match='refuses: database "nowhere" does not exist'):
        await open_store(named(postgres_server, "nowhere"))


@pytest.mark.anyio
async def test_a_server_that_lets_nobody_in_was_reached(postgres_server: str) -> None:
    url = postgres_server.replace("//watchbill", "//mallory", 1)
    with pytest.raises(DatabaseError, match='refuses: role "mallory" does not exist'):
        await open_store(url)


@pytest.mark.anyio
async def test_several_hosts_are_tried_for_the_one_that_writes(postgres_url: str) -> None:
    parts = urlsplit(postgres_url)
    several = f"postgres://watchbill@127.0.0.1:1,{parts.netloc.rpartition('@')[2]}{parts.path}"
    store = await open_store(f"{several}?target_session_attrs=read-write&connect_timeout=5")
    await store.close()


def test_our_parameters_are_taken_out_and_the_servers_go_on() -> None:
    address = read_address("postgres://b:pw@h1,h2:6/x?pool_size=3&lock_timeout=1s&sslmode=disable", 7)
    assert address.dsn == "postgres://b:pw@h1,h2:6/x?lock_timeout=1s&sslmode=disable"
    assert (address.place, address.pool_size, address.settings) == ("h1,h2:6/x", 3, {"application_name": "watchbill"})


@pytest.mark.anyio
async def test_connections_that_died_are_replaced(postgres_url: str) -> None:
    store = await open_store(postgres_url)
    house = await settled(store)
    async with house.reading() as outer, house.reading() as inner:
        await outer.tiers(house.schedule.id)
        await inner.overrides(house.tier.id)
    await _kill_others(postgres_url)
    async with house.reading() as reads:
        assert await reads.contact(house.ann.id) == house.ann
    await _kill_others(postgres_url)
    await house.save(house.ann)
    await store.close()


@pytest.mark.anyio
async def test_a_death_that_nobody_noticed_yet_is_noticed_in_time(postgres_url: str) -> None:
    store = await open_store(postgres_url)
    house = await settled(store)
    _kill_others_unseen(postgres_url)
    async with house.reading() as reads:
        assert await reads.contact(house.ann.id) == house.ann
    _kill_others_unseen(postgres_url)
    await house.save(house.ann)
    await store.close()


@pytest.mark.anyio
async def test_a_transaction_whose_connection_died_changed_nothing(postgres_url: str) -> None:
    store = await open_store(postgres_url)
    house = await settled(store)

    async def write() -> None:
        async with house.writing() as writes:
            await writes.save(msgspec.structs.replace(house.ann, first_name="Zoe"))
            await _kill_others(postgres_url)

    with pytest.raises(DatabaseError, match="does not answer"):
        await write()
    async with house.reading() as reads:
        assert await reads.contact(house.ann.id) == house.ann
    await store.close()


async def _kill_others(url: str) -> None:
    await run_in(url, KILL_OTHERS)
    # The news of it come over the wire.
    await asyncio.sleep(0.05)


def _kill_others_unseen(url: str) -> None:
    """With our own event loop standing still, so that it cannot notice."""
    killer = threading.Thread(target=lambda: asyncio.run(run_in(url, KILL_OTHERS)))
    killer.start()
    killer.join()


@pytest.mark.anyio
async def test_who_waits_too_long_for_a_tier_is_told_to_come_back(postgres_url: str) -> None:
    store = await open_store(f"{postgres_url}?lock_timeout=100ms")
    house = await settled(store)
    async with house.writing() as writes:
        await writes.lock_tier(house.tier.id)
        with pytest.raises(Busy):
            await house.save(house.revision(1, house.ann))
    await store.close()


@pytest.mark.anyio
async def test_of_two_that_wait_for_each_other_one_is_told_to_come_back(postgres_url: str) -> None:
    store = await open_store(postgres_url)
    house = await settled(store)
    await house.save(schedule := await house.made_schedule("Backup"))
    await house.save(second := await house.made_tier(schedule, 1))
    both = asyncio.Barrier(2)

    async def lock(first: int, then: int) -> None:
        async with house.writing() as writes:
            await writes.lock_tier(first)  # type: ignore[arg-type]
            await both.wait()
            await writes.lock_tier(then)  # type: ignore[arg-type]

    ids = (house.tier.id, second.id)
    outcome = await asyncio.gather(lock(*ids), lock(*reversed(ids)), return_exceptions=True)
    assert sorted(type(one).__name__ for one in outcome) == ["Busy", "NoneType"]
    await store.close()


@pytest.mark.anyio
async def test_more_wait_than_there_are_connections(postgres_url: str) -> None:
    store = await open_store(f"{postgres_url}?pool_size=2")
    house = await settled(store)

    async def look() -> int:
        async with house.reading() as reads:
            return len(await reads.overrides(house.tier.id))

    assert await asyncio.gather(*(look() for _ in range(20))) == [0] * 20
    await store.close()


@pytest.mark.anyio
async def test_who_waits_too_long_for_a_connection_is_told_to_come_back(postgres_url: str) -> None:
    store = await open_store(f"{postgres_url}?pool_size=1&connect_timeout=0.2")
    house = await settled(store)
    async with house.writing():
        with pytest.raises(Busy, match="connections"):
            await store.providers()
    assert await store.providers() == (house.provider_id,)
    await store.close()


@pytest.mark.anyio
async def test_an_error_that_somebody_swallows_still_undoes_the_whole_block(postgres_url: str) -> None:
    store = await open_store(f"{postgres_url}?lock_timeout=100ms")
    house = await settled(store)

    async def swallow() -> None:
        async with house.writing() as writes:
            await writes.save(msgspec.structs.replace(house.ann, first_name="Zoe"))
            with contextlib.suppress(Busy):
                await writes.lock_tier(house.tier.id)

    async with house.writing() as other:
        await other.lock_tier(house.tier.id)
        with pytest.raises(DatabaseError, match="Nothing was changed"):
            await swallow()
    async with house.reading() as reads:
        assert await reads.contact(house.ann.id) == house.ann
    await store.close()


@pytest.mark.anyio
async def test_a_server_that_takes_no_writes_is_left_for_another(postgres_url: str) -> None:
    store = await open_store(postgres_url)
    house = await settled(store)
    await store.close()
    standby = await open_store(f"{postgres_url}?default_transaction_read_only=on")
    with pytest.raises(Busy, match="leader"):
        async with standby.writing(house.provider_id) as writes:
            await writes.save(house.ann)
    async with standby.reading(house.provider_id) as reads:
        assert await reads.contact(house.ann.id) == house.ann
    await standby.close()
