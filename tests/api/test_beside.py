"""Work beside the event loop."""

import asyncio
import threading

import pytest

from watchbill.api.beside import beside


@pytest.mark.anyio
async def test_the_loop_goes_on_meanwhile() -> None:
    is_let_go = threading.Event()
    waiting = asyncio.create_task(beside(lambda: is_let_go.wait(60)))
    await asyncio.sleep(0.01)
    assert not waiting.done()
    is_let_go.set()
    assert await waiting


@pytest.mark.anyio
async def test_what_goes_wrong_goes_wrong_for_who_asked() -> None:
    with pytest.raises(ZeroDivisionError):
        await beside(lambda: 1 // 0)
