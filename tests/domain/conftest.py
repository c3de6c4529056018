"""What tests of decisions stand on: a provider with the whole cast, and a block of writes there."""

import pytest

from tests.cast import seeded


@pytest.fixture
async def world(store):
    return await seeded(store)


@pytest.fixture
async def writes(store, world):
    async with store.writing(world.northwind.provider_id) as writes:
        yield writes
