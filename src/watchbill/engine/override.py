"""Overrides: one-off covers of a tier; together they are its topmost level."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from msgspec import Struct

from watchbill.engine.level import Piece
from watchbill.engine.spans import BEGINNING, FOREVER
from watchbill.engine.timeline import Shift


class Override(Struct, frozen=True, gc=False):
    """A contact covers a tier for a span, over all its layers."""

    id: int
    start: int
    end: int
    contact: int


class Covers:
    """The overrides of a tier as a level; they do not overlap."""

    __slots__ = ("_ends", "_starts", "overrides")

    def __init__(self, overrides: Iterable[Override]) -> None:
        self.overrides = sorted(overrides, key=lambda override: override.start)
        self._starts = [override.start for override in self.overrides]
        self._ends = [override.end for override in self.overrides]

    def within(self, start: int, end: int) -> list[Override]:
        """The overrides that reach into a span, uncut."""
        return self.overrides[bisect_right(self._ends, start) : bisect_right(self._starts, end - 1)]

    def pieces(self, since: int, until: int) -> list[Piece]:
        """The overrides in [since, until), cut to it, in order; each stays one by itself."""
        return [
            (max(each.start, since), min(each.end, until), each.contact, None, each.id)
            for each in self.within(since, until)
        ]

    def at(self, at: int) -> Shift | None:
        """The override that covers an instant, uncut."""
        i = bisect_right(self._ends, at)
        if i == len(self.overrides) or at < self._starts[i]:
            return None
        found = self.overrides[i]
        return Shift(found.start, found.end, found.contact, None, found.id)

    def contact(self, at: int) -> int | None:
        """Who covers an instant."""
        i = bisect_right(self._ends, at)
        return self.overrides[i].contact if i < len(self.overrides) and self._starts[i] <= at else None

    def next_other(self, at: int, contact: int | None) -> int:
        """The first instant from `at` on that is covered by somebody other than a contact; FOREVER if none is."""
        for i in range(bisect_right(self._ends, at), len(self.overrides)):
            if self.overrides[i].contact != contact:
                return max(at, self._starts[i])
        return FOREVER

    def next_of(self, at: int, contact: int, limit: int) -> int:
        """The first instant in [at, limit) that is covered by a contact."""
        for i in range(bisect_right(self._ends, at), bisect_left(self._starts, limit)):
            if self.overrides[i].contact == contact:
                return max(at, self._starts[i])
        return FOREVER

    def last_other(self, at: int, contact: int | None) -> int:
        """Where the time before `at` ends that is covered by somebody other than a contact; else BEGINNING."""
        for i in range(bisect_right(self._starts, at - 1) - 1, -1, -1):
            if self.overrides[i].contact != contact:
                return min(at, self._ends[i])
        return BEGINNING
