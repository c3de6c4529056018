"""Many at once, in several processes: two overrides of one tier never overlap, and somebody always wins."""

import asyncio
import contextlib
import json
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator
from itertools import pairwise

import asyncpg
import msgspec
import pytest

from tests.store.values import HOUR, MADE, SAME_IMPORTS, House, settled
from watchbill.domain.errors import Conflict
from watchbill.store import open_store

pytestmark = pytest.mark.anyio

RACERS = 4
SPANS = 40

INSERT = (
    "INSERT INTO overrides (provider_id, id, tier_id, contact_id, start_at, end_at, created_at, created_by) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
)


@pytest.fixture(params=["sqlite_url", "postgres_url"])
def url(request: pytest.FixtureRequest) -> str:
    found: str = request.getfixturevalue(request.param)
    return found


@pytest.fixture
async def house(url: str) -> AsyncIterator[House]:
    store = await open_store(url)
    yield await settled(store)
    await store.close()


def started(url: str, model: str, seed: int) -> "subprocess.Popen[str]":
    """A racer at the start."""
    command = [sys.executable, "-m", "tests.store.racer", url, model, str(SPANS), str(seed)]
    racer = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=SAME_IMPORTS)
    assert racer.stdout is not None
    assert racer.stdout.readline() == "ready\n"
    return racer


def raced(url: str, model: str) -> list[int]:
    """All spans won, by whichever racer."""
    with contextlib.ExitStack() as stack:
        racers = [stack.enter_context(started(url, model, seed)) for seed in range(RACERS)]
        for racer in racers:
            assert racer.stdin is not None
            racer.stdin.write("go\n")
            racer.stdin.flush()
        said = [racer.communicate(timeout=120)[0] for racer in racers]
    assert [racer.returncode for racer in racers] == [0] * RACERS
    return [span for text in said for span in json.loads(text)]


async def test_of_several_processes_exactly_one_wins_each_span(house: House, url: str) -> None:
    model = msgspec.json.encode(await house.override(0, 10)).decode()
    won = await asyncio.to_thread(raced, url, model)
    assert Counter(won) == Counter(range(SPANS))
    async with house.reading() as reads:
        standing = await reads.overrides(house.tier.id)
    assert len(standing) == SPANS
    assert all(one.end_at <= other.start_at for one, other in pairwise(standing))


@pytest.mark.parametrize("url", ["postgres_url"], indirect=True)
async def test_postgres_itself_lets_the_second_wait_for_the_first(house: House, url: str) -> None:
    who = (house.tier.id, house.ann.id, MADE, MADE + HOUR, MADE, house.account.id)
    first, second = await asyncpg.connect(url), await asyncpg.connect(url)
    async with first.transaction():
        await first.execute(INSERT, house.provider_id, 1, *who)
        late = asyncio.create_task(second.execute(INSERT, house.provider_id, 2, *who))
        assert await asyncio.wait([late], timeout=0.3) == (set(), {late})
    with pytest.raises(asyncpg.ExclusionViolationError):
        await late
    await first.close()
    await second.close()


@pytest.mark.parametrize("url", ["postgres_url"], indirect=True)
async def test_postgres_takes_no_override_from_who_cannot_see_the_others(house: House, url: str) -> None:
    connection = await asyncpg.connect(url)
    who = (house.tier.id, house.ann.id, MADE, MADE + HOUR, MADE, house.account.id)
    with pytest.raises(asyncpg.InvalidTransactionStateError):
        async with connection.transaction(isolation="repeatable_read"):
            await connection.execute(INSERT, house.provider_id, 1, *who)
    await connection.close()


async def test_of_several_stores_one_makes_the_first_provider(url: str) -> None:
    stores = [await open_store(url) for _ in range(RACERS)]
    made = await asyncio.gather(*(one.new_provider("A", MADE, is_first=True) for one in stores), return_exceptions=True)
    standing = await stores[0].providers()
    for one in stores:
        await one.close()
    assert len(standing) == 1
    assert sum(isinstance(one, Conflict) for one in made) == RACERS - 1


async def test_numbers_are_given_once_however_many_ask(house: House, url: str) -> None:
    elsewhere = await open_store(url)
    houses = (house, House(**{**vars(house), "store": elsewhere}))
    given = await asyncio.gather(*(houses[turn % 2].override(turn, turn + 1) for turn in range(20)))
    await elsewhere.close()
    assert len({one.id for one in given}) == 20
