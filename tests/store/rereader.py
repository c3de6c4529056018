"""One of several processes that read again what older zone data have read: prints how many ends it moved."""

import asyncio
import sys

from tests.store.values import MADE
from watchbill.domain.errors import Busy
from watchbill.domain.rereading import read_again
from watchbill.store import open_store


async def reread(url: str, zone_data: str) -> int:
    """Until nothing is left that this process would move."""
    store = await open_store(url)
    store.zone_data = zone_data or store.zone_data
    count = 0
    while True:
        try:
            async for moves in read_again(store, MADE):
                count += len(moves)
        except Busy:
            continue
        await store.close()
        return count


if __name__ == "__main__":
    url, zone_data = sys.argv[1:]
    print("ready", flush=True)
    sys.stdin.readline()
    print(asyncio.run(reread(url, zone_data)))
