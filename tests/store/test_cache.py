"""What a store keeps in memory: the same objects while nothing changes, the right ones as soon as something does."""

import subprocess
import sys
from collections.abc import AsyncIterator

import msgspec
import pytest

from tests.store.values import MADE, SAME_IMPORTS, House, settled
from watchbill.domain.errors import NotFound
from watchbill.domain.model import ContactId, ProviderId, Tier
from watchbill.domain.ports import Cut, Page, Store
from watchbill.store import Cache, open_store

pytestmark = pytest.mark.anyio
changed = msgspec.structs.replace

RENAME = """
import asyncio, sys, msgspec
from watchbill.store import open_store

async def rename(url, provider, contact):
    store = await open_store(url)
    async with store.writing(provider) as writes:
        one = await writes.contact(contact)
        await writes.save(msgspec.structs.replace(one, first_name="Zoe"))
    await store.close()

asyncio.run(rename(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
"""


@pytest.fixture(params=["sqlite_url", "postgres_url"])
def url(request: pytest.FixtureRequest) -> str:
    found: str = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def cache() -> Cache:
    return Cache()


@pytest.fixture
async def store(url: str, cache: Cache) -> AsyncIterator[Store]:
    store = await open_store(url, cache=cache)
    yield store
    await store.close()


@pytest.fixture
async def house(store: Store) -> House:
    return await settled(store)


@pytest.fixture
async def elsewhere(url: str, house: House) -> AsyncIterator[House]:
    """The same house through another store: another process, as far as the first one can tell."""
    store = await open_store(url)
    yield House(**{**vars(house), "store": store})
    await store.close()


async def test_what_was_worked_out_from_a_plan_survives_between_requests(house: House) -> None:
    await house.save(house.revision(1, house.ann))
    async with house.reading() as reads:
        plan = await reads.tier_plan(house.tier.id)
        rules = plan.rules
    async with house.reading() as reads:
        assert await reads.tier_plan(house.tier.id) is plan
        assert (await reads.tier_plans(house.schedule.id))[0].rules is rules


async def test_everything_read_twice_is_read_once(house: House) -> None:
    await house.save(await house.token("aa"), house.roster_revision(1, [house.ann]))

    async def look() -> list[object]:
        async with house.reading() as reads:
            return [
                await reads.token_by_hash("aa"),
                await reads.customers(),
                await reads.contact(house.ann.id),
                (await reads.contacts([house.ann.id]))[house.ann.id],
                await reads.roster_plan(house.roster.id),
                await reads.schedule_page(customers=(house.acme.id,), search="n", cut=Cut(order=("name",))),
            ]

    assert [id(one) for one in await look()] == [id(one) for one in await look()]


async def test_an_own_write_is_seen_at_once(house: House) -> None:
    async with house.reading() as reads:
        assert await reads.contact(house.ann.id) == house.ann
    await house.save(zoe := changed(house.ann, first_name="Zoe"))
    async with house.reading() as reads:
        assert await reads.contact(house.ann.id) == zoe


async def test_another_stores_write_is_seen_at_once(house: House, elsewhere: House) -> None:
    for name in ("Zoe", "Yan", "Xia"):
        await elsewhere.save(one := changed(house.ann, first_name=name))
        async with house.reading() as reads:
            assert await reads.contact(house.ann.id) == one


async def test_another_processs_write_is_seen_at_once(house: House, url: str) -> None:
    async with house.reading() as reads:
        assert await reads.contact(house.ann.id) == house.ann
    ids = [str(house.provider_id), str(house.ann.id)]
    subprocess.run([sys.executable, "-c", RENAME, url, *ids], check=True, env=SAME_IMPORTS)  # noqa: ASYNC221
    async with house.reading() as reads:
        assert (await reads.contact(house.ann.id)).first_name == "Zoe"


async def test_a_write_that_was_undone_changes_nothing(house: House) -> None:
    async with house.reading() as reads:
        plan = await reads.tier_plan(house.tier.id)
    with pytest.raises(NotFound):
        async with house.writing() as writes:
            await writes.contact(ContactId(0))
    async with house.reading() as reads:
        assert await reads.tier_plan(house.tier.id) is plan


async def test_the_use_of_a_token_is_no_change(house: House, store: Store) -> None:
    await house.save(token := await house.token("aa"))
    async with house.reading() as reads:
        found = await reads.token_by_hash("aa")
    await store.touch_tokens([(house.provider_id, token.id, MADE + 9)])
    async with house.reading() as reads:
        assert await reads.token_by_hash("aa") is found


async def test_another_providers_write_is_no_change(house: House, store: Store) -> None:
    other = await settled(store, "other")
    async with house.reading() as reads:
        plan = await reads.tier_plan(house.tier.id)
    await other.save(changed(other.ann, first_name="Zoe"))
    async with house.reading() as reads:
        assert await reads.tier_plan(house.tier.id) is plan


async def test_a_block_of_writes_looks_into_the_database(house: House) -> None:
    async with house.reading() as reads:
        plan = await reads.tier_plan(house.tier.id)
    async with house.writing() as writes:
        found = await writes.tier_plan(house.tier.id)
        assert found == plan
        assert found is not plan


async def test_what_is_read_after_a_foreign_write_lies_on_the_new_versions_shelf(
    house: House, elsewhere: House
) -> None:
    async with house.reading() as early, house.reading() as late:
        assert await early.schedule(house.schedule.id) == house.schedule
        await elsewhere.save(zoe := changed(house.ann, first_name="Zoe"))
        assert await late.contact(house.ann.id) == zoe
        assert await early.contact(house.ann.id) == house.ann
    async with house.reading() as reads:
        assert await reads.contact(house.ann.id) == zoe


async def test_a_slow_block_leaves_nothing_old_behind(house: House, elsewhere: House) -> None:
    async with house.reading() as slow:
        assert await slow.schedule(house.schedule.id) == house.schedule
        await elsewhere.save(zoe := changed(house.ann, first_name="Zoe"))
        async with house.reading() as reads:
            assert await reads.contact(house.ann.id) == zoe
        assert await slow.contact(house.ann.id) == house.ann
    async with house.reading() as reads:
        assert await reads.contact(house.ann.id) == zoe


async def test_invented_providers_take_no_room(house: House, store: Store, cache: Cache) -> None:
    async with house.reading() as reads:
        await reads.customers()
    held = cache.held
    for number in range(10**6, 10**6 + 20):
        async with store.reading(ProviderId(number)) as reads:
            await reads.customers()
    assert cache.held == held


def test_the_cache_holds_no_more_than_its_limit() -> None:
    cache = Cache(limit=10)
    for provider in range(5):
        shelf = cache.shelf(ProviderId(provider), 1)
        for key in range(7):
            shelf.put(key, f"{provider} {key}")
    assert cache.held == 10
    assert cache.shelf(ProviderId(4), 1).get(6) == "4 6"
    assert cache.shelf(ProviderId(0), 1).get(6) is None


def test_what_was_asked_for_last_goes_last() -> None:
    shelf = Cache(limit=3).shelf(ProviderId(1), 1)
    for key in "abc":
        shelf.put(key, key)
    shelf.get("a")
    shelf.put("d", "d")
    assert [shelf.get(key) for key in "abcd"] == ["a", None, "c", "d"]


def test_long_lists_weigh_more() -> None:
    cache = Cache(limit=10)
    tier = Tier(provider_id=1, id=1, schedule_id=1, number=1, created_at=0, updated_at=0)  # type: ignore[arg-type]
    cache.shelf(ProviderId(1), 1).put("page", Page(rows=(tier,) * 5, total=5))
    cache.shelf(ProviderId(1), 1).put("page", Page(rows=(tier,) * 3, total=3))
    assert cache.held == 4


def test_a_newer_version_takes_the_shelf_down_and_an_older_one_gets_its_own() -> None:
    cache = Cache()
    old = cache.shelf(ProviderId(1), 1)
    old.put("a", "old")
    new = cache.shelf(ProviderId(1), 2)
    new.put("a", "new")
    assert (old.get("a"), cache.held) == ("old", 1)
    assert cache.shelf(ProviderId(1), 1).get("a") is None
    assert cache.shelf(ProviderId(1), 2) is new


def test_what_is_put_on_a_shelf_that_was_taken_down_counts_no_more() -> None:
    cache = Cache()
    shelf = cache.shelf(ProviderId(1), 1)
    shelf.put("a", "a")
    cache.clear()
    shelf.put("b", "b")
    assert cache.held == 0
    assert cache.shelf(ProviderId(1), 1).get("a") is None
