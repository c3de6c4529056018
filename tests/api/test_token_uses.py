"""When tokens were used is written down soon, and not with every use."""

import asyncio

from tests.cast import seeded
from watchbill.api.auth import TokenUses
from watchbill.domain.accounts import identify
from watchbill.domain.ports import Store

NOON = 1_780_000_000


async def written(store: Store, *seconds: int) -> list[int | None]:
    """What is known of a token's last use after each of some uses, where what is due is written down at once."""
    alice, uses, found = (await seeded(store)).alice, TokenUses(), []
    async with store.reading(alice.account.provider_id) as reads:
        caller = await identify(reads, alice.token, NOON)
    for one in seconds:
        uses.note_caller(caller, NOON + one)
        if uses.due.is_set():
            await uses.flush(store.touch_tokens)
        async with store.reading(caller.provider_id) as reads:
            used = next(token for token in await reads.tokens() if token.id == caller.token_id)
        found.append(used.last_used_at and used.last_used_at - NOON)
    return found


def test_the_first_use_is_written_at_once_and_then_one_a_minute(store: Store) -> None:
    assert asyncio.run(written(store, 0, 30, 59, 60, 90)) == [0, 0, 0, 60, 60]
