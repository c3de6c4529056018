"""One of several processes that try to cover the same spans of a tier: prints the spans that it won, as JSON."""

import asyncio
import json
import random
import sys

import msgspec

from tests.store.values import HOUR, MADE
from watchbill.domain.errors import Busy, Conflict
from watchbill.domain.model import Override
from watchbill.domain.ports import Store
from watchbill.store import open_store


async def race(url: str, model: Override, spans: int, seed: int) -> list[int]:
    """Try for every span once. Two wishes for one span always overlap, wishes for two spans never."""
    chance = random.Random(seed)
    store = await open_store(url)
    won = []
    for span in range(spans):
        start = MADE + span * 20 * HOUR + chance.randrange(5 * HOUR)
        wish = msgspec.structs.replace(model, start_at=start, end_at=start + 10 * HOUR)
        await asyncio.sleep(chance.random() / 1000)
        if await _is_won(store, wish, is_polite=chance.random() < 0.5):
            won.append(span)
    await store.close()
    return won


async def _is_won(store: Store, wish: Override, *, is_polite: bool) -> bool:
    while True:
        try:
            async with store.writing(wish.provider_id) as writes:
                if is_polite:
                    await writes.lock_tier(wish.tier_id)
                await writes.save(msgspec.structs.replace(wish, id=await writes.new_id(Override)))
        except Conflict:
            return False
        except Busy:
            continue
        return True


if __name__ == "__main__":
    url, model, spans, seed = sys.argv[1:]
    print("ready", flush=True)
    sys.stdin.readline()
    print(json.dumps(asyncio.run(race(url, msgspec.json.decode(model, type=Override), int(spans), int(seed)))))
