"""Instants, spans between them, and the algebra of sorted lists of spans."""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from heapq import merge
from typing import Final

from msgspec import Struct

from watchbill.engine.errors import BadRule

MINUTE: Final = 60
HOUR: Final = 3_600
DAY: Final = 86_400
WEEK: Final = 604_800

EARLIEST: Final = -2_208_988_800
"""1900-01-01T00:00:00Z, the first instant that a rule may use."""
LATEST: Final = 221_845_392_000
"""9000-01-01T00:00:00Z, the last instant that a rule may use."""
BEGINNING: Final = -62_135_596_800
"""0001-01-01T00:00:00Z, before everything: a span that starts here has no start."""
FOREVER: Final = 253_402_300_799
"""9999-12-31T23:59:59Z, after everything: a span that ends here has no end."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_NAIVE_EPOCH: Final = datetime(1970, 1, 1)  # noqa: DTZ001 - printed with its own Z
_SECOND: Final = timedelta(seconds=1)
# The end of a day, which ISO 8601 may also write as the hour that follows its last one.
_MIDNIGHT: Final = re.compile(r"([0-9]{4}-?[0-9]{2}-?[0-9]{2}[Tt ])24((?::?00){0,2}(?:[.,]0+)?(?:[Zz+-].*)?)").fullmatch


class Span(Struct, frozen=True, gc=False):
    """The time from `start` up to, and without, `end`; both are instants."""

    start: int
    end: int


ALWAYS: Final = Span(BEGINNING, FOREVER)


def instant(when: str | datetime) -> int:
    """The instant of an ISO 8601 text or a datetime, fractions of a second cut off.

    Raises BadRule for a text that is no date and time, and where the offset from UTC is missing.
    """
    read = moment(when) if isinstance(when, str) else when
    if read.tzinfo is None:
        raise BadRule([("", f"{when!r} needs Z or an offset from UTC")])
    return (read - _EPOCH) // _SECOND


def moment(text: str) -> datetime:
    """The date and time that an ISO 8601 text tells, with its offset if it has one; a date is its midnight.

    24:00 is the midnight at the end of the day. Raises BadRule for what is no date and time.
    """
    found = _MIDNIGHT(text)
    try:
        if found is None:
            return datetime.fromisoformat(text)
        return datetime.fromisoformat(f"{found[1]}00{found[2]}") + timedelta(days=1)
    except (ValueError, OverflowError):
        raise BadRule([("", f"{text!r} is not an ISO 8601 date and time")]) from None


def iso(at: int) -> str:
    """An instant as `YYYY-MM-DDTHH:MM:SSZ`; one beyond the calendar as its first or last second."""
    at = min(max(at, BEGINNING), FOREVER)
    return (_NAIVE_EPOCH + timedelta(seconds=at)).isoformat() + "Z"


def clip(spans: Iterable[Span], window: Span) -> list[Span]:
    """What of each span lies in the window; order is kept, empty spans are left out."""
    return [
        Span(max(span.start, window.start), min(span.end, window.end))
        for span in spans
        if max(span.start, window.start) < min(span.end, window.end)
    ]


def union(*lists: Iterable[Span]) -> list[Span]:
    """The time that is in any of some sorted lists: sorted, disjoint, spans that touch joined."""
    joined: list[Span] = []
    for span in merge(*lists, key=lambda each: each.start):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        elif span.start < span.end:
            joined.append(span)
    return joined


def intersect(left: Sequence[Span], right: Sequence[Span]) -> list[Span]:
    """The time that is in both of two sorted, disjoint lists."""
    both: list[Span] = []
    i = j = 0
    while i < len(left) and j < len(right):
        start, end = max(left[i].start, right[j].start), min(left[i].end, right[j].end)
        if start < end:
            both.append(Span(start, end))
        if left[i].end <= right[j].end:
            i += 1
        else:
            j += 1
    return both


def subtract(spans: Iterable[Span], hidden: Sequence[Span]) -> list[Span]:
    """The time of a sorted, disjoint list that is in none of another such list."""
    left: list[Span] = []
    i = 0
    for span in spans:
        at = span.start
        while i < len(hidden) and hidden[i].end <= at:
            i += 1
        j = i
        while j < len(hidden) and hidden[j].start < span.end:
            if at < hidden[j].start:
                left.append(Span(at, hidden[j].start))
            at = hidden[j].end
            j += 1
        if at < span.end:
            left.append(Span(at, span.end))
    return left
