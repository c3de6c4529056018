"""Whose a schedule is and whom it names, decided at the same moment: on either database one waits for the other."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from typing import Any, Final

import pytest

from tests.cast import World, at, on, seeded
from watchbill.domain.access import Caller
from watchbill.domain.contacts import ContactWish, change_contact
from watchbill.domain.errors import Conflict, Invalid
from watchbill.domain.model import Author, Contact, LayerRule, ProviderId, Via
from watchbill.domain.overrides import OverrideWish, add_override
from watchbill.domain.ports import Store, Writes
from watchbill.domain.schedules import ScheduleWish, change_schedule
from watchbill.domain.tiers import TierWish, add_tier, change_tier
from watchbill.store import open_store

pytestmark = pytest.mark.anyio

NOW: Final = at(on(10, "12:00"))
LONG: Final = 0.3
"""Seconds after which who waits is taken to wait for good."""

Deed = Callable[[Writes, Caller, World], Coroutine[Any, Any, object]]


@pytest.fixture(params=["sqlite_url", "postgres_url"])
def url(request: pytest.FixtureRequest) -> str:
    found: str = request.getfixturevalue(request.param)
    return found


@pytest.fixture
async def stores(url: str) -> AsyncIterator[tuple[Store, Store]]:
    """Two on one database, as two processes have them."""
    both = await open_store(url), await open_store(url)
    yield both
    for store in both:
        await store.close()


@pytest.fixture
async def world(stores: tuple[Store, Store]) -> World:
    return await seeded(stores[0])


def caller_of(world: World) -> Caller:
    account = world.alice.account
    return Caller(account=account, customer_id=account.customer_id, role=account.role)


async def done(
    store: Store, world: World, deed: Deed, meanwhile: Callable[[], Awaitable[object]] | None = None
) -> object:
    """What a deed gives in a transaction of its own, with something else before it is committed."""
    by = Author(via=Via.V1, at=NOW, account_id=world.alice.account.id)
    async with store.writing(ProviderId(world.northwind.id), by) as writes:
        made = await deed(writes, caller_of(world), world)
        if meanwhile is not None:
            await meanwhile()
    return made


def layers(contact: Contact) -> TierWish:
    rule = LayerRule(
        start=NOW,
        rotation='{"type":"daily"}',
        restrictions="null",
        contacts=(contact.id,),
        index=0,
        tz="UTC",
    )
    return TierWish(layers=(rule,), named=(("layers[0].contacts", contact.id),))


# Globex's schedule goes to Acme, which must not read about Gus. Its tier and on-demand shift name nobody before.


async def emptied(store: Store, world: World) -> None:
    async with store.writing(ProviderId(world.northwind.id)) as writes:
        await writes.delete(world.desk_cover)
        await writes.delete(world.desk_tier)
        await writes.save(world.desk_tier)


def move(writes: Writes, caller: Caller, world: World) -> Coroutine[Any, Any, object]:
    return change_schedule(
        writes, caller, world.desk.id, ScheduleWish(customer=world.acme.id, name=world.desk.name), NOW
    )


def name_in_layers(writes: Writes, caller: Caller, world: World) -> Coroutine[Any, Any, object]:
    return change_tier(writes, caller, world.desk_tier.id, layers(world.gus), NOW)


def name_in_a_new_tier(writes: Writes, caller: Caller, world: World) -> Coroutine[Any, Any, object]:
    return add_tier(writes, caller, world.desk.id, layers(world.gus), NOW)


def cover(writes: Writes, caller: Caller, world: World) -> Coroutine[Any, Any, object]:
    wish = OverrideWish(tier=world.desk_tier.id, contact_id=world.gus.id, start=NOW, end=NOW + 3600)
    return add_override(writes, caller, wish, NOW)


def move_the_person(writes: Writes, caller: Caller, world: World) -> Coroutine[Any, Any, object]:
    return change_contact(writes, caller, world.gus.id, ContactWish(customer_id=world.acme.id), NOW)


PAIRS: Final = [
    (first, second)
    for naming in (name_in_layers, name_in_a_new_tier, cover)
    for moving in (move, move_the_person)
    for first, second in ((naming, moving), (moving, naming))
]


@pytest.mark.parametrize(("first", "second"), PAIRS, ids=lambda deed: deed.__name__)
async def test_who_comes_second_waits_and_is_refused(
    stores: tuple[Store, Store], world: World, first: Deed, second: Deed
) -> None:
    await emptied(stores[0], world)
    late: list[asyncio.Task[object]] = []

    async def meanwhile() -> None:
        late.append(asyncio.create_task(done(stores[1], world, second)))
        assert await asyncio.wait(late, timeout=LONG) == (set(), set(late))

    await done(stores[0], world, first, meanwhile)
    with pytest.raises((Invalid, Conflict)):
        await late[0]


async def test_edits_of_all_kinds_at_once_never_wait_for_each_other(stores: tuple[Store, Store], world: World) -> None:
    def on_demand(number: int) -> Deed:
        start = NOW + number * 7200
        tier = (world.first, world.second)[number % 2]
        wish = OverrideWish(tier=tier.id, contact_id=world.ann.id, start=start, end=start + 3600, is_sure=True)
        return lambda writes, caller, _: add_override(writes, caller, wish, NOW)

    def edit(number: int) -> Deed:
        wish = layers((world.ann, world.ben)[number // 4 % 2])
        return lambda writes, caller, _: change_tier(writes, caller, world.second.id, wish, NOW)

    def rename(number: int) -> Deed:
        wish = ScheduleWish(customer=world.acme.id, name=f"NOC {number}")
        return lambda writes, caller, _: change_schedule(writes, caller, world.noc.id, wish, NOW)

    deeds = [(on_demand, edit, on_demand, rename)[number % 4](number) for number in range(24)]
    await asyncio.gather(*(done(stores[number % 2], world, deed) for number, deed in enumerate(deeds)))
    async with stores[0].reading(ProviderId(world.northwind.id)) as reads:
        schedule = await reads.schedule(world.noc.id)
        covers = [await reads.overrides(tier.id) for tier in (world.first, world.second)]
    assert schedule.name.startswith("NOC ")
    assert (schedule.updated_at, schedule.updated_by) == (NOW, world.alice.account.id)
    assert sum(map(len, covers)) == 12 + 1
