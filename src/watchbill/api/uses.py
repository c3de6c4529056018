"""When something was last used, kept in memory and written in batches: an answer need not wait for a write."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

from watchbill.domain.model import FeedId, ProviderId, TokenId

IdT = TypeVar("IdT", TokenId, FeedId)


class Uses(Generic[IdT]):
    """The uses that are still to be written down, of each thing the last one."""

    def __init__(self) -> None:
        self._uses: dict[tuple[ProviderId, IdT], int] = {}

    def note(self, provider_id: ProviderId, id: IdT, at: int) -> None:
        """Remember that this was used."""
        self._uses[provider_id, id] = at

    async def flush(self, touch: Callable[[Sequence[tuple[ProviderId, IdT, int]]], Awaitable[None]]) -> None:
        """Have what was noted since the last time written down; what cannot be written is kept for the next time."""
        uses, self._uses = self._uses, {}
        if not uses:
            return
        try:
            await touch([(provider_id, id, at) for (provider_id, id), at in uses.items()])
        except BaseException:
            self._uses = uses | self._uses
            raise
