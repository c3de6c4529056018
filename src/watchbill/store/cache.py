"""What was read lately, kept in this process for as long as the provider's version stays the same."""

from collections import OrderedDict
from collections.abc import Hashable
from typing import Any

from watchbill.domain.model import ProviderId, TierPlan
from watchbill.domain.ports import Page


class Shelf:
    """What was read of one provider at one version. A shelf never changes its version; it is replaced."""

    __slots__ = ("_cache", "_values", "version")

    def __init__(self, version: int, cache: "Cache | None") -> None:
        self.version = version
        self._cache = cache
        self._values: OrderedDict[Hashable, Any] = OrderedDict()

    def get(self, key: Hashable) -> Any:
        """What lies there, or None."""
        value = self._values.get(key)
        if value is not None:
            self._values.move_to_end(key)
        return value

    def put(self, key: Hashable, value: Any) -> None:
        known = self._values.pop(key, None)
        self._values[key] = value
        if self._cache is not None:
            self._cache.grew(weight(value) - (0 if known is None else weight(known)))

    def drop_oldest(self) -> int:
        """Forget what was asked for longest ago. Returns its weight, 0 when there was nothing."""
        if not self._values:
            return 0
        _, value = self._values.popitem(last=False)
        return weight(value)

    def taken_down(self) -> int:
        """Whoever still reads from it may go on, for themselves. Returns the weight of what lies in it."""
        self._cache = None
        return sum(weight(value) for value in self._values.values())


class Cache:
    """A shelf a provider, the one used longest ago first; all of them together hold at most `limit` records."""

    def __init__(self, limit: int = 150_000) -> None:
        self.limit = limit
        self.held = 0
        self._shelves: OrderedDict[ProviderId, Shelf] = OrderedDict()

    def shelf(self, provider_id: ProviderId, version: int) -> Shelf:
        """The shelf for this version: a newer version replaces an older one; who comes late gets one of their own."""
        known = self._shelves.get(provider_id)
        if known is not None:
            if known.version == version:
                self._shelves.move_to_end(provider_id)
                return known
            if known.version > version:
                return Shelf(version, None)
            self.held -= known.taken_down()
        fresh = Shelf(version, self)
        self._shelves[provider_id] = fresh
        self._shelves.move_to_end(provider_id)
        return fresh

    def grew(self, by: int) -> None:
        self.held += by
        while self.held > self.limit and self._shelves:
            provider_id, shelf = next(iter(self._shelves.items()))
            dropped = shelf.drop_oldest()
            if dropped:
                self.held -= dropped
            else:
                del self._shelves[provider_id]
                shelf.taken_down()

    def clear(self) -> None:
        for shelf in self._shelves.values():
            shelf.taken_down()
        self._shelves.clear()
        self.held = 0


def weight(value: object) -> int:
    """How many records a value holds, more or less."""
    match value:
        case TierPlan():
            return 1 + len(value.revisions) + len(value.overrides)
        case Page():
            return 1 + len(value.rows)
        case tuple() | dict():
            return 1 + len(value)
        case _:
            return 1
