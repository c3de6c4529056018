"""How a fleet is staffed: counted over everything, true until somebody's time ends."""

import msgspec
import pytest

from tests.api.v1.words import daily, roster
from tests.cast import NOW, at, on
from watchbill.domain.staffing import Count, staffing
from watchbill.engine import FOREVER

pytestmark = pytest.mark.anyio


async def counted(store, world, at=NOW, *, saved=()):
    async with store.writing(world.northwind.provider_id) as writes:
        await writes.save(*saved)
    async with store.reading(world.northwind.provider_id) as reads:
        return await staffing(reads, at)


async def test_tiers_and_those_with_nobody_on(store, world):
    found = await counted(store, world)
    assert (found.tiers, found.rosters, found.gaps) == (Count(3, 1), Count(0, 0), 1)


async def test_rosters_are_counted_apart(store, world):
    desk = roster(world, world.acme, "desk", daily("day", 8, 10, world.ann))
    found = await counted(store, world, saved=desk)
    assert (found.tiers, found.rosters, found.gaps) == (Count(3, 1), Count(1, 1), 2)


async def test_a_count_is_true_until_the_next_handoff(store, world):
    assert (await counted(store, world)).until == at(on(11, "08:00"))
    assert (await counted(store, world, at(on(12, "08:00")))).until == at(on(12, "20:00"))


async def test_customers_that_are_switched_off_are_left_out(store, world):
    off = msgspec.structs.replace(world.acme, is_active=False)
    assert (await counted(store, world, saved=[off])).tiers == Count(1, 0)


async def test_of_nothing_the_count_is_true_for_ever(store):
    root = await store.new_provider("Empty", NOW)
    async with store.reading(root.provider_id) as reads:
        found = await staffing(reads, NOW)
    assert (found.tiers, found.until) == (Count(0, 0), FOREVER)
