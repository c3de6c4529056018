"""Timelines: shifts in order, the gaps between them, and how much of a window they cover."""

from collections.abc import Iterable
from typing import Protocol, TypeVar

from msgspec import Struct

from watchbill.engine.spans import Span


class Shift(Struct, frozen=True, gc=False):
    """A span in which a contact is on call, and the rule that put them there.

    `layer` is the index of a layer, `override` the id of an override. In a final timeline exactly one of them is set;
    in lanes `layer` is the lane that an override is told in as well.
    """

    start: int
    end: int
    contact: int
    layer: int | None
    override: int | None


class Spanning(Protocol):
    """Anything with a start and an end."""

    @property
    def start(self) -> int:
        """The instant at which it starts."""

    @property
    def end(self) -> int:
        """The instant at which it is over."""


AnySpan = TypeVar("AnySpan", bound=Spanning)


def overlapping(shifts: Iterable[AnySpan], window: Span) -> list[AnySpan]:
    """The shifts that reach into a window, uncut."""
    return [shift for shift in shifts if shift.start < window.end and window.start < shift.end]


def gaps(shifts: Iterable[Spanning], window: Span) -> list[Span]:
    """Where in a window nobody is on call; `shifts` by start, they may overlap."""
    free: list[Span] = []
    at = window.start
    for shift in overlapping(shifts, window):
        if at < shift.start:
            free.append(Span(at, shift.start))
        at = max(at, shift.end)
    if at < window.end:
        free.append(Span(at, window.end))
    return free


def coverage(shifts: Iterable[Spanning], window: Span) -> float:
    """The share of a window, 0 to 1, that is no gap; 1 for an empty window."""
    length = window.end - window.start
    if length <= 0:
        return 1.0
    return (length - sum(gap.end - gap.start for gap in gaps(shifts, window))) / length
