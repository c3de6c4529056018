"""Work beside the event loop: one thread for all of it, so that whatever else is asked is answered meanwhile."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

T = TypeVar("T")

# One: more would not be faster, and the loop would wait for each of them when it wants its turn.
_THREAD: Final = ThreadPoolExecutor(max_workers=1, thread_name_prefix="watchbill-beside")


async def beside(work: Callable[[], T]) -> T:
    """What some work that touches nothing but its own arguments gives; one after the other, in the order of asking."""
    return await asyncio.get_running_loop().run_in_executor(_THREAD, work)
