"""When something was last used, kept in memory and written in batches: an answer need not wait for a write."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Final, Generic, TypeVar

from watchbill.domain.model import FeedId, ProviderId, TokenId

IdT = TypeVar("IdT", TokenId, FeedId)

EVERY: Final = 60
"""Seconds between two uses of one thing that are both worth writing down."""


class Uses(Generic[IdT]):
    """The uses that are still to be written down, of each thing the last one.

    A first use is due at once, and then one a minute: whoever looks for it finds it, and much use is no more to write.
    """

    def __init__(self) -> None:
        self._uses: dict[tuple[ProviderId, IdT], int] = {}
        self._written: dict[tuple[ProviderId, IdT], int] = {}
        self.due = asyncio.Event()
        """Set as soon as there is something worth writing down."""

    def note(self, provider_id: ProviderId, id: IdT, at: int) -> None:
        """Remember that this was used."""
        used = provider_id, id
        self._uses[used] = at
        if at - self._written.get(used, at - EVERY) >= EVERY:
            self.due.set()

    async def flush(self, touch: Callable[[Sequence[tuple[ProviderId, IdT, int]]], Awaitable[None]]) -> None:
        """Have what was noted since the last time written down; what cannot be written is kept for the next time."""
        self.due.clear()
        uses, self._uses = self._uses, {}
        if not uses:
            return
        try:
            await touch([(provider_id, id, at) for (provider_id, id), at in uses.items()])
        except BaseException:
            self._uses = uses | self._uses
            self.due.set()
            raise
        latest = max(uses.values())
        self._written = {used: at for used, at in (self._written | uses).items() if latest - at < EVERY}
