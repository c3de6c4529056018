"""Wall clocks: what clocks in a zone read at an instant, and when they first read something."""

from bisect import bisect_left, bisect_right
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Final, TypeAlias
from zoneinfo import ZoneInfo

import tzdata
from msgspec import Struct

from watchbill.engine.errors import BadRule
from watchbill.engine.spans import BEGINNING, DAY, FOREVER, instant, moment

# Zones are taken from the tzdata package and never from the machine's own zoneinfo: two servers, or a
# server and a test, must not disagree about a clock change because one of them is a system update behind.
_SOURCE: Final = files(tzdata)
_NOT_A_PLACE: Final = "Factory"  # what tzdata gives to a machine whose zone nobody has set

# Clock changes are looked up for a chunk of time at a time. 189 chunks are exactly the 400 years after
# which the calendar repeats, so chunks of the far future are copies, and no date is too late.
_CHUNK: Final = 773 * DAY
_CYCLE: Final = 189
_FAR: Final = 204  # in 2401 every zone follows a yearly rule; tzdata lists single changes up to 2087
_STEP: Final = 1 << 18  # three days; all over the world, changes have been at least six days apart since 1900
_MARGIN: Final = 7 * DAY  # a chunk knows the changes around it too: readings are up to a day from instants
_STEPS: Final = (_CHUNK + 2 * _MARGIN) // _STEP + 1
_BEFORE_CLOCKS: Final = -6_000_000_000  # 1779: no zone has a change before
_KEPT: Final = 1_024  # chunks that a zone remembers


class Change(Struct, frozen=True, gc=False):
    """At `at` clocks go from `before` to `after` seconds ahead of UTC."""

    at: int
    before: int
    after: int


_EPOCH: Final = datetime(1970, 1, 1)  # noqa: DTZ001 - what clocks show, in no zone


class Stretch(Struct, frozen=True, gc=False):
    """From `at` on clocks are `offset` seconds ahead of UTC, and people there call it `word`: CET, or +0545."""

    at: int
    offset: int
    word: str


# The stretches of constant offset in a chunk of time and the margin around it: the instant from which each
# runs; the reading that no clock has shown before its end; and from, until, offset as Zone.calm tells them.
_Chunk: TypeAlias = tuple[list[int], list[int], list[tuple[int, int, int]]]


class _Chunks(dict[int, _Chunk]):
    """A zone's chunks, looked up when first asked for."""

    def __init__(self, rules: ZoneInfo) -> None:
        self._rules = rules

    def __missing__(self, number: int) -> _Chunk:
        cycles = max(0, (number - _FAR) // _CYCLE)
        if cycles:
            if len(self) >= _KEPT:
                self._forget()
            chunk = _moved(self[number - cycles * _CYCLE], cycles * _CYCLE * _CHUNK)
        else:
            since = number * _CHUNK - _MARGIN
            chunk = _stretches(self._offsets(since), since + _STEPS * _STEP)
        self[number] = chunk
        return chunk

    def _forget(self) -> None:
        """Drops the chunks that are cheap to make again, so that odd questions cannot fill the memory."""
        for number in list(self):
            if number >= _FAR + _CYCLE:
                self.pop(number, None)

    def _offset(self, at: int) -> int:
        ahead = datetime.fromtimestamp(max(at, _BEFORE_CLOCKS), self._rules).utcoffset()
        assert ahead is not None  # noqa: S101 - a ZoneInfo always knows
        return ahead.days * DAY + ahead.seconds

    def _offsets(self, since: int) -> list[tuple[int, int]]:
        """The offset at `since` and each later one in the chunk that begins there: from when, and how much."""
        offset = self._offset(since)
        offsets = [(since, offset)]
        for at in range(since, since + _STEPS * _STEP, _STEP):
            ahead = self._offset(at + _STEP)
            if ahead != offset:
                offsets.append((self._change(at, at + _STEP, offset), ahead))
                offset = ahead
        return offsets

    def _change(self, at: int, later: int, offset: int) -> int:
        """The first second after `at` without the offset that `at` has and `later` has not."""
        while later - at > 1:
            middle = (at + later) // 2
            if self._offset(middle) == offset:
                at = middle
            else:
                later = middle
        return later


def _stretches(offsets: list[tuple[int, int]], until: int) -> _Chunk:
    """The chunk of some offsets, each with the instant from which it counts."""
    starts, ends, calm = [], [], []
    shown = offsets[0][0] - 2 * DAY  # what clocks have shown before; the margin makes a guess good enough
    for (at, offset), (end, _) in pairwise([*offsets, (until, 0)]):
        starts.append(at)
        calm.append((max(at, shown - offset), end, offset))
        shown = max(shown, end + offset)
        ends.append(shown)
    return starts, ends, calm


def _moved(chunk: _Chunk, later: int) -> _Chunk:
    """A chunk some time later."""
    starts, ends, calm = chunk
    return (
        [start + later for start in starts],
        [end + later for end in ends],
        [(since + later, until + later, offset) for since, until, offset in calm],
    )


class Zone:
    """The clocks of one place. Get one from `zone(name)`.

    A *reading* is what clocks show, in seconds since they showed 1970-01-01 00:00; its remainder by a day is
    the time of day. Every method is total, far past 2037 and before standard time, and costs a fraction of a
    microsecond once the years around it have been asked for.
    """

    __slots__ = ("_chunks", "_rules", "name")

    def __init__(self, name: str, rules: ZoneInfo) -> None:
        self.name = name
        self._rules = rules
        self._chunks = _Chunks(rules)

    def __repr__(self) -> str:
        return f"zone({self.name!r})"

    def reading(self, at: int) -> int:
        """What clocks read at an instant."""
        starts, _, calm = self._chunks[at // _CHUNK]
        return at + calm[bisect_right(starts, at) - 1][2]

    def furthest(self, at: int) -> int:
        """The furthest reading that clocks have shown by an instant.

        It never goes back: while clocks repeat an hour it stays on the last second before they were turned
        back. `instant(reading) <= at` exactly when `reading <= furthest(at)`.
        """
        starts, _, calm = self._chunks[at // _CHUNK]
        since, _, offset = calm[bisect_right(starts, at) - 1]
        return (at if at >= since else since - 1) + offset

    def instant(self, reading: int) -> int:
        """The first instant at which clocks show a reading or a later one.

        A reading that comes twice means the first; one that is skipped means the end of the skip.
        """
        starts, ends, calm = self._chunks[reading // _CHUNK]
        i = bisect_right(ends, reading)
        start, at = starts[i], reading - calm[i][2]
        return at if at > start else start

    def instants(self, readings: list[int]) -> list[int]:
        """`instant` of each of a sorted list of readings; much cheaper than one by one."""
        found: list[int] = []
        done = 0
        while done < len(readings):
            number = readings[done] // _CHUNK
            starts, ends, calm = self._chunks[number]
            i = bisect_right(ends, readings[done])
            start, offset = starts[i], calm[i][2]
            until = bisect_left(readings, min(ends[i], (number + 1) * _CHUNK), done)
            found += [reading - offset for reading in readings[done:until]]
            while done < until and found[done] < start:
                found[done] = start
                done += 1
            done = until
        return found

    def calm(self, at: int) -> tuple[int, int, int]:
        """A span around an instant in which `furthest` and `instant` only add and subtract an offset.

        Start, end, offset. While clocks repeat an hour, the span begins after the hour and thus after `at`. It
        may be cut short far from `at`.
        """
        starts, _, calm = self._chunks[at // _CHUNK]
        return calm[bisect_right(starts, at) - 1]

    def changes(self, since: int, until: int) -> list[Change]:
        """The changes of the offset in [since, until), in order."""
        found: list[Change] = []
        for number in range(since // _CHUNK, -(-until // _CHUNK)):
            starts, _, calm = self._chunks[number]
            first, last = max(since, number * _CHUNK), min(until, (number + 1) * _CHUNK)
            for i in range(bisect_left(starts, first), bisect_left(starts, last)):
                found.append(Change(starts[i], calm[i - 1][2], calm[i][2]))
        return found

    def read(self, text: str) -> int:
        """The instant of an ISO 8601 text; one without an offset is a reading of these clocks. Raises BadRule."""
        return instant(text) if moment(text).tzinfo else self.instant(reading(text))

    def word(self, at: int) -> str:
        """What people there call their time at an instant: CET, CEST; where there is no such word, +0545."""
        cycles = max(0, (at // _CHUNK - _FAR) // _CYCLE)
        named = datetime.fromtimestamp(max(at - cycles * _CYCLE * _CHUNK, _BEFORE_CLOCKS), self._rules).tzname()
        assert named is not None  # noqa: S101 - a ZoneInfo always knows
        return named

    def stretches(self, since: int, until: int) -> list[Stretch]:
        """What holds at `since`, and each later offset or word in [since, until), in order."""
        starts = [since, *(change.at for change in self.changes(since + 1, until))]
        found: list[Stretch] = []
        for at, end in pairwise([*starts, until]):
            offset, word = self.reading(at) - at, self.word(at)
            found.append(Stretch(at, offset, word))
            # The word alone changes where a zone keeps for good what had been its summer time.
            if (later := self.word(end - 1)) != word:
                found.append(Stretch(self._renamed(at, end - 1, word), offset, later))
        return found

    def _renamed(self, at: int, later: int, word: str) -> int:
        """The first second after `at` that has another word, as `later` has."""
        while later - at > 1:
            middle = (at + later) // 2
            if self.word(middle) == word:
                at = middle
            else:
                later = middle
        return later


def reading(text: str) -> int:
    """The reading that an ISO 8601 text without an offset tells, such as `2026-06-01T09:00`; a date is its midnight.

    24:00 is the midnight at the end of the day. Raises BadRule for what is none, also for a text with an offset.
    """
    shown = moment(text)
    if shown.tzinfo is not None:
        raise BadRule([("", f"{text!r} has an offset: it is an instant, and no reading of a clock")])
    return (shown - _EPOCH) // timedelta(seconds=1)


def wall(reading: int) -> datetime:
    """What clocks show, as a date and time without a zone; beyond the calendar its first or last second."""
    return _EPOCH + timedelta(seconds=min(max(reading, BEGINNING), FOREVER))


def zone_data() -> str:
    """The version of the zone data, as IANA names it: `2026f`. A later one is greater as a text."""
    return str(tzdata.IANA_VERSION)


@cache
def zone_names() -> frozenset[str]:
    """Every name that `zone` knows: the IANA zones and their old names, as written by the tzdata package."""
    return frozenset(_SOURCE.joinpath("zones").read_text("utf-8").split()) - {_NOT_A_PLACE}


def zone(name: str) -> Zone:
    """The clocks of the zone with an IANA name such as `Europe/Berlin`, spelled exactly so.

    Raises BadRule for any other name.
    """
    if not isinstance(name, str) or name not in zone_names():
        raise BadRule([("tz", f"{name!r} is not the name of a time zone")])
    return _zone(name)


def later_rule(name: str) -> str:
    """What a zone's data say of all time after the last change that they list, as POSIX spells it (RFC 9636, 3.3).

    Such as `CET-1CEST,M3.5.0,M10.5.0/3`. Raises BadRule for the name of no zone.
    """
    zone(name)
    compiled = _SOURCE.joinpath("zoneinfo", *name.split("/")).read_bytes()
    return compiled.removesuffix(b"\n").rpartition(b"\n")[2].decode("ascii")


def zone_name(text: str) -> str:
    """The name of the zone that is spelled so in any case: `Europe/Berlin` of `europe/berlin`. Raises BadRule."""
    name = _spellings().get(text.lower())
    if name is None:
        raise BadRule([("tz", f"{text!r} is not the name of a time zone")])
    return name


@cache
def _spellings() -> dict[str, str]:
    return {name.lower(): name for name in zone_names()}


@cache
def _zone(name: str) -> Zone:
    with _SOURCE.joinpath("zoneinfo", *name.split("/")).open("rb") as rules:
        return Zone(name, ZoneInfo.from_file(rules, key=name))
